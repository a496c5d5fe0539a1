"""A diagnosis in short: levels side by side, standard by standard, what to do, what to raise."""

from collections.abc import Iterator

from diagnosis.domain.intake.currency import china_day
from diagnosis.domain.text import Language, Text
from diagnosis.present.moments import in_china
from diagnosis.present.numbers import number, percent
from diagnosis.present.ours import OURS, SIGN
from diagnosis.present.result.ladders import short_name
from diagnosis.present.say import COLON, SEMICOLON
from diagnosis.present.scoring.areas import weakest_first
from diagnosis.present.scoring.level_lines import written, written_dimension
from diagnosis.present.scoring.next_steps import NEXT_STEPS
from diagnosis.present.scoring.notices import UNOFFICIAL
from diagnosis.present.scoring.summarised import (
    SummarisedDiagnosis,
    SummarisedGap,
    SummarisedVerdict,
)
from diagnosis.report.chapters.doing import NEXT, NO_GAP, NOW, QUESTION, RAISE_FIRST
from diagnosis.report.chapters.levels import LIKELY_VERIFIED
from diagnosis.report.chapters.wording import Wording, pin_lines
from diagnosis.report.document import (
    Block,
    Chapter,
    Heading,
    Manner,
    Passage,
    Points,
    ReportDocument,
    ReportTable,
)
from diagnosis.services.ports.records import DiagnosisRow, DiagnosisStanding

GAPS = 8
WEAKEST = 3
_TITLE = Text("诊断摘要", "Summary of the diagnosis")
_NONE = Text("给不出", "none")
_PROVISIONAL = Text("参考", "provisional")
_NOT_CURRENT = {
    DiagnosisStanding.SUPERSEDED: Text(
        "已有更新的答卷，这份诊断不是现行的。", "A newer sheet has taken the place of this one."
    ),
    DiagnosisStanding.WITHDRAWN: Text(
        "这份诊断已撤回，请勿使用。", "This diagnosis was withdrawn: do not use it."
    ),
}


def summary_of(
    diagnosis: SummarisedDiagnosis, row: DiagnosisRow, language: Language
) -> ReportDocument:
    """Return the summary of a stored diagnosis, as of the day that it was made on."""
    wording = Wording(language)
    return ReportDocument(
        language=language,
        title=wording.say(_TITLE),
        subtitle=wording.subtitle(),
        firm=firm_line(wording, diagnosis),
        day=china_day(row.created_at),
        chapters=(
            _which(wording, diagnosis, row),
            levels_at_a_glance(wording, diagnosis),
            *(by_standard(wording, each) for each in diagnosis.verdicts),
            *next_steps(wording, diagnosis),
            largest_gaps(wording, diagnosis),
            *checks_and_notes(wording, diagnosis),
        ),
        pins=pin_lines(
            code=diagnosis.code,
            content=diagnosis.content,
            form=diagnosis.form,
            standards=diagnosis.standards,
        ),
        is_brief=True,
    )


def firm_line(wording: Wording, diagnosis: SummarisedDiagnosis) -> str | None:
    """Return the words that name the firm; None without any."""
    return " · ".join(wording.say(text) for text in diagnosis.firm) or None


def _which(wording: Wording, diagnosis: SummarisedDiagnosis, row: DiagnosisRow) -> Chapter:
    return wording.chapter("sheet", "答卷", "The sheet", _sheet(wording, diagnosis, row))


def _sheet(wording: Wording, diagnosis: SummarisedDiagnosis, row: DiagnosisRow) -> Iterator[Block]:
    if row.standing in _NOT_CURRENT:
        yield Passage(wording.say(_NOT_CURRENT[row.standing]), Manner.WARNING)
    colon = wording.say(COLON)
    facts = [(wording.words("问卷", "Form"), row.form)]
    if row.period is not None:
        facts.append((wording.words("所属年度", "Period"), str(row.period)))
    facts.append((wording.words("诊断时间", "Diagnosed"), wording.say(in_china(row.created_at))))
    yield Points(tuple(f"{name}{colon}{fact}" for name, fact in facts))
    withdrawal = diagnosis.withdrawal
    if withdrawal is not None:
        at = wording.say(in_china(withdrawal.withdrawn_at))
        yield Points(
            (
                f"{wording.words('撤回原因', 'Reason')}{colon}{withdrawal.reason}",
                f"{wording.words('撤回时间', 'Withdrawn')}{colon}{at} · {withdrawal.actor}",
            )
        )


def levels_at_a_glance(
    wording: Wording, diagnosis: SummarisedDiagnosis, *, with_left_over: bool = True
) -> Chapter:
    """Return each standard with its level, and what a visit verified or would verify.

    Below, in a sentence, what is left of each level if firms overstate, unless told elsewhere.
    """
    blocks = _levels(wording, diagnosis, with_left_over=with_left_over)
    return wording.chapter("levels", "各标准的结果", "Results by standard", blocks)


def _levels(
    wording: Wording, diagnosis: SummarisedDiagnosis, *, with_left_over: bool
) -> Iterator[Block]:
    colon = wording.say(COLON)
    yield ReportTable(
        wording.words("级别、得分和覆盖", "Levels, scores and coverage"),
        (
            wording.words("标准", "Standard"),
            wording.words("级别", "Level"),
            wording.words("得分", "Score"),
            wording.words("覆盖", "Coverage"),
            wording.say(LIKELY_VERIFIED),
            wording.words("经得起每题高填几档", "Steps of overstating it survives"),
        ),
        tuple(_row(wording, verdict) for verdict in diagnosis.verdicts),
        (4, 3, 2, 2, 2, 2),
    )
    left_over = tuple(
        f"{wording.say(verdict.name)}{colon}{wording.say(verdict.left_over)}"
        for verdict in diagnosis.verdicts
        if verdict.left_over is not None
    )
    if left_over and with_left_over:
        yield Points(left_over)
    if diagnosis.verified_at is not None:
        head = wording.words("最近一次现场核实的级别", "Levels that the last visit verified")
        yield Heading(f"{head}{colon}{wording.say(in_china(diagnosis.verified_at))}")
        none = wording.say(_NONE)
        yield Points(
            tuple(
                f"{wording.say(name)}{colon}{none if level is None else level}"
                for name, level in diagnosis.verified
            )
        )


def _row(wording: Wording, verdict: SummarisedVerdict) -> tuple[str, ...]:
    standard, score = verdict.standard, "–"
    if verdict.score is not None:
        score = written(standard, verdict.score)
    elif verdict.level is None and verdict.provisional is not None:
        provisional = verdict.provisional[2]
        score = "(–)" if provisional is None else f"({written(standard, provisional)})"
    minimum = () if standard is None else (standard.minimum_coverage,)
    return (
        wording.say(verdict.name if standard is None else short_name(standard)),
        _level(wording, verdict),
        score,
        f"{percent(verdict.coverage, lines=minimum)}%",
        "–" if verdict.estimated is None else str(verdict.estimated),
        "–" if verdict.margin is None else number(verdict.margin),
    )


def _level(wording: Wording, verdict: SummarisedVerdict) -> str:
    """Return a level with its name; where there is none, the provisional one."""
    level, name = verdict.level, verdict.level_name
    if level is not None:
        return str(level) if name is None else f"{level} {wording.say(name)}"
    if verdict.provisional is None:
        return wording.say(_NONE)
    about, called, _ = verdict.provisional
    return f"{wording.say(_PROVISIONAL)}{wording.say(COLON)}{about} {wording.say(called)}"


def by_standard(
    wording: Wording, verdict: SummarisedVerdict, beside: tuple[Block, ...] = ()
) -> Chapter:
    """Return what a standard says: why, how to read its level, what is weak, what holds back.

    `beside` stands before what is weak.
    """
    title = f"{wording.say(verdict.name)}{wording.say(COLON)}{_level(wording, verdict)}"
    return Chapter(verdict.id, title, tuple(_by_standard(wording, verdict, beside)))


def _by_standard(
    wording: Wording, verdict: SummarisedVerdict, beside: tuple[Block, ...]
) -> Iterator[Block]:
    if verdict.why is not None:
        manner = Manner.WARNING if verdict.level is None else Manner.PLAIN
        yield Passage(wording.say(verdict.why), manner)
    if verdict.reading is not None:
        yield Passage(wording.say(verdict.reading))
    yield from beside
    weak = _weakest(wording, verdict)
    if weak:
        head = wording.words("薄弱环节", "Weakest parts")
        yield Passage(f"{head}{wording.say(COLON)}{weak}")
    yield from wording.held_back(map(wording.say, verdict.holds))
    if verdict.absences:
        yield Heading(wording.words("不适用的题", "Not applicable"))
        yield Points(tuple(map(wording.say, verdict.absences)))


def _weakest(wording: Wording, verdict: SummarisedVerdict) -> str:
    scored = [
        (score / dimension.top, score, dimension)
        for dimension in verdict.dimensions
        if (score := dimension.score) is not None and dimension.top
    ]
    weakest = weakest_first(scored, lambda scores: (scores[2].rank, scores[0]))[:WEAKEST]
    return wording.say(SEMICOLON).join(
        f"{wording.say(dimension.name)} {written_dimension(verdict.standard, score)}"
        f"/{number(dimension.top)}"
        for _, score, dimension in weakest
    )


def next_steps(wording: Wording, diagnosis: SummarisedDiagnosis) -> Iterator[Chapter]:
    """Yield whose order the next steps have, then each with its cost; nothing without a trade."""
    if diagnosis.about_steps:
        notes = (Passage(wording.say(text), Manner.NOTE) for text in diagnosis.about_steps)
        steps = (
            wording.step(
                place, wording.say(step.name), wording.say(step.cost), map(wording.say, step.lines)
            )
            for place, step in enumerate(diagnosis.steps, 1)
        )
        yield Chapter("next-steps", wording.say(NEXT_STEPS), (*notes, *steps))


def largest_gaps(
    wording: Wording, diagnosis: SummarisedDiagnosis, *, with_items: bool = False
) -> Chapter:
    """Return the largest gaps, each item once, the first standards first; with ids if wanted."""
    first: dict[str, SummarisedGap] = {}
    for gap in diagnosis.gaps:
        first.setdefault(gap.item, gap)
    shown = list(first.values())[:GAPS]
    blocks = _gaps(wording, shown, with_items=with_items)
    return Chapter("gaps", wording.say(RAISE_FIRST), tuple(blocks))


def _gaps(wording: Wording, shown: list[SummarisedGap], *, with_items: bool) -> Iterator[Block]:
    if not shown:
        yield Passage(wording.say(NO_GAP))
        return
    rows = []
    for gap in shown:
        name, practice = wording.say(gap.text), gap.next_practice
        rows.append(
            (
                f"{name} {gap.item}" if with_items else name,
                "–" if gap.has is None else number(gap.has),
                number(gap.needs),
                "" if practice is None else wording.say(practice),
            )
        )
    head = (wording.say(QUESTION), wording.say(NOW), wording.words("要到", "Needed"))
    title = wording.words("最大的差距", "Largest gaps")
    yield ReportTable(title, (*head, wording.say(NEXT)), tuple(rows), (3, 1, 1, 8))
    if any(gap.next_practice and gap.next_practice.zh.endswith(SIGN) for gap in shown):
        yield Passage(wording.say(OURS), Manner.NOTE)


def checks_and_notes(wording: Wording, diagnosis: SummarisedDiagnosis) -> Iterator[Chapter]:
    """Yield answers that do not go together, if any; then what is to be known of the result."""
    if diagnosis.checks:
        points = Points(tuple(map(wording.say, diagnosis.checks)))
        yield wording.chapter("checks", "请核对", "Please check", [points])
    notes = (
        Passage(wording.say(text), Manner.NOTE)
        for text in diagnosis.notices
        if text.zh != UNOFFICIAL.zh
    )
    yield wording.chapter("notes", "说明", "Notes", notes)
