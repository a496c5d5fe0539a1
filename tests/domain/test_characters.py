"""What may stand in a text: one rule, in two strengths."""

import sys
from unicodedata import category

import pytest

from diagnosis.domain.characters import (
    CharacterKind,
    bad_character,
    capitals,
    fit_for_xml,
    folded,
    free,
    identifying,
    is_unseen,
)

PLANTS = ("一厂", "一厂 ", " 一厂", "　一厂\u00a0", "一厂\u200b", "\ufeff一厂", "一\u00ad厂\t\n")
UNSEEN = ("Cc", "Cf", "Co", "Cs")


@pytest.mark.parametrize("written", PLANTS)
def test_a_plant_has_one_name_however_it_is_written(written: str) -> None:
    kept = identifying(written)
    assert kept == "一厂" and bad_character(written, kept) is None


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Ｐｌａｎｔ１", "Plant1"),
        ("Plant e\u0301", "Plant é"),
        ("ＡＢＣ（广东）有限公司", "ABC(广东)有限公司"),
        ("一厂   二车间", "一厂 二车间"),
        ("葛\U000e0100记", "葛记"),
        ("⼴东⻓城⻋⽤电⼦", "广东长城车用电子"),
        ("\U00020bb7野家𰻞面厂", "\U00020bb7野家𰻞面厂"),
        ("\u200b\u3164\u2800　", ""),
        ("", ""),
    ],
)
def test_a_name_is_kept_in_one_form(written: str, kept: str) -> None:
    assert identifying(written) == kept == identifying(kept)


def test_a_text_too_long_to_name_anything_is_not_put_in_order() -> None:
    marks = "a" + "\u0301\u0316" * 400_000  # would take minutes: the square of its length
    assert identifying(marks) == marks and free(marks) == marks
    assert not is_unseen(marks)
    assert identifying("a\u0301\u0316") == "á\u0316"


@pytest.mark.parametrize(
    ("written", "position", "kind"),
    [
        ("一厂\n二厂", 3, CharacterKind.LINE_BREAK),
        ("  一厂\u2028二厂", 5, CharacterKind.LINE_BREAK),
        ("a\tb", 2, CharacterKind.TAB),
        ("坏\x07", 2, CharacterKind.CONTROL),
        ("a\x9bb", 2, CharacterKind.CONTROL),
        ("gnp\u202ecod", 4, CharacterKind.DIRECTION),
        ("\u2066a\u2069", 1, CharacterKind.DIRECTION),
        ("a\U000e0041", 2, CharacterKind.UNSEEN),
        ("a\ue000", 2, CharacterKind.PRIVATE),
        ("\ud800", 1, CharacterKind.HALF),
        ("\ufffd厂", 1, CharacterKind.LOST),
        ("a\uffff", 2, CharacterKind.UNASSIGNED),
        ("a\ufdd0", 2, CharacterKind.UNASSIGNED),
        ("a\u0378", 2, CharacterKind.UNASSIGNED),
        ("a\U0002ffff", 2, CharacterKind.UNASSIGNED),
        ("\u0301a厂", 1, CharacterKind.MARK),
        (" 厂e" + "\u0335" * 40, 10, CharacterKind.MARK),
        ("厂\u20dd" * 3 + "\u0e49" * 7, 12, CharacterKind.MARK),
    ],
)
def test_a_bad_character_is_named_with_its_place(
    written: str, position: int, kind: CharacterKind
) -> None:
    bad = bad_character(written, identifying(written))
    assert bad is not None
    assert (bad.position, bad.kind) == (position, kind)
    assert bad.code_point == f"U+{ord(written[position - 1]):04X}"


def test_a_free_text_keeps_its_lines_and_its_forms() -> None:
    written = "  停产（两周）\r\n原因：\u2028ＭＥＳ\t未到 ❤\ufe0f 👩\u200d🔧\n"
    kept = free(written)
    assert kept == "停产（两周）\n原因：\nＭＥＳ 未到 ❤\ufe0f 👩\u200d🔧"
    assert bad_character(written, kept, lines=True) is None


@pytest.mark.parametrize("letter", ["\uffff", "\ufffe", "\x85", "\u202e", "\U000e0041", "\x0b"])
def test_a_free_text_takes_no_such_character_either(letter: str) -> None:
    written = f"停产{letter}两周"
    bad = bad_character(written, free(written), lines=True)
    assert bad is not None and (bad.character, bad.position) == (letter, 3)


@pytest.mark.parametrize("written", ["", " \n ", "\u200b", "\u200d\ufe0f", "\u3164"])
def test_a_text_in_which_nothing_is_seen_is_empty(written: str) -> None:
    assert free(written) == "" and is_unseen(written)


@pytest.mark.no_cover
def test_no_kept_text_holds_what_xml_forbids_or_nobody_sees() -> None:
    """Every character there is, but those that stand alone for nothing, is taken or refused."""
    for number in range(sys.maxunicode + 1):
        written = f"a{chr(number)}b"
        for lines, kept in ((False, identifying(written)), (True, free(written))):
            if bad_character(written, kept, lines=lines) is None:
                assert fit_for_xml(kept) == kept, hex(number)
                hidden = {letter for letter in kept if category(letter) in UNSEEN}
                assert hidden <= ({"\n", "\u200c", "\u200d"} if lines else set()), hex(number)


def test_characters_of_newer_names_are_taken() -> None:
    written = "\U00031350记"
    assert bad_character(written, identifying(written)) is None


def test_codes_are_in_capitals_and_search_knows_no_case() -> None:
    assert capitals(" ｃ3525 ") == "C3525"
    assert folded("ＭＥＳ") == folded("mes ") == "mes"


@pytest.mark.parametrize("letter", ["\x00", "\x0b", "\ufffe", "\uffff", "\ud800"])
def test_what_xml_forbids_is_left_out_of_workbooks(letter: str) -> None:
    assert fit_for_xml(f"a{letter}\nb") == "a\nb"


@pytest.mark.parametrize("written", ["Nha\u0300 ma\u0301y", "สั่งซื้อ", "སྤྱིར་", "1\ufe0f\u20e3号厂"])
def test_marks_of_writing_are_taken(written: str) -> None:
    assert bad_character(written, identifying(written)) is None
    assert bad_character(written, free(written), lines=True) is None
