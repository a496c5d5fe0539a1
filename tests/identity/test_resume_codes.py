"""Resume codes: long enough, told apart, and a slip of the hand is found."""

import re
from math import log2

import pytest

from diagnosis.identity.resume_codes import CODE_LETTERS, CodeMint, plain_code
from diagnosis.services.errors import MistypedCode
from tests.keys import MINT

CODES = CodeMint(MINT)


def is_mistyped(text: str) -> bool:
    try:
        plain_code(text)
    except MistypedCode:
        return True
    return False


def test_a_code_has_128_bits_in_letters_that_are_told_apart() -> None:
    texts = {CODES().text for _ in range(200)}
    assert len(texts) == 200
    assert all(re.fullmatch(r"([2-9a-z]{3}-){8}[2-9a-z]{3}", text) for text in texts)
    assert not set("".join(texts)) & set("01ilo")
    assert len(set(CODE_LETTERS)) == 31 and 26 * log2(31) > 128


def test_a_code_is_read_as_people_type_it() -> None:
    fresh = CODES()
    letters = fresh.text.replace("-", "")
    for typed in (letters, letters.upper(), f" {letters[:9]}  {letters[9:]}\t", fresh.text):
        assert plain_code(typed) == letters
        assert CODES.digest(typed) == fresh.digest
    assert len(fresh.digest) == 64 and letters not in fresh.digest
    assert CODES.digest(CODES().text) != fresh.digest
    assert fresh.text not in repr(fresh) and fresh.digest not in repr(fresh)


def test_every_wrong_letter_and_every_exchange_is_found() -> None:
    letters = plain_code(CODES().text)
    for place, letter in enumerate(letters):
        for other in CODE_LETTERS:
            slip = letters[:place] + other + letters[place + 1 :]
            assert is_mistyped(slip) is (other != letter)
        for behind in range(place + 1, len(letters)):
            swapped = list(letters)
            swapped[place], swapped[behind] = swapped[behind], swapped[place]
            assert is_mistyped("".join(swapped)) is (letters[place] != letters[behind])


@pytest.mark.parametrize(
    "text", ["", "x", "2" * 26, "2" * 28, "0" * 27, "２" * 27, "dk_x", "é" * 27]
)
def test_what_is_no_code_is_mistyped(text: str) -> None:
    with pytest.raises(MistypedCode):
        CODES.digest(text)


def test_a_code_is_hashed_apart_from_keys() -> None:
    text = CODES().text
    assert CODES.digest(text) not in (MINT.digest(text), MINT.digest(plain_code(text)))
    assert CODES.check == MINT.check
