"""Packages as JSON values: as lists show them, and in full."""

from diagnosis.domain.intake.item import Item
from diagnosis.domain.retrofit.catalogue.amounts import Benefit, MarkedRange
from diagnosis.domain.retrofit.catalogue.cost_function import FIXED, CostFunction
from diagnosis.domain.retrofit.catalogue.effect import (
    ChoiceEffect,
    LadderEffect,
    OptionsEffect,
    PackageEffect,
    ShareEffect,
    months_of_records,
)
from diagnosis.domain.retrofit.catalogue.package import Package, grades_of
from diagnosis.domain.text import Text
from diagnosis.present import names, numbers
from diagnosis.present.marks import cited, show_mark, show_sources
from diagnosis.present.per_object import per_content
from diagnosis.present.say import Say, Shown, named
from diagnosis.services.catalogue.packages import PackageCost
from diagnosis.services.ports.content import Content

_COLLECTED = "miit-collection"
"""The item whose options name the business areas."""
_AS_LARGE = Text("不随规模变", "the same for every size")


def show_package_row(
    content: Content, package: Package, costs: list[PackageCost], say: Say
) -> Shown:
    """Return a package as a list shows it, with what it costs some firms."""
    return {
        "id": package.id,
        "area": str(package.area),
        "area_name": say(names.PACKAGE_AREAS[package.area]),
        "grade": str(package.grade),
        "grade_name": say(names.GRADES[package.grade]),
        "family": package.family,
        "name": say(package.name),
        "what": say(package.what),
        "first_step": say(package.first_step),
        "done_when": say(package.done_when),
        "trades": _trades(content, package.trades, say),
        "headcount": {"least": package.headcounts.least, "most": package.headcounts.most},
        "pains": named(names.names_of_pains(content), package.pains, say),
        "ai": package.is_ai,
        "costs": [show_package_cost(cost) for cost in costs],
        "months": _months(package.months, say),
    }


def show_package(content: Content, package: Package, costs: list[PackageCost], say: Say) -> Shown:
    """Return a package in full: steps, needs, effects, cost functions, what it brings."""
    shown = show_package_row(content, package, costs, say)
    shown.update(
        {
            "note": package.note and say(package.note),
            "other_grades": _packages(content, _grades(content)[package.id][1:], say),
            "steps": [
                {"name": say(step.name), "earlier": list(step.earlier)} for step in package.steps
            ],
            "earlier": list(package.earlier_ids()),
            "traits": [
                {"trait": name, "values": [_trait(value) for value in values]}
                for name, values in package.traits.items()
            ],
            "needs": _needs(content, package, say),
            "effects": [_effect(content, effect, say) for effect in package.effects],
            "cost_covers": say(package.cost_covers),
            "cost_parts_pct": {
                "software": numbers.score(package.cost_parts.software),
                "hardware": numbers.score(package.cost_parts.hardware),
                "services": numbers.score(package.cost_parts.services),
                "mark": show_mark(package.cost_parts.mark, say),
            },
            "build_terms": _terms(content, package.build_wan, say),
            "run_terms": _terms(content, package.run_wan_per_year, say),
            "people_terms": _terms(content, package.people_months, say),
            "brings": [_benefit(benefit, say) for benefit in package.brings],
            "brings_unknown": package.brings_unknown and say(package.brings_unknown),
            "measures": named(names.names_of_measures(content), package.measures, say),
            "support": [
                {"id": instrument.id, "name": say(instrument.name)}
                for instrument in content.instruments.values()
                if instrument.pays_for(package)
            ],
            "cases": [
                {"id": case.id, "company": say(case.company), "unconfirmed": case.is_unconfirmed}
                for case in content.cases.values()
                if package.id in case.packages
            ],
            "sources": show_sources(content, cited(package.sources, package.marks), say),
        }
    )
    return shown


def show_package_cost(cost: PackageCost) -> Shown:
    """Return what a package costs a firm of so many people, and the counts it was taken with."""
    return {
        "employees": cost.employees,
        "fits_headcount": cost.fits_headcount,
        "build_wan": numbers.wan_ends(cost.build_wan),
        "run_wan_per_year": numbers.wan_ends(cost.run_wan_per_year),
        "three_years_wan": numbers.wan_ends(cost.three_years_wan),
        "people_months": {
            "low": numbers.wan(cost.people_months.low),
            "mid": numbers.wan(cost.people_months.mid),
            "high": numbers.wan(cost.people_months.high),
        },
        "counts": {name: numbers.wan(count) for name, count in cost.counts.items()},
    }


@per_content
def _grades(content: Content) -> dict[str, tuple[str, ...]]:
    return grades_of(content.packages.values())


def _months(value: MarkedRange, say: Say) -> Shown:
    """Return a time as a range of months, with its mark."""
    return {
        "low": numbers.months(value.range.low),
        "high": numbers.months(value.range.high),
        "mark": show_mark(value.mark, say),
    }


def _benefit(benefit: Benefit, say: Say) -> Shown:
    """Return what got better elsewhere, as a range in its unit, with its mark."""
    return {
        "name": say(benefit.name),
        "low": numbers.score(benefit.range.low),
        "high": numbers.score(benefit.range.high),
        "unit": benefit.unit,
        "unit_name": say(names.UNITS[benefit.unit]),
        "direction": benefit.direction,
        "mark": show_mark(benefit.mark, say),
        "note": benefit.note and say(benefit.note),
    }


def _practice(item: Item, position: int, say: Say) -> Shown:
    """Return an item and what a position of it looks like."""
    return {
        "name": say(item.name),
        "text": say(item.text),
        "practice": say(item.positions[position]),
        "ours": item.is_ours(position),
    }


def _trait(value: object) -> str:
    """Return a value of a trait as text; yes is `true`."""
    return "true" if value is True else str(value)


def _packages(content: Content, ids: tuple[str, ...], say: Say) -> list[Shown]:
    return named(names.names_of_packages(content), ids, say)


def _trades(content: Content, ids: tuple[str, ...], say: Say) -> list[Shown]:
    return [{"id": name, "name": say(content.trades.by_id[name].name)} for name in ids]


def _needs(content: Content, package: Package, say: Say) -> Shown:
    grades = _grades(content)
    return {
        "packages": [
            {
                "id": needed,
                "name": say(content.packages[needed].name),
                "or_instead": _packages(content, grades[needed][1:], say),
            }
            for needed in package.needs.packages
        ],
        "items": [
            {
                "item": need.item,
                "at_least": need.at_least,
                **_practice(content.bank[need.item], need.at_least, say),
            }
            for need in package.needs.items
        ],
    }


def _effect(content: Content, effect: PackageEffect, say: Say) -> Shown:
    """Return an effect: where the answer stands once it is done, whatever kind of item it is."""
    item = content.bank[effect.item]
    shown: Shown = {
        "item": item.id,
        "name": say(item.name),
        "kind": "systems",
        "to": None,
        "to_percent": None,
        "practice": None,
        "ours": None,
        "months_of_records": None,
        "options": [],
    }
    if isinstance(effect, LadderEffect):
        shown["kind"] = "position"
        shown["to"] = effect.to
        shown["practice"] = say(item.positions[effect.to])
        shown["ours"] = item.is_ours(effect.to)
        shown["months_of_records"] = months_of_records(content.delays, effect)
    elif isinstance(effect, ShareEffect):
        shown["kind"] = "share"
        shown["to_percent"] = effect.to_percent
    elif isinstance(effect, OptionsEffect):
        shown["kind"] = "options"
        shown["options"] = _options(item, effect.adds, say)
    elif isinstance(effect, ChoiceEffect):
        shown["kind"] = "choice"
        shown["options"] = _options(item, (effect.at_least,), say)
    else:
        shown["options"] = _options(content.bank[_COLLECTED], effect.areas, say)
    return shown


def _options(item: Item, ids: tuple[str, ...], say: Say) -> list[Shown]:
    """Return options of an item with their texts."""
    return named({option.id: option.text for option in item.options}, ids, say)


def _terms(content: Content, function: CostFunction, say: Say) -> list[Shown]:
    """Return the terms of a cost function, each with its driver and basis."""
    return [
        {
            "driver": term.driver,
            "driver_name": say(
                _AS_LARGE if term.driver == FIXED else content.drivers[term.driver].name
            ),
            "at": None if term.driver == FIXED else numbers.score(term.at),
            "exponent": None if term.driver == FIXED else numbers.score(term.exponent),
            "low": numbers.score(term.amount.low),
            "mid": numbers.score(term.amount.mid),
            "high": numbers.score(term.amount.high),
            "mark": show_mark(term.mark, say),
        }
        for term in function.terms
    ]
