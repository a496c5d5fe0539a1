"""All that a diagnosis says: the summary's chapters with every score, estimate and notice."""

from collections.abc import Iterator
from datetime import date

from diagnosis.domain.estimate import Estimate
from diagnosis.domain.scoring.verdict import Verdict
from diagnosis.domain.text import Language, Text
from diagnosis.present.likelihood import likely_levels
from diagnosis.present.numbers import number
from diagnosis.present.say import COLON
from diagnosis.present.scoring.diagnosis import show_provenance
from diagnosis.present.scoring.estimate import (
    CHECK_ORDER,
    basis,
    checks_in_words,
    why_no_estimate,
    why_no_estimated_level,
)
from diagnosis.present.scoring.ignored import ignored_answers
from diagnosis.present.scoring.level_lines import written_dimension
from diagnosis.present.scoring.overstatement import (
    FACTS_TO_CHECK,
    margin_sentence,
    overstatement_basis,
    overstatement_sentence,
)
from diagnosis.present.scoring.summarised import SummarisedVerdict, summarised_at_hand
from diagnosis.present.scoring.verdict_words import verdict_notices, what_blanks_leave_open
from diagnosis.present.scoring.ways_to_add_up import ways_to_add_up
from diagnosis.report.chapters.levels import LIKELY_VERIFIED
from diagnosis.report.chapters.summary import (
    by_standard,
    checks_and_notes,
    firm_line,
    largest_gaps,
    levels_at_a_glance,
    next_steps,
)
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
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import Diagnosis

_TITLE = Text("诊断", "Diagnosis")


def diagnosis_of(
    content: Content, diagnosis: Diagnosis, on: date, language: Language
) -> ReportDocument:
    """Return all that a diagnosis says which is kept nowhere, made on a day."""
    wording, summary = Wording(language), summarised_at_hand(content, diagnosis)
    pins = show_provenance(content, diagnosis)
    return ReportDocument(
        language=language,
        title=wording.say(_TITLE),
        subtitle=wording.subtitle(),
        firm=firm_line(wording, summary),
        day=on,
        chapters=(
            levels_at_a_glance(wording, summary, with_left_over=not diagnosis.estimates),
            *(
                by_standard(wording, shown, tuple(_scores(wording, shown, verdict)))
                for shown, verdict in zip(summary.verdicts, diagnosis.verdicts, strict=True)
            ),
            *_estimates(wording, content, diagnosis),
            *next_steps(wording, summary),
            largest_gaps(wording, summary, with_items=True),
            *_ignored(wording, content, diagnosis),
            *checks_and_notes(wording, summary),
        ),
        pins=pin_lines(
            code=pins["code"],
            content=pins["content"],
            form=pins["form"],
            standards=pins["standards"],
            models=pins["model"] or (),
        ),
        is_brief=True,
    )


def _scores(wording: Wording, shown: SummarisedVerdict, verdict: Verdict) -> Iterator[Block]:
    """Yield what blanks leave open, the score of each dimension, the ways to add up, notices."""
    bounds = what_blanks_leave_open(verdict)
    if bounds is not None:
        yield Passage(wording.say(bounds))
    yield ReportTable(
        wording.words("各方面的得分", "Scores by dimension"),
        (
            wording.words("方面", "Dimension"),
            wording.words("得分", "Score"),
            wording.words("满分", "Most"),
        ),
        tuple(
            (
                wording.say(each.name),
                "–" if each.score is None else written_dimension(verdict.standard, each.score),
                number(each.top),
            )
            for each in shown.dimensions
        ),
        (6, 1, 1),
    )
    ways = ways_to_add_up(verdict)
    if ways is not None:
        yield Passage(wording.say(ways), Manner.NOTE)
    for notice in verdict_notices(verdict):
        yield Passage(wording.say(notice), Manner.NOTE)


def _estimates(wording: Wording, content: Content, diagnosis: Diagnosis) -> Iterator[Chapter]:
    """Yield what a visit would likely verify by each standard; nothing without an estimate."""
    if not diagnosis.estimates:
        return
    by_rule = {verdict.standard.id: verdict for verdict in diagnosis.verdicts}
    blocks = [
        block
        for each in diagnosis.estimates
        for block in _estimate(wording, content, each, by_rule[each.standard])
    ]
    deflated = [each.deflated for each in diagnosis.estimates if each.deflated]
    notes = dict.fromkeys(overstatement_basis(each.overstatement) for each in deflated)
    blocks += [Passage(wording.say(text), Manner.NOTE) for text in (FACTS_TO_CHECK, *notes)]
    yield Chapter("estimates", wording.say(LIKELY_VERIFIED), tuple(blocks))


def _estimate(
    wording: Wording, content: Content, estimate: Estimate, by_rule: Verdict
) -> Iterator[Block]:
    level = "" if estimate.level is None else f"{wording.say(COLON)}{estimate.level}"
    yield Heading(wording.say(by_rule.standard.name) + level)
    why = why_no_estimate(content, estimate, by_rule, says_bounds=False)
    if why is not None:
        yield Passage(wording.say(why), Manner.WARNING)
    left_over = overstatement_sentence(content, estimate, names_check=not estimate.checks)
    if left_over is not None:
        for text in filter(None, (left_over, margin_sentence(estimate))):
            yield Passage(wording.say(text))
    if why is not None or not estimate.probabilities:
        return
    likely, no_level = likely_levels(estimate), why_no_estimated_level(estimate)
    if likely is not None:
        yield Passage(wording.say(likely))
    if no_level is not None:
        yield Passage(wording.say(no_level), Manner.WARNING)
    if estimate.checks:
        yield Passage(wording.say(CHECK_ORDER))
        checks = checks_in_words(content, estimate)
        yield Points(tuple(map(wording.say, checks)), is_numbered=True)
    yield Passage(wording.say(basis(estimate)), Manner.NOTE)


def _ignored(wording: Wording, content: Content, diagnosis: Diagnosis) -> Iterator[Chapter]:
    """Yield the answers that are not scored, if any, and why."""
    colon = wording.say(COLON)
    items = tuple(
        f"{wording.say(content.bank[each.item].name)}{colon}{wording.say(each.why)}"
        for each in ignored_answers(content, diagnosis)
    )
    if items:
        yield wording.chapter("not-scored", "没有计分的答案", "Not scored", [Points(items)])
