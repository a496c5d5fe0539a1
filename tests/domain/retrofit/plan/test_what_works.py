"""What works without anybody having asked: under what runs, and on ladders that it brings."""

from dataclasses import replace
from typing import Any

import pytest

from diagnosis.domain.intake.answer import NOT_KNOWN
from diagnosis.domain.intake.business import Traits
from diagnosis.domain.retrofit.catalogue.effect import LadderEffect
from diagnosis.domain.retrofit.catalogue.package import ItemNeed, Package, PackageNeeds
from diagnosis.domain.retrofit.plan.spine import open_steps
from diagnosis.domain.retrofit.plan.spine_table import Spines
from diagnosis.domain.retrofit.plan.what_works import WhatWorks
from diagnosis.domain.scoring.encode import CODE_OF
from diagnosis.services.ports.content import Content
from tests.builders import a_package, a_spine_step, a_trade

CODES = a_package("pkg-codes", effects=(LadderEffect("data-standards", 1),))
SYSTEM = a_package(
    "pkg-system",
    effects=tuple(
        LadderEffect(item, 2)
        for item in ("sales-management", "warehouse-management", "planning-materials")
    ),
    needs=PackageNeeds(packages=("pkg-codes",)),
)
PORTAL = a_package(
    "pkg-portal",
    effects=(LadderEffect("procurement-suppliers", 2),),
    needs=PackageNeeds(items=(ItemNeed("planning-materials", 2),)),
)
RUNS = {"sales-management": 2.0, "warehouse-management": 3.0}


def what_works(content: Content, *packages: Package) -> WhatWorks:
    every = packages or (CODES, SYSTEM, PORTAL)
    return WhatWorks(content.bank, {package.id: package for package in every})


@pytest.mark.parametrize(
    ("answers", "stands"),
    [
        (RUNS, True),
        ({"sales-management": 2.0}, False),
        ({"sales-management": 1.0, "warehouse-management": 1.0}, False),
        ({"sales-management": 2.0, "warehouse-management": 0.0}, False),
        (RUNS | {"data-standards": 0.0}, False),
        (RUNS | {"data-standards": NOT_KNOWN}, False),
    ],
)
def test_a_package_that_nobody_was_asked_about_stands_under_what_runs(
    content: Content, answers: dict[str, Any], stands: bool
) -> None:
    """Orders and stock in one system cannot run without numbers; one answer alone tells little."""
    assert what_works(content).works(CODES, answers) is stands


def test_what_is_asked_decides_by_itself(content: Content) -> None:
    working = what_works(content)
    assert working.works(CODES, {"data-standards": 1.0})
    assert not working.is_implied(SYSTEM, RUNS | {"planning-materials": 0.0})
    assert not working.is_implied(SYSTEM, {"sales-management": 2.0})


def test_a_system_that_runs_is_not_sold_for_what_nobody_was_asked_about(content: Content) -> None:
    """A plant with orders, stock and accounts in one system was sold that system for 56 万元."""
    assert what_works(content).is_implied(SYSTEM, RUNS)


def test_another_grade_stands_on_it_too_and_never_on_itself(content: Content) -> None:
    full = replace(CODES, id="pkg-codes-full", family="codes")
    light = replace(CODES, family="codes")
    own = replace(full, effects=SYSTEM.effects, needs=PackageNeeds(packages=("pkg-codes",)))
    assert what_works(content, light, full, SYSTEM).works(full, RUNS)
    assert not what_works(content, light, own).works(light, RUNS)


def test_a_position_that_nobody_was_asked_about_is_there_where_what_brings_it_runs(
    content: Content,
) -> None:
    working = what_works(content)
    assert list(working.unmet(PORTAL, RUNS)) == []
    for answers in (
        {},
        RUNS | {"planning-materials": 1.0},
        RUNS | {"planning-materials": NOT_KNOWN},
    ):
        assert list(working.unmet(PORTAL, answers)) == list(PORTAL.needs.items)
    higher = replace(PORTAL, needs=PackageNeeds(items=(ItemNeed("planning-materials", 3),)))
    assert not working.meets(higher, higher.needs.items[0], RUNS)


def test_what_ai_needs_has_to_be_answered(content: Content) -> None:
    ai = replace(PORTAL, is_ai=True)
    assert not what_works(content).meets(ai, ai.needs.items[0], RUNS)
    assert what_works(content).meets(ai, ai.needs.items[0], RUNS | {"planning-materials": 2.0})


def test_the_compiled_spine_leaves_it_out_as_well(content: Content) -> None:
    by_id = {package.id: package for package in (CODES, PORTAL, SYSTEM)}
    trade = a_trade("trade-a", spine=tuple(a_spine_step(name) for name in by_id))
    columns = content.scorers.encoder.ladders
    spines = Spines(content.bank, by_id, (trade,), columns)
    codes = [0] * (max(columns.values()) + 1)
    for item, position in RUNS.items():
        codes[columns[item]] = CODE_OF[position]
    steps = open_steps(content.bank, by_id, trade, RUNS, 60, Traits())
    assert [each.packages for each in steps] == [("pkg-portal",)]
    assert spines.open_steps(trade.id, codes, RUNS, 60, Traits()) == steps


def test_positions_that_show_a_package_tell_that_it_runs_though_it_would_raise_more(
    content: Content,
) -> None:
    """A full form told that orders and stock run in a system, and the system was sold."""
    shown_by = (ItemNeed("sales-management", 2), ItemNeed("warehouse-management", 2))
    system = replace(SYSTEM, shown_by=shown_by)
    working = what_works(content, CODES, system, PORTAL)
    told_less = RUNS | {"planning-materials": 0.0}
    assert working.is_implied(system, told_less) and working.works(system, told_less)
    assert not working.is_implied(system, told_less | {"sales-management": 1.0})
