"""Credit codes as people write them: what is meant, and which character is wrong."""

import re
from pathlib import Path
from typing import Any

import pytest

from diagnosis.domain.fault import Fault
from diagnosis.domain.intake.credit_code import (
    CREDIT_ALPHABET,
    LENGTH,
    credit_check_character,
    read_credit_code,
)
from diagnosis.domain.text import Language
from diagnosis.present.faults import fault_message

GOOD = "91441900EXAMPLE11Y"
WIDE = "９１４４１９００ＥＸＡＭＰＬＥ１１Ｙ"
PERSON = "44000019000101030X"


def fault_in(code: Any) -> Fault:
    """Return the fault of a text that is no code."""
    outcome = read_credit_code(code, "/credit_code")
    assert isinstance(outcome, Fault) and outcome.pointer == "/credit_code"
    return outcome


def checked(body: str) -> str:
    """Return a code of 17 characters with its check character."""
    return body + credit_check_character(body)


@pytest.mark.parametrize(
    "written",
    [
        GOOD,
        GOOD.lower(),
        f" {GOOD}\n",
        f"\u3000{GOOD}\ufeff",
        WIDE,
    ],
)
def test_widths_capitals_and_blanks_make_no_difference(written: str) -> None:
    assert read_credit_code(written, "") == GOOD


@pytest.mark.parametrize("begins", ["91", "92", "93"])
def test_firms_sole_traders_and_cooperatives_have_codes(begins: str) -> None:
    code = checked(f"{begins}440300EXAMPLE38")
    assert read_credit_code(code, "") == code


def test_the_country_has_a_register_of_its_own() -> None:
    code = checked("91100000EXAMPLE38")
    assert read_credit_code(code, "") == code


@pytest.mark.parametrize(
    ("place", "character", "said"),
    [
        (7, "O", "Position 8 is the letter O; the digit 0 is probably meant."),
        (2, "I", "Position 3 is the letter I; the digit 1 is probably meant."),
        (3, "l", "Position 4 is the letter L; the digit 1 is probably meant."),
        (4, "S", "Position 5 is the letter S; the digit 5 is probably meant."),
        (5, "Z", "Position 6 is the letter Z; the digit 2 is probably meant."),
        (6, "B", "Position 7 is the letter B; the digit 8 is probably meant."),
        (15, "o", "Position 16 is the letter O; the digit 0 is probably meant."),
        (9, "V", "Position 10 is the letter V, which cannot stand there."),
        (9, "Х", "Position 10 is “Х” (U+0425); the letter X is probably meant."),
        (7, "О", "Position 8 is “О” (U+041E); the digit 0 is probably meant."),
        (4, "-", "Position 5 is “-” (U+002D), which cannot stand there."),
        (4, " ", "Position 5 is a blank, which cannot stand there."),
        (17, "I", "Position 18 is the letter I; the digit 1 is probably meant."),
    ],
)
def test_a_wrong_character_is_named_with_its_place_and_what_was_meant(
    place: int, character: str, said: str
) -> None:
    fault = fault_in(GOOD[:place] + character + GOOD[place + 1 :])
    assert fault.code == "bad-credit-code"
    assert fault_message(fault, Language.EN).startswith(said)


def test_the_message_is_plain_in_chinese() -> None:
    message = fault_message(fault_in("9144190OEXAMPLE11Y"), Language.ZH)
    assert message.startswith("第 8 位是字母 O，想写的多半是数字 0。")


@pytest.mark.parametrize(
    ("code", "length"), [(GOOD[:-1], 17), (GOOD + "Y", 19), ("9144", 4), ("1", 1)]
)
def test_a_wrong_length_is_counted(code: str, length: int) -> None:
    message = fault_message(fault_in(code), Language.EN)
    assert message.startswith(f"This has {length} characters.")


def test_blanks_inside_are_named_where_they_stand() -> None:
    message = fault_message(fault_in("91441900 EXAMPLE11Y"), Language.EN)
    assert message.startswith("Position 9 is a blank")


@pytest.mark.parametrize(
    "code", [PERSON, PERSON.lower(), "４４" + PERSON[2:], "440000 19000101 030x", f"码{PERSON}"]
)
def test_the_number_of_a_person_is_told_and_never_repeated(code: str) -> None:
    fault = fault_in(code)
    assert (fault.code, fault.values) == ("number-of-a-person", {})
    for language in Language:
        assert not re.search("[0-9]{4}", fault_message(fault, language))


@pytest.mark.parametrize("code", [checked("51440000EXAMPLE38"), checked("12440000EXAMPLE38")])
def test_codes_of_no_firm_are_refused(code: str) -> None:
    fault = fault_in(code)
    assert (fault.code, fault.values["begins"]) == ("code-of-no-firm", code[:2])


@pytest.mark.parametrize("province", ["00", "16", "66", "99"])
def test_the_authority_is_in_a_province(province: str) -> None:
    fault = fault_in(checked(f"91{province}0300EXAMPLE38"))
    assert fault.code == "bad-credit-code"
    assert f"Positions 3 and 4, {province}, are no province" in fault_message(fault, Language.EN)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("440301102839265", "a registration number of 15 digits"),
        ("73412345-6", "an organisation code of 9 characters"),
        ("MA5EXAM3X", "an organisation code of 9 characters"),
    ],
)
def test_older_numbers_of_firms_are_known(code: str, said: str) -> None:
    fault = fault_in(code)
    assert fault.code == "older-number" and said in fault_message(fault, Language.EN)


@pytest.mark.parametrize("code", [914419001234567890, None, True, ["x"]])
def test_a_code_is_text(code: Any) -> None:
    assert fault_in(code).code == "wrong-type"


def test_each_mistyped_character_is_a_fault() -> None:
    """Every single character changed to another: none goes through."""
    for place in range(LENGTH):
        for character in CREDIT_ALPHABET:
            code = GOOD[:place] + character + GOOD[place + 1 :]
            assert code == GOOD or isinstance(read_credit_code(code, ""), Fault)


def test_a_code_that_is_needed_is_not_blank() -> None:
    assert read_credit_code(" ", "") == ""
    fault = read_credit_code(" ", "", required=True)
    assert isinstance(fault, Fault) and fault.code == "bad-credit-code"


@pytest.mark.parametrize("code", [WIDE + "\u202e", "9144\u202e1900EXAMPLE11Y"])
def test_what_turns_the_direction_is_named(code: str) -> None:
    assert fault_in(code).code == "bad-text"


def test_examples_have_good_codes() -> None:
    examples = Path(__file__).resolve().parents[3] / "examples"
    codes = [
        code
        for path in examples.glob("*.json")
        for code in re.findall(r'"credit_code": "([^"]+)"', path.read_text(encoding="utf-8"))
    ]
    assert codes and all(read_credit_code(code, "") == code for code in codes)
