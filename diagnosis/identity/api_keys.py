"""API keys: 256 random bits behind a public prefix, kept as a keyed hash alone."""

import hmac
import re
from hashlib import sha256
from secrets import choice, token_urlsafe

from diagnosis.services.ports.keys import FreshKey

_KEY = re.compile(r"dk_([a-z2-7]{12})_[A-Za-z0-9_-]{43}")
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_PREFIX_LETTERS = 12
"""60 bits: two of a million keys have the same by a chance of one in two million."""
_SECRET_BYTES = 32
_CHECKED = "check of the pepper"
"""What no key is: it has blanks."""


def prefix_of(text: str) -> str | None:
    """Return the public prefix of a key, None of what is none.

    Examples
    --------
    >>> prefix_of("dk_abcdefghijkl_" + "A" * 43), prefix_of("dk_abcdefghijkl_A")
    ('abcdefghijkl', None)
    """
    match = _KEY.fullmatch(text)
    return None if match is None else match[1]


class KeyMint:
    """Makes keys, and hashes them: HMAC-SHA-256 with a pepper that no database holds.

    A fast hash is enough: nobody tries 256 random bits.
    """

    def __init__(self, pepper: bytes) -> None:
        self._pepper = pepper

    def __call__(self) -> FreshKey:
        """Return a key of 256 random bits that nobody has had before."""
        prefix = "".join(choice(_LETTERS) for _ in range(_PREFIX_LETTERS))
        text = f"dk_{prefix}_{token_urlsafe(_SECRET_BYTES)}"
        return FreshKey(text, prefix, self.digest(text))

    @property
    def check(self) -> str:
        """Return what tells whether a database's keys were hashed with this pepper."""
        return self.digest(_CHECKED)

    def digest(self, text: str) -> str:
        """Return the keyed hash of a key, 64 hexadecimal digits."""
        return hmac.digest(self._pepper, text.encode(), sha256().name).hex()
