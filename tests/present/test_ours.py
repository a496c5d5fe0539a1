"""Positions that no clause stands behind are marked wherever they are quoted or relied on."""

from math import ceil
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.domain.intake.form import newest
from diagnosis.domain.scoring.trace import trace
from diagnosis.domain.text import Language
from diagnosis.present.catalogue.package import show_package
from diagnosis.present.intake.form_pages import form_book
from diagnosis.present.ours import OURS, SIGN, practice
from diagnosis.present.say import in_language
from diagnosis.present.scoring.diagnosis import show_diagnosis
from diagnosis.present.scoring.trace import show_trace
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import diagnose
from diagnosis.services.scoring.stored_diagnoses import StoredDiagnosis
from tests.builders import a_sheet, every, random_sheet
from tests.ports.records import a_diagnosis, an_assessment, an_enterprise_record
from tests.report.printed import print_diagnosis, summary_page

SAY = in_language(Language.EN)
WITHOUT_A_CLAUSE = {
    "integration-systems": {5},
    "integration-equipment": {5},
    "network-coverage": {5},
    "network-protection": {5},
    "skills-team": {5},
    "skills-knowledge": {5},
    "strategy-plan": {4, 5},
    "strategy-organisation": {4, 5},
}
"""Where nothing is recalled of GB/T 39116-2020; its text was not at hand."""


def strong(content: Content) -> Any:
    """Return a sheet that stands on 3 and whose first gaps are positions 4."""
    return a_sheet("gbt-39116", every(content, "gbt-39116", 3))


def test_positions_without_a_clause_are_ours(content: Content) -> None:
    for name, positions in WITHOUT_A_CLAUSE.items():
        assert positions <= set(content.bank[name].anchors_ours), name


@given(position=st.integers(0, 4), part=st.sampled_from([0, 0.5, 0.8]))
def test_what_is_partly_met_rests_on_the_position_above(
    content: Content, position: int, part: float
) -> None:
    for item in content.bank.values():
        assert item.is_ours(position + part) is (ceil(position + part) in item.anchors_ours)
        assert not item.is_ours(None)


@pytest.mark.parametrize("seed", range(12))
def test_gaps_and_traces_say_which_positions_are_ours(content: Content, seed: int) -> None:
    raw = strong(content) if not seed else random_sheet(content, seed)
    sheet = read(content, raw)
    diagnosis = diagnose(content, sheet)
    for gap in show_diagnosis(content, diagnosis, SAY)["gaps"]:
        ours = [text.en for text in quoted_positions(content, gap["item"])]
        assert gap["ours"] is (gap["next_practice"] in ours), gap["item"]
    shown = show_trace(content, trace(content.standards, sheet, diagnosis.verdicts), SAY)
    answers = [
        answer
        for standard in shown["standards"]
        for part in standard["parts"]
        for answer in part["answers"]
    ]
    for answer in answers:
        position = answer["answer"] if isinstance(answer["answer"], int | float) else None
        assert answer["ours"] is content.bank[answer["item"]].is_ours(position)


def quoted_positions(content: Content, name: str) -> list[Any]:
    item = content.bank[name]
    return [item.positions[place] for place in item.anchors_ours]


def test_packages_say_which_of_their_effects_are_ours(content: Content) -> None:
    marked = set()
    for package in content.packages.values():
        for effect in show_package(content, package, [], SAY)["effects"]:
            if effect["kind"] == "position":
                anchors = content.bank[effect["item"]].anchors_ours
                assert effect["ours"] is (effect["to"] in anchors)
                marked.add(effect["ours"])
    assert marked == {True, False}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("position", [0, 3])
def test_texts_have_the_sign_and_explain_it(
    content: Content, language: Language, position: int, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = a_sheet("gbt-39116", dict.fromkeys(WITHOUT_A_CLAUSE, position))
    diagnosis = diagnose(content, read(content, raw))
    row = a_diagnosis(an_assessment(an_enterprise_record())).row
    page = summary_page(StoredDiagnosis(row, content, diagnosis), language)
    print_diagnosis(content, diagnosis, language)
    printed = " ".join(capsys.readouterr().out.split())
    for text in (page, printed):
        assert (OURS.say(language) in text) is (text.count(SIGN) > 1)
    if position == 3:
        assert OURS.say(language) in page


def test_paper_has_the_sign_behind_a_position_of_ours(content: Content) -> None:
    form = newest(content.forms["gbt-39116"].values())
    book = form_book(content, form, Language.ZH)
    rows = {row.id: row.texts[2] for section in book.pages[0].sections for row in section.rows}
    for name in WITHOUT_A_CLAUSE:
        item = content.bank[name]
        for place, text in enumerate(item.positions):
            ours = place in item.anchors_ours
            assert practice(item, place).zh == text.zh + SIGN * ours
            assert (f"{place}. {text.zh}{SIGN}" in rows[name]) is ours
    assert any(OURS.zh in line for line in book.pages[0].lines)
