"""A diagnosis as far as its summary needs it: at hand, stored, or shown by an earlier release."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from diagnosis.domain.estimate import Estimate
from diagnosis.domain.intake.enterprise import Enterprise
from diagnosis.domain.scoring.standard import Standard
from diagnosis.domain.scoring.verdict import Gap, Ranks, Verdict, next_position, part_rank
from diagnosis.domain.text import Text
from diagnosis.present.kept import read_diagnosis
from diagnosis.present.ours import practice
from diagnosis.present.parts import items_of_parts
from diagnosis.present.say import SPACE, Shown, joined
from diagnosis.present.scoring.absences import absence_messages
from diagnosis.present.scoring.next_steps import StepInWords, about_steps, steps_in_words
from diagnosis.present.scoring.notices import notices
from diagnosis.present.scoring.overstatement import overstatement_sentence
from diagnosis.present.scoring.verdict_words import hold_message, why_below_points, why_no_level
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import DiagnosisRow, Withdrawal
from diagnosis.services.scoring.diagnose import Diagnosis
from diagnosis.services.scoring.stored_diagnoses import ShownBefore, Stored, StoredDiagnosis


@dataclass(frozen=True, slots=True)
class SummarisedDimension:
    """A dimension's score, of at most `top`; None where nothing was answered.

    `rank` is that of the dimension in every list of a diagnosis, by its items.
    """

    name: Text
    score: float | None
    top: float
    rank: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SummarisedVerdict:
    """What one standard said; `provisional` is a level with its name and a score.

    `estimated` is the level that a visit would likely verify, `margin` the largest overstatement
    that the claimed level survives, in ladder steps; `left_over` says in a sentence what is left
    of the level if firms overstate, and what settles it; None where there is none.
    `standard` is None where an earlier release said it; `absences` say what was cut and what
    counts as 0 though it was answered not applicable.
    """

    id: str
    standard: Standard | None
    name: Text
    level: int | None
    level_name: Text | None
    reading: Text | None
    why: Text | None
    score: float | None
    coverage: float
    estimated: int | None
    margin: float | None
    left_over: Text | None
    provisional: tuple[int, Text, float | None] | None
    dimensions: tuple[SummarisedDimension, ...]
    holds: tuple[Text, ...]
    absences: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class SummarisedGap:
    """An item below what the target level asks; the practice has the sign where it is ours."""

    item: str
    text: Text
    has: float | None
    needs: float
    next_practice: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SummarisedDiagnosis:
    """A diagnosis; `firm` are the words that name it, `standards` those it was made by.

    `row` is None where it is kept nowhere; `code` and `content` are the versions of both. `steps`
    are what to do next, in order, and `about_steps` whose order it is. `verified` are the levels
    by standard that the last signed visit verified, at `verified_at`; none: there was none.
    """

    row: DiagnosisRow | None
    form: str
    code: str
    content: str
    firm: tuple[Text, ...]
    verdicts: tuple[SummarisedVerdict, ...]
    about_steps: tuple[Text, ...] = ()
    steps: tuple[StepInWords, ...] = ()
    gaps: tuple[SummarisedGap, ...]
    checks: tuple[Text, ...]
    notices: tuple[Text, ...]
    standards: tuple[str, ...]
    withdrawal: Withdrawal | None
    verified: tuple[tuple[Text, int | None], ...] = ()
    verified_at: datetime | None = None


def summarised(stored: Stored) -> SummarisedDiagnosis:
    """Return what the summary says of a stored diagnosis."""
    if isinstance(stored, ShownBefore):
        return _shown_before(stored)
    row, content = stored.row, stored.content
    estimated = _Estimated(row.estimated_levels, row.margins)
    return replace(
        _summarised(content, stored.diagnosis, estimated),
        row=row,
        form=row.form,
        code=row.code,
        content=row.content,
        withdrawal=stored.withdrawal,
        verified=tuple(_verified_levels(stored)),
        verified_at=None if stored.verified is None else stored.verified.visit.signed_at,
    )


def summarised_at_hand(content: Content, diagnosis: Diagnosis) -> SummarisedDiagnosis:
    """Return what the summary says of a diagnosis that is kept nowhere."""
    estimated = _Estimated(
        {each.standard: each.level for each in diagnosis.estimates},
        {each.standard: each.deflated.margin for each in diagnosis.estimates if each.deflated},
    )
    return _summarised(content, diagnosis, estimated)


class _Estimated(NamedTuple):
    """By standard: the level that was estimated, and what the claimed level survives."""

    levels: Mapping[str, int | None]
    margins: Mapping[str, float | None]


def _summarised(
    content: Content, diagnosis: Diagnosis, estimated: _Estimated
) -> SummarisedDiagnosis:
    estimates = {estimate.standard: estimate for estimate in diagnosis.estimates}
    return SummarisedDiagnosis(
        row=None,
        form=diagnosis.sheet.form.ref,
        code=diagnosis.code,
        content=content.digest,
        firm=tuple(_firm(content, diagnosis.sheet.enterprise)),
        verdicts=tuple(
            _of_verdict(
                content,
                verdict,
                diagnosis.next_steps.ranks,
                estimated,
                estimates.get(verdict.standard.id),
            )
            for verdict in diagnosis.verdicts
        ),
        about_steps=about_steps(diagnosis),
        steps=steps_in_words(content, diagnosis),
        gaps=tuple(_of_gap(content, gap) for _, gap in diagnosis.gaps),
        checks=tuple(
            joined((each.check.message, each.check.question), SPACE)
            for each in diagnosis.inconsistencies
        ),
        notices=tuple(notices(diagnosis)),
        standards=tuple(verdict.standard.ref for verdict in diagnosis.verdicts),
        withdrawal=None,
    )


def _verified_levels(stored: StoredDiagnosis) -> Iterator[tuple[Text, int | None]]:
    readings = () if stored.verified is None else stored.verified.readings
    levels = {reading.standard: reading.level for reading in readings}
    for standard in stored.content.standards:
        if standard.id in levels:
            yield standard.name, levels[standard.id]


def _firm(content: Content, firm: Enterprise) -> Iterator[Text]:
    for fact in (firm.name, firm.credit_code, firm.site):
        if fact:
            yield Text(fact, fact)
    if firm.division:
        yield content.codes.industry_names[firm.division]
    if firm.city:
        yield content.codes.places[firm.city]


def _of_verdict(
    content: Content,
    verdict: Verdict,
    ranks: Ranks,
    estimated: _Estimated,
    estimate: Estimate | None,
) -> SummarisedVerdict:
    standard, level, provisional = verdict.standard, verdict.level, verdict.provisional
    items = items_of_parts(content.standards)
    return SummarisedVerdict(
        id=standard.id,
        standard=standard,
        name=standard.name,
        level=level,
        level_name=None if level is None else standard.levels[level].name,
        reading=None if level is None else standard.levels[level].reading,
        why=why_no_level(verdict) or why_below_points(verdict),
        score=verdict.score,
        coverage=verdict.coverage,
        estimated=estimated.levels.get(standard.id),
        margin=estimated.margins.get(standard.id),
        left_over=None if estimate is None else overstatement_sentence(content, estimate),
        provisional=provisional
        and (provisional[0], standard.levels[provisional[0]].name, provisional[1]),
        dimensions=tuple(
            SummarisedDimension(
                dimension.name,
                dimension.score,
                dimension.top,
                part_rank(ranks, items.get((standard.id, dimension.id), ())),
            )
            for dimension in verdict.dimensions
        ),
        holds=tuple(hold_message(standard, hold) for hold in verdict.holds),
        absences=tuple(absence_messages(content, verdict)),
    )


def _of_gap(content: Content, gap: Gap) -> SummarisedGap:
    item, position = content.bank[gap.item], next_position(content.bank, gap)
    shown = None if position is None else practice(item, position)
    return SummarisedGap(gap.item, item.name, gap.has, gap.needs, shown)


def _shown_before(stored: ShownBefore) -> SummarisedDiagnosis:
    shown = read_diagnosis(stored.shown.result)
    facts = (
        shown["enterprise"].get(name)
        for name in ("name", "credit_code", "site", "division_name", "city_name")
    )
    return SummarisedDiagnosis(
        row=stored.row,
        form=stored.row.form,
        code=stored.row.code,
        content=stored.row.content,
        firm=tuple(_text(fact) for fact in facts if fact),
        verdicts=tuple(_verdict(verdict, stored.row) for verdict in shown["standards"]),
        gaps=tuple(_gap(row) for row in shown["gaps"]),
        checks=tuple(_text(row["message"]) for row in shown["consistency"]),
        notices=tuple(_text(notice) for notice in shown["notice"]),
        standards=tuple(shown["provenance"]["standards"]),
        withdrawal=stored.withdrawal,
    )


def _text(value: Shown | str) -> Text:
    return Text(value, value) if isinstance(value, str) else Text(value["zh"], value["en"])


def _maybe(value: Shown | None) -> Text | None:
    return None if value is None else _text(value)


def _verdict(shown: Shown, row: DiagnosisRow) -> SummarisedVerdict:
    provisional = shown["provisional"]
    return SummarisedVerdict(
        id=shown["standard"],
        standard=None,
        name=_text(shown["name"]),
        level=shown["level"],
        level_name=_maybe(shown["level_name"]),
        reading=_maybe(shown["reading"]),
        why=_maybe(shown["why"]),
        score=shown["score"],
        coverage=shown["coverage"],
        estimated=row.estimated_levels.get(shown["standard"]),
        margin=row.margins.get(shown["standard"]),
        left_over=None,
        provisional=provisional
        and (provisional["level"], _text(provisional["level_name"]), provisional["score"]),
        dimensions=tuple(
            SummarisedDimension(_text(dimension["name"]), dimension["score"], dimension["top"])
            for dimension in shown["dimensions"]
        ),
        holds=tuple(_text(hold["message"]) for hold in shown["held_back_by"]),
        absences=tuple(_text(zero["message"]) for zero in shown.get("counted_zero", ())),
    )


def _gap(row: Shown) -> SummarisedGap:
    return SummarisedGap(
        row["item"], _text(row["text"]), row["has"], row["needs"], _maybe(row["next_practice"])
    )
