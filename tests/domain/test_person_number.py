"""Numbers of citizens: known wherever they stand, and nothing else taken for one."""

import random

import pytest

from diagnosis.domain.person_number import (
    first_number_of_person,
    is_number_of_person,
    without_numbers_of_persons,
)

PERSON = "44000019000101030X"
OTHER = "11010519491231002X"


def test_a_person_is_known_by_place_day_and_check() -> None:
    assert is_number_of_person(PERSON) and is_number_of_person(OTHER)
    assert not is_number_of_person("440000190013010308")  # no 13th month
    assert not is_number_of_person("440000190001010300")  # another check character
    assert not is_number_of_person(OTHER[:-1])
    assert not is_number_of_person("99" + PERSON[2:])  # no such province


@pytest.mark.parametrize(
    ("text", "start"),
    [
        (PERSON, 0),
        (PERSON.lower(), 0),
        (f"联系人{PERSON}", 3),
        (f"ID{PERSON}厂", 2),
        ("张三 440000 19000101 030x", 3),
        ("440000-19000101-030X", 0),
        ("４４００００１９０００１０１０３０Ｘ", 0),
        (f"2026 {PERSON}", 5),
        (f"一厂（{OTHER}，老板）", 3),
    ],
)
def test_it_is_seen_wherever_it_stands(text: str, start: int) -> None:
    assert first_number_of_person(text) == start
    hidden = without_numbers_of_persons(text)
    assert hidden.startswith(text[:start] + "***") and first_number_of_person(hidden) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "广东示例有限公司",
        "91441900EXAMPLE11Y",
        "914419001234567890",
        "440000190001010300",  # its check character is wrong
        f"1{PERSON}",  # a longer number
        f"{OTHER[:-1]}00",
        f"{PERSON}A",
        "2026-11-26 09:23:19.123456",
        "019abcde-0000-7000-8000-000000000000",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert first_number_of_person(text) is None
    assert without_numbers_of_persons(text) == text


def test_two_are_hidden_in_a_text() -> None:
    assert without_numbers_of_persons(f"{PERSON}和{OTHER}") == "***和***"


def test_hardly_any_order_number_is_taken_for_a_person() -> None:
    """Of numbers of 18 digits that begin with a day, as orders do, next to none has it all."""
    dice = random.Random(11)
    numbers = (f"20261126{dice.randrange(10**10):010}" for _ in range(20_000))
    assert sum(first_number_of_person(number) is not None for number in numbers) == 0
