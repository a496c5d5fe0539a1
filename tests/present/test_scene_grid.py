"""A grid says what each of its choices writes: sheets written so are read, and agree."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.domain.intake.consistency import inconsistencies
from diagnosis.domain.intake.form import newest
from diagnosis.domain.intake.sheet import Sheet, read_sheet
from diagnosis.domain.text import Language
from diagnosis.present.intake.form import show_form
from diagnosis.present.say import in_language
from diagnosis.present.scoring.advice import show_next_question
from diagnosis.services.intake.forms import find_form
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.advise import next_question
from tests.builders.sheets import a_sheet
from tests.fakes.estimator import FakeEstimator

choices = st.lists(st.sampled_from(["none", "use", "model"]), min_size=40, max_size=40)


@pytest.fixture(scope="module")
def grid(content: Content) -> Any:
    """Return the grid of the full form as it is shown in English."""
    form = newest(content.forms["full"].values())
    sections = show_form(content, form, in_language(Language.EN))["sections"]
    (grid,) = (section["grid"] for section in sections if section["grid"] is not None)
    return grid


def write_answers(grid: Any, chosen: Sequence[str]) -> dict[str, list[str]]:
    """Return the answers that the choices of all rows write, as the API document says."""
    answers: dict[str, list[str]] = {}
    for row, choice in zip(grid["rows"], chosen, strict=True):
        for key, holds in (("use", choice != "none"), ("model", choice == "model")):
            options = answers.setdefault(row[key]["item"], [])
            if holds:
                options.append(row[key]["option"])
    return {item: options or ["none"] for item, options in answers.items()}


def read_answers(content: Content, answers: Mapping[str, list[str]]) -> Sheet:
    sheet = a_sheet("full", dict(answers))
    return read_sheet(sheet, forms=content.readers, codes=content.codes)


def test_each_scene_stands_in_one_row_beside_its_name(content: Content, grid: Any) -> None:
    assert [row["scene"] for row in grid["rows"]] == list(content.scenes)
    assert [row["name"] for row in grid["rows"]] == [name.en for name in content.scenes.values()]
    links = list(dict.fromkeys(row["link"]["name"] for row in grid["rows"]))
    assert links == [name.en for name in content.scene_links.values()]
    assert [choice["id"] for choice in grid["choices"]] == ["none", "use", "model"]


@given(chosen=choices)
def test_any_choices_write_a_sheet_that_agrees(
    content: Content, grid: Any, chosen: Sequence[str]
) -> None:
    answers = write_answers(grid, chosen)
    sheet = read_answers(content, answers)
    assert set(answers) == {name for name in content.bank if name.startswith("scenes-")}
    findings = {finding.check.id for finding in inconsistencies(content.checks, sheet)}
    assert "model-beyond-use" not in findings
    use, model = (
        sum(len(set(options) - {"none"}) for item, options in answers.items() if key in item)
        for key in ("-use-", "-model-")
    )
    assert (use, model) == (40 - chosen.count("none"), chosen.count("model"))


def test_a_model_without_use_is_still_reported(content: Content, grid: Any) -> None:
    row = grid["rows"][0]
    answers = {row["use"]["item"]: ["none"], row["model"]["item"]: [row["model"]["option"]]}
    findings = inconsistencies(content.checks, read_answers(content, answers))
    assert "model-beyond-use" in {finding.check.id for finding in findings}


def test_a_scene_that_is_asked_alone_comes_with_what_it_is_about(content: Content) -> None:
    form = find_form(content, "full")
    abouts = {}
    for item in form.entries:
        others = dict.fromkeys(form.entries.keys() - {item}, "not_known")
        asked = next_question(content, FakeEstimator(), form, {"answers": others})
        shown = show_next_question(content, asked, in_language(Language.EN))
        assert shown["item"]["id"] == item
        abouts[item] = shown["about"]
    assert {name for name, about in abouts.items() if about} == {
        name for name in form.entries if name.startswith("scenes-")
    }
