"""Groups and classes of GB/T 4754: listed, of the earlier edition, not listed, impossible."""

from typing import Any

import pytest

from diagnosis.domain.intake.enterprise import read_enterprise
from diagnosis.domain.intake.industry import ClassList, Listing
from diagnosis.domain.text import Language
from diagnosis.present.faults import fault_message
from diagnosis.services.ports.content import Content

SMALL = ClassList(
    current={"C131": "甲", "C1311": "乙", "C1319": "丙", "C132": "丁", "C1320": "丁"},
    earlier={"C131": "甲", "C1310": "甲", "C132": "丁", "C1320": "丁"},
)


@pytest.mark.parametrize(
    ("code", "listing"),
    [
        ("C13", Listing.CURRENT),
        ("C131", Listing.CURRENT),
        ("C1311", Listing.CURRENT),
        ("C1310", Listing.EARLIER),
        ("C1312", Listing.UNLISTED),
        ("C1321", Listing.IMPOSSIBLE),
        ("C139", Listing.IMPOSSIBLE),
        ("C1390", Listing.IMPOSSIBLE),
    ],
)
def test_a_code_is_impossible_where_both_lists_agree_on_what_is_beside_it(
    code: str, listing: Listing
) -> None:
    assert SMALL.listing(code) is listing


def test_without_lists_every_code_is_taken() -> None:
    assert ClassList().listing("C3999") is Listing.CURRENT


@pytest.mark.parametrize(
    ("code", "listing"),
    [
        ("C3525", Listing.CURRENT),
        ("C3982", Listing.CURRENT),
        ("C3610", Listing.EARLIER),
        ("C3988", Listing.UNLISTED),
        ("C3999", Listing.IMPOSSIBLE),
    ],
)
def test_the_lists_as_they_are(content: Content, code: str, listing: Listing) -> None:
    assert content.codes.classes.listing(code) is listing


def test_the_lists_are_whole(content: Content) -> None:
    classes = content.codes.classes
    assert (len(classes.current), len(classes.earlier)) == (788, 707)
    divisions = {code[:3] for code in classes.current}
    assert divisions == set(content.codes.industries)
    assert all(code[:-1] in classes.current for code in classes.current if len(code) == 5)


def test_an_impossible_class_is_refused_with_those_beside_it(content: Content) -> None:
    _, faults = read_enterprise({"industry": "c3999"}, content.codes)
    assert [fault.code for fault in faults] == ["unknown-class"]
    assert fault_message(faults[0], Language.EN).endswith("Beside it there are: C3990.")


@pytest.mark.parametrize("written", ["c3525", " Ｃ3525 "])
def test_a_class_is_kept_in_capitals(content: Content, written: Any) -> None:
    enterprise, faults = read_enterprise({"industry": written}, content.codes)
    assert faults == [] and enterprise.industry == "C3525"
