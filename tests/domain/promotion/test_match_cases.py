"""Matching of cases: what is near, what is not, what is never shown to whom."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.promotion.case import Metric, MetricKind
from diagnosis.domain.promotion.match_cases import (
    KINDRED,
    MOST_LARGER,
    PARTLY,
    Seeker,
    match_cases,
)
from diagnosis.domain.promotion.nearness import (
    FAMILIES,
    KINSHIPS,
    PARTS,
    REGIONS,
    Kinship,
    Region,
    gap_share,
    kinship,
    nearness,
    region,
    scene_distance,
    size_distance,
    size_steps,
)
from diagnosis.domain.scoring.standard import Mark
from diagnosis.domain.unit import Unit
from diagnosis.services.ports.content import Content
from tests.builders import TEXT, a_case, a_seeker

REMEMBERED = Metric(
    name=TEXT,
    value=10,
    unit=Unit.PERCENT,
    direction="up",
    kind=MetricKind.RELATIVE_CHANGE,
    baseline=None,
    note=None,
    mark=Mark("cited", "unconfirmed", ()),
)


def test_a_twin_is_as_near_as_can_be() -> None:
    # gap: both practices one or two ahead → 0; industry, size 0; same city 0.1 of 0.10 in 0.90.
    (match,) = match_cases(a_seeker(), [a_case()]).cases
    assert match.near == pytest.approx(1 - 0.01 / 0.9)
    assert match.is_near
    assert match.gap.ahead == ("control", "tracing")


def test_every_division_is_in_at_most_one_family() -> None:
    every = [division for family in FAMILIES for division in family]
    assert len(every) == len(set(every))


def test_distances_grow_with_the_order_of_kinship_and_region() -> None:
    for scale in (list(KINSHIPS.values()), list(REGIONS.values())):
        assert scale == sorted(scale) and (scale[0], scale[-1]) == (0.0, 1.0)
    assert set(KINSHIPS) == set(Kinship) and set(REGIONS) == set(Region)


@pytest.mark.parametrize(
    ("firm", "division", "class_", "wanted"),
    [
        ("C3525", "C35", "C3525", Kinship.SAME_CLASS),
        ("C3525", "C35", "C3521", Kinship.SAME_GROUP),
        ("C352", "C35", "C3521", Kinship.SAME_GROUP),
        ("C35", "C35", "C3521", Kinship.SAME_DIVISION),
        ("C3525", "C35", None, Kinship.SAME_DIVISION),
        ("C3525", "C34", "C3412", Kinship.RELATED),
        ("C3525", "C18", None, Kinship.OTHER),
        ("C41", "C42", None, Kinship.OTHER),
        (None, "C35", "C3525", Kinship.UNKNOWN),
    ],
)
def test_kinship_of_industries(
    firm: str | None, division: str, class_: str | None, wanted: Kinship
) -> None:
    assert kinship(firm, division, class_) is wanted


@pytest.mark.parametrize(
    ("firm", "case", "wanted"),
    [
        ("440606", "440606", Region.SAME_DISTRICT),
        ("440606", "440604", Region.SAME_CITY),
        ("440600", "440606", Region.SAME_CITY),
        ("441900", "442000", Region.SAME_DELTA),
        ("441900119", "441900", Region.SAME_CITY),
        ("441900119", "441900121", Region.SAME_CITY),
        ("441900119", "441900119", Region.SAME_DISTRICT),
        ("441900119", "442000105", Region.SAME_DELTA),
        ("441900119", "440000", Region.SAME_PROVINCE),
        ("440800", "442000", Region.SAME_PROVINCE),
        ("441900", "440000", Region.SAME_PROVINCE),
        ("441900", "330100", Region.SAME_COUNTRY),
        ("441900", "VN", Region.ABROAD),
        ("441900", None, Region.UNKNOWN),
        (None, "441900", Region.UNKNOWN),
    ],
)
def test_region_of_places(firm: str | None, case: str | None, wanted: Region) -> None:
    assert region(firm, case) is wanted


def test_size_counts_classes() -> None:
    assert size_steps(SizeClass.SMALL, SizeClass.LARGE) == 2
    assert size_steps(SizeClass.LARGE, SizeClass.MICRO) == -3
    assert size_steps(None, SizeClass.LARGE) is None
    assert size_distance(SizeClass.SMALL, SizeClass.MEDIUM) == pytest.approx(0.4)
    assert size_distance(SizeClass.MICRO, SizeClass.LARGE) == 1.0
    assert size_distance(None, SizeClass.SMALL) == 1.0
    assert size_distance(SizeClass.SMALL, None) == 0.5


def test_a_practice_far_ahead_teaches_less() -> None:
    practices = {"a": 2, "b": 3, "c": 4, "d": 1, "e": 2}
    share = gap_share({"a": 0.0, "b": 0.0, "c": 0.0, "d": 1.0}, practices)
    # 1 (two ahead) + 0.5 (three) + 0.25 (four) + 0 (reached) + 0 (not asked), over five.
    assert share.teaches == pytest.approx(1.75 / 5)
    assert (share.ahead, share.there, share.unknown) == (("a", "b", "c"), ("d",), ("e",))


def test_scenes_count_only_where_some_are_wanted() -> None:
    assert scene_distance([], ["x"]) is None
    assert scene_distance(["x", "y"], ["x", "z", "w"]) == 0.5
    assert scene_distance(["x"], []) == 1.0


def test_a_part_not_asked_for_changes_nothing() -> None:
    parts = {"gap": 0.2, "industry": 0.2, "size": 0.2, "region": 0.2}
    assert nearness({**parts, "scene": None}) == nearness({**parts, "scene": 0.2}) == 0.8


def test_weights_are_shares_of_one() -> None:
    assert sum(PARTS.values()) == pytest.approx(1.0)


def test_nothing_to_learn_is_no_match() -> None:
    matches = match_cases(a_seeker(positions={"control": 2.0, "tracing": 3.0}), [a_case()])
    assert matches.cases == () and matches.nothing_near


def test_giants_stand_apart_from_a_small_firm() -> None:
    giants = [a_case(f"case-{n}", size=SizeClass.LARGE) for n in range(5)]
    matches = match_cases(a_seeker(), giants)
    assert matches.cases == () and matches.nothing_near
    assert [match.case.id for match in matches.larger] == ["case-0", "case-1"]
    assert len(matches.larger) == MOST_LARGER
    assert not any(match.is_near for match in matches.larger)
    assert (matches.cases_of_size, matches.cases_in_industry) == (0, 5)


def test_giants_of_another_industry_are_not_shown_at_all() -> None:
    giant = a_case(size=SizeClass.LARGE, division="C34", industry_class=None)
    matches = match_cases(a_seeker(), [giant])
    assert matches.cases == matches.larger == ()


def test_a_large_case_is_one_of_its_own_for_a_medium_firm() -> None:
    matches = match_cases(a_seeker(size=SizeClass.MEDIUM), [a_case(size=SizeClass.LARGE)])
    assert [match.case.id for match in matches.cases] == ["case-a"]


def test_a_firm_of_unknown_size_gets_large_cases_apart() -> None:
    matches = match_cases(a_seeker(size=None), [a_case(size=SizeClass.LARGE)])
    assert matches.cases == () and len(matches.larger) == 1


def test_another_industry_is_near_in_part_at_best() -> None:
    other = a_case(division="C18", industry_class=None)
    (match,) = match_cases(a_seeker(fellows=("case-a",)), [other]).cases
    assert match.near >= PARTLY and not match.is_near


@pytest.mark.parametrize("division", ["C34", "C18"])
def test_what_is_neither_of_the_division_nor_of_the_trade_is_not_shown(division: str) -> None:
    """Be it ever so near in practice, size and place: no leather bags for a mould shop."""
    other = a_case(division=division, industry_class=None)
    assert match_cases(a_seeker(), [other]).cases == ()


def test_the_own_trade_comes_first_then_the_class_then_the_town_and_memory_last() -> None:
    cases = [
        a_case("case-memory", checked="unconfirmed"),
        a_case("case-near", industry_class=None, practices={"control": 2}),
        a_case("case-away", place="440100"),
        a_case("case-here", practices={"control": 2, "tracing": 1}),
        a_case("case-fellow", industry_class="C3523", place="440800", size=SizeClass.MEDIUM),
    ]
    matches = match_cases(a_seeker(fellows=("case-fellow",)), cases)
    assert [match.case.id for match in matches.cases] == [
        "case-fellow", "case-here", "case-away", "case-near", "case-memory",
    ]  # fmt: skip


def test_a_giant_of_the_division_alone_is_not_shown_apart() -> None:
    """No builder of excavators for a mould shop."""
    giant = a_case(size=SizeClass.LARGE, industry_class="C3514")
    assert match_cases(a_seeker(), [giant]).larger == ()
    assert len(match_cases(a_seeker(fellows=("case-a",)), [giant]).larger) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"size": SizeClass.MEDIUM},
        {"size": None},
        {"practices": {"control": 2, "a": 1, "b": 1, "c": 1}},
    ],
)
def test_another_industry_must_be_no_larger_and_teach_half(changes: dict[str, object]) -> None:
    other = a_case(division="C18", industry_class=None, **changes)
    seeker = a_seeker(positions={"control": 1.0}, fellows=("case-a",))
    assert match_cases(seeker, [other]).cases == ()


def test_packages_of_the_plan_and_wanted_scenes_are_named() -> None:
    planned = {"pkg-erp": "pkg-erp", "pkg-mes": "pkg-work-reporting"}
    seeker = a_seeker(packages=planned, scenes=("shop-scheduling", "plant-twin"))
    (match,) = match_cases(seeker, [a_case()]).cases
    assert match.packages == ("pkg-mes",)
    assert match.scenes == ("shop-scheduling",)


PLACES = st.sampled_from(["440306", "441900", "440800", None])
CLASSES = st.sampled_from(["C3525", "C38", "C1361", None])
SIZES = st.sampled_from([*SizeClass, None])
ITEMS = ("production-control", "procurement-management", "data-collection", "quality-management")
ANSWERS = st.dictionaries(st.sampled_from(ITEMS), st.sampled_from([0.0, 1.0, 2.5, 3.8]))
TYPES = st.sampled_from([*ProductionType, None])
SEEKERS = st.builds(
    Seeker,
    positions=ANSWERS,
    industry=CLASSES,
    production_type=TYPES,
    size=SIZES,
    place=PLACES,
)


@given(SEEKERS, st.sampled_from([{"checked": "unconfirmed"}, {"metrics": (REMEMBERED,) * 2}]))
def test_what_rests_on_memory_is_never_near(seeker: Seeker, changes: dict[str, object]) -> None:
    """Not at any distance: here the case is the firm's own twin."""
    twin = a_case(
        industry_class=seeker.industry if seeker.industry == "C3525" else None,
        size=seeker.size,
        place=seeker.place,
        practices=dict.fromkeys((*seeker.positions, "production-control"), 4),
        **changes,
    )
    matches = match_cases(seeker, [twin])
    assert twin.is_unconfirmed and matches.nothing_near
    assert not any(match.is_near for match in (*matches.cases, *matches.larger))


def test_a_figure_that_was_read_beside_remembered_ones_makes_no_memory() -> None:
    read = replace(REMEMBERED, mark=Mark("cited", "one-source", ()))
    assert not a_case(metrics=(REMEMBERED, read)).is_unconfirmed
    assert not a_case(metrics=()).is_unconfirmed


@given(SEEKERS)
def test_process_and_discrete_manufacturing_never_match(content: Content, seeker: Seeker) -> None:
    matches = match_cases(seeker, content.cases.values(), most=len(content.cases))
    for match in (*matches.cases, *matches.larger):
        assert seeker.production_type in (None, match.case.production_type)


@pytest.mark.parametrize("size", [SizeClass.SMALL, SizeClass.LARGE])
def test_a_twin_of_the_other_production_type_is_counted_and_not_shown(size: SizeClass) -> None:
    twin = a_case(production_type=ProductionType.PROCESS, size=size)
    matches = match_cases(a_seeker(), [twin])
    assert (matches.cases, matches.larger) == ((), ())
    assert (matches.cases_in_industry, matches.cases_of_other_type) == (1, 1)


def test_a_firm_without_an_industry_is_of_no_type() -> None:
    twin = a_case(production_type=ProductionType.PROCESS)
    (match,) = match_cases(a_seeker(production_type=None), [twin]).cases
    assert not match.is_other_type


@given(SEEKERS, st.randoms(use_true_random=False))
def test_order_of_the_catalogue_changes_nothing(
    content: Content, seeker: Seeker, random: object
) -> None:
    cases = list(content.cases.values())
    before = match_cases(seeker, cases)
    random.shuffle(cases)  # type: ignore[attr-defined]
    assert match_cases(seeker, cases) == before


@given(SEEKERS)
def test_a_list_is_short_near_and_teaches(content: Content, seeker: Seeker) -> None:
    matches = match_cases(seeker, content.cases.values())
    assert len(matches.cases) <= 5 and len(matches.larger) <= 2
    assert all(match.near >= PARTLY and match.gap.ahead for match in matches.cases)
    assert all(match.kinship in KINDRED for match in (*matches.cases, *matches.larger))
    if seeker.size in (SizeClass.MICRO, SizeClass.SMALL, None):
        assert all(match.case.size is not SizeClass.LARGE for match in matches.cases)


@given(SEEKERS, st.sampled_from(["positions", "industry", "size", "place"]))
def test_what_is_not_known_never_makes_a_case_nearer(
    content: Content, seeker: Seeker, blank: str
) -> None:
    def near(firm: Seeker) -> Mapping[str, float]:
        every = [match_cases(firm, [case]) for case in content.cases.values()]
        return {m.case.id: m.near for matches in every for m in (*matches.cases, *matches.larger)}

    without = replace(seeker, **{blank: {} if blank == "positions" else None})  # type: ignore[arg-type]
    known = near(seeker)
    assert all(far <= known.get(name, 1.0) for name, far in near(without).items())
