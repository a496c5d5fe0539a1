"""What is said of public money on the screen of a plan: what may pay, what comes too late."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from diagnosis.domain.retrofit.support.eligibility import Offer
from diagnosis.domain.retrofit.support.instrument import Standing
from diagnosis.domain.retrofit.support.rule import Condition
from diagnosis.present.retrofit.money_lines import is_missed, money_lines
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.read.firm_claims import FirmClaims
from diagnosis.services.retrofit.planned_work import planned_work
from diagnosis.services.retrofit.support import SupportMatch, find_support
from tests.builders import a_kept_plan, a_phase, a_planned_package, an_example
from tests.builders.plans import AFTER, SOME

GRADED = "ins-zs-sme-pilot"
LAMPS = "zhongshan-lamp-maker"


def matched(content: Content, name: str, on: date) -> SupportMatch:
    """Return the support of an example's firm for a plan of two months that begins on a day."""
    card = a_planned_package("pkg-orders-stock", 0, 2, SOME)
    plan = a_kept_plan(phases=(a_phase(1, (card,), AFTER),), starts_on=on)
    claims = FirmClaims()
    work = planned_work(content, plan, on, claims)
    firm = read(content, an_example(name)).enterprise
    return find_support(content, firm, claims, on=on, work=work)


def graded(content: Content, on: date) -> Offer:
    return next(o for o in matched(content, LAMPS, on).offers if o.instrument.id == GRADED)


def test_a_grant_that_the_plan_misses_is_told_with_its_day(content: Content) -> None:
    said = [line.zh for line in money_lines(matched(content, LAMPS, date(2026, 11, 27)))]
    name = content.instruments[GRADED].name.zh
    assert any(
        line.startswith(f"赶不上：{name}。要在 2026-12-31 前做完，")
        and "计划里对得上它的，最早 2027-01-27 才做完" in line
        for line in said
    )


def test_what_is_done_in_time_over_or_for_others_is_not_missed(content: Content) -> None:
    early, late = date(2026, 8, 1), date(2026, 11, 27)
    offer = graded(content, late)
    assert is_missed(offer) and not is_missed(graded(content, early))
    assert not is_missed(replace(offer, standing=Standing.ENDED))
    assert not is_missed(replace(offer, failing=(*offer.failing, Condition("size_in", ["large"]))))
    assert not is_missed(replace(offer, elsewhere=True))
    assert not is_missed(replace(offer, for_other_roles=True))


@pytest.mark.parametrize("days", range(0, 120, 20))
def test_no_more_than_seven_lines_are_said(content: Content, days: int) -> None:
    on = date(2026, 9, 15) + timedelta(days)
    assert len(list(money_lines(matched(content, LAMPS, on)))) <= 7
