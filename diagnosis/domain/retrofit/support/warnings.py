"""What a firm must be warned of beside an instrument: filing, windows, levels, thresholds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from diagnosis.domain.retrofit.support.eligibility import (
    OF_THE_PLAN,
    WORTH_WAN,
    Offer,
    PlannedProject,
    asks,
)
from diagnosis.domain.retrofit.support.instrument import Standing
from diagnosis.domain.retrofit.support.rule import Answer
from diagnosis.domain.text import Text

FILINGS = ("filed-renovation",)
"""Declarations that a project has been filed with the authorities before it starts."""

NAMED = 5
"""How many projects a warning names."""

_THRESHOLDS = {
    "equipment_at_least_wan": Text("新设备购置额", "new equipment"),
    "spend_at_least_wan": Text("计入的投入", "spending that counts"),
}
_WINDOWS = {
    Standing.NOT_YET: Text("{start} 才生效。", "In force from {start} only."),
    Standing.ENDED: Text("已于 {end} 到期。", "Ended on {end}."),
    Standing.BEFORE_WINDOW: Text(
        "申报期 {opens} 至 {closes}，还没开始。", "Filing runs from {opens} to {closes}: not yet."
    ),
    Standing.WINDOW_CLOSED: Text(
        "申报期 {opens} 至 {closes}，已经结束。", "Filing ran from {opens} to {closes}: over."
    ),
    Standing.CHECK_CURRENT_YEAR: Text(
        "按年发通知，能否申报要查当年的通知{seen}。",
        "Called by the year: look up this year's notice{seen}.",
    ),
}


@dataclass(frozen=True, slots=True)
class Caveat:
    """A warning: its code and text."""

    code: str
    text: Text


def warnings(offer: Offer, others: Iterable[Offer], on: date) -> tuple[Caveat, ...]:
    """Return what a firm must be warned of beside an instrument at a date.

    Parameters
    ----------
    others
        All offers, among which those of the same overlap class are looked for.

    """
    return tuple(
        Caveat(code, text)
        for warned in (
            _filing(offer, on),
            _window(offer),
            _timing(offer),
            _outside(offer),
            _level(offer),
            _threshold(offer),
            _one_fund(offer, others),
            _worth(offer),
        )
        for code, text in warned
    )


CodedTexts = Iterator[tuple[str, Text]]


def _names(plans: Iterable[PlannedProject]) -> Text:
    names = [plan.project.name for plan in plans]
    zh, en = (
        "、".join(name.zh for name in names[:NAMED]),
        ", ".join(name.en for name in names[:NAMED]),
    )
    if len(names) > NAMED:
        return Text(f"{zh}等 {len(names)} 项", f"{en} and {len(names) - NAMED} more")
    return Text(zh, en)


def _filing(offer: Offer, on: date) -> CodedTexts:
    filings = [
        condition
        for condition in asks(offer.instrument, "declared")
        if condition.operand in FILINGS
    ]
    unmet = (*offer.unknown, *offer.failing)
    if not any(condition in unmet for condition in filings):
        return
    if not offer.counted:
        text = Text(
            "先备案、后开工：开工前没有备案的项目不给钱。", "File first: no money otherwise."
        )
        yield "file-before-start", text
        return
    first = min(offer.counted, key=lambda plan: (plan.start, plan.project.id))
    name, day = first.project.name, first.start.isoformat()
    if first.start < on:
        yield (
            "started-before-filing",
            Text(
                f"「{name.zh}」{day} 已经开工，没备案就开工的投入一般不算。",
                f"{name.en} started on {day}: spending before filing as a rule does not count.",
            ),
        )
        return
    yield (
        "file-before-start",
        Text(
            f"先备案、后开工：「{name.zh}」计划 {day} 开工，须在这之前办好备案。",
            f"File before the start: {name.en} is planned to start on {day}.",
        ),
    )


def _window(offer: Offer) -> CodedTexts:
    words = _WINDOWS.get(offer.standing)
    if words is None:
        return
    instrument, window = offer.instrument, offer.instrument.window
    if offer.standing is Standing.ENDED and instrument.valid.end is None:
        words = Text("来源已写明到期。", "Ended, by its source.")
    opens, closes = (window.start, window.end) if window else (None, None)
    seen = Text("", "")
    if opens or closes:
        seen = Text(f"（上一次 {opens}—{closes}）", f" (last seen: {opens} to {closes})")
    values = {
        "start": instrument.valid.start or "…",
        "end": instrument.valid.end or "…",
        "opens": opens or "…",
        "closes": closes or "…",
    }
    text = Text(words.zh.format(**values, seen=seen.zh), words.en.format(**values, seen=seen.en))
    yield str(offer.standing), text


def _timing(offer: Offer) -> CodedTexts:
    if offer.instrument.timing == "after-the-fact" and offer.counted:
        yield (
            "paid-afterwards",
            Text(
                "先做后补：完工、验收并凭发票才拿得到钱，期间全部由企业垫付。",
                "Paid afterwards, on invoices and acceptance: the firm pays all of it first.",
            ),
        )


def _outside(offer: Offer) -> CodedTexts:
    if offer.instrument.pays.base not in OF_THE_PLAN:
        return
    if offer.late:
        names, end = _names(offer.late), offer.instrument.valid.end
        yield (
            "ends-too-late",
            Text(
                f"到 {end} 截止时还做不完，投入没有计入：{names.zh}。",
                f"Not finished by the end on {end}, so not counted: {names.en}.",
            ),
        )
    if offer.early:
        names, start = _names(offer.early), offer.instrument.valid.start
        yield (
            "starts-too-early",
            Text(
                f"在 {start} 生效前就开工，投入没有计入：{names.zh}。",
                f"Started before it is in force on {start}, so not counted: {names.en}.",
            ),
        )


def _level(offer: Offer) -> CodedTexts:
    gates = asks(offer.instrument, "level_after_at_least")
    if gates:
        need = min(gate.operand["level"] for gate in gates)
        failed = any(gate in offer.failing for gate in gates)
        met = not failed and not any(gate in offer.unknown for gate in gates)
        zh = "按模拟能达到" if met else "按模拟达不到" if failed else "还没有计划可以模拟"
        en = "the simulation reaches it" if met else "the simulation does not" if failed else (
            "there is no plan to simulate"
        )  # fmt: skip
        yield (
            "level-after",
            Text(
                f"改造后评测要达到 {need} 级才给钱，以第三方评测为准；{zh}。",
                f"Paid only if a test after the retrofit gives level {need} or above; {en}.",
            ),
        )
    rows = sorted(offer.instrument.by_level, key=lambda row: row.level)
    higher = [row for row in rows if offer.level is not None and row.level > offer.level]
    if higher and offer.answer is not Answer.NO:
        row, cap = higher[0], offer.cap_wan or 0
        yield (
            "next-level",
            Text(
                f"若评测到 {row.level} 级，上限由 {cap:g} 万元升到 {row.cap_wan:g} 万元。",
                f"At level {row.level} the cap rises from {cap:g} to {row.cap_wan:g} 万元.",
            ),
        )


def _threshold(offer: Offer) -> CodedTexts:
    for operator, name in _THRESHOLDS.items():
        for condition in asks(offer.instrument, operator):
            if condition not in (*offer.unknown, *offer.failing):
                continue
            most = sum(plan.cost.high for plan in offer.counted)
            zh = f"；本计划计入的项目合计最多 {most:g} 万元" if offer.counted else ""
            en = f"; the projects that count come to {most:g} at most" if offer.counted else ""
            yield (
                "threshold",
                Text(
                    f"门槛：{name.zh}不少于 {condition.operand:g} 万元{zh}。",
                    f"Threshold: at least {condition.operand:g} 万元 of {name.en}{en}.",
                ),
            )


def _one_fund(offer: Offer, others: Iterable[Offer]) -> CodedTexts:
    instrument = offer.instrument
    if instrument.overlap_class is None or not offer.is_hopeful:
        return
    same = [
        other.instrument.name
        for other in others
        if other.instrument.overlap_class == instrument.overlap_class
        and other.instrument.id != instrument.id
        and other.is_hopeful
    ]
    if same:
        zh, en = "、".join(name.zh for name in same), ", ".join(name.en for name in same)
        yield (
            "one-fund-per-item",
            Text(
                f"同一项投入只能拿其中一项，另有：{zh}。",
                f"One investment draws one of these only; also possible: {en}.",
            ),
        )


def _worth(offer: Offer) -> CodedTexts:
    if offer.estimate is not None and offer.estimate.high < WORTH_WAN:
        yield (
            "too-small",
            Text(
                f"最多只能拿到 {offer.estimate.high:.2g} 万元，不值得申报，没有计入合计。",
                f"At most {offer.estimate.high:.2g} 万元 for this plan: not worth an application, "
                "and in no sum.",
            ),
        )
