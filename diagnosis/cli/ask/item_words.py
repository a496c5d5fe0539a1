"""What an interview says about a question of a form."""

from diagnosis.domain.intake.form import Entry
from diagnosis.domain.intake.item import Item, ItemType
from diagnosis.domain.text import Text

HEAD = Text("第 {place} 题，共 {count} 题　{name}", "Question {place} of {count}: {name}")
SHARE = Text("部分：{part}\n总数：{whole}（{unit}）", "Part: {part}\nWhole: {whole} ({unit})")
HIGHER = Text(
    "  +  还有更高的做法（第 {low}–{high} 档），输入 + 查看",
    "  +  shows the higher positions, {low} to {high}",
)
HIGHEST = Text(
    "  +  还有更高的做法（第 {high} 档），输入 + 查看", "  +  shows the highest position, {high}"
)
NOT_KNOWN_ANSWER = Text("不清楚", "not known")
NOT_APPLICABLE_ANSWER = Text("不适用：{reason}", "not applicable: {reason}")
EVIDENCE = Text("可作证据的材料：{evidence}", "What may prove it: {evidence}")
REASONS = Text("为什么不适用？", "Why does it not apply?")
WHICH_REASON = Text("填序号（直接回车回到本题）：", "Its number (Enter: back to the question): ")
NO_REASONS = Text(
    "这道题没有不适用的情形；不清楚填 u，不想答直接回车。",
    "This question applies to every firm; type u where you do not know, Enter to skip.",
)
_KEYS = Text(
    "{how}（？说明，u 不清楚，{more}回车跳过，b 上一题，q 结束）：",
    "{how} (? help, u not known, {more}Enter skip, b back, q end): ",
)
_N = Text("n 不适用，", "n not applicable, ")
_NOTHING = Text("", "")
_HOW = {
    ItemType.SINGLE: Text("填一个序号", "One number"),
    ItemType.MULTIPLE: Text("填序号，可以多选，如 1,3", "Numbers, several may hold, such as 1,3"),
    ItemType.SHARE: Text("填「部分/总数」，如 12/40", "Part/whole, such as 12/40"),
}
_WHOLE_POSITION = Text("填 0–{top}", "0 to {top}")
_POSITION = Text(
    "填 0–{top}，下一档做到一部分加 .5，大部分加 .8",
    "0 to {top}, plus .5 if the next is partly met, .8 if mostly",
)


def prompt_of(item: Item, entry: Entry) -> Text:
    """Return what is said where an answer is typed: what it may be, and what else may be typed."""
    how = _HOW.get(item.type) or (_WHOLE_POSITION if entry.whole_only else _POSITION)
    return _KEYS.fill(how=how.fill(top=entry.top), more=_N if item.reasons else _NOTHING)
