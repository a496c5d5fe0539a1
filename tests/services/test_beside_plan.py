"""Beside each package of a plan: support that may pay for it, and a case that did it near by."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.catalogue.amounts import Money
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.domain.retrofit.support.eligibility import Offer
from diagnosis.domain.retrofit.support.groups import usefulness
from diagnosis.optimiser.planner import Planner
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.promotion.beside_plan import (
    AI_BASES,
    OFFERS_NAMED,
    BesidePlan,
    beside_plan,
    beside_stored,
)
from diagnosis.services.promotion.preview import preview_plan
from diagnosis.services.read.firm_claims import FirmClaims
from diagnosis.services.retrofit.keep_plan import Planning, get_plan, plan_assessment
from diagnosis.services.retrofit.planned_work import planned_work
from diagnosis.services.retrofit.support import find_support
from diagnosis.services.scoring.submissions import Diagnosing, submit_sheet
from diagnosis.services.transaction import Caller
from tests.builders import EXAMPLES, a_kept_plan, a_phase, a_planned_package, an_example
from tests.builders.plans import AFTER
from tests.fakes.versions import FakeVersions
from tests.services.conftest import START

Ask = Callable[..., Caller]
ON = START.date()
MOULDS, LAMPS, BOARDS = "dongguan-mould-shop", "zhongshan-lamp-maker", "shenzhen-electronics-plant"
NO = FirmClaims()


def a_plan(*names: str) -> KeptPlan:
    """Return a plan of some packages."""
    packages = tuple(a_planned_package(name, 0.0, 2.0, Money(50, 100, 200)) for name in names)
    return a_kept_plan(phases=(a_phase(1, packages, AFTER),), starts_on=ON)


def sheet_of(content: Content, name: str) -> Sheet:
    """Return the sheet of an example."""
    return read(content, an_example(name))


def beside(content: Content, name: str, plan: KeptPlan, on: date = ON) -> BesidePlan:
    """Return what stands beside a plan of an example."""
    return beside_plan(content, sheet_of(content, name), plan, NO, on)


def matched(content: Content, name: str, plan: KeptPlan, on: date = ON) -> tuple[Offer, ...]:
    """Return every offer to an example that has a plan."""
    work, firm = planned_work(content, plan, plan.starts_on, NO), sheet_of(content, name)
    return find_support(content, firm.enterprise, NO, on=on, work=work).offers


@pytest.mark.parametrize("name", sorted(path.stem for path in EXAMPLES.glob("*.json")))
def test_support_stands_with_the_packages_that_it_counts(content: Content, name: str) -> None:
    body = {"sheet": an_example(name), "roadmap": {"budget_wan": 200}}
    preview = preview_plan(content, Planner(), body, ON)
    packages = [package.id for package in preview.plan.packages]
    offers = preview.beside.offers
    assert list(offers) == packages
    by_id = {offer.instrument.id: offer for offer in matched(content, name, preview.plan)}
    for package, named in offers.items():
        assert len(named) <= OFFERS_NAMED
        assert [usefulness(offer) for offer in named] == sorted(map(usefulness, named))
        for offer in named:
            assert offer == by_id[offer.instrument.id]
            assert offer.may_pay and package in [each.package.id for each in offer.counted]
    others = [offer for offer in by_id.values() if not offer.may_pay]
    assert others and not {o.instrument.id for o in others} & {
        offer.instrument.id for named in offers.values() for offer in named
    }


def test_the_most_useful_of_several_offers_are_named(content: Content) -> None:
    """A plant of Shenzhen that starts an assistant in January has more than two to ask."""
    package, on = "pkg-knowledge-assistant-private", date(2026, 1, 15)
    plan = replace(a_plan(package), starts_on=on)
    paying = [
        offer
        for offer in sorted(matched(content, BOARDS, plan, on), key=usefulness)
        if offer.may_pay and offer.counted
    ]
    named = beside(content, BOARDS, plan, on).offers[package]
    assert len(paying) > OFFERS_NAMED
    assert named == tuple(paying[:OFFERS_NAMED])


def test_what_cannot_be_applied_for_any_more_is_not_named(content: Content) -> None:
    """The benchmark projects of 2026 are for that year; the pilot city has no last day."""
    plan, package = a_plan("pkg-vision-ai"), "pkg-vision-ai"
    both = ["ins-gd-benchmark-2026", "ins-new-jigai-city"]
    named, late = (
        [offer.instrument.id for offer in beside(content, BOARDS, plan, on).offers[package]]
        for on in (ON, date(2036, 1, 1))
    )
    assert (set(named), late) == (set(both), both[1:])


@pytest.mark.parametrize("name", [MOULDS, LAMPS, BOARDS])
def test_support_of_computing_models_and_data_helps_a_first_step_of_ai(
    content: Content, name: str
) -> None:
    for_ai = beside(content, name, a_plan()).for_ai
    assert 0 < len(for_ai) <= OFFERS_NAMED
    assert all(offer.instrument.pays.base in AI_BASES and offer.is_open_to for offer in for_ai)
    without = {
        each: instrument
        for each, instrument in content.instruments.items()
        if instrument.pays.base not in AI_BASES
    }
    assert beside(replace(content, instruments=without), name, a_plan()).for_ai == ()


def test_a_case_stands_with_the_packages_that_it_did(content: Content) -> None:
    plan = a_plan("pkg-machine-network", "pkg-safety-environment")
    (package, match), *more = beside(content, MOULDS, plan).cases.items()
    assert (package, more) == ("pkg-machine-network", [])
    assert match.is_near and "pkg-machine-network" in match.case.packages


@pytest.mark.parametrize(
    ("planned", "did", "stands"),
    [
        ("pkg-orders-stock", "pkg-orders-stock", True),
        ("pkg-orders-stock", "pkg-erp", True),
        ("pkg-orders-stock", "pkg-wms", False),
    ],
)
def test_a_case_that_did_another_grade_did_the_package(
    content: Content, planned: str, did: str, stands: bool
) -> None:
    content = one_case(content, packages=(did,))
    cases = beside(content, MOULDS, a_plan(planned)).cases
    assert (planned in cases) is stands


def one_case(content: Content, **changes: Any) -> Content:
    """Return content with the case of a mould maker alone."""
    case = replace(content.cases["case-modebao-mould"], **changes)
    return replace(content, cases={case.id: case})


def test_a_case_that_is_not_near_stands_with_nothing(content: Content) -> None:
    did = one_case(content, packages=("pkg-orders-stock",))
    assert beside(did, MOULDS, a_plan("pkg-orders-stock")).cases
    assert beside(did, LAMPS, a_plan("pkg-orders-stock")).cases == {}


def test_a_stored_plan_has_the_same_beside_it_as_long_as_its_sheet_is_read(
    content: Content, diagnosing: Diagnosing, ask: Ask
) -> None:
    using = Planning(contents=FakeVersions(content), solver=Planner())
    row = submit_sheet(diagnosing, ask(), an_example(BOARDS), None).stored.row
    plan_id = plan_assessment(using, ask(), row.assessment_id, {"budget_wan": 200}, None).value
    stored = get_plan(using.contents, ask(), plan_id)
    shown = beside_stored(ask(), stored)
    assert shown == beside(content, BOARDS, stored.record.plan)
    assert any(shown.offers.values()) and shown.for_ai
    readers = {form: each for form, each in content.readers.items() if form != "full"}
    gone = stored._replace(content=replace(content, readers=readers))
    assert beside_stored(ask(), gone) == BesidePlan()
    assert beside_stored(ask("other"), stored) == BesidePlan()
