"""A stored diagnosis as one Markdown page."""

from typing import Any

from diagnosis.domain.text import Language, Text

GAPS = 8
_WORDS = {
    "title": Text("诊断摘要", "Summary of the diagnosis"),
    "firm": Text("企业", "Enterprise"),
    "form": Text("问卷", "Form"),
    "period": Text("所属年度", "Period"),
    "made": Text("诊断时间", "Diagnosed"),
    "levels": Text("各标准的结果", "Results by standard"),
    "standard": Text("标准", "Standard"),
    "level": Text("级别", "Level"),
    "score": Text("得分", "Score"),
    "coverage": Text("覆盖", "Coverage"),
    "none": Text("给不出", "none"),
    "provisional": Text("参考：", "provisional:"),
    "held": Text("卡在哪里", "What holds it back"),
    "gaps": Text("先补哪些", "Largest gaps"),
    "weak": Text("薄弱环节", "Weakest parts"),
    "checks": Text("请核对", "Please check"),
    "notice": Text("说明", "Notes"),
    "pins": Text("出处", "Provenance"),
}


def summary(shown: dict[str, Any], language: Language) -> str:
    """Return the page of a diagnosis that was rendered in `language`."""
    say = {name: text.say(language) for name, text in _WORDS.items()}
    lines = [f"# {say['title']}", "", *_head(shown, say), "", f"## {say['levels']}", ""]
    lines += [
        f"| {say['standard']} | {say['level']} | {say['score']} | {say['coverage']} |",
        "|---|---|---|---|",
    ]
    lines += [_row(one, say) for one in shown["standards"]]
    for one in shown["standards"]:
        lines += _standard(one, say)
    lines += ["", f"## {say['gaps']}", ""] + _gaps(shown["gaps"])
    if shown["consistency"]:
        lines += ["", f"## {say['checks']}", ""]
        lines += [f"- {_plain(one['message'])}" for one in shown["consistency"]]
    lines += ["", f"## {say['notice']}", ""] + [f"- {_plain(one)}" for one in shown["notice"]]
    pins = shown["provenance"]
    lines += ["", f"{say['pins']}: `{pins['form']}` · "]
    lines[-1] += " · ".join(f"`{one}`" for one in pins["standards"])
    lines[-1] += f" · code `{pins['code']}` · content `{pins['content'][:12]}`"
    return "\n".join(lines) + "\n"


def _plain(text: object) -> str:
    """Return a caller's or our text so that Markdown shows it as it is."""
    shown = str(text)
    for mark in "\\`*_[]<>|#":
        shown = shown.replace(mark, "\\" + mark)
    return shown


def _head(shown: dict[str, Any], say: dict[str, str]) -> list[str]:
    firm = shown["enterprise"]
    parts = [
        firm.get(name) for name in ("name", "credit_code", "site", "division_name", "city_name")
    ]
    named = " · ".join(_plain(part) for part in parts if part)
    lines = [f"- {say['firm']}: {named}", f"- {say['form']}: {shown['form']}"]
    if shown["period"] is not None:
        lines.append(f"- {say['period']}: {shown['period']}")
    return lines + [f"- {say['made']}: {shown['created_at']}"]


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _row(one: dict[str, Any], say: dict[str, str]) -> str:
    level = say["none"] if one["level"] is None else f"{one['level']} {one['level_name'] or ''}"
    score, coverage = _number(one["score"]), f"{one['coverage']:.0%}"
    own = one["provisional"]
    if one["level"] is None and own is not None:
        level = f"{say['provisional']} {own['level']} {own['level_name']}"
        score = f"({_number(own['score'])})"
    return f"| {_plain(one['name'])} | {_plain(level).strip()} | {score} | {coverage} |"


def _standard(one: dict[str, Any], say: dict[str, str]) -> list[str]:
    lines = ["", f"### {_plain(one['name'])}", ""]
    lines += [_plain(one[name]) for name in ("why", "reading") if one[name]]
    scored = [d for d in one["dimensions"] if d["score"] is not None and d["top"]]
    weakest = sorted(scored, key=lambda d: d["score"] / d["top"])[:3]
    if weakest:
        shown = "; ".join(f"{_plain(d['name'])} {d['score']:.2f}/{d['top']:g}" for d in weakest)
        lines += ["", f"**{say['weak']}**: {shown}"]
    if one["held_back_by"]:
        lines += ["", f"**{say['held']}**", ""]
        lines += [f"- {_plain(hold['message'])}" for hold in one["held_back_by"]]
    return lines


def _gaps(gaps: list[dict[str, Any]]) -> list[str]:
    """Return the largest gaps, each item once, the first standards first."""
    lines: list[str] = []
    seen: set[str] = set()
    for gap in gaps:
        if gap["item"] in seen or len(lines) == GAPS:
            continue
        seen.add(gap["item"])
        has = "–" if gap["has"] is None else f"{gap['has']:g}"
        practice = f" — {_plain(gap['next_practice'])}" if gap["next_practice"] else ""
        lines.append(f"- {_plain(gap['text'])} ({has} → {gap['needs']:g}){practice}")
    return lines or ["- –"]
