"""What is not there is told: nothing answered, no question asked, half a part not applicable."""

from typing import Any

import pytest

from diagnosis.classifier.estimator import TrainedEstimator
from diagnosis.domain.text import Language
from diagnosis.present.say import in_language
from diagnosis.present.scoring.diagnosis import show_diagnosis
from diagnosis.present.scoring.levels import show_levels
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.scoring.diagnose import Diagnosis, diagnose
from diagnosis.services.scoring.kept_readings import readings_of
from tests.builders import a_sheet, every
from tests.classifier.builders import MODELS


@pytest.fixture(scope="module")
def estimator(content: Content) -> Estimator:
    standards = (content.standards.staged, content.standards.gated)
    return TrainedEstimator(standards, MODELS, content.codes.sizes)


FORMS = ("full", "gbt-39116", "ai-readiness", "miit-sme-2024", "screening")


def diagnosed(content: Content, raw: Any, estimator: Estimator | None = None) -> Diagnosis:
    return diagnose(content, read(content, raw), estimator=estimator)


def shown(content: Content, diagnosis: Diagnosis) -> dict[str, Any]:
    return show_diagnosis(content, diagnosis, in_language(Language.EN))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("unknown", [False, True])
def test_nothing_answered_is_neither_zero_nor_success(
    content: Content, form: str, unknown: bool
) -> None:
    items = content.readers[form]["2.0.0"].form.entries if unknown else ()
    result = shown(content, diagnosed(content, a_sheet(form, dict.fromkeys(items, "not_known"))))
    for standard in result["standards"]:
        assert standard["level"] is None, standard["standard"]
        assert standard["score"] is None and standard["provisional"] is None
        assert standard["why"], standard["standard"]
        assert all(part["score"] is None for part in standard["dimensions"])
        for aggregation in standard["aggregations"]:
            assert aggregation["score"] is None
        assert not any(hold["has"] == 0 for hold in standard["held_back_by"])
    assert result["gaps"] == [] and result["next_steps"] == []


def test_nothing_answered_has_no_estimate(content: Content, estimator: Estimator) -> None:
    diagnosis = diagnosed(content, a_sheet(), estimator)
    estimates = shown(content, diagnosis)["estimate"]
    *estimates, conditions = estimates
    assert len(estimates) == 3
    assert not conditions["insufficient"] and "facts" in conditions["why"]
    for estimate in estimates:
        assert estimate["insufficient"] and "None of its questions" in estimate["why"]
        for name in ("level", "probabilities", "set", "expected_score"):
            assert estimate[name] is None
    rows = show_levels(content, diagnosis)["readings"]
    assert [row["score"] for row in rows] == [None] * 7
    assert {str(reading.basis) for reading in readings_of(diagnosis)} == {"self"}


def test_a_single_answer_has_no_estimate_but_what_it_takes(
    content: Content, estimator: Estimator
) -> None:
    diagnosis = diagnosed(content, a_sheet(answers={"strategy-plan": 1}), estimator)
    maturity, readiness, *_ = shown(content, diagnosis)["estimate"]
    assert maturity["expected_score"] is None and maturity["level"] is None
    assert maturity["insufficient"] is True
    assert maturity["why"].startswith("Only ") and "at least 2" in maturity["why"]
    assert "None of its questions" in readiness["why"]


def test_the_screening_has_no_points(content: Content) -> None:
    """It asks none of the 15 questions, so the index has no score, not even a provisional one."""
    raw = a_sheet("screening", every(content, "screening", 2))
    (index,) = [
        standard
        for standard in shown(content, diagnosed(content, raw))["standards"]
        if standard["standard"].startswith("miit")
    ]
    assert (index["score"], index["score_low"], index["score_high"]) == (None, None, None)
    assert index["provisional"] is None
    assert "None of the 15 questions with points has a definite answer" in index["why"]
    (points,) = [hold for hold in index["held_back_by"] if hold["kind"] == "points"]
    assert points["has"] is None and "no question about them" in points["message"]


def test_what_counts_as_zero_is_stated(content: Content) -> None:
    answers = every(content, "gbt-39116", 2.5) | {
        "product-remote": {"not_applicable": "product-needs-no-upkeep"}
    }
    own = shown(content, diagnosed(content, a_sheet("gbt-39116", answers)))["standards"][0]
    (counted,) = own["counted_zero"]
    # Product service weighs .77 × .13 × .5 = .05005, half of it is the item.
    assert counted["weight"] == pytest.approx(0.025025)
    assert (counted["part"], counted["item"]) == ("product-service", "product-remote")
    assert counted["reason"] == "product-needs-no-upkeep" and counted["text"]
    assert counted["if_dropped"] == {"level": 2, "score": 2.5}
    assert own["score"] == 2.4874875
    assert "counts as 0" in counted["message"] and "level 2, 2.5" in counted["message"]
    assert own["cuts"] == [] and "cuts_answered_zero" not in own


def test_what_the_class_proves_is_stated_as_a_cut(content: Content) -> None:
    answers = every(content, "gbt-39116", 2.5) | {
        "product-remote": {"not_applicable": "unpowered-product"}
    }
    own = shown(content, diagnosed(content, a_sheet("gbt-39116", answers)))["standards"][0]
    (cut,) = own["cuts"]
    assert [reason["item"] for reason in cut["reasons"]] == ["product-remote"]
    assert cut["weight_removed"] == pytest.approx(0.025025)
    assert own["cuts_answered_zero"] == {"level": 2, "score": 2.4874875}
    assert own["score"] == 2.5 and "counted_zero" not in own
