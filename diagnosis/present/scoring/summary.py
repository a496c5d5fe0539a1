"""A stored diagnosis as one Markdown page."""

from collections.abc import Iterable

from diagnosis.domain.text import Language, Text
from diagnosis.present.moments import in_china
from diagnosis.present.numbers import number, percent
from diagnosis.present.ours import OURS, SIGN
from diagnosis.present.say import COLON, SEMICOLON
from diagnosis.present.scoring.areas import weakest_first
from diagnosis.present.scoring.level_lines import written, written_dimension
from diagnosis.present.scoring.next_steps import NEXT_STEPS
from diagnosis.present.scoring.summarised import (
    SummarisedDiagnosis,
    SummarisedGap,
    SummarisedVerdict,
)
from diagnosis.services.ports.records import DiagnosisStanding

GAPS = 8
WEAKEST = 3
_WORDS = {
    "title": Text("诊断摘要", "Summary of the diagnosis"),
    "firm": Text("企业", "Enterprise"),
    "form": Text("问卷", "Form"),
    "period": Text("所属年度", "Period"),
    "made": Text("诊断时间", "Diagnosed"),
    "reason": Text("撤回原因", "Reason"),
    "withdrawn": Text("撤回时间", "Withdrawn"),
    "levels": Text("各标准的结果", "Results by standard"),
    "standard": Text("标准", "Standard"),
    "level": Text("级别", "Level"),
    "score": Text("得分", "Score"),
    "coverage": Text("覆盖", "Coverage"),
    "estimated": Text("到现场估计能核实到几级", "A visit would likely find"),
    "verified": Text("最近一次现场核实的级别", "Levels that the last visit verified"),
    "margin": Text("经得起每题高填几档", "Steps of overstating it survives"),
    "none": Text("给不出", "none"),
    "provisional": Text("参考", "provisional"),
    "held": Text("卡在哪里", "What holds it back"),
    "absent": Text("不适用的题", "Not applicable"),
    "gaps": Text("先补哪些", "Largest gaps"),
    "weak": Text("薄弱环节", "Weakest parts"),
    "checks": Text("请核对", "Please check"),
    "notice": Text("说明", "Notes"),
    "pins": Text("出处", "Provenance"),
    "code": Text("程序", "code"),
    "content": Text("内容", "content"),
}


_NOT_CURRENT = {
    DiagnosisStanding.SUPERSEDED: Text(
        "已有更新的答卷，这份诊断不是现行的。", "A newer sheet has taken the place of this one."
    ),
    DiagnosisStanding.WITHDRAWN: Text(
        "这份诊断已撤回，请勿使用。", "This diagnosis was withdrawn: do not use it."
    ),
}


def summary(diagnosis: SummarisedDiagnosis, language: Language) -> str:
    """Return the page of a diagnosis."""
    return _Page(diagnosis, language).text()


def _plain(text: str) -> str:
    """Return a caller's or our text so that Markdown shows it as it is."""
    for mark in "\\`*_[]<>|#":
        text = text.replace(mark, "\\" + mark)
    return text


class _Page:
    """Writes the page in one language."""

    def __init__(self, diagnosis: SummarisedDiagnosis, language: Language) -> None:
        self._diagnosis = diagnosis
        self._language = language
        self._words = {name: text.say(language) for name, text in _WORDS.items()}
        self._colon = COLON.say(language)

    def text(self) -> str:
        """Return the page."""
        diagnosis, words = self._diagnosis, self._words
        lines = [f"# {words['title']}", "", *self._head(), "", *self._heading("levels")]
        columns = ("standard", "level", "score", "coverage", "estimated", "margin")
        lines += [
            f"| {' | '.join(words[name] for name in columns)} |",
            "|---" * len(columns) + "|",
        ]
        lines += [self._row(verdict) for verdict in diagnosis.verdicts]
        lines += self._left_over(diagnosis.verdicts)
        lines += self._verified()
        for verdict in diagnosis.verdicts:
            lines += self._verdict(verdict)
        if diagnosis.about_steps:
            lines += ["", f"## {self._say(NEXT_STEPS)}", "", *self._steps()]
        lines += ["", *self._heading("gaps"), *self._gaps(diagnosis.gaps)]
        if diagnosis.checks:
            lines += ["", *self._heading("checks"), *self._bullets(diagnosis.checks)]
        lines += ["", *self._heading("notice"), *self._bullets(diagnosis.notices)]
        return "\n".join([*lines, "", self._pins()]) + "\n"

    def _say(self, text: Text) -> str:
        return _plain(text.say(self._language))

    def _fact(self, word: str, value: object) -> str:
        return f"- {self._words[word]}{self._colon}{value}"

    def _heading(self, word: str) -> tuple[str, str]:
        return f"## {self._words[word]}", ""

    def _bullets(self, texts: Iterable[Text]) -> list[str]:
        return [f"- {self._say(text)}" for text in texts]

    def _head(self) -> list[str]:
        row = self._diagnosis.row
        firm = " · ".join(self._say(text) for text in self._diagnosis.firm)
        lines = [self._fact("firm", firm), self._fact("form", row.form)]
        if row.period is not None:
            lines.append(self._fact("period", row.period))
        lines.append(self._fact("made", in_china(row.created_at).say(self._language)))
        if row.standing in _NOT_CURRENT:
            lines += ["", f"**{self._say(_NOT_CURRENT[row.standing])}**"]
        return lines + self._withdrawn()

    def _withdrawn(self) -> list[str]:
        """Return the lines on why, when and by whom the diagnosis was withdrawn."""
        withdrawal = self._diagnosis.withdrawal
        if withdrawal is None:
            return []
        withdrawn_at = in_china(withdrawal.withdrawn_at).say(self._language)
        reason, actor = (_plain(text) for text in (withdrawal.reason, withdrawal.actor))
        return [
            "",
            self._fact("reason", " ".join(reason.split())),
            self._fact("withdrawn", f"{withdrawn_at} · {actor}"),
        ]

    def _row(self, verdict: SummarisedVerdict) -> str:
        standard = verdict.standard
        level, score = self._words["none"], "–"
        if verdict.score is not None:
            score = written(standard, verdict.score)
        if verdict.level is not None:
            name = verdict.level_name
            level = f"{verdict.level} {name.say(self._language) if name else ''}"
        elif verdict.provisional is not None:
            about, name, provisional = verdict.provisional
            level = f"{about} {name.say(self._language)}"
            level = f"{self._words['provisional']}{self._colon}{level}"
            score = "(–)" if provisional is None else f"({written(standard, provisional)})"
        minimum = () if standard is None else (standard.minimum_coverage,)
        coverage = f"{percent(verdict.coverage, lines=minimum)}%"
        estimated = "–" if verdict.estimated is None else verdict.estimated
        margin = "–" if verdict.margin is None else number(verdict.margin)
        return (
            f"| {self._say(verdict.name)} | {_plain(level).strip()} | {score} | {coverage} "
            f"| {estimated} | {margin} |"
        )

    def _verified(self) -> list[str]:
        """Return what the last signed visit verified, nothing where there was none."""
        signed_at = self._diagnosis.verified_at
        if signed_at is None:
            return []
        levels = [
            f"- {self._say(name)}{self._colon}{self._words['none'] if level is None else level}"
            for name, level in self._diagnosis.verified
        ]
        return ["", self._fact("verified", self._say(in_china(signed_at))), *levels]

    def _left_over(self, verdicts: Iterable[SummarisedVerdict]) -> list[str]:
        """Return, below the table, what is left of each level if firms overstate."""
        lines = [
            f"- {self._say(verdict.name)}{self._colon}{self._say(verdict.left_over)}"
            for verdict in verdicts
            if verdict.left_over is not None
        ]
        return ["", *lines] if lines else []

    def _verdict(self, verdict: SummarisedVerdict) -> list[str]:
        lines = ["", f"### {self._say(verdict.name)}", ""]
        lines += [self._say(text) for text in (verdict.why, verdict.reading) if text]
        scored = [
            (score / dimension.top, score, dimension)
            for dimension in verdict.dimensions
            if (score := dimension.score) is not None and dimension.top
        ]
        weakest = weakest_first(scored, lambda scores: (scores[2].rank, scores[0]))[:WEAKEST]
        if weakest:
            shown = SEMICOLON.say(self._language).join(
                f"{self._say(dimension.name)} {written_dimension(verdict.standard, score)}"
                f"/{number(dimension.top)}"
                for _, score, dimension in weakest
            )
            lines += ["", f"**{self._words['weak']}**{self._colon}{shown}"]
        if verdict.absences:
            lines += ["", f"**{self._words['absent']}**", "", *self._bullets(verdict.absences)]
        if verdict.holds:
            lines += ["", f"**{self._words['held']}**", "", *self._bullets(verdict.holds)]
        return lines

    def _steps(self) -> list[str]:
        """Return whose order the next steps have, then each with its cost and what it is."""
        lines = [self._say(text) for text in self._diagnosis.about_steps]
        for place, step in enumerate(self._diagnosis.steps, 1):
            lines += [
                "",
                f"{place}. **{self._say(step.name)}**{self._colon}{self._say(step.cost)}",
            ]
            lines += [f"   - {self._say(line)}" for line in step.lines]
        return lines

    def _gaps(self, gaps: Iterable[SummarisedGap]) -> list[str]:
        """Return the largest gaps, each item once, the first standards first."""
        first: dict[str, SummarisedGap] = {}
        for gap in gaps:
            first.setdefault(gap.item, gap)
        shown = list(first.values())[:GAPS]
        practices = (gap.next_practice for gap in shown if gap.next_practice is not None)
        ours = any(practice.zh.endswith(SIGN) for practice in practices)
        lines = [self._gap(gap) for gap in shown] or ["- –"]
        return [*lines, "", self._say(OURS)] if ours else lines

    def _gap(self, gap: SummarisedGap) -> str:
        has = "–" if gap.has is None else number(gap.has)
        practice = f" — {self._say(gap.next_practice)}" if gap.next_practice else ""
        return f"- {self._say(gap.text)} ({has} → {number(gap.needs)}){practice}"

    def _pins(self) -> str:
        row = self._diagnosis.row
        pins = " · ".join(f"`{standard}`" for standard in self._diagnosis.standards)
        made_with = f"{self._words['code']} `{row.code}` · {self._words['content']}"
        return (
            f"{self._words['pins']}{self._colon}`{row.form}` · {pins} · "
            f"{made_with} `{row.content[:12]}`"
        )
