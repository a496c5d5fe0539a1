"""The packages and trades that we ship: how many, for whom, at what cost, what is laughable."""

import re
from difflib import SequenceMatcher
from itertools import combinations

import pytest

from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.intake.limits import PAINS
from diagnosis.domain.retrofit.catalogue.package import Grade, Package, grades_of
from diagnosis.domain.retrofit.catalogue.trade import MatchedBy, Trade
from diagnosis.services.catalogue.packages import costs_of
from diagnosis.services.ports.content import Content

MOST_ALIKE = 0.75
"""How alike the texts of packages of two trades may be (ratio of matching characters)."""
TRADE_WORDS = {
    "冷链": {"trade-food", "trade-frozen-food"},
    "塘口": {"trade-frozen-food"},
    "除霜": {"trade-frozen-food"},
    "电极": {"trade-moulds-machining"},
    "裁床": {"trade-garments-knit", "trade-leather-shoes-bags", "trade-furniture"},
    "窑": {"trade-ceramics"},
    "锡膏": {"trade-electronics-assembly"},
    "染缸": {"trade-textile-dyeing"},
    "钢网": {"trade-electronics-assembly"},
    "色浆": {"trade-ceramics", "trade-textile-dyeing", "trade-chemicals"},
}
"""Words of a trade that no package on offer to another trade says, the generic ones included."""
FULL_SYSTEMS = ("pkg-mes", "pkg-erp", "pkg-aps", "pkg-wms", "pkg-agv", "pkg-plm")


def trades(content: Content) -> list[Trade]:
    return list(content.trades.by_id.values())


def special(content: Content, trade: Trade) -> list[Package]:
    return [package for package in content.packages.values() if trade.id in package.trades]


def words_of(package: Package) -> str:
    texts = [package.name, package.what, package.first_step, package.done_when]
    texts += [step.name for step in package.steps]
    return "".join(text.zh for text in texts)


def test_there_are_as_many_as_promised(content: Content) -> None:
    assert 90 <= len(content.packages) <= 155
    assert 15 <= len(trades(content)) <= 21
    for trade in trades(content):
        assert len(trade.spine) >= 6, trade.id
        assert len(special(content, trade)) >= 4, trade.id
        assert len(trade.ai_uses) >= 3, trade.id
        assert len(trade.pains) >= 5, trade.id
        assert trade.figures, trade.id


def test_every_division_has_a_trade_of_its_production_type_or_says_why(content: Content) -> None:
    for division, production_type in content.codes.industries.items():
        match = content.trades.match(division, production_type)
        assert match is not None and match.by is MatchedBy.DIVISION, division


def test_every_pain_is_served_in_every_trade(content: Content) -> None:
    for trade in trades(content):
        offered = list(trade.offers(content.packages.values()))
        for entry in trade.pains:
            assert sum(entry.pain in package.pains for package in offered) >= 2, trade.id


def on_offer(content: Content, trade: Trade, people: int) -> dict[str, Package]:
    """Return what a firm of the trade and size can buy, with all that it needs."""
    families = grades_of(content.packages.values())
    fitting = {
        package.id: package
        for package in trade.offers(content.packages.values())
        if package.headcounts.hold(people)
    }
    while unmet := [
        name
        for name, package in fitting.items()
        if any(fitting.keys().isdisjoint(families[needed]) for needed in package.needs.packages)
    ]:
        for name in unmet:
            del fitting[name]
    return fitting


@pytest.mark.parametrize("people", [16, 60, 320, 600])
def test_every_pain_of_a_trade_is_served_at_every_size(content: Content, people: int) -> None:
    """By two packages at the least, without those that only some firms' business asks for.

    Energy may be left to its meters: beside them a small shop has nothing that saves any.
    """
    for trade in trades(content):
        offered = [each for each in on_offer(content, trade, people).values() if not each.traits]
        for entry in trade.pains:
            serving = [package.id for package in offered if entry.pain in package.pains]
            least = 1 if entry.pain == "energy" else 2
            assert len(serving) >= least, (trade.id, entry.pain, serving)


@pytest.mark.parametrize("production_type", ProductionType)
def test_every_pain_is_served_in_every_production_type(
    content: Content, production_type: ProductionType
) -> None:
    of_type = [trade for trade in trades(content) if trade.production_type is production_type]
    generic = [
        package
        for package in content.packages.values()
        if not package.trades and any(trade.is_offered(package) for trade in of_type)
    ]
    for pain in PAINS.values:
        least = 2 if pain == "energy" else 3
        assert sum(pain in package.pains for package in generic) >= least, pain


@pytest.mark.parametrize("people", [60, 250, 320, 600])
def test_every_step_of_a_spine_can_be_bought_at_every_size(content: Content, people: int) -> None:
    """In some grade, with what it needs; sixteen people may do without a step."""
    families = grades_of(content.packages.values())
    for trade in trades(content):
        fitting = on_offer(content, trade, people)
        for step in trade.spine:
            ways = {other for name in step.packages for other in families[name]}
            assert fitting.keys() & ways, (trade.id, step.name.zh)


def test_a_large_firm_does_not_end_on_a_light_order_system(content: Content) -> None:
    assert not content.packages["pkg-orders-stock"].headcounts.hold(320)
    assert content.packages["pkg-erp"].headcounts.hold(320)


def test_a_step_of_a_spine_lists_no_package_of_another_step(content: Content) -> None:
    """A package that stands in two steps would be counted twice, and close the later one."""
    for trade in trades(content):
        listed = [name for step in trade.spine for name in step.packages]
        assert len(listed) == len(set(listed)), trade.id


def test_packages_of_two_trades_do_not_share_a_text(content: Content) -> None:
    """No two trades share a package text but for the generic ones."""
    ours = [package for package in content.packages.values() if package.trades]
    alike = []
    for first, second in combinations(ours, 2):
        if first.trades == second.trades:
            continue
        matcher = SequenceMatcher(None, first.what.zh, second.what.zh, autojunk=False)
        if matcher.quick_ratio() > MOST_ALIKE and matcher.ratio() > MOST_ALIKE:
            alike.append((first.id, second.id))
    assert alike == []


@pytest.mark.parametrize("word", TRADE_WORDS)
def test_no_trade_is_offered_what_belongs_to_another(content: Content, word: str) -> None:
    for trade in trades(content):
        if trade.id in TRADE_WORDS[word]:
            continue
        for package in trade.offers(content.packages.values()):
            assert word not in words_of(package), (trade.id, package.id)


def test_one_person_more_at_a_size_class_costs_no_step(content: Content) -> None:
    cent = 0.01  # both are rounded to it
    for people in (19, 299, 999):
        for package in content.packages.values():
            (before,) = costs_of(content, package, None, people)
            (after,) = costs_of(content, package, None, people + 1)
            most = before.build_wan.mid * (people + 1) / people + cent * 1.01
            assert after.build_wan.mid <= most


@pytest.mark.parametrize("package", FULL_SYSTEMS)
def test_a_shop_of_sixteen_is_offered_no_full_system(content: Content, package: str) -> None:
    chosen = content.packages[package]
    assert chosen.grade is Grade.FULL
    assert not chosen.headcounts.hold(16)


def test_a_generic_package_that_serves_energy_raises_what_is_asked_of_energy(
    content: Content,
) -> None:
    """But for models that tune a process; a trade's own steer the heat and cold it lives by."""
    for package in content.packages.values():
        if "energy" in package.pains and not package.trades and not package.is_ai:
            raised = {effect.item for effect in package.effects}
            assert raised & {"energy-management", "energy-saving"}, package.id


def test_what_is_done_when_export_orders_match_is_for_exporters(content: Content) -> None:
    for package in content.packages.values():
        if "出口单" in package.done_when.zh:
            assert package.traits.get("exports") == (True,), package.id
    assert "出口单" in content.packages["pkg-lamp-certificates"].done_when.zh


def test_a_garment_plant_is_spoken_to_of_styles_not_of_parts_and_drawings(
    content: Content,
) -> None:
    trade = content.trades.by_id["trade-garments-knit"]
    first = [content.packages[name] for step in trade.spine[:1] for name in step.packages]
    assert first
    for package in first:
        assert "款" in words_of(package)
        assert not re.search("图纸|配方|20 种料|料号|半成品", words_of(package)), package.id
    offered = {package.id for package in trade.offers(content.packages.values())}
    assert offered.isdisjoint({"pkg-item-codes", "pkg-drawings"})


def test_what_a_package_needs_works_in_the_words_of_a_trade(content: Content) -> None:
    """The numbering of a garment plant serves wherever a numbering of parts is needed."""
    families = grades_of(content.packages.values())
    assert "pkg-garment-styles" in families["pkg-item-codes"]
    fitting = on_offer(content, content.trades.by_id["trade-garments-knit"], 60)
    assert {"pkg-garment-styles", "pkg-orders-stock", "pkg-cutting-bundles"} <= fitting.keys()


def test_no_schedule_on_a_screen_comes_before_output_is_reported(content: Content) -> None:
    """A lamp shop on paper was sold the board first; 有了产量再排, said the card of another."""
    families = grades_of(content.packages.values())
    for name in families["pkg-scheduling-board"]:
        needs = content.packages[name].needs
        reports = "pkg-work-reporting" in needs.packages
        assert reports or any(
            need.item == "production-control" and need.at_least >= 1 for need in needs.items
        ), name
    reporting = set(families["pkg-work-reporting"])
    for trade in trades(content):
        listed = [name for step in trade.spine for name in step.packages]
        if "pkg-scheduling-board" in listed:
            before = listed[: listed.index("pkg-scheduling-board")]
            assert reporting & set(before), trade.id


def test_a_freezing_plant_begins_with_the_cold_and_the_points_of_its_safety_plan(
    content: Content,
) -> None:
    """It read of its cold store in month 25, and of meters alone for its bill."""
    trade = content.trades.by_id["trade-frozen-food"]
    first = [name for step in trade.spine[:2] for name in step.packages]
    assert first == ["pkg-frozen-temperature", "pkg-frozen-haccp"]
    for name in first:
        needs = content.packages[name].needs
        assert not needs.packages and not needs.items, name
    offered = {package.id: package for package in trade.offers(content.packages.values())}
    power = words_of(offered["pkg-frozen-cooling-power"])
    assert all(word in power for word in ("冷冻机组", "除霜", "库门", "峰"))
    assert "pkg-energy-meters" not in offered
    batch = words_of(offered["pkg-frozen-batches"])
    assert all(word in batch for word in ("塘口", "船", "捕捞区"))
    assert "药残" in words_of(offered["pkg-frozen-papers"])
    assert "包冰" in words_of(offered["pkg-frozen-yield"])


def test_a_maker_of_dumplings_hears_of_no_ponds(content: Content) -> None:
    match = content.trades.match("C1432", ProductionType.PROCESS)
    assert match is not None
    for package in match.trade.offers(content.packages.values()):
        words = words_of(package)
        assert not re.search("塘口|船期|捕捞|不用做", words), package.id


def test_in_food_the_points_of_safety_come_before_recipes(content: Content) -> None:
    spine = content.trades.by_id["trade-food"].spine
    listed = [name for step in spine for name in step.packages]
    assert listed.index("pkg-food-haccp") < listed.index("pkg-food-weighing")
    assert "pkg-food-haccp" in spine[2].packages


def test_a_board_makers_scrap_and_audits_are_treated_by_its_own_records(content: Content) -> None:
    trade = content.trades.by_id["trade-pcb"]
    treating = {
        pain: {each.id for each in trade.offers(content.packages.values()) if pain in each.pains}
        for pain in ("defects", "customer-audits")
    }
    both = {"pkg-pcb-inspection-data", "pkg-pcb-bath", "pkg-pcb-lot-tracking", "pkg-traceability"}
    assert all(both <= names for names in treating.values())
    beside = {"pkg-lead-firm-platform", "pkg-safety-environment", "pkg-supplier-portal"}
    assert not beside & treating["customer-audits"]
    listed = [name for step in trade.spine for name in step.packages]
    assert listed.index("pkg-traceability") < listed.index("pkg-pcb-quote")


def test_a_meeting_is_no_package(content: Content) -> None:
    """A package changes what is done; names of meetings and budget lines are steps."""
    for package in content.packages.values():
        assert not re.search("例会|预算单列|需求会", package.name.zh), package.id


def test_the_months_of_records_stand_in_the_text_of_the_position(content: Content) -> None:
    spelled = {
        1: "一个月|最近一个月|上个月|一个月",
        3: "三个月|3 个月|季度",
        6: "六个月|6 个月|两次",
        12: "12 个月|一年|四个季度",
    }
    for (item, position), months in content.delays.items():
        text = content.bank[item].positions[position].zh
        assert re.search(spelled[months], text), (item, position, text)


def test_a_light_package_of_ai_does_not_come_without_data(content: Content) -> None:
    for package in content.packages.values():
        if package.is_ai:
            assert package.needs.items or package.needs.packages, package.id


@pytest.mark.parametrize(
    ("industry", "trade", "by"),
    [
        ("C3525", "trade-moulds-machining", MatchedBy.CLASS),
        ("C3872", "trade-lamps", MatchedBy.CLASS),
        ("C38", "trade-small-appliances", MatchedBy.DIVISION),
        ("C1361", "trade-frozen-food", MatchedBy.CLASS),
        ("C1432", "trade-food", MatchedBy.CLASS),
        ("C1462", "trade-food", MatchedBy.CLASS),
        ("C1371", "trade-food", MatchedBy.CLASS),
        ("C13", "trade-food", MatchedBy.DIVISION),
        ("C2929", "trade-plastics-moulding", MatchedBy.CLASS),
        ("C36", "trade-generic-discrete", MatchedBy.DIVISION),
        ("C25", "trade-generic-process", MatchedBy.DIVISION),
    ],
)
def test_a_firm_is_of_the_trade_that_it_would_say(
    content: Content, industry: str, trade: str, by: MatchedBy
) -> None:
    match = content.trades.match(industry, content.codes.industries[industry[:3]])
    assert match is not None
    assert (match.trade.id, match.by) == (trade, by)


_BY_THE_CALENDAR = (
    re.compile("今天|明天|今晚|明早|今早|这周|本周|下周一"),
    re.compile(r"(?i)\b(today|tomorrow|tonight|this (week|morning|afternoon)|next monday)\b"),
)


def test_a_first_step_is_true_on_whatever_day_it_is_taken(content: Content) -> None:
    """A card of month 13 said "copy the books today", one of month 7 "film a change tomorrow"."""
    by_day = {
        package.id
        for package in content.packages.values()
        for pattern, text in zip(
            _BY_THE_CALENDAR, (package.first_step.zh, package.first_step.en), strict=True
        )
        if pattern.search(text)
    }
    assert by_day == set()
