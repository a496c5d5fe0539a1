"""Levels alone: what an explained diagnosis says too, and no work for what is not said."""

import json
from dataclasses import replace

import pytest

from diagnosis.domain.estimate import Estimate, Refusal, RefusalCode
from diagnosis.present.scoring.levels import show_levels
from diagnosis.present.scoring.notices import Notice, notice_codes, notices, unconfirmed
from diagnosis.present.scoring.stored import show_stored_levels
from diagnosis.present.scoring.verdict_words import verdict_notice_codes, verdict_notices
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import Basis, LegacyDiagnosis, Snapshot
from diagnosis.services.scoring.diagnose import diagnose
from diagnosis.services.scoring.next_steps import NextSteps
from diagnosis.services.scoring.stored_diagnoses import ShownBefore
from tests.builders import a_sheet, an_enterprise, an_example, read_random
from tests.fakes.estimator import FakeEstimator
from tests.ports.records import (
    BY_MODEL,
    BY_RULE,
    a_diagnosis,
    an_assessment,
    an_enterprise_record,
)


@pytest.mark.parametrize("seed", range(12))
def test_levels_need_no_explanation(content: Content, seed: int) -> None:
    sheet = read_random(content, seed, blanks=(0.0, 0.05, 0.4)[seed % 3], cuts=0.3)
    explained, alone = (
        diagnose(content, sheet, estimator=FakeEstimator(), explained=wanted)
        for wanted in (True, False)
    )
    assert show_levels(content, alone) == show_levels(content, explained)
    assert alone.next_steps == NextSteps() and alone.gaps == ()
    assert not any(verdict.holds or verdict.gaps for verdict in alone.verdicts)
    for brief, whole in zip(alone.verdicts, explained.verdicts, strict=True):
        assert brief == replace(whole, holds=(), gaps=())


def test_codes_stand_for_the_texts_of_notices(content: Content) -> None:
    large = a_sheet(enterprise=an_enterprise(employees=5000, revenue_wan=90000))
    for raw in (large, a_sheet(), an_example("zhongshan-lamp-maker")):
        diagnosis = diagnose(content, read(content, raw))
        for held in (diagnosis, replace(diagnosis, standing=("ai-readiness",))):
            codes, texts = list(notice_codes(held)), notices(held)
            remembered = [each for v in held.verdicts for each in unconfirmed(v.standard)]
            assert codes[-1] is Notice.UNCONFIRMED
            assert len(texts) == len(codes) - 1 + len(remembered)
        for verdict in diagnosis.verdicts:
            assert len(verdict_notice_codes(verdict)) == len(verdict_notices(verdict))
    assert "for-reference" in verdict_notice_codes(
        diagnose(content, read(content, large)).verdicts[1]
    )


def test_a_model_that_is_not_served_is_named(content: Content) -> None:
    refused = Estimate(
        standard="ai-readiness", refusal=Refusal(RefusalCode.STRUCTURE, "other items")
    )
    diagnosis = replace(diagnose(content, read(content, a_sheet())), estimates=(refused,))
    shown = show_levels(content, diagnosis)
    assert shown["agreement"] == []
    reading = shown["readings"][-1]
    assert (reading["basis"], reading["level"], reading["why"]) == ("estimated", None, "structure")


def test_an_earlier_release_leaves_its_levels(content: Content) -> None:
    row = a_diagnosis(an_assessment(an_enterprise_record())).row
    shown = Snapshot(json.dumps({"form": "full@2.0.0", "consistency": [{"id": "c", "items": []}]}))
    legacy = LegacyDiagnosis(result=shown, trace=Snapshot("{}"))
    levels = show_stored_levels(ShownBefore(row, legacy, (*BY_RULE, BY_MODEL)))
    assert levels["kept_as_shown"] is True
    assert (levels["id"], levels["form"], levels["consistency"]) == (row.id, "full@2.0.0", ["c"])
    assert [(each["standard"], each["basis"], each["level"]) for each in levels["readings"]] == [
        ("ai-readiness", "self", 2),
        ("miit-sme-2024", "self", None),
        ("ai-readiness", str(Basis.ESTIMATED), 1),
    ]
