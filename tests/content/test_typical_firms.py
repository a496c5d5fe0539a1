"""What typical firms buy costs what pilots saw, stands on what it needs, and climbs the level."""

from typing import Any

import pytest

from diagnosis.domain.intake.item import ItemType
from diagnosis.domain.retrofit.catalogue.effect import (
    ChoiceEffect,
    LadderEffect,
    OptionsEffect,
    PackageEffect,
    ShareEffect,
)
from diagnosis.domain.retrofit.catalogue.package import grades_of
from diagnosis.services.catalogue.packages import costs_of
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import diagnose

MACHINES = 20
SYSTEMS = "miit-systems"
Answers = dict[str, Any]


def nothing_in_place(content: Content) -> Answers:
    """Return the answers of a firm that has nothing, and whose results are as last year."""
    answers: Answers = {}
    for item in content.bank.values():
        if item.type is ItemType.LADDER:
            answers[item.id] = 0
        elif item.type is ItemType.MULTIPLE:
            answers[item.id] = ["none"]
        elif item.type is ItemType.SHARE:
            answers[item.id] = {"part": 0, "whole": MACHINES}
        elif item.id.endswith("-result"):
            answers[item.id] = "flat"
        else:
            answers[item.id] = item.options[0].id
    return answers


def after(content: Content, answers: Answers, effect: PackageEffect, areas: set[str]) -> None:
    """Put an effect over answers; `areas` are the business areas that run in a system."""
    if isinstance(effect, LadderEffect):
        answers[effect.item] = max(answers[effect.item], effect.to)
    elif isinstance(effect, OptionsEffect):
        answers[effect.item] = sorted({*answers[effect.item], *effect.adds} - {"none"})
    elif isinstance(effect, ChoiceEffect):
        order = [option.id for option in content.bank[effect.item].options]
        answers[effect.item] = max(answers[effect.item], effect.at_least, key=order.index)
    elif isinstance(effect, ShareEffect):
        share = answers[effect.item]
        part = max(share["part"], -(-effect.to_percent * share["whole"] // 100))
        answers[effect.item] = {**share, "part": part}
    else:
        areas.update(effect.areas)
        answers[SYSTEMS] = "one" if len(areas) == 1 else "two-or-more"


def test_they_cost_what_public_money_speaks_for(content: Content) -> None:
    people = [firm.employees for firm in content.typical_firms]
    ranges = [(firm.build_wan.low, firm.build_wan.high) for firm in content.typical_firms]
    assert (people, ranges) == ([25, 60, 250], [(6, 22), (32, 100), (180, 490)])
    for firm in content.typical_firms:
        costs = [
            costs_of(content, content.packages[name], None, firm.employees)[0]
            for name in firm.packages
        ]
        middle = sum(cost.build_wan.mid for cost in costs)
        assert firm.build_wan.low <= middle <= firm.build_wan.high, firm.id
        running = sum(cost.run_wan_per_year.mid for cost in costs)
        assert running == pytest.approx(firm.run_wan_per_year, rel=0.05), firm.id


def test_each_buys_what_its_packages_need_or_has_it_from_before(content: Content) -> None:
    grades = grades_of(content.packages.values())
    bought: set[str] = set()
    for firm in content.typical_firms:
        bought.update(firm.packages)
        for name in firm.packages:
            assert content.packages[name].headcounts.hold(firm.employees), (firm.id, name)
            for needed in content.packages[name].needs.packages:
                assert bought.intersection(grades[needed]), (firm.id, name, needed)


def test_each_climbs_the_level_from_where_the_smaller_one_stands(content: Content) -> None:
    """From nothing in place, a bundle after the other; results and spending stay as they are."""
    answers = nothing_in_place(content)
    areas: set[str] = set()
    for firm in content.typical_firms:
        for name in firm.packages:
            for effect in content.packages[name].effects:
                after(content, answers, effect, areas)
        enterprise = {"industry": "C3525", "employees": firm.employees}
        sheet = read(content, {"form": "full", "enterprise": enterprise, "answers": answers})
        levels = {
            verdict.standard.id: verdict.level for verdict in diagnose(content, sheet).verdicts
        }
        assert levels[firm.standard] == firm.to_level, firm.id
