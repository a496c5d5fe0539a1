"""A diagnosis on the terminal: levels, bars, what holds back, largest gaps."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from diagnosis.domain.estimate import Estimate
from diagnosis.domain.scoring.standard import Standard
from diagnosis.domain.scoring.verdict import Aggregation, Gap, Verdict, next_position
from diagnosis.domain.text import Language, Text
from diagnosis.present.likelihood import likely_levels
from diagnosis.present.numbers import number, percent
from diagnosis.present.ours import OURS, practice
from diagnosis.present.say import COLON, joined, plain
from diagnosis.present.scoring.absences import absence_messages
from diagnosis.present.scoring.estimate import (
    CHECK_ORDER,
    basis,
    checks_in_words,
    why_no_estimate,
    why_no_estimated_level,
)
from diagnosis.present.scoring.ignored import ignored_answers
from diagnosis.present.scoring.level_lines import written, written_dimension
from diagnosis.present.scoring.next_steps import NEXT_STEPS, about_steps, steps_in_words
from diagnosis.present.scoring.notices import notices
from diagnosis.present.scoring.overstatement import (
    FACTS_TO_CHECK,
    overstatement_basis,
    overstatement_sentence,
)
from diagnosis.present.scoring.verdict_words import (
    hold_message,
    verdict_notices,
    what_blanks_leave_open,
    why_below_points,
    why_no_level,
)
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import Diagnosis

_BAR = 20
_GAPS = 5
_LEVEL = Text("级别", "Level")
_NONE = Text("给不出", "none")
_COVERAGE = Text("覆盖", "coverage")
_PROVISIONAL = Text("参考", "Provisional")
_ESTIMATED = Text("到现场估计能核实到几级", "Level a visit would likely find")
_MARGIN = Text(
    "每题高填不超过 {margin} 档，自填的级别就保得住。",
    "The level claimed holds if no answer is more than {margin} of a step too high.",
)
_HOLDS = Text(
    "通常的高填动不了自填的级别。",
    "What firms usually overstate does not change the level claimed.",
)
_NO_MARGIN = Text(
    "只要每题都高填了一点，自填的级别就保不住。",
    "The level claimed does not hold if every answer is a little too high.",
)
_LARGEST = Text("最大的差距", "Largest gaps")
_RULES = {
    "weighted-mean": Text("加权平均", "weighted mean"),
    "weakest-subdomain": Text("最弱的子域", "weakest sub-domain"),
    "staged": Text("逐级判定", "staged"),
    "points": Text("只看分数", "points alone"),
    "weakest-of-points-and-constraint-scenes": Text(
        "分数与约束性场景取低", "lower of points and constraint scenes"
    ),
    "points-with-scene-gate": Text("分数加场景门槛", "points with the gate of scenes"),
    "weakest-dimension": Text("最弱的维度", "weakest dimension"),
    "gated": Text("平均加门槛", "mean with gates"),
}
"""The names of the ways to add up."""


def print_diagnosis(content: Content, diagnosis: Diagnosis, language: Language) -> None:
    """Write the report of a diagnosis to stdout."""
    _DiagnosisReport(content, diagnosis, language).print()


def _bar(score: float | None, top: float) -> str:
    if score is None:
        return "·" * _BAR
    filled = round(_BAR * min(1.0, score / top)) if top else 0
    return "█" * filled + "░" * (_BAR - filled)


class _DiagnosisReport:
    """Writes a report in one language."""

    def __init__(self, content: Content, diagnosis: Diagnosis, language: Language) -> None:
        self._content = content
        self._diagnosis = diagnosis
        self._language = language
        self._console = Console()

    def print(self) -> None:
        """Write the report."""
        diagnosis, write = self._diagnosis, self._console.print
        firm = diagnosis.sheet.enterprise.name or ""
        write(f"[bold]{escape(firm)}[/bold]  {diagnosis.sheet.form.ref}")
        for verdict in diagnosis.verdicts:
            self._verdict(verdict)
        by_rule = {verdict.standard.id: verdict for verdict in diagnosis.verdicts}
        for estimate in diagnosis.estimates:
            self._estimate(estimate, by_rule[estimate.standard])
        self._about_estimates()
        self._steps()
        self._gaps()
        for inconsistency in diagnosis.inconsistencies:
            check = inconsistency.check
            write(f"[yellow]! {self._say(check.message)}[/yellow]")
            write(f"    [yellow]{self._say(check.question)}[/yellow]")
        for answer in ignored_answers(self._content, diagnosis):
            name = self._say(self._content.bank[answer.item].name)
            write(f"[dim]{name}: {self._say(answer.why)}[/dim]")
        write()
        for notice in notices(diagnosis):
            write(f"[dim]{self._say(notice)}[/dim]")

    def _say(self, text: Text) -> str:
        return escape(text.say(self._language))

    def _verdict(self, verdict: Verdict) -> None:
        write, standard = self._console.print, verdict.standard
        write()
        write(f"[bold cyan]{self._say(standard.name)}[/bold cyan]  {standard.ref}")
        write(self._level(verdict))
        why = why_no_level(verdict)
        if why:
            write(f"[yellow]{self._say(why)}[/yellow]")
        if verdict.provisional is not None:
            level, score = verdict.provisional
            name = self._say(standard.levels[level].name)
            shown = f"{level} {name} {written(standard, score)}"
            write(f"{self._say(_PROVISIONAL)}{self._say(COLON)}{shown}")
        bounds = what_blanks_leave_open(verdict)
        if bounds is not None:
            write(self._say(bounds))
        if verdict.level is not None:
            write(self._say(standard.levels[verdict.level].reading))
        below = why_below_points(verdict)
        if below is not None:
            write(self._say(below))
        write(self._dimensions(verdict))
        if verdict.aggregations:
            parts = " · ".join(self._aggregation(standard, each) for each in verdict.aggregations)
            write(f"[dim]{parts}[/dim]")
        for hold in verdict.holds:
            write(f"  ▸ {self._say(hold_message(standard, hold))}")
        for message in absence_messages(self._content, verdict):
            write(f"  ✂ {self._say(message)}")
        for notice in verdict_notices(verdict):
            write(f"  [dim]{self._say(notice)}[/dim]")

    def _level(self, verdict: Verdict) -> str:
        level, name = self._say(_NONE), ""
        if verdict.level is not None:
            level = str(verdict.level)
            name = self._say(verdict.standard.levels[verdict.level].name)
        score = "" if verdict.score is None else f"  {written(verdict.standard, verdict.score)}"
        coverage = percent(verdict.coverage, lines=(verdict.standard.minimum_coverage,))
        return (
            f"[bold]{self._say(_LEVEL)} {level}[/bold] {name}{score}"
            f"  ({self._say(_COVERAGE)} {coverage}%)"
        )

    def _dimensions(self, verdict: Verdict) -> Table:
        table = Table.grid(padding=(0, 2))
        for dimension in verdict.dimensions:
            score, top = dimension.score, dimension.top
            value = "–"
            if score is not None:
                value = f"{written_dimension(verdict.standard, score)} / {number(top)}"
            table.add_row(self._say(dimension.name), _bar(score, top), value)
        return table

    def _estimate(self, estimate: Estimate, by_rule: Verdict) -> None:
        """Print what the model expects a consultant would verify."""
        write = self._console.print
        write()
        write(f"[bold]{self._say(_ESTIMATED)}[/bold]  {self._say(by_rule.standard.name)}")
        why = why_no_estimate(self._content, estimate, by_rule, says_bounds=False)
        if why is not None:
            write(f"[yellow]{self._say(why)}[/yellow]")
        self._left_over(estimate)
        if why is not None or not estimate.probabilities:
            return
        likely, no_level = likely_levels(estimate), why_no_estimated_level(estimate)
        if likely is not None:
            write(self._say(likely))
        if no_level is not None:
            write(f"[yellow]{self._say(no_level)}[/yellow]")
        if estimate.checks:
            write(self._say(CHECK_ORDER))
        for line in checks_in_words(self._content, estimate):
            write(f"  {self._say(line)}")
        write(f"[dim]{self._say(basis(estimate))}[/dim]")

    def _about_estimates(self) -> None:
        """Print what has no estimate, and what the overstatement rests on, each once."""
        estimates = self._diagnosis.estimates
        lines = {overstatement_basis(e.deflated.overstatement) for e in estimates if e.deflated}
        for line in (FACTS_TO_CHECK, *lines) if estimates else ():
            self._console.print(f"[dim]{self._say(line)}[/dim]")

    def _left_over(self, estimate: Estimate) -> None:
        """Print the level that is served, and what is left of it if firms overstate."""
        write, deflated = self._console.print, estimate.deflated
        if estimate.level is not None:
            write(f"[bold]{self._say(_LEVEL)} {estimate.level}[/bold]")
        sentence = overstatement_sentence(self._content, estimate, names_check=not estimate.checks)
        if deflated is None or sentence is None:
            return
        write(self._say(sentence))
        margin, most = deflated.margin, deflated.overstatement.high
        if margin is not None and margin != most:
            line = _HOLDS if margin > most else (_MARGIN if margin else _NO_MARGIN)
            write(self._say(line.fill(margin=number(margin))))

    def _steps(self) -> None:
        """Print what to do next, in order, with what it costs."""
        about = about_steps(self._diagnosis)
        if not about:
            return
        write = self._console.print
        write()
        write(f"[bold]{self._say(NEXT_STEPS)}[/bold]")
        for text in about:
            write(f"[dim]{self._say(text)}[/dim]")
        for place, step in enumerate(steps_in_words(self._content, self._diagnosis), 1):
            write(f"  {place}. {self._say(step.name)}  {self._say(step.cost)}")
            for line in step.lines:
                write(f"     {self._say(line)}")

    def _gaps(self) -> None:
        """Print the largest gaps: those of the first standard with any, then of the others."""
        by_standard: dict[str, list[Gap]] = {}
        for standard, gap in self._diagnosis.gaps:
            by_standard.setdefault(standard, []).append(gap)
        self._console.print()
        self._console.print(f"[bold]{self._say(_LARGEST)}[/bold]")
        shown = [gap for gaps in by_standard.values() for gap in gaps[:_GAPS]]
        for gap in shown[:_GAPS]:
            self._gap(gap)
        bank = self._content.bank
        if any(bank[gap.item].is_ours(next_position(bank, gap)) for gap in shown[:_GAPS]):
            self._console.print(f"[dim]{self._say(OURS)}[/dim]")

    def _gap(self, gap: Gap) -> None:
        has = "–" if gap.has is None else number(gap.has)
        name = self._say(self._content.bank[gap.item].name)
        self._console.print(f"  {has} → {number(gap.needs)}  {name}  [dim]{gap.item}[/dim]")
        position = next_position(self._content.bank, gap)
        if position is not None:
            item = self._content.bank[gap.item]
            self._console.print(f"      → {self._say(practice(item, position))}")

    def _aggregation(self, standard: Standard, aggregation: Aggregation) -> str:
        level = "–" if aggregation.level is None else str(aggregation.level)
        shown = joined((_RULES[aggregation.rule], plain(level)), COLON)
        score = "" if aggregation.score is None else f" ({written(standard, aggregation.score)})"
        return self._say(shown) + score
