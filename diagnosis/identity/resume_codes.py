"""Resume codes: more than 128 random bits that one can read aloud and type on a phone.

26 letters and digits and a check character, of 31 that are hard to mistake for one another: no
0 and o, no 1, i and l. Capitals, blanks and hyphens make no difference.
"""

import re
from secrets import choice, token_hex, token_urlsafe

from diagnosis.identity.api_keys import KeyMint
from diagnosis.services.errors import MistypedCode
from diagnosis.services.ports.codes import FreshCode

CODE_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""31 characters, a prime number: a weighted sum finds each slip and each exchange of two."""
_RANDOM_LETTERS = 26
"""26 letters of 31 are 128.8 bits."""
_GROUP = 3
_LINK_BYTES = 32
_SEED_BYTES = 16
_REPORT_LETTERS, _REPORT_GROUP = 16, 4
"""16 letters of 32 are 80 bits."""
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011")
_IGNORED = re.compile(r"[\s\-\u2010-\u2015]+")


def _check_letter(letters: str) -> str:
    """Return the letter that makes the weighted sum of all a multiple of 31."""
    total = sum(
        place * CODE_LETTERS.index(letter) for place, letter in enumerate(letters, start=1)
    )
    last = len(letters) + 1
    inverse = pow(last, -1, len(CODE_LETTERS))
    return CODE_LETTERS[-total * inverse % len(CODE_LETTERS)]


def plain_code(text: str) -> str:
    """Return the letters of a code that somebody typed.

    Raises
    ------
    MistypedCode
        When it is none: any single wrong character is found, and any two that changed places.

    Examples
    --------
    >>> plain_code(" 222-222 222-222-222-222-222-222-22 2")
    '222222222222222222222222222'
    """
    letters = _IGNORED.sub("", text).lower()
    is_code = len(letters) == _RANDOM_LETTERS + 1 and set(letters) <= set(CODE_LETTERS)
    if not is_code or _check_letter(letters[:-1]) != letters[-1]:
        raise MistypedCode
    return letters


def plain_report_code(text: str) -> str:
    """Return the letters of the check code of a report that somebody typed.

    Raises
    ------
    MistypedCode
        When it is none. O is read as 0, I and L as 1: no code has these letters.

    Examples
    --------
    >>> plain_report_code("oil0-abcd 0000-wxyz")
    '0110ABCD0000WXYZ'
    """
    letters = _IGNORED.sub("", text).upper().translate(_MISREAD)
    if len(letters) != _REPORT_LETTERS or not set(letters) <= set(CROCKFORD):
        raise MistypedCode
    return letters


def _in_groups(letters: str, size: int) -> str:
    return "-".join(letters[start : start + size] for start in range(0, len(letters), size))


class CodeMint:
    """Makes codes, and hashes them with the pepper of keys."""

    def __init__(self, mint: KeyMint) -> None:
        self._mint = mint

    @property
    def check(self) -> str:
        """Return what tells whether a database's codes were hashed with this pepper."""
        return self._mint.check

    def __call__(self) -> FreshCode:
        """Return a code of 128 random bits that nobody has had before, in groups of three."""
        letters = "".join(choice(CODE_LETTERS) for _ in range(_RANDOM_LETTERS))
        letters += _check_letter(letters)
        return FreshCode(_in_groups(letters, _GROUP), self.digest(letters))

    def link(self) -> FreshCode:
        """Return the text of a section link, of 256 random bits that nobody has had before."""
        text = f"dl_{token_urlsafe(_LINK_BYTES)}"
        return FreshCode(text, self.link_digest(text))

    def result_link(self) -> FreshCode:
        """Return the text of a result link, of 256 random bits that nobody has had before."""
        text = f"dr_{token_urlsafe(_LINK_BYTES)}"
        return FreshCode(text, self.result_link_digest(text))

    def result_link_digest(self, text: str) -> str:
        """Return the keyed hash of a text that stands for a result link, or of any other."""
        return self._mint.digest(f"result link {text}")

    def report_seed(self) -> str:
        """Return 128 random bits that nobody has had before, for the check code of a report."""
        return token_hex(_SEED_BYTES)

    def report_code(self, seed: str) -> FreshCode:
        """Return the check code of a report by its seed, 16 letters in groups of four.

        Whoever has not the pepper cannot tell its 80 bits from random ones.
        """
        number = int(self._mint.digest(f"report code {seed}"), 16)
        letters = "".join(CROCKFORD[number >> 5 * place & 31] for place in range(_REPORT_LETTERS))
        return FreshCode(_in_groups(letters, _REPORT_GROUP), self.report_digest(letters))

    def report_digest(self, text: str) -> str:
        """Return the keyed hash of a check code as it was typed, 64 hexadecimal digits.

        Raises
        ------
        MistypedCode
            When it is none.

        """
        return self._mint.digest(f"report {plain_report_code(text)}")

    def link_digest(self, text: str) -> str:
        """Return the keyed hash of a text that stands for a section link, or of any other."""
        return self._mint.digest(f"section link {text}")

    def digest(self, text: str) -> str:
        """Return the keyed hash of a code as it was typed, 64 hexadecimal digits.

        Raises
        ------
        MistypedCode
            When it is none.

        """
        return self._mint.digest(f"resume code {plain_code(text)}")
