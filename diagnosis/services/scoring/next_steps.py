"""What a firm does next: the first open steps of its trade's spine, with what they cost."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.catalogue.amounts import Money
from diagnosis.domain.retrofit.catalogue.cost_function import PEOPLE_AT, Counts
from diagnosis.domain.retrofit.catalogue.trade import Trade, TradeMatch
from diagnosis.domain.retrofit.plan.first_pain import FIRST_STEPS, first_pain
from diagnosis.domain.retrofit.plan.spine import OpenStep
from diagnosis.domain.scoring.encode import BLANK, NOT_APPLICABLE, EncodedSheet
from diagnosis.domain.scoring.verdict import Ranks
from diagnosis.services.catalogue.packages import cost_span, counts_of, machines_counted
from diagnosis.services.ports.content import Content


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """An open step with its cost for a firm of so many `employees`, 万元.

    Low and high are the lowest and the highest of the packages on offer, the middle is that of the
    lightest; `build_wan` is paid once, `run_wan_per_year` each year.
    """

    open_step: OpenStep
    employees: int
    build_wan: Money
    run_wan_per_year: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class NextSteps:
    """The next steps of a firm, by what its trade was found by, and what they put first.

    `open_count` is how many steps of the spine do not stand; `first` are the first of them, one of
    which treats the first pain where anything does that can begin soon; none where no ladder was
    answered: nobody knows what the firm has.
    """

    trade: TradeMatch | None = None
    open_count: int = 0
    first: tuple[NextStep, ...] = ()
    ranks: Ranks = field(default_factory=dict)


def find_next_steps(content: Content, sheet: Sheet, row: EncodedSheet) -> NextSteps:
    """Return the next steps of a sheet, whose codes are in `row`.

    A firm whose trade is not known has that of its production type; one whose headcount is not
    known is taken for one of the usual headcount.
    """
    enterprise, traits = sheet.enterprise, sheet.business.traits
    match = content.trades.match(enterprise.industry, sheet.production_type)
    if match is None:
        return NextSteps()
    trade = match.trade
    headcount = PEOPLE_AT if enterprise.employees is None else enterprise.employees
    spine = content.spines.open_steps(trade.id, row.codes, sheet.answers, headcount, traits)
    pain = first_pain(sheet.business.pains)
    steps = content.spines.pain_steps.first_steps(
        trade, spine, sheet.answers, headcount, traits, pain
    )
    is_known = any(BLANK < code < NOT_APPLICABLE for code in row.codes)
    shown = steps[:FIRST_STEPS] if is_known else ()
    return NextSteps(
        trade=match,
        open_count=len(spine),
        first=_costed(content, trade, shown, headcount, machines_counted(content, sheet.answers)),
        ranks=content.spines.ranks(trade.id, steps, traits),
    )


def _costed(
    content: Content, trade: Trade, steps: Sequence[OpenStep], headcount: int, known: Counts
) -> tuple[NextStep, ...]:
    """Return steps with what they cost a firm of so many people, and what it counted itself."""
    packages = [[content.packages[name] for name in step.packages] for step in steps]
    counts = counts_of(content, chain.from_iterable(packages), trade, headcount, known)
    costs = [cost_span(each, counts) for each in packages]
    return tuple(
        NextStep(open_step=step, employees=headcount, build_wan=build, run_wan_per_year=run)
        for step, (build, run) in zip(steps, costs, strict=True)
    )
