"""The words around the questions of an interview."""

from diagnosis.domain.text import Text

OPENING = Text(
    "读完全部题目约 {low} 分钟，连说明约 {high} 分钟。先问 {count} 件企业的事，都可以回车跳过。",
    "Reading takes about {low} minutes, {high} with every help. First {count} facts of the firm; "
    "each may be skipped with Enter.",
)
HOW_TO_ANSWER = Text("怎么答", "How to answer")
KEYS = Text(
    "随时可以输入：？看说明和例子，u 不清楚，n 不适用，b 回上一题，q 结束看结果；"
    "直接回车是跳过，回头看时是保留原来的答案。",
    "At any question: ? help and examples, u not known, n not applicable, b back, q end and see "
    "the result. Enter skips, and keeps the answer where there is one.",
)
BULLET = Text("· {text}", "- {text}")
SECTION = Text("【{title}】", "== {title} ==")
FACT_KEYS = Text(
    "（？说明，回车跳过，b 上一题，q 结束）：", " (? help, Enter skip, b back, q end): "
)
KEPT = Text("已填：{answer}（回车保留，- 清除）", "So far: {answer} (Enter keeps it, - clears it)")
IMPLIED = Text(
    "按前面的回答推定：{answer}（回车确认，或另选，- 留空）",
    "Your answers so far imply: {answer} (Enter confirms it, - leaves it blank, or choose "
    "another)",
)
IS_FIRST = Text("前面没有题了。", "There is no question before this.")
