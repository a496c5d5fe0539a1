"""Diagnose one sheet: score it by every standard, say what holds it back."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace

from diagnosis import __version__
from diagnosis.domain.estimate import Estimate
from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.intake.consistency import Inconsistency, inconsistencies
from diagnosis.domain.intake.enterprise import SizeClass, size_class
from diagnosis.domain.intake.industry import Listing
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.scoring.bounds import with_bounds
from diagnosis.domain.scoring.counted_items import counted_items
from diagnosis.domain.scoring.estimating.carried import carried
from diagnosis.domain.scoring.gated_verdict import gated_verdict
from diagnosis.domain.scoring.points_verdict import points_verdict
from diagnosis.domain.scoring.scores import SheetScores
from diagnosis.domain.scoring.staged_verdict import staged_verdict
from diagnosis.domain.scoring.tiers_verdict import tiers_verdict
from diagnosis.domain.scoring.verdict import Gap, Ranks, Verdict
from diagnosis.services.intake.respondents import Disagreement
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.read.standards import known_standard, unknown_standard
from diagnosis.services.scoring.deflate import ScoredSheet, deflation
from diagnosis.services.scoring.next_steps import NextSteps, find_next_steps
from diagnosis.services.scoring.settled import settled_standards

GAPS_SHOWN = 10
NO_STEPS = NextSteps()


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """A sheet with the verdict of every standard, in the order of `Standards`.

    `code` is the version of this service that made it. `standing` names the standards whose kept
    level and score stand though today's code comes to others: what is explained is of today.
    `industry_listing` says whether the class of the firm is one that the lists know.
    `disagreements` are questions that were submitted while a respondent said otherwise.
    """

    sheet: Sheet
    scores: SheetScores
    size: SizeClass | None
    verdicts: tuple[Verdict, ...]
    inconsistencies: tuple[Inconsistency, ...]
    estimates: tuple[Estimate, ...] = ()
    next_steps: NextSteps = NO_STEPS
    code: str = __version__
    standing: tuple[str, ...] = ()
    industry_listing: Listing = Listing.CURRENT
    disagreements: tuple[Disagreement, ...] = ()

    @property
    def gaps(self) -> tuple[tuple[str, Gap], ...]:
        """Return the largest gaps, at most ten a standard, with the standard's id."""
        return tuple(
            (verdict.standard.id, gap)
            for verdict in self.verdicts
            for gap in verdict.gaps[:GAPS_SHOWN]
        )


def diagnose(
    content: Content,
    sheet: Sheet,
    *,
    estimator: Estimator | None = None,
    targets: Mapping[str, int] | None = None,
    explained: bool = True,
    year: int | None = None,
) -> Diagnosis:
    """Return the diagnosis of a sheet; without an estimator by rule alone.

    Parameters
    ----------
    targets
        Standard id → level that gaps are measured to; the next level where absent.
    explained
        Whether what holds levels back, gaps and next steps are wanted; levels, scores and
        estimates are the same without them.
    year
        In which the sheet is read: a period after it is doubted.

    """
    row = content.scorers.encode_sheet(sheet)
    scores = content.one_sheet.score(row)
    enterprise = sheet.enterprise
    size = size_class(enterprise.employees, enterprise.revenue_wan, content.codes.sizes)
    next_steps = find_next_steps(content, sheet, row) if explained else NO_STEPS
    ranks, aims = next_steps.ranks, targets or {}
    by_rule = _verdicts(content, sheet, scores, size, aims, explained=explained, ranks=ranks)
    bounded = with_bounds(content.scorers, content.one_sheet, row, scores, by_rule)
    verdicts = _with_inferences(sheet, bounded)
    scored = ScoredSheet(sheet, row, scores)
    deflated = deflation(content, scored, verdicts)
    by_model: tuple[Estimate, ...] = ()
    if estimator:
        by_model = estimator.estimate(sheet)
        settled = settled_standards(content, estimator, scored, verdicts, by_model)
        by_model = carried(content.scorers, sheet, verdicts, by_model, settled)
    return Diagnosis(
        sheet=sheet,
        scores=scores,
        size=size,
        verdicts=verdicts,
        inconsistencies=tuple(inconsistencies(content.checks, sheet, year)),
        estimates=deflated.estimates(by_model) if estimator and deflated else by_model,
        next_steps=next_steps,
        industry_listing=content.codes.classes.listing(enterprise.industry or ""),
    )


def _with_inferences(sheet: Sheet, verdicts: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
    """Return verdicts that say on which confirmed inferences each rests."""
    confirmed = set(sheet.confirmed_inferences) & sheet.answers.keys()
    if not confirmed:
        return verdicts
    return tuple(
        replace(verdict, inferred_from=_among(confirmed, counted_items(verdict.standard)))
        for verdict in verdicts
    )


def _among(confirmed: Container[str], items: Iterable[str]) -> tuple[str, ...]:
    """Return the items that are confirmed, each once."""
    return tuple(dict.fromkeys(item for item in items if item in confirmed))


def _verdicts(
    content: Content,
    sheet: Sheet,
    scores: SheetScores,
    size: SizeClass | None,
    aims: Mapping[str, int],
    *,
    explained: bool,
    ranks: Ranks,
) -> tuple[Verdict, ...]:
    """Return the verdict of every standard on a scored sheet; `ranks` put gaps in order."""
    scorers, standards = content.scorers, content.standards
    staged, points, tiers, gated = (aims.get(standard.id) for standard in standards)
    return (
        staged_verdict(scorers, sheet, scores.staged, staged, explained=explained, ranks=ranks),
        points_verdict(
            scorers,
            sheet,
            scores.points,
            size=size,
            target=points,
            explained=explained,
            ranks=ranks,
        ),
        tiers_verdict(scorers, scores.tiers, tiers, explained=explained),
        gated_verdict(scorers, scores.gated, gated, explained=explained, ranks=ranks),
    )


def read_targets(content: Content, wanted: Mapping[str, int]) -> dict[str, int]:
    """Return targets by standard id after checking that each level exists.

    Raises
    ------
    FaultyInput
        For an unknown standard or a level it has not.

    """
    faults = []
    targets: dict[str, int] = {}
    for name, level in wanted.items():
        standard = known_standard(content, name)
        if standard is None:
            faults.append(unknown_standard(content, name, "/target"))
        elif not 1 <= level <= standard.levels[-1].level:
            top = standard.levels[-1].level
            faults.append(Fault("/target", "out-of-range", {"low": 1, "high": top}))
        else:
            targets[standard.id] = level
    if faults:
        raise FaultyInput(faults)
    return targets
