"""Chapters 1 to 3: the page to take along, whose diagnosis it is, what hurts and is wanted."""

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage
from diagnosis.domain.text import Text
from diagnosis.present import names
from diagnosis.present.intake.code_names import industry_name, place_name
from diagnosis.present.intake.question_count import count_questions
from diagnosis.present.moments import day_words
from diagnosis.present.numbers import number
from diagnosis.present.result.estimates import show_estimates_briefly
from diagnosis.present.result.first_things import in_order, show_first_things
from diagnosis.present.result.headline import headline
from diagnosis.present.result.ladders import show_ladders
from diagnosis.present.result.support_shown import show_money_to_get
from diagnosis.present.result.weak_points import show_strengths
from diagnosis.present.retrofit.plan_words import name_of, summary_of
from diagnosis.present.retrofit.spoken import people_months, rough
from diagnosis.present.say import Shown
from diagnosis.present.scoring.notices import PARAPHRASED, UNOFFICIAL
from diagnosis.report.chapters.writer import Writer
from diagnosis.report.document import (
    Block,
    Chapter,
    Heading,
    Manner,
    Passage,
    Points,
    ReportTable,
)

_PAIN = re.compile(r"治您说的[^；。]*|it answers what you said[^;.]*")
_SENTENCE = re.compile(r"(.{12,}?)(?:[；;。]|[.] )")
"""The first sentence of a text, if it is more than a word or two."""
IN_BRIEF = 3
"""So many strengths, weak points and first things stand on the first page."""


def in_brief(writer: Writer) -> Chapter:
    """Return the page that a boss takes along: where he stands, what first, for how much, why."""
    return writer.chapter("in-brief", "一页结论", "In brief", _brief(writer))


def _brief(writer: Writer) -> Iterator[Block]:
    facts, say = writer.facts, writer.say
    diagnosis, content = facts.diagnosis, facts.content
    yield Passage(say(headline(content, diagnosis, facts.plan, facts.plan_content)), Manner.LEAD)
    estimated = {each.standard: each.level for each in diagnosis.estimates}
    levels = [
        _level(writer, ladder, estimated.get(ladder["standard"]))
        for ladder in show_ladders(diagnosis, writer.aim, say)
    ]
    if levels:
        yield Passage(writer.words("；", "; ").join(levels) + writer.words("。", "."))
    estimate = show_estimates_briefly(content, diagnosis, writer.aim, say)
    if estimate is not None:
        yield Passage(str(estimate["line"]))
    yield from _strong_and_weak(writer)
    first = show_first_things(facts.plan_content, diagnosis, facts.plan, say)[:IN_BRIEF]
    if first:
        yield Heading(
            writer.words(
                "先做这三件，三十天里先走第一步",
                "Do these three first; take the first steps within thirty days",
            )
        )
    planned = () if facts.plan is None else in_order(diagnosis, facts.plan)
    for place, (each, package) in enumerate(zip_longest(first, planned[: len(first)]), 1):
        cost, between = str(each["cost"]), writer.words("，", ", ")
        about = f"{each['when']}{between}{cost}" if each["when"] else cost
        lines = [_first_sentence(writer, str(line)) for line in each["lines"]]
        if package is not None and people_months(package):
            lines.append(_who(writer, rough(people_months(package))))
        yield writer.step(place, str(each["name"]), about, lines)
    if facts.plan is not None:
        yield Heading(writer.words("三年总账", "Three years together"))
        yield Passage(say(summary_of(facts.plan_content, facts.plan)))
    money = show_money_to_get(facts.current, facts.support, say)
    if money:
        yield Heading(writer.words("可以去问的支持", "Support to ask for"))
        colon, between = writer.words("：", ": "), writer.words("；", "; ")
        yield Passage(between.join(f"{each['name']}{colon}{each['amount']}" for each in money))


def _first_sentence(writer: Writer, text: str) -> str:
    """Return the part of a text that counts most, whole; chapter 11 has all of it.

    Of reasons that is the pain that is treated, else what comes first.
    """
    pain = _PAIN.search(text)
    if pain is not None:
        start = writer.words("为什么先做：", "Why: ")
        return start + pain.group(0) + writer.words("。", ".")
    match = _SENTENCE.match(text)
    return text if match is None else match.group(1) + writer.words("。", ".")


def _who(writer: Writer, months: str) -> str:
    """Return who does a package, and how much of their time it takes."""
    return writer.words(
        f"谁来做：厂里定一个人负责，自己人约 {months} 个人月。",
        f"Who: one person of the firm in charge, about {months} months of work.",
    )


def _level(writer: Writer, ladder: Shown, estimated: int | None) -> str:
    """Return a standard with its level, and the level that a visit would likely verify."""
    name, level, called = ladder["name"], ladder["level"], ladder["level_name"]
    if level is None:
        return writer.words(f"{name}还定不下级别", f"{name}: no level yet")
    likely = ""
    if estimated is not None and estimated != level:
        likely = writer.words(
            f"，到现场估计能核到 {estimated} 级", f", likely verified: {estimated}"
        )
    return writer.words(
        f"{name} {level} 级（{called}{likely}）", f"{name}: {level} ({called}{likely})"
    )


def _strong_and_weak(writer: Writer) -> Iterator[Block]:
    facts, say = writer.facts, writer.say
    content, diagnosis = facts.content, facts.diagnosis
    raised = [point for point in writer.weak_points if point["is_first"]]
    weak = (writer.words("弱在：", "Weak in: "), writer.weak_points)
    if raised:
        weak = (writer.words("下面先做的三件，补的是：", "The three below raise: "), raised)
    for name, shown in (
        (writer.words("做得好的：", "Strong in: "), show_strengths(content, diagnosis, say)),
        weak,
    ):
        if shown:
            named = writer.words("、", ", ").join(str(each["name"]) for each in shown[:IN_BRIEF])
            yield Passage(name + named + writer.words("。", "."))


def firm(writer: Writer) -> Chapter:
    """Return whose diagnosis it is, and what it rests on."""
    return writer.chapter("firm", "企业与诊断说明", "The firm and the diagnosis", _firm(writer))


def _firm(writer: Writer) -> Iterator[Block]:
    facts, diagnosis = writer.facts, writer.facts.diagnosis
    sheet = diagnosis.sheet
    yield ReportTable(
        writer.words("企业概况", "The firm"),
        (writer.words("项目", "Fact"), writer.words("内容", "As told")),
        tuple(_profile(writer)),
        (4, 8),
    )
    count = count_questions(sheet.form, sheet.production_type, facts.content.bank, sheet.answers)
    day = None if facts.submitted_on is None else writer.say(day_words(facts.submitted_on))
    yield Heading(writer.words("这份诊断是怎么来的", "How this diagnosis came about"))
    yield Points(
        (
            writer.words(
                f"问卷 {sheet.form.ref}，共 {count.all} 题，答了 {count.answered} 题。",
                f"Form {sheet.form.ref}: {count.answered} of {count.all} questions answered.",
            ),
            writer.words(
                "答卷还没有提交，照现在填的算。", "The sheet is a draft, taken as it stands."
            )
            if day is None
            else writer.words(f"答卷于{day}提交。", f"The sheet was submitted on {day}."),
            writer.words(
                "答案是企业自己填的；有人到现场核对过的，第 4 章另外写明。",
                "Answers are the firm's own; what was verified on site is told in chapter 4.",
            ),
            writer.say(UNOFFICIAL),
            writer.say(PARAPHRASED),
        )
    )


def _profile(writer: Writer) -> Iterator[tuple[str, str | float]]:
    sheet, codes = writer.facts.diagnosis.sheet, writer.facts.content.codes
    of_firm, say, size = sheet.enterprise, writer.say, writer.facts.diagnosis.size
    if of_firm.name:
        yield writer.words("名称", "Name"), of_firm.name
    if of_firm.credit_code:
        yield writer.words("统一社会信用代码", "Credit code"), of_firm.credit_code
    if of_firm.industry:
        trade = say(industry_name(codes, of_firm.industry))
        yield writer.words("行业", "Industry"), f"{of_firm.industry} {trade}"
    if of_firm.city and of_firm.city in codes.places:
        yield writer.words("所在地", "Place"), say(place_name(codes, of_firm.city))
    if of_firm.employees is not None:
        people = number(of_firm.employees)
        named = (
            "" if size is None else writer.words("（{}）", " ({})").format(say(names.SIZES[size]))
        )
        yield writer.words("人数", "People"), people + named
    if of_firm.revenue_wan is not None:
        yield writer.words("年营业收入，万元", "Revenue, 10,000 yuan"), of_firm.revenue_wan
    yield (
        writer.words("生产方式", "Production"),
        say(names.PRODUCTION_TYPES[sheet.production_type]),
    )
    budget = sheet.business.yearly_budget_wan
    if budget is not None:
        yield (
            writer.words("一年内打算投入，万元", "To be spent within a year, 10,000 yuan"),
            budget,
        )


def pains(writer: Writer) -> Chapter:
    """Return what hurts and what is wanted, and what the plan does about each."""
    return writer.chapter("pains", "痛点与目标", "Pains and goals", _pains(writer))


def _pains(writer: Writer) -> Iterator[Block]:
    facts, business = writer.facts, writer.facts.diagnosis.sheet.business
    wishes = (*business.pains, *business.goals)
    if not wishes:
        yield Passage(
            writer.words(
                "企业没有说最头疼什么，下面的计划按差距和本行业的顺序排。",
                "The firm named no pain: the plan goes by gaps and by the order of its trade.",
            )
        )
        return
    rows = []
    for wish in wishes:
        served = [] if facts.plan is None else _serving(facts.plan.packages, wish)
        text = writer.words("、", ", ").join(
            writer.say(name_of(facts.plan_content, each.id)) for each in served
        )
        nothing = writer.words("这份计划里没有专门管它的", "nothing of this plan is about it")
        rows.append((writer.say(names.name_of_wish(facts.content, wish)), text or nothing))
    yield ReportTable(
        writer.words("最头疼的事，计划里谁来管", "What hurts, and what the plan does about it"),
        (writer.words("痛点或目标", "Pain or goal"), writer.words("计划里管它的", "In the plan")),
        tuple(rows),
        (5, 8),
    )
    if facts.plan is not None and facts.plan.budget_wan is not None:
        yield Passage(writer.say(_MADE_FOR.fill(budget=rough(facts.plan.budget_wan))))


def _serving(packages: Iterable[KeptPackage], wish: str) -> list[KeptPackage]:
    return [each for each in packages if wish in each.why.serves]


_MADE_FOR = Text(
    "计划按三年 {budget} 万元的预算排。",
    "The plan is made for a budget of {budget} 万元 over three years.",
)
TITLE = Text("制造业数字化与人工智能就绪度诊断报告", "Report on digital maturity and AI readiness")
