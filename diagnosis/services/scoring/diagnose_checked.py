"""Diagnose a sheet of which a visit verified some answers."""

from collections.abc import Mapping
from dataclasses import replace

from diagnosis.domain.estimate import Estimate
from diagnosis.domain.scoring.estimating.carried import carried
from diagnosis.domain.scoring.estimating.checked_sheet import CheckedSheet
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.scoring.deflate import ScoredSheet, deflation, with_gaps
from diagnosis.services.scoring.diagnose import Diagnosis, diagnose
from diagnosis.services.scoring.settled import settled_standards


def diagnose_checked(
    content: Content,
    checked: CheckedSheet,
    *,
    estimator: Estimator | None = None,
    targets: Mapping[str, int] | None = None,
    explained: bool = True,
    year: int | None = None,
) -> Diagnosis:
    """Return the diagnosis of a sheet, its estimates with what a visit verified; as `diagnose`.

    The levels by rule stay those of what the firm claims. The estimates take a verified answer as
    it is, and off the other claims what the checks say of this firm.
    """
    sheet, visited = checked.sheet, checked.as_verified
    by_claims = diagnose(
        content,
        sheet,
        estimator=None if checked.verified else estimator,
        targets=targets,
        explained=explained,
        year=year,
    )
    if estimator is None or not checked.verified:
        return by_claims
    verdicts = diagnose(content, visited, explained=False).verdicts
    row = content.scorers.encode_sheet(visited, checked.verified)
    scored = ScoredSheet(visited, row, content.one_sheet.score(row))
    by_model = estimator.estimate_checked(checked)
    settled = _settled(content, estimator, checked, by_claims, by_model)
    by_model = carried(content.scorers, visited, verdicts, by_model, settled)
    deflated = deflation(with_gaps(content, checked.gaps), scored, verdicts, checked.verified)
    estimates = deflated.estimates(by_model) if deflated else by_model
    return replace(by_claims, estimates=estimates)


def _settled(
    content: Content,
    estimator: Estimator,
    checked: CheckedSheet,
    by_claims: Diagnosis,
    estimates: tuple[Estimate, ...],
) -> frozenset[str]:
    """Return the standards by which the claims alone are surely at level 0."""
    sheet = checked.sheet
    scored = ScoredSheet(sheet, content.scorers.encode_sheet(sheet), by_claims.scores)
    return settled_standards(content, estimator, scored, by_claims.verdicts, estimates)
