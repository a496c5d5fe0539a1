"""What a diagnosis comes to in one sentence: what to do first, and where that leads."""

from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.domain.scoring.standard import StagedStandard
from diagnosis.domain.scoring.verdict import HoldKind, TooFewAnswers, Verdict
from diagnosis.domain.text import Text
from diagnosis.present.intake.question_count import count_questions
from diagnosis.present.numbers import percent
from diagnosis.present.result.first_things import in_order
from diagnosis.present.result.ladders import (
    counted_lack,
    missing,
    next_level,
    short_name,
    verdicts_of_form,
)
from diagnosis.present.result.level_by_plan import level_by_plan
from diagnosis.present.retrofit.plan_words import name_of
from diagnosis.present.retrofit.spoken import about_money
from diagnosis.present.say import joined, quoted
from diagnosis.present.scoring.areas import areas, weak_and_strong
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import Diagnosis

_SHORT_OF = Text(
    "{standard} {level} 级还差 {what}", "Still missing for level {level} ({standard}): {what}"
)
_WHOLE = Text(
    "{standard}现在 {level} 级；{next} 级要求的做到了 {has}%，要 {needs}%",
    "{standard}: level {level} now; {has}% of level {next} is met, {needs}% is asked for",
)
_BEGIN_WITH = Text("{lack}：先补{names}", "{lack}. First: {names}")
_DO_FIRST = Text("先做「{name}」，{money}；{level}", "First “{name}”, {money}. {level}")
_STANDS = Text("{standard}现在 {level} 级", "{standard}: level {level} now")
_HIGHEST = Text(
    "{standard}已经是最高的 {level} 级", "{standard}: level {level}, which is the highest"
)
_GO_ON = Text(
    "{count} 题答了 {answered} 题，还给不出级别",
    "{answered} of {count} questions answered: too few for a level",
)
_OPEN = Text("{standard}还定不下级别：{why}", "{standard}: no level yet. {why}")
_WEAK_AND_STRONG = Text(
    "头一眼看：弱在{weak}，强在{strong}",
    "At first sight: weak in {weak}, strong in {strong}",
)
_WEAK = Text("头一眼看：弱在{weak}", "At first sight: weak in {weak}")
_STRONG = Text("头一眼看：强在{strong}", "At first sight: strong in {strong}")
_GO_ON_ANSWERING = Text(
    "答得还太少，看不出强弱", "Too little is known yet to tell strong from weak"
)
_NAMED = 2
_STOP = Text("。", ".")


def headline(
    content: Content, diagnosis: Diagnosis, plan: KeptPlan | None, of_plan: Content
) -> Text:
    """Return the one sentence that a boss takes along, with its full stop.

    With a plan it is what the plan does first, and the level that it comes to, or why to none
    above; without one what the nearest level lacks. It is about the standard that the plan aims
    at, or that pays firms of the size; a form that gives no level tells where the firm is weak and
    strong. `of_plan` is the content of the plan.
    """
    verdicts = verdicts_of_form(diagnosis, None if plan is None else plan.target.standard_id)
    if not verdicts:
        return _ended(_first_sight(content, diagnosis))
    verdict = verdicts[0]
    if plan is None or verdict.level is None or next_level(verdict) is None:
        return _ended(_sentence(content, diagnosis, verdict))
    return _ended(_by_plan(of_plan, diagnosis, plan, verdict))


def _by_plan(content: Content, diagnosis: Diagnosis, plan: KeptPlan, verdict: Verdict) -> Text:
    """Return what a plan does first, and the level it comes to or why it comes to none above."""
    level = level_by_plan(content, plan, verdict)
    for package in in_order(diagnosis, plan)[:1]:
        name, money = name_of(content, package.id), about_money(package.build.mid)
        return _DO_FIRST.fill(name=name, money=money, level=level)
    return level


def _sentence(content: Content, diagnosis: Diagnosis, verdict: Verdict) -> Text:
    name, level, following = short_name(verdict.standard), verdict.level, next_level(verdict)
    if level is None:
        return _without_level(content, diagnosis, verdict)
    if following is None:
        return _HIGHEST.fill(standard=name, level=level)
    lack = counted_lack(verdict)
    if lack is not None:
        short = _SHORT_OF.fill(standard=name, level=following, what=lack)
        return _with_names(content, verdict, short)
    for hold in verdict.holds:
        is_share = isinstance(verdict.standard, StagedStandard) and hold.has is not None
        if hold.kind is HoldKind.TOTAL and is_share:
            share = _WHOLE.fill(
                standard=name,
                level=level,
                next=following,
                has=percent(hold.has or 0.0, lines=(hold.needs,)),
                needs=percent(hold.needs),
            )
            return _with_names(content, verdict, share)
    return _STANDS.fill(standard=name, level=level)


def _with_names(content: Content, verdict: Verdict, lack: Text) -> Text:
    """Return what the next level lacks with the first things to raise, where any is known."""
    items = dict.fromkeys(gap.item for gap in verdict.gaps if gap.level == next_level(verdict))
    names = [quoted(content.bank[item].name) for item in items][:_NAMED]
    return _BEGIN_WITH.fill(lack=lack, names=joined(names)) if names else lack


def _without_level(content: Content, diagnosis: Diagnosis, verdict: Verdict) -> Text:
    sheet = diagnosis.sheet
    count = count_questions(sheet.form, sheet.production_type, content.bank, sheet.answers)
    is_short = isinstance(verdict.no_level, TooFewAnswers) or not verdict.coverage
    why = missing(verdict)
    if count.left or is_short or why is None:
        return _GO_ON.fill(count=count.all, answered=count.answered)
    return _OPEN.fill(standard=short_name(verdict.standard), why=why)


def _first_sight(content: Content, diagnosis: Diagnosis) -> Text:
    weak, strong = weak_and_strong(areas(content, diagnosis))
    weakest, strongest = (
        joined(quoted(area.name) for area in some[:_NAMED]) for some in (weak, strong)
    )
    if not weak and not strong:
        return _GO_ON_ANSWERING
    if weak and strong:
        return _WEAK_AND_STRONG.fill(weak=weakest, strong=strongest)
    return _WEAK.fill(weak=weakest) if weak else _STRONG.fill(strong=strongest)


def _ended(sentence: Text) -> Text:
    """Return a sentence with its full stop, once."""
    zh, en = sentence.zh.rstrip("。"), sentence.en.rstrip(".")
    return joined((Text(zh, en), _STOP), Text("", ""))
