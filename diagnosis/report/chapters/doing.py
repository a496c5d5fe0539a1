"""Chapters 10 to 12: gaps and what is worth most, the roadmap, money in and out."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator

from diagnosis.domain.text import Text
from diagnosis.present.result.plan_shown import rough_note
from diagnosis.present.result.support_shown import show_support_page
from diagnosis.present.result.weak_points import WEAK_SHOWN
from diagnosis.present.retrofit.plan_words import name_of
from diagnosis.present.say import Shown
from diagnosis.report.chapters.wording import Wording
from diagnosis.report.chapters.writer import Writer
from diagnosis.report.charts.worth_effort import Dot
from diagnosis.report.document import (
    Block,
    Cell,
    Chapter,
    Framed,
    Heading,
    Manner,
    Passage,
    Points,
    ReportTable,
    WebLink,
)
from diagnosis.report.drawings import draw_calendar, draw_worth, draw_years

RAISE_FIRST = Text("先补哪些", "What to raise first")
QUESTION = Text("题", "Question")
NOW = Text("现在", "Now")
NEXT = Text("往上一档", "Next")
NO_GAP = Text("没有找到差距。", "No gap was found.")


def gaps(writer: Writer) -> Chapter:
    """Return what lies below the next level, and what the plan's packages are worth."""
    return writer.chapter("gaps", "差距与优先级", "Gaps and priorities", _gaps(writer))


def _gaps(writer: Writer) -> Iterator[Block]:
    facts = writer.facts
    if facts.plan is not None:
        dots = [
            Dot(
                writer.say(name_of(facts.plan_content, each.id)),
                float(len(each.why.raises)),
                each.build.mid,
            )
            for each in facts.plan.packages
        ]
        figure = draw_worth(dots, writer.language)
        if figure is not None:
            yield figure
    nobody = writer.words("这份计划没有排它。", "Nothing in this plan.")
    rows = tuple(
        (str(each["name"]), str(each["next"]), str(each["planned"] or nobody))
        for each in writer.weak_points[:WEAK_SHOWN]
    )
    if rows:
        yield ReportTable(
            writer.say(RAISE_FIRST),
            (writer.say(QUESTION), writer.say(NEXT), writer.words("谁来补", "Raised by")),
            rows,
            (2, 6, 4),
        )
    else:
        yield Passage(writer.say(NO_GAP))


def roadmap(writer: Writer) -> Chapter:
    """Return the plan: its calendar, then a card for each package."""
    return writer.chapter("roadmap", "改造路线图", "Roadmap", _roadmap(writer))


def _roadmap(writer: Writer) -> Iterator[Block]:
    plan, facts = writer.plan, writer.facts
    if plan is None:
        yield _no_plan(writer)
        return
    yield from what_it_comes_to(writer, plan, rough_note(facts.content, facts.diagnosis.sheet))
    calendar = draw_calendar(plan["phases"], writer.language)
    if calendar is not None:
        yield calendar
    for phase in plan["phases"]:
        yield Heading(
            writer.words(
                f"{phase['name']}，到{phase['until']}", f"{phase['name']}, until {phase['until']}"
            )
        )
        for card in phase["cards"]:
            yield _card(writer, card)
    yield from _levels(writer, plan)
    yield from nearly_chosen(writer, plan)
    if plan["warnings"]:
        yield Heading(writer.words("请留意", "Mind"))
        yield Points(tuple(map(str, plan["warnings"])))
    yield from about_the_plan(plan)


def what_it_comes_to(wording: Wording, plan: Shown, note: Text | None = None) -> Iterator[Block]:
    """Yield a plan in a sentence, why it is a rough one, what its wishes come up against."""
    yield Passage(str(plan["summary"]), Manner.LEAD)
    if note is not None and not plan["first_warnings"]:
        yield Passage(wording.say(note), Manner.WARNING)
    for text in (*plan["first_warnings"], *plan["ways_out"]):
        yield Passage(str(text), Manner.WARNING)


def nearly_chosen(wording: Wording, plan: Shown) -> Iterator[Block]:
    """Yield what was nearly chosen, and why not; nothing where nothing was."""
    if plan["nearly"]:
        yield Heading(wording.words("这次没有排上的", "Not in the plan this time"))
        yield Points(tuple(map(str, plan["nearly"])))


def about_the_plan(plan: Shown) -> Iterator[Block]:
    """Yield what a plan says of itself."""
    for text in plan["notices"]:
        yield Passage(str(text), Manner.NOTE)


def _no_plan(writer: Writer) -> Passage:
    return Passage(
        writer.words("还没有可以排的计划：先把题答了。", "There is no plan yet: answer first."),
        Manner.WARNING,
    )


def _card(writer: Writer, card: Shown) -> Framed:
    facts = [
        (
            writer.words("什么时候", "When"),
            writer.words("，", ", ").join(
                str(each).rstrip("。.") for each in (card["when"], card["people"]) if each
            ),
        ),
        (writer.words("多少钱", "Cost"), card["cost"]),
        (writer.words("为什么", "Why"), card["reason"]),
        (writer.words("做什么", "What"), card["what"]),
        (writer.words("开工前", "Before the start"), card["file_first"]),
        (writer.words("第一步", "First step"), card["first_step"]),
        (writer.words("做成的样子", "Done when"), card["done_when"]),
        (writer.words("带来什么", "Brings"), writer.words("；", "; ").join(card["brings"])),
        (
            writer.words("谁可能出钱", "May be paid by"),
            writer.words("、", ", ").join(card["support"]),
        ),
        (writer.words("谁做过", "Done by"), card["case"]),
    ]
    return Framed(str(card["name"]), tuple((name, str(text)) for name, text in facts if text))


def _levels(writer: Writer, plan: Shown) -> Iterator[Block]:
    phases = [phase for phase in plan["phases"] if phase["cards"]]
    rows = tuple((str(each["name"]), *map(str, each["levels"])) for each in plan["levels"])
    if rows:
        yield levels_table(writer, [str(phase["until"]) for phase in phases], rows)


def levels_table(
    wording: Wording, months: Iterable[str], rows: tuple[tuple[Cell, ...], ...]
) -> ReportTable:
    """Return each standard with its level now and after some months."""
    return ReportTable(
        wording.words("照计划做，级别怎么走", "Levels as the plan goes on"),
        (wording.words("标准", "Standard"), wording.say(NOW), *months),
        rows,
    )


def money(writer: Writer) -> Chapter:
    """Return what the plan costs year by year, and who may pay for it."""
    return writer.chapter("money", "投入产出与资金", "Money", _money(writer))


def _money(writer: Writer) -> Iterator[Block]:
    plan = writer.plan
    if plan is not None:
        figure = draw_years(plan["years"], writer.language)
        if figure is not None:
            yield figure
            yield _years(writer, plan)
        if plan["account_note"]:
            yield Passage(str(plan["account_note"]), Manner.NOTE)
    support = show_support_page(writer.facts.current, writer.facts.support, writer.say)
    yield Heading(writer.words(f"{support['day']}查到的支持", f"Support as of {support['day']}"))
    yield Passage(str(support["sum"]))
    if support["sum_note"]:
        yield Passage(str(support["sum_note"]), Manner.NOTE)
    groups = [group for group in support["groups"] if group["offers"]]
    everywhere = _repeated(offer for group in groups for offer in group["offers"])
    for group in groups:
        yield Heading(str(group["name"]))
        for offer in group["offers"]:
            yield _offer(writer, offer, everywhere)
    if support["refused"]:
        yield what_does_not_fit(writer, support["refused"])
    notices = tuple(dict.fromkeys((*everywhere, *map(str, support["notices"]))))
    yield Points(notices, in_columns=True)


def what_does_not_fit(wording: Wording, refused: Iterable[Shown]) -> ReportTable:
    """Return what is not for the firm, each with every reason."""
    return ReportTable(
        wording.words("对不上的，和为什么", "What does not fit, and why"),
        (wording.words("名称", "Name"), wording.words("为什么", "Why")),
        tuple(
            (
                str(each["name"]),
                wording.words("；", "; ").join(str(why).rstrip("。.") for why in each["why"]),
            )
            for each in refused
        ),
        (4, 8),
    )


def _years(writer: Writer, plan: Shown) -> ReportTable:
    rows: list[tuple[Cell, ...]] = [
        (str(each["name"]), each["build"], each["run"], each["total"]) for each in plan["years"]
    ]
    return ReportTable(
        writer.words("每年花多少，万元", "Money by year, 10,000 yuan"),
        (
            writer.words("年", "Year"),
            writer.words("建设", "To build"),
            writer.words("运行", "To run"),
            writer.words("合计", "Together"),
        ),
        tuple(rows),
    )


def _repeated(offers: Iterable[Shown]) -> dict[str, None]:
    """Return the cautions that stand with more than one offer: they are said once, at the end."""
    counted = Counter(str(text) for offer in offers for text in offer["cautions"])
    return dict.fromkeys(text for text, count in counted.items() if count > 1)


def _offer(writer: Writer, offer: Shown, everywhere: Container[str]) -> Framed:
    amount, rule = str(offer["amount"]).rstrip("。."), str(offer["rule"]).rstrip("。.")
    facts = [
        (writer.words("给多少", "Amount"), amount),
        (writer.words("办法", "Rule"), "" if rule == amount else offer["rule"]),
        (writer.words("对得上吗", "Eligible"), offer["chance"]),
        (
            writer.words("还要问清", "To be settled"),
            writer.words("；", "; ").join(offer["conditions"]),
        ),
        (writer.words("什么时候为止", "Until"), offer["deadline"]),
        (writer.words("去哪里问", "Where"), offer["office"]),
        (writer.words("可信程度", "Confidence"), offer["confidence"]),
    ]
    cautions = [text for text in map(str, offer["cautions"]) if text not in everywhere]
    lines = [*map(str, offer["first"]), *map(str, offer["warnings"]), *cautions]
    links = [
        WebLink(str(each["name"]), str(each["link"])) for each in offer["sources"] if each["link"]
    ]
    named = [str(each["name"]) for each in offer["sources"] if not each["link"]]
    sources = [writer.words("；", "; ").join(named)] if named else []
    return Framed(
        str(offer["name"]),
        tuple((name, str(text)) for name, text in facts if text),
        (*lines, *sources),
        tuple(links),
    )
