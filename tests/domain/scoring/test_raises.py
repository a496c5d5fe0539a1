"""The law that plans rest on: raises add up to what the scorers say of the raised answers.

For every standard, for every kind of effect and for whole packages, blanks and cuts included.
"""

from collections.abc import Iterable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.domain.intake.answer import Share
from diagnosis.domain.intake.item import NONE, ItemType
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.catalogue.applied import apply_effects, holds
from diagnosis.domain.retrofit.catalogue.effect import (
    ChoiceEffect,
    LadderEffect,
    OptionsEffect,
    PackageEffect,
    ShareEffect,
    SystemsEffect,
)
from diagnosis.domain.retrofit.plan.worth import COUNTED_AREAS
from diagnosis.domain.scoring.raising.raises import option_mark
from diagnosis.domain.scoring.raising.yardstick import level_of, mean_of, yardstick
from diagnosis.services.ports.content import Content
from tests.builders import read_random

FORMS = ("full", "miit-sme-2024", "gbt-39116", "ai-readiness")


def drawn_effects(content: Content, sheet: Sheet, draw: Random) -> list[PackageEffect]:
    """Return an effect of its kind for a part of the items of a sheet, answered or not."""
    effects: list[PackageEffect] = []
    for name in sheet.form.entries:
        item = content.bank[name]
        if draw.random() < 0.5:
            continue
        options = [option.id for option in item.options]
        if item.type is ItemType.LADDER:
            effects.append(LadderEffect(name, draw.randint(1, 5)))
        elif item.type is ItemType.SHARE:
            effects.append(ShareEffect(name, draw.randint(1, 100)))
        elif item.type is ItemType.SINGLE:
            effects.append(ChoiceEffect(name, draw.choice(options)))
        else:
            real = [option for option in options if option != NONE]
            adds = draw.sample(real, draw.randint(1, min(3, len(real))))
            effects.append(OptionsEffect(name, tuple(adds)))
    return effects


def reached_by_effects(content: Content, effects: Iterable[PackageEffect]) -> dict[str, int]:
    """Return the step that each mark comes to, by the meaning of the effects alone."""
    reached: dict[str, int] = {}
    areas: dict[str, set[str]] = {}
    for effect in effects:
        if isinstance(effect, SystemsEffect):
            areas.setdefault(effect.item, set()).update(effect.areas)
            continue
        if isinstance(effect, OptionsEffect):
            reached |= {option_mark(effect.item, each): 1 for each in effect.adds}
            continue
        if isinstance(effect, LadderEffect):
            to = effect.to
        elif isinstance(effect, ShareEffect):
            to = effect.to_percent
        else:
            options = [option.id for option in content.bank[effect.item].options]
            to = options.index(effect.at_least)
        reached[effect.item] = max(to, reached.get(effect.item, 0))
    for item, names in areas.items():
        to = min(len(names), COUNTED_AREAS)
        reached[item] = max(to, reached.get(item, 0))
    return reached


def check(content: Content, sheet: Sheet, effects: list[PackageEffect]) -> None:
    """Hold the yardstick of every standard to its scorer."""
    one, scorers = content.one_sheet, content.scorers
    now = one.score(scorers.encode_sheet(sheet))
    answers = apply_effects(content.bank, sheet.answers, effects)
    after = one.score(scorers.encode_sheet(replace(sheet, answers=answers)))
    reached = reached_by_effects(content, effects)
    for standard in content.standards:
        measured = yardstick(scorers, standard, sheet.answers, now)
        rise = mean_of(scorers, standard.id, after) - mean_of(scorers, standard.id, now)
        assert measured.rise(reached) == pytest.approx(rise, abs=5e-9), standard.id
        assert measured.level_after(reached) == level_of(scorers, standard.id, after), standard.id
        assert measured.level_after({}) == measured.level, standard.id
    by_points = yardstick(scorers, content.standards.points, sheet.answers, now).in_points()
    points = [scores.points.points[0] for scores in (now, after)]
    assert by_points.mean == pytest.approx(points[0] / 20, nan_ok=True)
    assert by_points.rise(reached) == pytest.approx((points[1] - points[0]) / 20, nan_ok=True)


@settings(max_examples=120)
@given(st.integers(0, 100_000), st.sampled_from(FORMS), st.sampled_from((2, 3, 5)))
def test_effects_of_every_kind_add_up_to_what_the_scorers_say(
    content: Content, seed: int, form: str, spread: int
) -> None:
    sheet = read_random(content, seed, form=form, blanks=0.1, cuts=0.1, spread=spread)
    check(content, sheet, drawn_effects(content, sheet, Random(seed)))


@settings(max_examples=120)
@given(st.integers(0, 100_000), st.integers(1, 30), st.sampled_from((2, 3, 5)))
def test_packages_add_up_to_what_the_scorers_say(
    content: Content, seed: int, number: int, spread: int
) -> None:
    sheet = read_random(content, seed, blanks=0.1, cuts=0.1, spread=spread)
    packages = Random(seed).sample(sorted(content.packages), number)
    check(content, sheet, [e for name in packages for e in content.packages[name].effects])


def test_every_kind_of_effect_is_met_and_raises_something(content: Content) -> None:
    """The law would hold of effects that change nothing."""
    raised = set()
    for seed in range(20):
        sheet = read_random(content, seed)
        packages = list(content.packages.values())
        effects = drawn_effects(content, sheet, Random(seed))
        effects += [effect for package in packages for effect in package.effects]
        for effect in effects:
            if holds(content.bank, effect, sheet.answers) is False:
                after = apply_effects(content.bank, sheet.answers, [effect])
                assert after[effect.item] != sheet.answers[effect.item]
                raised.add(type(effect))
    assert raised == {LadderEffect, ShareEffect, ChoiceEffect, OptionsEffect, SystemsEffect}


def test_a_share_is_raised_in_whole_pieces() -> None:
    assert Share(1, 38).raised_to(25) == Share(10.0, 38)
