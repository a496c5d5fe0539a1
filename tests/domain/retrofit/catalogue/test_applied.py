"""Packages over the answers of a firm."""

from dataclasses import replace
from typing import Any

from diagnosis.domain.intake.answer import NOT_KNOWN, NotApplicable, Share
from diagnosis.domain.retrofit.catalogue.applied import apply_effects, holds, is_in_place, works
from diagnosis.domain.retrofit.catalogue.effect import (
    ChoiceEffect,
    LadderEffect,
    OptionsEffect,
    PackageEffect,
    ShareEffect,
    SystemsEffect,
)
from diagnosis.services.ports.content import Content
from tests.builders import a_package

AREAS = SystemsEffect("miit-systems", ("finance", "hr"))
COLLECTION = OptionsEffect("miit-collection", ("quality", "equipment"))
PLAN = ChoiceEffect("miit-planning", "point-retrofits")
NETWORKED = ShareEffect("miit-equipment-networked", 25)


def after(content: Content, answers: dict[str, Any], *effects: PackageEffect) -> dict[str, Any]:
    return apply_effects(content.bank, answers, effects)


def test_each_kind_of_effect_raises_its_answer(content: Content) -> None:
    assert after(content, {"quality-inspection": 0.8}, LadderEffect("quality-inspection", 2)) == {
        "quality-inspection": 2.0
    }
    assert after(content, {"miit-collection": ("none",)}, COLLECTION) == {
        "miit-collection": ("quality", "equipment")
    }
    assert after(content, {"miit-planning": "none"}, PLAN) == {"miit-planning": "point-retrofits"}
    assert after(content, {"miit-equipment-networked": Share(1, 38)}, NETWORKED) == {
        "miit-equipment-networked": Share(10, 38)
    }
    assert after(content, {"miit-systems": "none"}, AREAS) == {"miit-systems": "two-or-more"}


def test_two_areas_of_two_packages_are_two_systems(content: Content) -> None:
    apart = [SystemsEffect("miit-systems", (area,)) for area in ("finance", "hr")]
    assert after(content, {"miit-systems": "none"}, apart[0]) == {"miit-systems": "one"}
    assert after(content, {"miit-systems": "none"}, *apart) == {"miit-systems": "two-or-more"}
    assert after(content, {"miit-systems": "none"}, apart[0], apart[0]) == {"miit-systems": "one"}


def test_nothing_is_lowered(content: Content) -> None:
    answers: dict[str, Any] = {
        "quality-inspection": 3.0,
        "miit-collection": ("quality", "equipment", "hr"),
        "miit-planning": "changed-mode",
        "miit-equipment-networked": Share(30, 38),
        "miit-systems": "all",
    }
    effects = (LadderEffect("quality-inspection", 2), COLLECTION, PLAN, NETWORKED, AREAS)
    assert set(answers["miit-collection"]) == set(
        after(content, answers, *effects).pop("miit-collection")
    )
    assert after(content, answers, *effects) | {"miit-collection": ()} == answers | {
        "miit-collection": ()
    }


def test_no_package_answers_for_the_firm(content: Content) -> None:
    effects = (LadderEffect("quality-inspection", 2), COLLECTION, PLAN, NETWORKED, AREAS)
    silent: dict[str, Any] = {
        "quality-inspection": NotApplicable("x"),
        "miit-collection": NOT_KNOWN,
        "miit-planning": NOT_KNOWN,
    }
    assert after(content, silent, *effects) == silent
    assert after(content, {}, *effects) == {}
    assert {holds(content.bank, effect, silent) for effect in effects} == {None}


def test_a_package_works_where_most_of_its_ladders_hold(content: Content) -> None:
    three = ("quality-inspection", "sales-management", "production-control")
    package = a_package(effects=(*(LadderEffect(item, 2) for item in three), COLLECTION))
    answers: dict[str, Any] = dict.fromkeys(three, 2.0) | {"miit-collection": ("none",)}
    assert is_in_place(content.bank, package, answers)
    answers["sales-management"] = 1.8
    assert works(content.bank, package, answers)
    assert not is_in_place(content.bank, package, answers)
    answers["quality-inspection"] = 1.0
    assert not works(content.bank, package, answers)


def test_what_was_not_asked_does_not_work(content: Content) -> None:
    package = a_package(effects=(LadderEffect("quality-inspection", 2), COLLECTION))
    answers: dict[str, Any] = {"miit-collection": ("quality", "equipment")}
    assert not works(content.bank, package, answers)
    assert not is_in_place(content.bank, package, answers)
    without_ladders = a_package(effects=(COLLECTION,))
    assert works(content.bank, without_ladders, answers)
    assert is_in_place(content.bank, without_ladders, answers)


def test_what_other_ways_bring_as_well_shows_no_package_of_a_trade(content: Content) -> None:
    """Systems, collection and planning say nothing of it; its scenes do."""
    answers: dict[str, Any] = {
        "miit-collection": ("quality", "equipment"),
        "miit-systems": "two-or-more",
        "miit-planning": "point-retrofits",
        "scenes-use-product": ("product-digital-design",),
    }
    general = a_package(effects=(COLLECTION, AREAS, PLAN))
    assert is_in_place(content.bank, general, answers)
    hours = replace(general, trades=("trade-moulds-machining",))
    assert not is_in_place(content.bank, hours, answers)
    scene = OptionsEffect("scenes-use-product", ("product-digital-design",))
    shown = replace(hours, effects=(*hours.effects, scene))
    assert is_in_place(content.bank, shown, answers)
    answers["scenes-use-product"] = ("none",)
    assert not is_in_place(content.bank, shown, answers)


def test_what_is_generic_but_for_its_words_is_told_as_the_generic_package_is(
    content: Content,
) -> None:
    numbers = a_package(effects=(LadderEffect("data-standards", 1),))
    answers: dict[str, Any] = {"data-standards": 1.0}
    assert is_in_place(content.bank, numbers, answers)
    its_own = replace(numbers, trades=("trade-garments-knit",))
    assert not is_in_place(content.bank, its_own, answers)
    assert is_in_place(content.bank, replace(its_own, family="item-codes"), answers)
