"""A diagnosis as levels alone: what portals sort many firms by, without a text."""

from collections.abc import Iterable, Iterator

from diagnosis.domain.estimate import Estimate
from diagnosis.domain.scoring.verdict import (
    BlanksDecide,
    ConditionsUnknown,
    NoLevel,
    TooFewAnswers,
    Verdict,
)
from diagnosis.present import numbers
from diagnosis.present.say import Shown
from diagnosis.present.scoring.diagnosis import show_provenance
from diagnosis.present.scoring.estimate import show_agreement
from diagnosis.present.scoring.notices import notice_codes
from diagnosis.present.scoring.verdict_words import verdict_notice_codes
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import Basis, KeptReading
from diagnosis.services.scoring.diagnose import Diagnosis

NO_LEVEL: dict[type[NoLevel], str] = {
    TooFewAnswers: "too-few-answers",
    BlanksDecide: "blanks-decide",
    ConditionsUnknown: "conditions-unknown",
}
INSUFFICIENT = "insufficient"
"""Why a model gives no level: the answers do not carry one."""
_UNKNOWN_HERE: Shown = {
    "provisional": None, "level_low": None, "level_high": None, "why": None, "notices": [],
    "cuts": [],
}  # fmt: skip


def show_levels(content: Content, diagnosis: Diagnosis) -> Shown:
    """Return level and score by each standard and model, and the flags, without a text.

    It needs no diagnosis that is explained, and says the same of one that is.
    """
    sheet = diagnosis.sheet
    return {
        "form": sheet.form.ref,
        "reference": sheet.reference,
        "period": sheet.period,
        "readings": list(_readings(diagnosis)),
        "agreement": list(_agreement(diagnosis)),
        "consistency": [each.check.id for each in diagnosis.inconsistencies],
        "notices": [str(code) for code in notice_codes(diagnosis)],
        "provenance": show_provenance(content, diagnosis),
    }


def _readings(diagnosis: Diagnosis) -> Iterator[Shown]:
    by_rule = {verdict.standard.id: verdict for verdict in diagnosis.verdicts}
    for verdict in diagnosis.verdicts:
        yield _by_rule(verdict)
    for estimate in diagnosis.estimates:
        yield _by_model(estimate, by_rule[estimate.standard])


def _by_rule(verdict: Verdict) -> Shown:
    provisional, no_level = verdict.provisional, verdict.no_level
    return {
        "standard": verdict.standard.id,
        "revision": verdict.standard.revision,
        "basis": str(Basis.SELF),
        "model": None,
        "level": verdict.level,
        "score": numbers.score(verdict.score),
        "coverage": numbers.share(verdict.coverage),
        "margin": None,
        "provisional": provisional
        and {"level": provisional[0], "score": numbers.score(provisional[1])},
        "level_low": verdict.level_low,
        "level_high": verdict.level_high,
        "why": no_level and NO_LEVEL[type(no_level)],
        "notices": list(verdict_notice_codes(verdict)),
        "cuts": [cut.part for cut in verdict.cuts],
    }


def _by_model(estimate: Estimate, by_rule: Verdict) -> Shown:
    """Return what a model says; nothing where none of the standard's questions was answered."""
    why = INSUFFICIENT if estimate.insufficient else None
    if estimate.refusal is not None:
        why = str(estimate.refusal.code)
    return {
        "standard": estimate.standard,
        "revision": by_rule.standard.revision,
        "basis": str(Basis.ESTIMATED),
        "model": estimate.model,
        "level": estimate.level,
        "score": numbers.score(estimate.expected_score) if by_rule.coverage else None,
        "coverage": None,
        "margin": estimate.deflated and numbers.score(estimate.deflated.margin),
        **_UNKNOWN_HERE,
        "why": why,
    }


def _agreement(diagnosis: Diagnosis) -> Iterator[Shown]:
    """Yield how each model that is served agrees with the rule."""
    by_rule = {verdict.standard.id: verdict.level for verdict in diagnosis.verdicts}
    for estimate in diagnosis.estimates:
        if estimate.model is not None:
            agreement = show_agreement(estimate, by_rule[estimate.standard])
            yield {"standard": estimate.standard, **agreement}


def show_kept_levels(shown: Shown, readings: Iterable[KeptReading]) -> Shown:
    """Return the levels of a diagnosis as an earlier release showed it, read by `kept`.

    What was not kept as a fact is null or empty: notices and cuts, why there is no level.
    """
    rows = [_kept(reading) for reading in readings]
    return {
        "form": shown["form"],
        "reference": shown["reference"],
        "period": shown["period"],
        "readings": rows,
        "agreement": [],
        "consistency": [check["id"] for check in shown["consistency"]],
        "notices": [],
        "provenance": shown["provenance"],
    }


def _kept(reading: KeptReading) -> Shown:
    return {
        "standard": reading.standard,
        "revision": reading.revision,
        "basis": str(reading.basis),
        "model": reading.model,
        "level": reading.level,
        "score": numbers.score(reading.score),
        "coverage": numbers.share(reading.coverage),
        "margin": numbers.score(reading.margin),
        **_UNKNOWN_HERE,
    }
