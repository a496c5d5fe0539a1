"""What blanks leave open: the levels with all of them at their worst, and at their best."""

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.domain.intake.item import ItemType
from diagnosis.domain.scoring.verdict import Verdict
from diagnosis.domain.text import Language
from diagnosis.present.say import in_language
from diagnosis.present.scoring.diagnosis import show_diagnosis
from diagnosis.present.scoring.in_plain_words import in_plain_words
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import Diagnosis, diagnose
from tests.builders import a_sheet, every, random_sheet

STANDARDS = {"gbt-39116": "gbt-39116-2020", "ai-readiness": "ai-readiness"}


def diagnosed(content: Content, raw: Any) -> Diagnosis:
    return diagnose(content, read(content, raw), explained=False)


def verdict_of(content: Content, raw: Any) -> Verdict:
    wanted = STANDARDS[raw["form"]]
    return next(v for v in diagnosed(content, raw).verdicts if v.standard.id == wanted)


def filled(content: Content, raw: Any, *, best: bool) -> Any:
    """Return a sheet with every blank answered at one end of what it may say."""
    answers = {item: value for item, value in raw["answers"].items() if value != "not_known"}
    for name, entry in content.readers[raw["form"]]["2.0.0"].form.entries.items():
        item = content.bank[name]
        if name in answers or item.type is ItemType.SHARE:
            continue
        if item.type is ItemType.LADDER:
            answers[name] = entry.top if best else 0
        elif item.type is ItemType.MULTIPLE:
            real = [option.id for option in item.options if option.id != "none"]
            answers[name] = real if best else ["none"]
    return raw | {"answers": answers}


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    form=st.sampled_from(list(STANDARDS)),
    blanks=st.sampled_from([0.05, 0.3, 0.8]),
)
def test_bounds_are_what_the_filled_sheets_come_to(
    content: Content, seed: int, form: str, blanks: float
) -> None:
    raw = random_sheet(content, seed, form=form, blanks=blanks)
    verdict = verdict_of(content, raw)
    if not 0 < verdict.coverage < 1 - 1e-12:
        assert (verdict.level_low, verdict.level_high) == (None, None)
        assert (verdict.score_low, verdict.score_high) == (None, None)
        return

    worst = verdict_of(content, filled(content, raw, best=False))
    best = verdict_of(content, filled(content, raw, best=True))

    assert (verdict.level_low, verdict.level_high) == (worst.level, best.level)
    assert verdict.score_low == pytest.approx(worst.score, abs=1e-9)
    assert verdict.score_high == pytest.approx(best.score, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    form=st.sampled_from(list(STANDARDS)),
    blanks=st.sampled_from([0.1, 0.5, 0.9]),
    cuts=st.sampled_from([0.0, 0.5]),
)
def test_the_level_lies_between_its_bounds(
    content: Content, seed: int, form: str, blanks: float, cuts: float
) -> None:
    raw = random_sheet(content, seed, form=form, blanks=blanks, cuts=cuts)
    verdict = verdict_of(content, raw)
    if verdict.level_low is None:
        return
    level, score = verdict.provisional or (verdict.level, verdict.score)
    assert verdict.level_high is not None and level is not None and score is not None
    assert verdict.score_low is not None and verdict.score_high is not None
    assert verdict.level_low <= level <= verdict.level_high
    assert verdict.score_low - 1e-9 <= score <= verdict.score_high + 1e-9


def test_they_are_said_in_figures_and_in_words(content: Content) -> None:
    ladders = list(every(content, "gbt-39116", 0))
    best_five = dict.fromkeys(Random(5).sample(ladders, 5), 5)
    diagnosis = diagnosed(content, a_sheet("gbt-39116", best_five))

    own = show_diagnosis(content, diagnosis, in_language(Language.EN))["standards"][0]
    assert (own["level_low"], own["level_high"], own["score_high"]) == (0, 5, 5)
    assert 0 < own["score_low"] < 1
    lines = [line.zh for part in in_plain_words(content, diagnosis, None) for line in part.lines]
    assert "没有确切答案的题都按最差算是 0 级，都按最好算是 5 级。" in lines

    whole = diagnosed(content, a_sheet("gbt-39116", dict.fromkeys(ladders, 2)))
    shown = show_diagnosis(content, whole, in_language(Language.EN))["standards"][0]
    assert not {"level_low", "level_high", "score_low", "score_high"} & shown.keys()
