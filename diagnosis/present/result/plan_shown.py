"""A plan as a page shows it: levels after each phase, money by years, what a change changes."""

from collections.abc import Iterable, Iterator

from diagnosis.domain.intake.answer import NOT_KNOWN
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.plan.hints import FewAnswered, NothingAnswered
from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage, KeptPlan
from diagnosis.domain.scoring.counted_items import counted_items
from diagnosis.domain.scoring.reading import Reading
from diagnosis.domain.text import Text
from diagnosis.present import numbers
from diagnosis.present.intake.question_count import count_questions
from diagnosis.present.moments import day_words
from diagnosis.present.result.ladders import short_name
from diagnosis.present.retrofit.hints import hint_text
from diagnosis.present.retrofit.plan import notices, show_firm_plan
from diagnosis.present.retrofit.plan_words import name_of
from diagnosis.present.retrofit.spoken import about_money, cost, rough, sums_of
from diagnosis.present.say import Say, Shown, joined, quoted
from diagnosis.present.scoring.notices import PARAPHRASED, UNOFFICIAL
from diagnosis.services.ports.content import Content
from diagnosis.services.promotion.beside_plan import BesidePlan

_ON_EVERY_PAGE = (UNOFFICIAL, PARAPHRASED)
NEARLY_ALL = 0.8
"""Where less than this share of the questions has an answer, a plan is a rough one (ours)."""
_ROUGH = Text(
    "答清楚的题还不到八成，这份计划是粗排的：答得越全排得越准，有些项还会换。",
    "Fewer than four questions in five have a clear answer: this plan is a rough one. With more "
    "of them it gets surer, and some of what it has will change.",
)
_NAMED = 4
_AND_MORE = Text("{names}等 {count} 题", "{names} and others, {count} in all")
_BLANKS_HOLD = Text(
    "{items}没有答清楚，都按最差算；答清楚了，做完以后的级别可能比下面写的高。",
    "No clear answer: {items}. They count at their worst; with an answer the level after the plan "
    "may be above what is said below.",
)
_BY = Text("{what}（出处：{who}）", "{what} (source: {who})")
_WITH_NOTE = Text("{what}。{note}", "{what}. {note}")
_YEAR = Text("第 {year} 年", "Year {year}")
_PHASE = Text("第 {number} 阶段", "Phase {number}")
_UNTIL = Text("第 {month} 个月末", "end of month {month}")
_LEVEL = Text("{level} 级 {name}", "{level} {name}")
_UNMOVED = Text("不变", "unchanged")
_NO_LEVEL = Text("说不准", "not known")
_FILE_FIRST = Text(
    "先备案再开工：想拿{names}的钱，备案办好再动手，没备案就开工的不给。",
    "File first, then start: for money from {names} begin once the filing is done; what starts "
    "unfiled is not paid.",
)
_WORK = Text("自己人约 {months} 个人月", "about {months} person-months of your own")
_WORK_OF_A_MONTH = Text("自己人约 {months} 个人月", "about {months} person-month of your own")
_MONEY = Text(
    "三年总账从约 {first} 万元变成约 {second} 万元",
    "over three years about {second} 万元 in place of {first} 万元",
)
_SAME_MONEY = Text("三年总账还是约 {first} 万元", "still about {first} 万元 over three years")


def show_plan_page(content: Content, plan: KeptPlan, say: Say, beside: BesidePlan) -> Shown:
    """Return a plan for people: its sentence, cards, phases, levels, money, what came near."""
    shown = show_firm_plan(content, plan, say, beside=beside)
    first = [
        say(hint_text(content, hint, plan.target.standard_id))
        for hint in plan.hints
        if isinstance(hint, (FewAnswered, NothingAnswered))
    ]
    return {
        "summary": shown["summary"],
        "first_warnings": first,
        "starts_on": say(day_words(plan.starts_on)),
        "budget_wan": plan.budget_wan,
        "phases": [
            {
                "name": say(_PHASE.fill(number=phase["number"])),
                "until": say(month_end(phase["until_month"])),
                "from_month": phase["from_month"],
                "until_month": phase["until_month"],
                "cards": [
                    _card(content, card, say)
                    | {"file_first": _file_first(card["id"], beside, say)}
                    for card in phase["packages"]
                ],
            }
            for phase in shown["phases"]
        ],
        "levels": list(_levels(content, plan, say)),
        "years": [
            {
                "name": say(_YEAR.fill(year=year["year"])),
                "build": year["build_wan"]["mid"],
                "run": year["run_wan"]["mid"],
                "total": year["total_wan"]["mid"],
            }
            for year in shown["account"]
        ],
        "account_note": shown["account_note"],
        "nearly": [near["message"] for near in shown["nearly"]],
        "first_ai": shown["first_ai"] and shown["first_ai"]["message"],
        "ways_out": [each["message"] for each in shown["infeasible"]],
        "warnings": [text for text in shown["warnings"] if text not in first],
        "notices": [say(text) for text in notices(content, plan) if text not in _ON_EVERY_PAGE],
        "is_cut_short": plan.is_cut_short,
    }


def month_end(month: float) -> Text:
    """Return the end of a month of the plan."""
    return _UNTIL.fill(month=numbers.number(month))


def rough_note(content: Content, sheet: Sheet) -> Text | None:
    """Return that a plan goes by few answers; None where nearly all questions have one."""
    known = {item for item, value in sheet.answers.items() if value is not NOT_KNOWN}
    count = count_questions(sheet.form, sheet.production_type, content.bank, known)
    if count.answered >= NEARLY_ALL * count.all:
        return None
    return _ROUGH


def blanks_note(content: Content, plan: KeptPlan, sheet: Sheet) -> Text | None:
    """Return which blank questions hold the level after a plan back; None where none does.

    It is about the standard that the plan climbs by, and a plan after which its level is open.
    """
    after = plan.target_after
    if after is None or after.level is not None or plan.promised_level is None:
        return None
    standard = next(each for each in content.standards if each.id == after.standard_id)
    in_form = sheet.form.items_of[sheet.production_type]
    blank = [
        content.bank[item].name
        for item in dict.fromkeys(counted_items(standard))
        if item in in_form and sheet.answers.get(item, NOT_KNOWN) is NOT_KNOWN
    ]
    if not blank:
        return None
    names = joined(quoted(name) for name in blank[:_NAMED])
    more = len(blank) - _NAMED
    return _BLANKS_HOLD.fill(
        items=_AND_MORE.fill(names=names, count=len(blank)) if more > 0 else names
    )


def _card(content: Content, card: Shown, say: Say) -> Shown:
    names = ("id", "name", "reason", "what", "first_step", "done_when", "steps", "when", "cost")
    brings = [_brought(content, benefit, say) for benefit in card["brings"]]
    people, build = card["people_months"], card["build_wan"]["mid"]
    return {name: card[name] for name in names} | {
        "people": say(_work(rough(people))) if people else None,
        "brings": brings or [text for text in (card["brings_unknown"],) if text],
        "support": [offer["name"] for offer in card["support"]],
        "case": card["case"] and card["case"]["company"],
        "money": say(about_money(build)),
        "start": card["start_month"],
        "months": card["end_month"] - card["start_month"],
    }


def _brought(content: Content, benefit: Shown, say: Say) -> str:
    """Return what a package brought elsewhere, by whom that is known, and what limits it."""
    publishers = dict.fromkeys(content.sources[each].publisher for each in benefit["sources"])
    what = benefit["text"]
    if publishers:
        what = say(_BY.fill(what=what, who=joined(publishers)))
    return str(say(_WITH_NOTE.fill(what=what, note=benefit["note"])) if benefit["note"] else what)


def _file_first(package_id: str, beside: BesidePlan, say: Say) -> str | None:
    """Return that work is filed before it starts, and for which money; None where none asks."""
    offers = beside.filings.get(package_id, ())
    if not offers:
        return None
    names = joined(quoted(offer.instrument.name) for offer in offers)
    return str(say(_FILE_FIRST.fill(names=names)))


def _levels(content: Content, plan: KeptPlan, say: Say) -> Iterator[Shown]:
    """Yield each standard with the level before, after each phase in which something starts.

    Standards of which no level is known are left out; a level that never moves stands once.
    """
    phases = [phase for phase in plan.phases if phase.packages]
    for standard in content.standards:
        columns = [plan.before, *(phase.readings for phase in phases)]
        levels = [
            _level(content, plan, _of(standard.id, readings), is_first=place == 0)
            for place, readings in enumerate(columns)
        ]
        if all(level is _NO_LEVEL for level in levels):
            continue
        if levels.count(levels[0]) == len(levels):
            levels[1:] = [_UNMOVED] * (len(levels) - 1)
        yield {"name": say(short_name(standard)), "levels": [say(level) for level in levels]}


def _of(standard_id: str, readings: Iterable[Reading]) -> Reading | None:
    return next((each for each in readings if each.standard_id == standard_id), None)


def _level(content: Content, plan: KeptPlan, reading: Reading | None, *, is_first: bool) -> Text:
    if reading is None:
        return _NO_LEVEL
    level = reading.level if is_first else plan.promised(reading)
    standard = next(each for each in content.standards if each.id == reading.standard_id)
    if level is None or level >= len(standard.levels):
        return _NO_LEVEL
    return _LEVEL.fill(level=level, name=standard.levels[level].name)


def show_difference(content: Content, first: KeptPlan, second: KeptPlan, say: Say) -> Shown:
    """Return what a change does to a plan: levels and money side by side, what comes and goes."""
    before, after = (
        {package.id: package for package in plan.packages} for plan in (first, second)
    )
    totals = [rough(sums_of(tuple(plan.packages))[2].mid) for plan in (first, second)]
    text = _SAME_MONEY if totals[0] == totals[1] else _MONEY
    return {
        "money": say(text.fill(first=totals[0], second=totals[1])),
        "levels": list(_level_pairs(content, first, second, say)),
        "added": _named(content, (after[name] for name in after if name not in before), say),
        "dropped": _named(content, (before[name] for name in before if name not in after), say),
    }


def _level_pairs(content: Content, first: KeptPlan, second: KeptPlan, say: Say) -> Iterator[Shown]:
    for standard in content.standards:
        before = [
            _level(content, plan, _of(standard.id, plan.before), is_first=True)
            for plan in (first, second)
        ]
        after = [
            _level(content, plan, _of(standard.id, plan.after), is_first=False)
            for plan in (first, second)
        ]
        levels = (*before, *after)
        if all(level is _NO_LEVEL for level in levels):
            continue
        is_aim = standard.id in (first.target.standard_id, second.target.standard_id)
        if not is_aim and levels.count(levels[0]) == len(levels):
            continue
        now, changed, planned, otherwise = (say(level) for level in (*before, *after))
        yield {
            "name": say(short_name(standard)),
            "now": now,
            "now_changed": None if now == changed else changed,
            "planned": planned,
            "otherwise": otherwise,
            "differs": (now, planned) != (changed, otherwise),
        }


def _named(content: Content, packages: Iterable[KeptPackage], say: Say) -> list[Shown]:
    return [{"name": say(name_of(content, each.id)), "cost": say(cost(each))} for each in packages]


def _work(months: str) -> Text:
    return (_WORK_OF_A_MONTH if months == "1" else _WORK).fill(months=months)
