from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.retrofit.catalogue.adoption import (
    Adoption,
    AdoptionBand,
    adoption_prior,
    project_prior,
)
from diagnosis.domain.retrofit.catalogue.project import Range, stand_ins
from diagnosis.services.ports.content import Content
from tests.builders import MARK, TEXT, a_project

ADOPTION = Adoption(
    overall=0.5,
    by_payback_months=(AdoptionBand(12, 10, 0.6), AdoptionBand(None, 10, 0.4)),
    by_cost_usd=(AdoptionBand(10_000, 10, 0.5), AdoptionBand(None, 10, 0.25)),
    log_odds_factor=0.5,
    usd_cny=7.0,
    about=TEXT,
    note=TEXT,
    mark=MARK,
    rate_mark=MARK,
)
IN_FULL = replace(ADOPTION, log_odds_factor=1.0)


def test_middle_of_a_cost_is_geometric() -> None:
    assert a_project().cost_mid(SizeClass.SMALL) == 6.0


def test_no_cost_for_a_size_it_is_not_made_for() -> None:
    assert a_project().cost_mid(SizeClass.MICRO) is None


@given(st.floats(0.01, 1e4), st.floats(1, 100))
def test_middle_lies_inside_the_range(low: float, factor: float) -> None:
    cost = Range(low, low * factor)
    assert cost.low <= cost.mid * (1 + 1e-12) and cost.mid <= cost.high * (1 + 1e-12)


def test_suits_its_divisions_and_what_is_not_known() -> None:
    project = a_project()
    assert [project.suits(division) for division in ("C35", "C13", None)] == [True, False, True]
    assert a_project(industries=None).suits("C13")


@pytest.mark.parametrize(
    ("positions", "there"),
    [
        ({"control": 2, "tracing": 1}, True),
        ({"control": 1.8, "tracing": 1}, False),
        ({"control": 4}, False),
        ({}, False),
    ],
)
def test_in_place_when_every_effect_is_reached(positions: dict[str, float], there: bool) -> None:
    assert a_project().is_in_place(positions) is there


def test_stand_ins_follow_the_project_itself() -> None:
    light = a_project("prj-light", stands_in_for=("prj-a",))
    projects = {project.id: project for project in (a_project(), light)}
    assert stand_ins(projects)["prj-a"] == ("prj-a", "prj-light")


def test_prior_without_bands_is_the_overall_share() -> None:
    assert adoption_prior(None, None, ADOPTION) == 0.5


def test_prior_in_full_of_one_band_is_the_share_of_the_band() -> None:
    assert adoption_prior(12, None, IN_FULL) == pytest.approx(0.6)


def test_prior_in_full_multiplies_relative_odds() -> None:
    # odds overall 1; payback 0.4/0.6 = 2/3; 8 万元 = 11,429 USD → 0.25/0.75 = 1/3; 2/9 → 2/11
    assert adoption_prior(13, 8, IN_FULL) == pytest.approx(2 / 11)


def test_prior_halves_the_summed_log_odds() -> None:
    # the odds of 2/9 above become their root: √2/3 → √2/(3 + √2)
    assert adoption_prior(13, 8, ADOPTION) == pytest.approx(2**0.5 / (3 + 2**0.5))


def test_bounds_are_closed_on_the_right() -> None:
    # 7 万元 at 7 yuan to the dollar = 10,000 USD, the end of the first band
    assert adoption_prior(None, 7, IN_FULL) == pytest.approx(0.5)
    assert adoption_prior(None, 7.001, IN_FULL) == pytest.approx(0.25)


@given(st.none() | st.floats(0, 500), st.none() | st.floats(0, 1e5))
def test_prior_is_a_chance(payback: float | None, cost: float | None) -> None:
    assert 0 < adoption_prior(payback, cost, ADOPTION) < 1


@given(st.none() | st.floats(0, 500), st.floats(0, 1e4), st.floats(0, 1e4))
def test_dearer_is_never_likelier(payback: float | None, cost: float, more: float) -> None:
    dear = adoption_prior(payback, cost + more, ADOPTION)
    assert dear <= adoption_prior(payback, cost, ADOPTION)


@given(st.floats(0, 500), st.floats(0, 500), st.none() | st.floats(0, 1e5))
def test_slower_payback_is_never_likelier(
    payback: float, later: float, cost: float | None
) -> None:
    slow = adoption_prior(payback + later, cost, ADOPTION)
    assert slow <= adoption_prior(payback, cost, ADOPTION)


@given(
    st.none() | st.floats(0, 500), st.none() | st.floats(0, 1e5), st.floats(0, 1, exclude_min=True)
)
def test_prior_lies_between_the_full_one_and_the_overall_share(
    payback: float | None, cost: float | None, factor: float
) -> None:
    bands = replace(ADOPTION, log_odds_factor=factor)
    ends = sorted((adoption_prior(payback, cost, IN_FULL), ADOPTION.overall))
    assert ends[0] - 1e-12 <= adoption_prior(payback, cost, bands) <= ends[1] + 1e-12


def test_shipped_prior_halves_the_log_odds(content: Content) -> None:
    assert content.adoption.log_odds_factor == 0.5
    assert "134185" in content.adoption.mark.note.zh


def test_adoption_prior_is_a_chance_for_every_project(content: Content) -> None:
    chances = [
        project_prior(project, size, content.adoption)
        for project in content.projects.values()
        for size in SizeClass
    ]
    assert all(chance is None or 0.1 < chance < 0.8 for chance in chances)
