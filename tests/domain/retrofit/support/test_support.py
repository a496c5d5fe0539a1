from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.retrofit.catalogue.package import (
    CostPart,
    CostParts,
    Package,
    PackageArea,
)
from diagnosis.domain.retrofit.support.instrument import (
    Period,
    Standing,
    Stated,
    eligibility,
)
from diagnosis.domain.retrofit.support.paid_packages import PaidPackages
from diagnosis.domain.retrofit.support.rule import (
    OPERATORS,
    Answer,
    Condition,
    FirmFacts,
    PlanFacts,
    compile_rule,
    conditions,
    evaluate,
    lies_in,
)
from diagnosis.services.ports.content import Content
from tests.builders import MARK, a_package, an_instrument, paying_for

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
PERIOD = {"from": "2025-01-01", "to": "2025-12-31"}
LEVEL = {"standard": "s", "level": 2}

PLAIN = a_package()
WITH_AI = a_package("pkg-ai", is_ai=True, area=PackageArea.AI)
OPERATOR_CASES: list[tuple[str, Any, FirmFacts, PlanFacts, Answer]] = [
    ("place_in", ["440300"], FirmFacts(place="440307"), PlanFacts(), YES),
    ("place_in", ["440300"], FirmFacts(place="441900"), PlanFacts(), NO),
    ("place_in", ["440300", "441900"], FirmFacts(place="441900119"), PlanFacts(), YES),
    ("place_in", ["440000"], FirmFacts(place="441900119"), PlanFacts(), YES),
    ("place_in", ["442000"], FirmFacts(place="441900119"), PlanFacts(), NO),
    ("place_in", ["440307"], FirmFacts(place="440300"), PlanFacts(), UNKNOWN),
    ("place_in", ["440300"], FirmFacts(), PlanFacts(), UNKNOWN),
    ("place_in", ["000000"], FirmFacts(), PlanFacts(), YES),
    ("role_in", ["manufacturer", "ai-firm"], FirmFacts(), PlanFacts(), YES),
    ("role_in", ["ai-firm"], FirmFacts(roles={"ai-firm": False}), PlanFacts(), NO),
    ("role_in", ["ai-firm"], FirmFacts(), PlanFacts(), UNKNOWN),
    ("size_in", ["micro", "small"], FirmFacts(size=SizeClass.SMALL), PlanFacts(), YES),
    ("size_in", ["micro"], FirmFacts(size=SizeClass.SMALL), PlanFacts(), NO),
    ("size_in", ["micro"], FirmFacts(), PlanFacts(), UNKNOWN),
    ("above_size", True, FirmFacts(above_size=True), PlanFacts(), YES),
    ("above_size", False, FirmFacts(above_size=True), PlanFacts(), NO),
    ("above_size", False, FirmFacts(), PlanFacts(), UNKNOWN),
    ("division_in", ["C35"], FirmFacts(division="C35"), PlanFacts(), YES),
    ("division_in", ["C35"], FirmFacts(division="C38"), PlanFacts(), NO),
    ("division_in", ["C35"], FirmFacts(), PlanFacts(), UNKNOWN),
    ("listed_in", ["zjtx"], FirmFacts(listed={"zjtx": True}), PlanFacts(), YES),
    ("listed_in", ["zjtx"], FirmFacts(listed={"zjtx": False}), PlanFacts(), NO),
    ("listed_in", ["zjtx", "champion"], FirmFacts(listed={"zjtx": False}), PlanFacts(), UNKNOWN),
    ("spend_at_least_wan", 700, FirmFacts(), PlanFacts(spend_wan=700), YES),
    ("spend_at_least_wan", 700, FirmFacts(), PlanFacts(spend_wan=699), NO),
    ("spend_at_least_wan", 700, FirmFacts(), PlanFacts(), UNKNOWN),
    ("interest_at_least_wan", 5, FirmFacts(), PlanFacts(interest_wan=6), YES),
    ("interest_at_least_wan", 5, FirmFacts(), PlanFacts(interest_wan=4), NO),
    ("interest_at_least_wan", 5, FirmFacts(), PlanFacts(), UNKNOWN),
    ("equipment_at_least_wan", 150, FirmFacts(), PlanFacts(equipment_wan=150), YES),
    ("equipment_at_least_wan", 150, FirmFacts(), PlanFacts(equipment_wan=0), NO),
    ("equipment_at_least_wan", 150, FirmFacts(), PlanFacts(), UNKNOWN),
    ("equipment_at_least_wan", 700, FirmFacts(revenue_wan=900), PlanFacts(), NO),
    ("equipment_at_least_wan", 450, FirmFacts(revenue_wan=900), PlanFacts(), UNKNOWN),
    ("spend_at_least_wan", 2000, FirmFacts(revenue_wan=900), PlanFacts(), NO),
    ("spend_at_least_wan", 700, FirmFacts(revenue_wan=900), PlanFacts(spend_wan=800), YES),
    ("level_after_at_least", LEVEL, FirmFacts(), PlanFacts(levels_after={"s": 2}), YES),
    ("level_after_at_least", LEVEL, FirmFacts(), PlanFacts(levels_after={"s": 1}), NO),
    ("level_after_at_least", LEVEL, FirmFacts(), PlanFacts(levels_after={"t": 4}), UNKNOWN),
    ("package_in", ["pkg-a"], FirmFacts(), PlanFacts(packages=[PLAIN, WITH_AI]), YES),
    ("package_in", ["pkg-a"], FirmFacts(), PlanFacts(packages=[]), NO),
    ("package_in", ["pkg-a"], FirmFacts(), PlanFacts(), UNKNOWN),
    ("package_area_in", ["ai"], FirmFacts(), PlanFacts(packages=[PLAIN, WITH_AI]), YES),
    ("package_area_in", ["ai"], FirmFacts(), PlanFacts(packages=[PLAIN]), NO),
    ("package_area_in", ["ai"], FirmFacts(), PlanFacts(), UNKNOWN),
    ("package_with_ai", True, FirmFacts(), PlanFacts(packages=[PLAIN, WITH_AI]), YES),
    ("package_with_ai", True, FirmFacts(), PlanFacts(packages=[PLAIN]), NO),
    ("package_with_ai", True, FirmFacts(), PlanFacts(), UNKNOWN),
    ("started_between", PERIOD, FirmFacts(), PlanFacts(started=date(2025, 12, 31)), YES),
    ("started_between", PERIOD, FirmFacts(), PlanFacts(started=date(2026, 1, 1)), NO),
    ("started_between", PERIOD, FirmFacts(), PlanFacts(), UNKNOWN),
    ("declared", "filed", FirmFacts(declared={"filed": True}), PlanFacts(), YES),
    ("declared", "filed", FirmFacts(declared={"filed": False}), PlanFacts(), NO),
    ("declared", "filed", FirmFacts(), PlanFacts(), UNKNOWN),
]


@pytest.mark.parametrize(("operator", "operand", "firm", "plan", "wanted"), OPERATOR_CASES)
def test_operator_has_three_values(
    operator: str, operand: Any, firm: FirmFacts, plan: PlanFacts, wanted: Answer
) -> None:
    assert evaluate(compile_rule({operator: operand}), firm, plan).answer is wanted


def test_every_operator_is_tested_in_every_value() -> None:
    tested = {(case[0], case[4]) for case in OPERATOR_CASES}
    assert tested == {(name, answer) for name in OPERATORS for answer in Answer}


def test_an_open_period_has_no_end() -> None:
    rule = compile_rule({"started_between": {"from": "2025-01-01", "to": None}})
    plan = PlanFacts(started=date(2040, 1, 1))
    assert evaluate(rule, FirmFacts(), plan).answer is YES


def test_unknown_operator_is_refused() -> None:
    with pytest.raises(ValueError, match="no operator 'colour'"):
        compile_rule({"colour": "red"})


def test_place_of_one_known_code_decides_over_an_unknown_one() -> None:
    assert lies_in("440300", ["440307", "440300"]) is YES


NAMES = ("a", "b", "c")
RULES = st.recursive(
    st.sampled_from([{"declared": name} for name in NAMES]),
    lambda below: st.one_of(
        st.lists(below, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(below, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        below.map(lambda part: {"not": part}),
    ),
    max_leaves=8,
)
FACTS = st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in NAMES})
Known = dict[str, bool | None]


def firm_of(facts: Known) -> FirmFacts:
    return FirmFacts(declared={name: known for name, known in facts.items() if known is not None})


def kleene(rule: Any, facts: Known) -> bool | None:
    """The textbook definition, with `not` where it stands: what the compiled rule must equal."""
    ((operator, operand),) = rule.items()
    if operator == "declared":
        return facts[operand]
    if operator == "not":
        inner = kleene(operand, facts)
        return None if inner is None else not inner
    values = [kleene(part, facts) for part in operand]
    if operator == "all":
        return False if False in values else None if None in values else True
    return True if True in values else None if None in values else False


@given(RULES, FACTS)
def test_compiled_rule_is_kleenes_logic(rule: Any, facts: Known) -> None:
    wanted = {True: YES, False: NO, None: UNKNOWN}[kleene(rule, facts)]
    assert evaluate(compile_rule(rule), firm_of(facts), PlanFacts()).answer is wanted


@given(RULES, FACTS)
def test_named_conditions_are_what_stands_in_the_way(rule: Any, facts: Known) -> None:
    compiled, firm = compile_rule(rule), firm_of(facts)
    outcome = evaluate(compiled, firm, PlanFacts())
    assert set(outcome.failing) <= set(conditions(compiled))
    assert all(condition.answer(firm, PlanFacts()) is NO for condition in outcome.failing)
    assert all(condition.answer(firm, PlanFacts()) is UNKNOWN for condition in outcome.unknown)
    assert bool(outcome.failing) is (outcome.answer is NO)
    assert outcome.answer is not UNKNOWN or outcome.unknown
    assert outcome.answer is not YES or not outcome.unknown


@given(RULES, FACTS, st.sampled_from(NAMES), st.booleans())
def test_learning_a_fact_never_overturns_an_answer(
    rule: Any, facts: Known, name: str, value: bool
) -> None:
    compiled = compile_rule(rule)
    before = evaluate(compiled, firm_of(facts), PlanFacts()).answer
    if facts[name] is None and before is not UNKNOWN:
        after = evaluate(compiled, firm_of({**facts, name: value}), PlanFacts()).answer
        assert after is before


def test_negation_is_told_with_the_condition() -> None:
    rule = compile_rule({"not": {"any": [{"above_size": True}, {"declared": "filed"}]}})
    outcome = evaluate(rule, FirmFacts(above_size=True), PlanFacts())
    assert outcome.answer is NO
    assert outcome.failing == (Condition("above_size", True, negated=True),)
    assert outcome.unknown == (Condition("declared", "filed", negated=True),)


FOREVER = Period(None, None, MARK)
SPRING = Period(date(2026, 3, 1), date(2026, 4, 30), MARK)


@pytest.mark.parametrize(
    ("changes", "on", "standing"),
    [
        ({}, date(2024, 12, 31), Standing.NOT_YET),
        ({}, date(2025, 1, 1), Standing.OPEN),
        ({}, date(2026, 12, 31), Standing.OPEN),
        ({}, date(2027, 1, 1), Standing.ENDED),
        ({"valid": FOREVER}, date(2026, 1, 1), Standing.OPEN),
        ({"window": SPRING}, date(2026, 2, 28), Standing.BEFORE_WINDOW),
        ({"window": SPRING}, date(2026, 3, 1), Standing.OPEN),
        ({"window": SPRING}, date(2026, 5, 1), Standing.WINDOW_CLOSED),
        ({"window": FOREVER}, date(2026, 5, 1), Standing.RULES_IN_FORCE),
        ({"window": None}, date(2026, 5, 1), Standing.RULES_IN_FORCE),
        ({"window": None, "stated": Stated.OPEN}, date(2026, 5, 1), Standing.RULES_IN_FORCE),
        ({"window": Period(SPRING.start, None, MARK)}, date(2026, 5, 1), Standing.RULES_IN_FORCE),
        (
            {"window": SPRING, "stated": Stated.CHECK_CURRENT_YEAR},
            date(2026, 5, 1),
            Standing.CHECK_CURRENT_YEAR,
        ),
        (
            {"window": SPRING, "stated": Stated.CHECK_CURRENT_YEAR},
            date(2026, 4, 1),
            Standing.OPEN,
        ),
        (
            {"window": None, "stated": Stated.CHECK_CURRENT_YEAR},
            date(2026, 1, 1),
            Standing.CHECK_CURRENT_YEAR,
        ),
        (
            {"window": None, "stated": Stated.MOSTLY_EXPIRED},
            date(2026, 1, 1),
            Standing.CHECK_CURRENT_YEAR,
        ),
        (
            {"window": None, "stated": Stated.EXPIRED_REFERENCE},
            date(2026, 1, 1),
            Standing.RULES_IN_FORCE,
        ),
        (
            {"stated": Stated.EXPIRED_REFERENCE, "valid": FOREVER},
            date(2026, 1, 1),
            Standing.ENDED,
        ),
        ({"kind": "policy-goal"}, date(2026, 1, 1), Standing.NO_FILING),
    ],
)
def test_standing_is_a_function_of_the_date(
    changes: dict[str, object], on: date, standing: Standing
) -> None:
    instrument = an_instrument(**changes)
    assert instrument.standing(on) is standing
    assert instrument.is_open(on) is (standing is Standing.OPEN)


ENDS = st.one_of(st.none(), st.dates(date(2025, 6, 1), date(2026, 12, 31)))


@given(ENDS, ENDS, st.sampled_from(list(Stated)), st.dates(date(2024, 1, 1), date(2028, 1, 1)))
def test_open_is_only_inside_a_known_window(
    start: date | None, end: date | None, stated: Stated, on: date
) -> None:
    instrument = an_instrument(window=Period(start, end, MARK), stated=stated)
    inside = start is not None and end is not None and start <= on <= end
    assert instrument.is_open(on) is inside


def test_nothing_of_the_content_is_open_without_a_window(content: Content) -> None:
    for instrument in content.instruments.values():
        for on in (date(2025, 8, 1), date(2026, 11, 25), date(2027, 2, 1)):
            window = instrument.window
            inside = window is not None and window.is_bounded
            assert inside or not instrument.is_open(on), instrument.id


def test_stale_a_year_after_it_was_checked() -> None:
    instrument = an_instrument(checked_on=date(2025, 1, 1))
    assert [instrument.is_stale(date(2026, 1, day)) for day in (1, 2)] == [False, True]


@pytest.mark.parametrize(
    ("paid", "package", "share"),
    [
        (paying_for("pkg-a"), PLAIN, 1.0),
        (paying_for("pkg-b"), PLAIN, 0.0),
        (PaidPackages(), PLAIN, 0.0),
        (PaidPackages(with_ai=True), PLAIN, 0.0),
        (PaidPackages(with_ai=True), WITH_AI, 1.0),
        (PaidPackages(areas=frozenset({PackageArea.AI})), WITH_AI, 1.0),
        (PaidPackages(every_package=True, excepted=frozenset({"pkg-a"})), PLAIN, 0.0),
        (PaidPackages(every_package=True, parts=frozenset({CostPart.SOFTWARE})), PLAIN, 0.4),
        (paying_for("pkg-a", parts=frozenset({CostPart.HARDWARE, CostPart.SERVICES})), PLAIN, 0.6),
    ],
)
def test_what_counts_of_a_package(paid: PaidPackages, package: Package, share: float) -> None:
    assert paid.share_of(package) == pytest.approx(share)
    assert an_instrument(paid=paid).pays_for(package) is (share > 0)


def test_a_package_without_the_part_is_not_paid_for() -> None:
    parts = CostParts(software=50, hardware=0, services=50, mark=MARK)
    hardware = paying_for("pkg-a", parts=frozenset({CostPart.HARDWARE}))
    assert not an_instrument(paid=hardware).pays_for(a_package(cost_parts=parts))


def test_what_earlier_rules_asked_of_projects_nobody_knows() -> None:
    for earlier in ({"project_in": ["prj-a"]}, {"project_stage_in": ["ai"]}):
        facts = PlanFacts(packages=[WITH_AI])
        assert evaluate(compile_rule(earlier), FirmFacts(), facts).answer is UNKNOWN


def test_jurisdiction_covers_the_places_inside() -> None:
    covered = [an_instrument().covers(place) for place in ("440307", "441900", None)]
    assert covered == [YES, NO, UNKNOWN]


def test_eligibility_tells_failing_unknown_and_standing() -> None:
    result = eligibility(
        an_instrument(), FirmFacts(place="441900"), PlanFacts(), on=date(2027, 1, 1)
    )
    assert result.answer is NO
    assert result.failing == (Condition("place_in", ["440300"]),)
    assert result.unknown == (Condition("declared", "filed"),)
    assert result.standing is Standing.ENDED


def test_eligible_is_perhaps_until_the_firm_declares() -> None:
    at = date(2026, 1, 1)
    firm = FirmFacts(place="440307")
    assert eligibility(an_instrument(), firm, PlanFacts(), on=at).answer is UNKNOWN
    sure = replace(firm, declared={"filed": True})
    assert eligibility(an_instrument(), sure, PlanFacts(), on=at).answer is YES
