"""Matched cases as they are shown: why, why not, and what is never shown."""

from dataclasses import replace
from typing import Any

import orjson
import pytest

from diagnosis.domain.promotion.match_cases import match_cases
from diagnosis.domain.retrofit.catalogue.amounts import Money
from diagnosis.domain.text import Language
from diagnosis.present.parts import topic
from diagnosis.present.promotion.cases import show_cases
from diagnosis.present.say import in_language
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.promotion.find_cases import CaseMatch, find_cases_for, seeker_of
from tests.builders import (
    a_kept_plan,
    a_phase,
    a_planned_package,
    a_sheet,
    an_enterprise,
    an_example,
)

EN, ZH = in_language(Language.EN), in_language(Language.ZH)
MOST_BYTES = 8_000
"""What the cases near to a firm may weigh without details."""
EXAMPLES = (
    "dongguan-mould-shop",
    "foshan-furniture-maker",
    "shenzhen-electronics-plant",
    "zhanjiang-process-plant",
    "zhongshan-lamp-maker",
)


def matches(content: Content, sheet: Any, language: Language = Language.EN, **more: Any) -> Any:
    seeker = seeker_of(content, read(content, sheet), **more)
    match = CaseMatch(seeker, match_cases(seeker, content.cases.values()))
    return show_cases(content, match, in_language(language), details=True)


def keys(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*(keys(below) for below in value.values()))
    return set().union(*(keys(below) for below in value)) if isinstance(value, list) else set()


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("language", Language)
def test_no_named_firm_is_rated(content: Content, name: str, language: Language) -> None:
    """A case's position on our ladders is shown nowhere; the firm's own may be."""
    found = matches(content, an_example(name), language)
    shown = [*found["cases"], *found["larger"]["cases"]]
    assert shown or name == "zhanjiang-process-plant"
    for one in shown:
        assert not keys(one) & {"practices", "position", "level", "score", "rating"}
        assert not (keys(one["case"]) | keys(one["details"]["case"])) & {"item", "your_position"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_match_says_why_and_teaches(content: Content, name: str) -> None:
    for one in matches(content, an_example(name))["cases"]:
        assert one["why"] and one["details"]["where_you_are_below"]
        assert 0.5 <= one["near"] <= 1
        assert one["is_near"] or one["why_not"]
        for metric in one["details"]["case"]["metrics"]:
            assert metric["direction"] in ("up", "down", "level")
            assert metric["unit_name"] and metric["mark"]["confidence"]


@pytest.mark.parametrize("industry", ["C2110", "C3854"])
def test_a_small_firm_is_shown_no_giants_but_apart(content: Content, industry: str) -> None:
    found = matches(content, of_industry(industry))
    assert all(one["case"]["size"] != "large" for one in found["cases"])
    larger = found["larger"]
    assert 1 <= len(larger["cases"]) <= 2 and "do not carry over" in larger["note"]
    assert not any(one["is_near"] for one in larger["cases"])


def of_industry(industry: str, **facts: object) -> Any:
    """Return the sheet of the small mould shop as a firm of another industry."""
    sheet = an_example("dongguan-mould-shop")
    sheet["enterprise"] |= {"industry": industry, **facts}
    return sheet


def test_a_maker_of_car_parts_is_told_that_nothing_is_near(content: Content) -> None:
    """No small case of its industry is in the catalogue: that is said, and nothing padded."""
    found = matches(content, of_industry("C3670"))
    assert found["nothing_near"]
    assert any("no case of a small firm" in note for note in found["notes"])
    assert all("another industry" in " ".join(one["why_not"]) for one in found["cases"])


def trades_of(found: Any) -> list[tuple[str, str, bool]]:
    """Return the division of each case that is shown, what is said of it, whether it is near."""
    return [
        (
            match["details"]["case"]["industry"]["division"],
            " ".join((*match["why"], *match["why_not"])),
            match["is_near"],
        )
        for match in (*found["cases"], *found["larger"]["cases"])
    ]


@pytest.mark.parametrize("industry", ["C3525", "C2929", "C3324", "C3872", "C1829", "C2110"])
@pytest.mark.parametrize("size", [{"employees": 25}, {"employees": 350, "revenue_wan": 9000}])
def test_another_trade_is_called_another_trade(
    content: Content, industry: str, size: dict[str, object]
) -> None:
    for division, words, _ in trades_of(matches(content, of_industry(industry, **size))):
        assert (division != industry[:3]) is ("another industry" in words)


def test_a_mould_shop_has_no_leather_or_garment_shop_near(content: Content) -> None:
    trades = trades_of(matches(content, an_example("dongguan-mould-shop")))
    assert "C35" in {division for division, _, is_near in trades if is_near}
    assert not any(is_near for division, _, is_near in trades if division in ("C18", "C19"))


def test_a_plastics_moulder_is_not_held_against_a_maker_of_washing_powder(
    content: Content,
) -> None:
    """P&G Huangpu is in the same family and district, and makes by recipe."""
    sheet = of_industry("C2929", city="440112", employees=1500, revenue_wan=90000)
    every = content.cases.values()
    seeker = seeker_of(
        content, read(content, sheet), scenes=content.cases["case-pg-guangzhou"].scenes
    )
    found = match_cases(seeker, every, most=len(every))
    shown = [match.case.id for match in (*found.cases, *found.larger)]
    assert "case-shunwei-fan-blades" in shown and "case-pg-guangzhou" not in shown


def test_a_dye_house_is_told_that_weaving_was_not_compared(content: Content) -> None:
    found = matches(content, of_industry("C1713", production_type="process"))
    assert any("of the other production type" in note for note in found["notes"])
    assert not any(division == "C17" for division, _, _ in trades_of(found))


def test_only_expected_figures_are_a_reason_against(content: Content) -> None:
    case = content.cases["case-kelang-slides"]
    hoped = replace(case, metrics=tuple(m for m in case.metrics if m.expected))
    seeker = seeker_of(content, read(content, of_industry("C3351")))
    shown = show_cases(
        content, CaseMatch(seeker, match_cases(seeker, [hoped])), in_language(Language.EN)
    )
    (match,) = shown["cases"]
    assert "all its figures are expected ones; none was measured" in match["why_not"]


def test_an_industry_without_a_case_is_told_so(content: Content) -> None:
    found = matches(content, an_example("zhanjiang-process-plant"))
    assert found["nothing_near"]
    assert any(note.startswith("The catalogue has no case yet in") for note in found["notes"])


def test_a_trade_without_a_plant_of_its_own_is_told_so(content: Content) -> None:
    """A board maker was shown phones, panels and cameras as "nearest", and no word of it."""
    found = matches(content, of_industry("C3489"))
    assert found["cases"]
    (note,) = [each for each in found["notes"] if "No case below is of the trade" in each]
    assert "do not compare the figures" in note
    boards = matches(content, of_industry("C3982"))
    assert not any("No case below is of the trade" in each for each in boards["notes"])


def test_the_furniture_maker_finds_its_own(content: Content) -> None:
    found = matches(content, an_example("foshan-furniture-maker"))
    assert not any("No case below is of the trade" in note for note in found["notes"])
    assert found["cases"][0]["case"]["id"] == "case-weifa-home"
    assert found["cases"][0]["is_near"] and not found["nothing_near"]


@pytest.mark.parametrize(
    ("planned", "done", "differs"),
    [
        (["pkg-machine-counter"], "pkg-machine-network", True),
        (["pkg-machine-counter", "pkg-machine-network"], "pkg-machine-network", False),
    ],
)
def test_another_grade_of_a_planned_package_counts(
    content: Content, planned: list[str], done: str, differs: bool
) -> None:
    found = matches(content, an_example("zhongshan-lamp-maker"), packages=planned)
    (case,) = [one for one in found["cases"] if one["case"]["id"] == "case-huaqiang-lianjiang"]
    (shared,) = case["packages_of_your_plan"]
    assert (shared["id"], shared["done"]) == (planned[-1], done)
    assert any("planned:" in why for why in case["why"]) is differs


def test_cases_of_a_plan_of_earlier_projects_name_packages(content: Content) -> None:
    phase = a_phase(1, (a_planned_package("prj-iot-gateway", 0, 3, Money(1, 2, 3)),), ())
    sheet = read(content, an_example("zhongshan-lamp-maker"))
    match = find_cases_for(content, sheet, a_kept_plan(phases=(phase,)))
    assert match.seeker.packages["pkg-machine-network"] == "pkg-machine-network"
    assert "equipment-run-monitoring" in match.seeker.scenes


def test_scenes_of_the_plan_are_a_part_only_with_a_plan(content: Content) -> None:
    sheet = an_example("foshan-furniture-maker")
    parts = {part["part"] for part in matches(content, sheet)["cases"][0]["details"]["parts"]}
    assert parts == {"gap", "industry", "size", "region"}
    wanted = matches(content, sheet, scenes=["smart-warehousing"])["cases"][0]
    assert "scene" in {part["part"] for part in wanted["details"]["parts"]}
    assert wanted["scenes_of_your_plan"][0]["id"] == "smart-warehousing"


def test_a_firm_that_says_nothing_of_itself_is_told_so(content: Content) -> None:
    facts = an_enterprise(industry=None, city=None, employees=None)
    found = matches(content, a_sheet(answers={"production-control": 1}, enterprise=facts))
    assert found["cases"] == [] and found["nothing_near"]
    assert any("Not given: industry, headcount and revenue, place" in n for n in found["notes"])


def test_unconfirmed_cases_say_so_among_why_not(content: Content) -> None:
    found = matches(content, of_industry("C2110"))
    unconfirmed = [one for one in found["larger"]["cases"] if one["case"]["unconfirmed"]]
    assert unconfirmed
    assert all(any("unconfirmed" in text for text in one["why_not"]) for one in unconfirmed)


def test_a_fish_plant_is_shown_no_toilets_tiles_or_beer(content: Content) -> None:
    """Fewer cases rather than those of strangers."""
    for industry in ("C136", "C1361"):
        found = matches(content, of_industry(industry, production_type="process"))
        assert not {division for division, _, _ in trades_of(found)} - {"C13", "C14"}


def test_a_mould_shop_learns_from_a_mould_maker_and_from_no_excavators(content: Content) -> None:
    found = matches(content, an_example("dongguan-mould-shop"))
    assert [one["case"]["id"] for one in found["cases"]] == ["case-modebao-mould"]
    assert found["larger"]["cases"] == []


def test_what_a_first_look_never_asked_is_no_reason_and_what_was_left_open_is_named(
    content: Content,
) -> None:
    """Which a case did both."""
    facts = an_example("zhongshan-lamp-maker")["enterprise"]
    ladders = [name for name, item in content.bank.items() if item.type == "ladder"]
    form = read(content, a_sheet("screening", {}, enterprise=facts)).form
    answered, blank = [item for item in ladders if item in form.entries][:2]
    unasked = next(item for item in ladders if item not in form.entries)
    practices = {answered: 3, blank: 3, unasked: 3}
    case = replace(content.cases["case-rongxin-lighting"], practices=practices)
    sheet = a_sheet("screening", {answered: 1}, enterprise=facts)
    seeker = seeker_of(content, read(content, sheet))
    shown = show_cases(content, CaseMatch(seeker, match_cases(seeker, [case])), ZH)
    (match,) = shown["cases"]
    (line,) = [text for text in match["why_not"] if "没有答" in text]
    assert content.bank[blank].name.zh in line
    assert content.bank[unasked].name.zh not in line


def test_every_item_has_a_topic_in_both_languages(content: Content) -> None:
    for case in content.cases.values():
        for item in case.practices:
            text = topic(content, item)
            assert text.zh and text.en and len(text.zh) <= 12


def test_equal_input_gives_equal_output(content: Content) -> None:
    sheet = an_example("shenzhen-electronics-plant")
    assert matches(content, sheet) == matches(content, sheet)


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("language", Language)
def test_a_match_names_its_case_and_tells_the_rest_on_request(
    content: Content, name: str, language: Language
) -> None:
    seeker = seeker_of(content, read(content, an_example(name)))
    match = CaseMatch(seeker, match_cases(seeker, content.cases.values()))
    say = in_language(language)
    short, full = (show_cases(content, match, say, details=more) for more in (False, True))
    assert len(orjson.dumps(short)) <= MOST_BYTES
    for one, other in zip(short["cases"], full["cases"], strict=True):
        assert one == other | {"details": None}
        for part in ("id", "company", "size", "summary", "unconfirmed", "caution"):
            assert one["case"][part] == other["details"]["case"][part]
