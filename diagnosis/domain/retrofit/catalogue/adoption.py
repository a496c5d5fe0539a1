"""How likely a recommended project gets done: a prior from measured adoption elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, log

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.retrofit.catalogue.project import Project
from diagnosis.domain.scoring.standard import Mark
from diagnosis.domain.text import Text

YUAN_PER_WAN = 10_000


@dataclass(frozen=True, slots=True)
class AdoptionBand:
    """How often recommendations of one band were carried out.

    `up_to` is the closed upper bound (months, or US dollars), None = no bound; `share` is inside
    (0, 1); `n` counts recommendations.
    """

    up_to: float | None
    n: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """The adoption tables: the overall share, by payback (months) and by cost (US dollars).

    `log_odds_factor`, in (0, 1], is what the log-odds of the bands relative to the overall share
    are multiplied by. `usd_cny` is a round rate for conversion. `mark` is that of a prior,
    `rate_mark` of the rate. Source: src-doe-iac.
    """

    overall: float
    by_payback_months: tuple[AdoptionBand, ...]
    by_cost_usd: tuple[AdoptionBand, ...]
    log_odds_factor: float
    usd_cny: float
    about: Text
    note: Text
    mark: Mark
    rate_mark: Mark


def adoption_prior(
    payback_mid_months: float | None, cost_mid_wan: float | None, bands: Adoption
) -> float:
    """Return the prior chance, in (0, 1), that a recommended project gets done.

    The log-odds are the overall log-odds plus `log_odds_factor` times the sum, over the bands that
    are known, of the log-odds of the band relative to the overall ones. In full the sum overdraws:
    cheap projects also pay back faster, and most of what sets them apart is in both bands. The
    tables predict weakly (AUC 0.61 out of time): an order of magnitude to discount a benefit by,
    never a forecast for one firm. Source: src-doe-iac; knowledge/adoption.yaml says what the
    factor was tried on.

    Parameters
    ----------
    payback_mid_months
        Middle of the payback range; None where the project is not justified by payback.
    cost_mid_wan
        Middle of the cost range, 万元; None where the firm's size is not known.

    """
    overall = _log_odds(bands.overall)
    shares = _shares(payback_mid_months, cost_mid_wan, bands)
    away = sum(_log_odds(share) - overall for share in shares)
    return 1 / (1 + exp(-(overall + bands.log_odds_factor * away)))


def project_prior(project: Project, size: SizeClass, bands: Adoption) -> float | None:
    """Return the prior of a project for a firm of a size; None where it is not made for it."""
    cost = project.cost_mid(size)
    if cost is None:
        return None
    payback = project.payback_months
    return adoption_prior(payback.range.mid if payback else None, cost, bands)


def _shares(
    payback_mid_months: float | None, cost_mid_wan: float | None, bands: Adoption
) -> Iterator[float]:
    if payback_mid_months is not None:
        yield _band(payback_mid_months, bands.by_payback_months)
    if cost_mid_wan is not None:
        yield _band(cost_mid_wan * YUAN_PER_WAN / bands.usd_cny, bands.by_cost_usd)


def _log_odds(share: float) -> float:
    return log(share / (1 - share))


def _band(value: float, bands: tuple[AdoptionBand, ...]) -> float:
    return next(band.share for band in bands if band.up_to is None or value <= band.up_to)
