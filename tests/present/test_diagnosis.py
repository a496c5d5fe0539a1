"""A diagnosis: what is told beside the level."""

from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.domain.text import Language
from diagnosis.present.say import in_both, in_language, localise
from diagnosis.present.scoring.diagnosis import show_diagnosis
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import diagnose
from tests.builders import a_sheet, an_enterprise, an_example, every, random_sheet

# Example → bands of GB/T, MIIT, smart factory and AI readiness, and the checks it may trip.
STORIES: dict[str, tuple[tuple[set[int], ...], list[str]]] = {
    "dongguan-mould-shop": (({1}, {1}, {0}, {1}), []),
    "foshan-furniture-maker": (({1, 2}, {2}, {0}, {1}), ["networked-beyond-digital"]),
    "shenzhen-electronics-plant": (({2, 3}, {3}, {2}, {2, 3}), []),
    "zhanjiang-process-plant": (({1, 2}, {2}, {0, 1, 2}, {1}), []),
    "zhongshan-lamp-maker": (({0, 1}, {0, 1}, {0}, {0}), []),
}


def rendered(content: Content, raw: Any, **how: Any) -> dict[str, Any]:
    return show_diagnosis(
        content, diagnose(content, read(content, raw), **how), in_language(Language.EN)
    )


def by_standard(result: dict[str, Any]) -> dict[str, Any]:
    return {one["standard"].partition("@")[0]: one for one in result["standards"]}


@pytest.mark.parametrize("name", STORIES)
def test_example_tells_its_story(content: Content, name: str) -> None:
    result = rendered(content, an_example(name))
    bands, checks = STORIES[name]
    for one, band in zip(result["standards"], bands, strict=True):
        assert one["level"] in band, one["standard"]
    assert [check["id"] for check in result["consistency"]] == checks
    assert result["enterprise"]["name"].startswith("示例")
    assert result["enterprise"]["name"].endswith("有限公司")


@pytest.mark.parametrize("name", STORIES)
def test_example_answers_everything_it_is_asked(content: Content, name: str) -> None:
    raw = an_example(name)
    sheet = read(content, raw)
    asked = {item for item, e in sheet.form.entries.items() if sheet.production_type in e.asked_of}
    assert set(raw["answers"]) == asked


def test_all_four_standards_always_stand_in_their_order(content: Content) -> None:
    result = rendered(content, a_sheet("screening"))
    assert [(one["standard"], one["revision"]) for one in result["standards"]] == [
        ("gbt-39116-2020", 1),
        ("miit-sme-2024", 1),
        ("smart-factory-2025", 1),
        ("ai-readiness", 1),
    ]
    keys = {"level", "score", "coverage", "provisional", "aggregations", "dimensions"}
    for one in result["standards"]:
        assert keys | {"held_back_by", "cuts"} <= one.keys()


def test_empty_sheet_gets_no_level_but_a_reason(content: Content) -> None:
    for one in rendered(content, {"form": "full", "answers": {}})["standards"]:
        assert one["level"] is None or one["standard"].startswith("smart")
        assert one["why"] or one["level"] is not None


def test_level_that_cannot_be_given_says_why(content: Content) -> None:
    raw = a_sheet("gbt-39116", every(content, "gbt-39116", 2, **{"sales-management": "not_known"}))
    for name in ("sales-forecast", "logistics-transport", "logistics-tracking"):
        del raw["answers"][name]
    own = by_standard(rendered(content, raw))["gbt-39116-2020"]
    assert (own["level"], own["score"]) == (None, None)
    # .1001 for sales and .1001 for logistics are blank.
    assert own["coverage"] == pytest.approx(0.7998, abs=1e-9)
    provisional = own["provisional"]
    assert (provisional["level"], provisional["score"]) == (2, 2.0)
    assert own["level_name"] is None and provisional["level_name"]
    assert "80 %" in own["why"]


def test_cut_states_its_weight_and_the_score_as_if_zero(content: Content) -> None:
    answers = every(content, "gbt-39116", 1)
    for name in ("logistics-transport", "logistics-tracking"):
        answers[name] = {"not_applicable": "outsourced-logistics"}
    own = by_standard(rendered(content, a_sheet("gbt-39116", answers)))["gbt-39116-2020"]
    (cut,) = own["cuts"]
    # Logistics weighs .77 × .13 = .1001; at 0, y(1) = .8999 still holds: level 1, score 1 + 0.
    assert cut["weight_removed"] == pytest.approx(0.1001, abs=1e-9)
    assert own["score"] == pytest.approx(1.0, abs=1e-9)
    diagnosis = diagnose(content, read(content, a_sheet("gbt-39116", answers)))
    assert diagnosis.verdicts[0].cuts_as_zero == (1, pytest.approx(1.0, abs=1e-9))


def test_gaps_are_measured_to_the_target(content: Content) -> None:
    raw = a_sheet("gbt-39116", every(content, "gbt-39116", 2, **{"data-collection": 1}))
    sheet = read(content, raw)
    gaps = diagnose(content, sheet, targets={"gbt-39116-2020": 2}).verdicts[0].gaps
    # Data weighs .0506, a third of it is collection, which meets level 2 by 0.
    assert [(gap.item, gap.has, gap.needs) for gap in gaps] == [("data-collection", 1.0, 2.0)]
    assert gaps[0].lift == pytest.approx(0.0506 / 3, abs=1e-9)


def test_what_holds_back_names_the_worst_parts(content: Content) -> None:
    low = {"sales-management": 1, "sales-forecast": 1, "logistics-transport": 1}

    def parts(**more: float) -> list[str]:
        answers = every(content, "gbt-39116", 2.5, **low, **more)
        own = by_standard(rendered(content, a_sheet("gbt-39116", answers)))["gbt-39116-2020"]
        return [hold["part"] for hold in own["held_back_by"]][:3]

    # Of level 3, sales misses .1001 × 1, logistics .1001 × .75.
    assert parts(**{"production-instructions": 3}) == ["total", "sales", "logistics"]
    # Programs sent to machines are an open step of the spine then, though they miss less.
    assert parts() == ["total", "production-operation", "sales"]


def test_traps_of_the_index_are_told(content: Content) -> None:
    own = by_standard(rendered(content, a_sheet()))["miit-sme-2024"]
    assert any("10%" in one.replace(" ", "") for one in own["notices"])
    assert len(own["notices"]) == 2


def test_large_firm_is_told_that_the_index_is_not_for_it(content: Content) -> None:
    raw = a_sheet(enterprise=an_enterprise(employees=1000, revenue_wan=40000))
    assert len(by_standard(rendered(content, raw))["miit-sme-2024"]["notices"]) == 3


def test_judged_conditions_are_listed_and_never_block(content: Content) -> None:
    own = by_standard(rendered(content, an_example("shenzhen-electronics-plant")))
    conditions = own["smart-factory-2025"]["conditions"]
    assert {one["kind"] for one in conditions} == {"computed", "declared", "judged"}
    held = {one["part"] for one in own["smart-factory-2025"]["held_back_by"]}
    assert not any(part.startswith("judged") for part in held)


def test_ignored_answers_are_listed_with_a_reason(content: Content) -> None:
    raw = a_sheet(
        answers={"product-service": 2, "design-management": 3},
        enterprise=an_enterprise(production_type="process"),
    )
    ignored = rendered(content, raw)["ignored"]
    assert [one["item"] for one in ignored] == ["product-service", "design-management"]
    assert all(one["why"] for one in ignored)


def test_result_carries_its_pins_and_notices(content: Content) -> None:
    result = rendered(content, a_sheet(reference="r-1", period=2025))
    pins = result["provenance"]
    assert (pins["form"], pins["content"]) == ("full@2.0.0", content.digest)
    assert (result["reference"], result["period"]) == ("r-1", 2025)
    assert "评定" in result["notice"][0]
    assert any("Unconfirmed" in one for one in result["notice"])


def test_both_languages_localise_to_either(content: Content) -> None:
    diagnosis = diagnose(content, read(content, an_example("zhongshan-lamp-maker")))
    both = show_diagnosis(content, diagnosis, in_both)
    for language in Language:
        assert localise(both, language) == show_diagnosis(
            content, diagnosis, in_language(language)
        )


@settings(max_examples=20)
@given(seed=st.integers(0, 2**32 - 1), blanks=st.sampled_from([0.0, 0.05, 0.4]))
def test_equal_input_gives_equal_bytes(content: Content, seed: int, blanks: float) -> None:
    body = orjson.dumps(random_sheet(content, seed, blanks=blanks, cuts=0.3))

    def answer() -> bytes:
        diagnosis = diagnose(content, read(content, orjson.loads(body)))
        return orjson.dumps(show_diagnosis(content, diagnosis, in_language(Language.EN)))

    assert answer() == answer()
