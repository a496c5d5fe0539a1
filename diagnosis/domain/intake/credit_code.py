"""The credit code of a firm: read as people write it, and what is wrong with it by its place.

A code has 18 characters: who registered it and what kind of body it is (2), where that was (6
digits), the body itself (9) and a check character. It is written in digits and capitals without
I, O, S, V and Z. The number of a person is never repeated in an answer.

Sources: GB 32100-2015 (credit code); which kinds are firms, how older numbers look and the codes
of provinces (GB/T 2260) are remembered. Where a code was registered is checked to the province:
offices have codes of their own (440101, 440003), of which there is no list.
"""

from enum import StrEnum

from diagnosis.domain.characters import capitals
from diagnosis.domain.fault import Expected, Fault
from diagnosis.domain.intake.fields import read_text

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
BEGINNINGS = ("91", "92", "93")
"""How the codes of firms, of sole traders and of farm cooperatives begin."""
OLD_REGISTRATION, OLD_ORGANISATION = 15, 9
"""The characters of the numbers that firms had before: of registration, and of organisations."""

_RANK = {character: rank for rank, character in enumerate(CREDIT_ALPHABET)}
_DIGITS = "0123456789"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_AUTHORITY = range(2, 8)
"""The places of the six digits that say where a code was registered."""
_RANGES = ((10, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 82))
_PROVINCES = frozenset(str(code) for first, last in _RANGES for code in range(first, last + 1))
"""How the codes of provinces begin; 10 is the country's own register."""
_LONGEST_WRITTEN = 100

_MEANT_ANYWHERE = {
    **dict(zip("OISZ", "0152", strict=True)),
    **dict(zip("ОΟАΑВΒЕΕКΚМΜНΗРΡСТΤХΧУΥІΙ", "00AABBEEKKMMHHPPCTTXXYY11", strict=True)),
}
"""What is meant by a character that no code has: letters like digits, Cyrillic and Greek ones."""
_MEANT_AS_DIGIT = _MEANT_ANYWHERE | dict(zip("DQLBGT", "001867", strict=True))
"""What is meant by a letter where only digits stand."""


class CodeTrouble(StrEnum):
    """What keeps a text from being a credit code, for the fault `bad-credit-code`."""

    LENGTH = "length"
    CHARACTER = "character"
    AUTHORITY = "authority"


def credit_check_character(body: str) -> str:
    """Return the check character of the first 17 characters of a credit code.

    Examples
    --------
    >>> credit_check_character("91441900EXAMPLE11")
    'Y'

    Source: GB 32100-2015.
    """
    total = sum(_RANK[character] * pow(3, place, 31) for place, character in enumerate(body))
    return CREDIT_ALPHABET[(31 - total % 31) % 31]


def read_credit_code(raw: object, where: str, *, required: bool = False) -> str | Fault:
    """Return a credit code as it is kept, or what is wrong with it.

    A text in which nothing is seen stays empty, unless a code is `required`. Widths, capitals and
    blanks round it make no difference.
    """
    if not isinstance(raw, str):
        return Fault(where, "wrong-type", {"expected": Expected.CODE})
    text = read_text(raw, where, _LONGEST_WRITTEN)
    if isinstance(text, Fault):
        return Fault(where, text.code) if text.code == "number-of-a-person" else text
    code = capitals(text)
    if _is_code(code) or not (code or required):
        return code
    return _fault_of(code, where)


def _is_code(code: str) -> bool:
    """Return whether a text is the code of a firm, its check character included."""
    return (
        len(code) == LENGTH
        and _RANK.keys() >= set(code)
        and code.startswith(BEGINNINGS)
        and all(code[place] in _DIGITS for place in _AUTHORITY)
        and code[2:4] in _PROVINCES
        and credit_check_character(code[:-1]) == code[-1]
    )


def _fault_of(code: str, where: str) -> Fault:
    """Return what is wrong with a text that is no code of a firm, the plainest first."""
    older = _older_number(code)
    if older is not None:
        return Fault(where, "older-number", {"length": older})
    place = _first_wrong_place(code)
    if place is not None:
        return _wrong_character(code, place, where)
    if len(code) != LENGTH:
        length: dict[str, object] = {"trouble": CodeTrouble.LENGTH, "length": len(code)}
        return Fault(where, "bad-credit-code", length)
    if not code.startswith(BEGINNINGS):
        return Fault(where, "code-of-no-firm", {"begins": code[:2]})
    if code[2:4] not in _PROVINCES:
        values = {"trouble": CodeTrouble.AUTHORITY, "province": code[2:4]}
        return Fault(where, "bad-credit-code", values)
    return Fault(where, "credit-code-check")


def _first_wrong_place(code: str) -> int | None:
    """Return the first place, from 0, of a character that no code has there.

    Where digits alone may stand is certain in a code of the right length only.
    """
    for place, character in enumerate(code):
        is_digit_place = place in _AUTHORITY and len(code) == LENGTH
        if character not in (_DIGITS if is_digit_place else CREDIT_ALPHABET):
            return place
    return None


def _wrong_character(code: str, place: int, where: str) -> Fault:
    """Return the fault of a character: which it is, where it stands, what was probably meant."""
    character = code[place]
    is_digit_place = place in _AUTHORITY and len(code) == LENGTH
    meant = (_MEANT_AS_DIGIT if is_digit_place else _MEANT_ANYWHERE).get(character)
    values = {
        "trouble": CodeTrouble.CHARACTER,
        "position": place + 1,
        "character": character,
        "meant": meant if meant is None or not is_digit_place or meant in _DIGITS else None,
    }
    return Fault(where, "bad-credit-code", values)


def _older_number(code: str) -> int | None:
    """Return the length of a number that firms had before credit codes, None for no such one."""
    plain = code.replace("-", "")
    if len(plain) == OLD_REGISTRATION and set(plain) <= {*_DIGITS}:
        return OLD_REGISTRATION
    is_organisation = (
        len(plain) == OLD_ORGANISATION
        and {*plain} <= {*_DIGITS, *_LETTERS}
        and plain[-1] in _DIGITS + "X"
    )
    return OLD_ORGANISATION if is_organisation else None
