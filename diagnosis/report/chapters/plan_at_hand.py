"""A plan on a screen: what it comes to, its packages in a table, levels, money, what came near."""

from collections.abc import Iterator, Sequence

from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage, KeptPlan, KeptPoint
from diagnosis.domain.text import Language, Text
from diagnosis.present import names
from diagnosis.present.numbers import amount
from diagnosis.present.result.ladders import short_name
from diagnosis.present.result.plan_shown import month_end, show_plan_page
from diagnosis.present.retrofit.beside import NOTHING_BESIDE
from diagnosis.present.retrofit.money_lines import money_lines
from diagnosis.present.retrofit.plan_words import name_of, standard_named
from diagnosis.present.retrofit.spoken import months_of, sums_of
from diagnosis.present.retrofit.why_here import why_in_short
from diagnosis.present.scoring.level_lines import written
from diagnosis.present.scoring.notices import PARAPHRASED
from diagnosis.report.chapters.doing import (
    about_the_plan,
    levels_table,
    nearly_chosen,
    what_it_comes_to,
)
from diagnosis.report.chapters.wording import Wording, pin_lines
from diagnosis.report.document import (
    Block,
    Heading,
    Manner,
    Passage,
    Points,
    ReportDocument,
    ReportTable,
)
from diagnosis.services.ports.content import Content
from diagnosis.services.retrofit.support import SupportMatch

_FIRM = Text("{trade} · {size}{people}", "{trade} · {size}{people}")
_PEOPLE = Text("，{count} 人", ", {count} people")
_MONDAY = Text("星期一先做：{step}（{name}）", "On Monday: {step} ({name})")
_CURVE = Text("多少钱到哪里（照{standard}）", "How far for how much, by {standard}")
_POINT = Text(
    "{budget} 万元：{packages} 项，三年共 {cost} 万元，{level}",
    "{budget} 万元: {packages} packages, {cost} 万元 over three years, {level}",
)
_LEVEL = Text("到 {level} 级", "level {level}")
_NO_LEVEL = Text("级别说不准", "level not known")


def plan_of(
    content: Content, plan: KeptPlan, language: Language, support: SupportMatch | None = None
) -> ReportDocument:
    """Return a plan that is kept nowhere, with the support matched with it."""
    wording = Wording(language)
    blocks = _plan(wording, content, plan, support)
    return ReportDocument(
        language=language,
        title=wording.words("改造路线图", "Roadmap"),
        subtitle=wording.subtitle(),
        firm=wording.say(_firm(content, plan)),
        day=plan.starts_on,
        chapters=(wording.chapter("plan", "三年怎么走", "The plan", blocks),),
        pins=pin_lines(
            code=plan.pins.code,
            content=plan.pins.content,
            form=plan.pins.form,
            standards=plan.pins.standards,
        ),
        is_brief=True,
    )


def _firm(content: Content, plan: KeptPlan) -> Text:
    firm = plan.firm
    trade = content.trades.by_id.get(firm.trade)
    people = Text("", "") if firm.employees is None else _PEOPLE.fill(count=firm.employees)
    name = Text("–", "–") if trade is None else trade.name
    return _FIRM.fill(trade=name, size=names.SIZES[firm.size], people=people)


def _plan(
    wording: Wording, content: Content, plan: KeptPlan, support: SupportMatch | None
) -> Iterator[Block]:
    shown = show_plan_page(content, plan, wording.say, NOTHING_BESIDE)
    yield from what_it_comes_to(wording, shown)
    for text in shown["warnings"]:
        yield Passage(str(text), Manner.WARNING)
    packages = tuple(plan.packages)
    if packages:
        yield _table(wording, content, plan, packages)
        yield Passage(_monday(wording, content, packages[0]), Manner.LEAD)
    if shown["account_note"]:
        yield Passage(str(shown["account_note"]))
    if support is not None and packages:
        yield Heading(wording.words("公家的钱", "Public money"))
        yield Points(tuple(map(wording.say, money_lines(support))))
    if shown["first_ai"]:
        yield Passage(str(shown["first_ai"]), Manner.LEAD)
    yield from nearly_chosen(wording, shown)
    yield _levels(wording, content, plan)
    if plan.curve:
        curve = _CURVE.fill(standard=standard_named(content, plan.target.standard_id))
        yield Heading(wording.say(curve))
        yield Points(tuple(wording.say(_point(point)) for point in plan.curve))
    yield Passage(wording.say(PARAPHRASED), Manner.NOTE)
    yield from about_the_plan(shown)


def _monday(wording: Wording, content: Content, first: KeptPackage) -> str:
    """Return what to do first of all: the first step of the package that starts first."""
    known, name = content.packages.get(first.id), name_of(content, first.id)
    return wording.say(_MONDAY.fill(name=name, step=known.first_step if known else name))


def _table(
    wording: Wording, content: Content, plan: KeptPlan, packages: Sequence[KeptPackage]
) -> ReportTable:
    build, run, _ = sums_of(packages)
    rows = tuple(
        (
            wording.say(months_of(package)),
            wording.say(name_of(content, package.id)),
            package.build.mid,
            package.run.mid,
            wording.say(why_in_short(content, plan, package)),
        )
        for package in packages
    )
    total = wording.words("合计", "in all")
    return ReportTable(
        wording.words("做什么，多少钱（万元）", "What to do, for how much (10,000 yuan)"),
        (
            wording.words("月份", "Months"),
            wording.words("做什么", "What"),
            wording.words("建设", "Build"),
            wording.words("每年", "A year"),
            wording.words("为什么在这里", "Why here"),
        ),
        (*rows, ("", total, build.mid, run.mid, "")),
        (2, 4, 1, 1, 5),
    )


def _levels(wording: Wording, content: Content, plan: KeptPlan) -> ReportTable:
    """Return levels by each standard now and at the end of each phase, as promised, and scores."""
    known = {standard.id: standard for standard in content.standards}
    rows = []
    for before in plan.before:
        later = [
            each
            for phase in plan.phases
            for each in phase.readings
            if each.standard == before.standard
        ]
        standard = known.get(before.standard_id)
        levels = [plan.promised(each) for each in (before, *later)]
        scores = [
            written(standard, each.score)
            for each in (before, (before, *later)[-1])
            if each.score is not None
        ]
        rows.append(
            (
                before.standard_id if standard is None else wording.say(short_name(standard)),
                *("–" if level is None else str(level) for level in levels),
                " → ".join(dict.fromkeys(scores)),
            )
        )
    months = [wording.say(month_end(phase.end)) for phase in plan.phases]
    return levels_table(wording, (*months, wording.words("得分", "Score")), tuple(rows))


def _point(point: KeptPoint) -> Text:
    budget = "–" if point.budget_wan is None else amount(point.budget_wan)
    level = _NO_LEVEL if point.level is None else _LEVEL.fill(level=point.level)
    return _POINT.fill(
        budget=budget, packages=len(point.packages), cost=amount(point.cost.mid), level=level
    )
