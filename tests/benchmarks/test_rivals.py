"""The textbook is a fair judge: it comes to the same levels by a way of its own."""

import json
from itertools import islice
from pathlib import Path

import pytest
from marshmallow import ValidationError

from benchmarks.rivals.features import Feature, read_features, row_of, write_features
from benchmarks.rivals.textbook.answers import Result
from benchmarks.rivals.textbook.app import score, trace_of
from benchmarks.rivals.textbook.say import Speaker
from benchmarks.rivals.textbook.sheet_schema import sheet_schema
from benchmarks.sheets import Sheet, Sheets, newest, spoilt
from benchmarks.speed.machine import PINS, pins
from benchmarks.speed.sameness import is_near
from diagnosis.domain.text import Language
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import diagnose

SHEETS = 60


@pytest.fixture(scope="module")
def sheets(content: Content) -> list[Sheet]:
    return list(islice(Sheets(content).full(), SHEETS))


def scored(content: Content, sheet: Sheet) -> list[Result]:
    schema = sheet_schema(newest(content, "full"), content.bank)
    loaded = schema.load(json.loads(sheet.body()))
    return score(content, loaded["answers"], loaded["enterprise"])


def test_levels_and_scores_are_those_of_the_service(content: Content, sheets: list[Sheet]) -> None:
    levels = set()
    for sheet in sheets:
        verdicts = diagnose(content, read(content, json.loads(sheet.body()))).verdicts
        for verdict, result in zip(verdicts, scored(content, sheet), strict=True):
            assert result.level == verdict.level
            assert is_near(result.score, verdict.score)
            assert result.coverage == pytest.approx(verdict.coverage)
            levels.add(result.level)
    assert levels >= {None, 0, 1, 2, 3}


def test_the_textbook_speaks_both_languages_and_traces_every_answer(
    content: Content, sheets: list[Sheet]
) -> None:
    results = scored(content, sheets[0])
    speaker = Speaker(tuple(content.standards), content.bank)
    zh, en = (speaker.say(results, [], language) for language in Language)
    assert zh["standards"][0]["name"] != en["standards"][0]["name"]
    assert len(zh["gaps"]) == len(en["gaps"]) > 10
    trace = trace_of(tuple(content.standards), results)
    traced = {
        answer["item"]
        for standard in trace.values()
        for part in standard["parts"]
        for answer in part["answers"]
    }
    assert len(traced) > 80


def test_a_spoilt_sheet_is_refused(content: Content, sheets: list[Sheet]) -> None:
    schema = sheet_schema(newest(content, "full"), content.bank)
    with pytest.raises(ValidationError):
        schema.load(json.loads(spoilt(sheets[0])))


def test_firms_and_sheets_are_the_same_whenever_they_are_asked_for(
    content: Content, sheets: list[Sheet]
) -> None:
    again = list(islice(Sheets(content).full(), SHEETS))
    assert [sheet.body() for sheet in again] == [sheet.body() for sheet in sheets]
    assert len({sheet.firm.credit_code for sheet in sheets}) == SHEETS


def test_features_are_positions_and_capped_sums_and_survive_a_file(tmp_path: Path) -> None:
    features = (Feature("a"), Feature("b", cap=1.5, values={"x": 1.0, "y": 1.0}), Feature("c"))
    row = row_of(features, {"a": 2.5, "b": ["x", "y"], "c": "not_known"})
    assert row[:2] == [2.5, 1.5]
    assert row[2] != row[2]
    write_features(features, tmp_path / "features.json")
    assert read_features(tmp_path / "features.json") == features


def test_models_are_handed_over_between_equal_versions() -> None:
    theirs = pins(PINS.read_text(encoding="utf-8"))
    ours = pins((PINS.parents[1] / "requirements.txt").read_text(encoding="utf-8"))
    for name in ("scikit-learn", "numpy", "joblib"):
        assert theirs[name] == ours[name]
