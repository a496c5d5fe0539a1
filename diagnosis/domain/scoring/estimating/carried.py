"""Whether the answers of a sheet carry an estimate: blanks that the firm chose say something.

A firm that answers what it is good at and leaves the rest blank looks better than it is. What it
left out may be ignored only where it had no choice: it answered all that its form asks, or this
service chose what to ask and it passed over nothing. That the service chose is the caller's word:
it is believed where the answers are those that the service asks first. Even then they carry none
before half is answered, save that a firm is surely at level 0. The line goes by what is blank
alone: a raise moves a firm towards the next level and makes its level less sure, so that what went
by how sure a level is would take it away for a better answer.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from diagnosis.domain.estimate import Estimate, PartNeed
from diagnosis.domain.intake.answer import NOT_KNOWN
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.scoring.counted_items import counted_items
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.standard import TYPES, GatedStandard, StagedStandard, Standard
from diagnosis.domain.scoring.verdict import Verdict, below_coverage

ROUNDING_ERROR = 1e-12
IN_ORDER_COVERAGE = 0.5
"""The coverage from which answers in the service's order carry an estimate.

Asked just so far, 8 simulated firms in 10 keep their level when they answer the rest, in new
worlds of the training ranges; those that are asked till it is .9 sure keep it in .93, and are
asked half a question more than without this line. tests/classifier/test_asked_enough.py measures.
"""
MOST_UNKNOWN = 0.1
"""The share of questions in the service's order that a firm may answer with not known."""
_NONE_SETTLED: frozenset[str] = frozenset()


def carried(
    scorers: Scorers,
    sheet: Sheet,
    verdicts: Sequence[Verdict],
    estimates: Sequence[Estimate],
    settled: Collection[str] = _NONE_SETTLED,
) -> tuple[Estimate, ...]:
    """Return the estimates; those that the answers do not carry say what they need instead.

    By the standards `settled` a firm that is asked in order is surely at level 0.
    """
    by_rule = {verdict.standard.id: verdict for verdict in verdicts}
    return tuple(
        [
            _carried(
                scorers, sheet, by_rule[estimate.standard], estimate, estimate.standard in settled
            )
            for estimate in estimates
        ]
    )


def _carried(
    scorers: Scorers, sheet: Sheet, verdict: Verdict, estimate: Estimate, is_settled: bool
) -> Estimate:
    standard = verdict.standard
    if estimate.refusal or not isinstance(standard, StagedStandard | GatedStandard):
        return estimate
    is_for_it = _is_for(sheet, standard)
    is_asked = bool(estimate.in_order) and is_for_it and _knows_enough(sheet, verdict)
    if is_asked and is_settled:
        return estimate
    enough = IN_ORDER_COVERAGE if is_for_it else standard.minimum_coverage
    if below_coverage(_reachable(scorers, sheet, verdict, standard), enough) is not None:
        is_whole = is_for_it and not any(_blanks(scorers, sheet, standard))
        return _without_level(estimate, tells=is_asked or is_whole)
    needs = _needed_answers(scorers, sheet, verdict, standard, in_order=is_asked)
    if not needs:
        return estimate
    return Estimate(
        standard=estimate.standard,
        model=estimate.model,
        insufficient=True,
        ask_next=estimate.ask_next,
        verified_visits=estimate.verified_visits,
        needs=needs,
        in_order=estimate.in_order,
    )


def _without_level(estimate: Estimate, *, tells: bool) -> Estimate:
    """Return what is left of an estimate from a form that asks too little for a level.

    Where the firm passed over something, or the form asks what is good for another standard, it
    tells nothing.
    """
    if tells:
        return replace(estimate, level=None, insufficient=True, form_too_short=True)
    return Estimate(
        standard=estimate.standard,
        model=estimate.model,
        insufficient=True,
        verified_visits=estimate.verified_visits,
        form_too_short=True,
    )


def leaves_out(sheet: Sheet, standard: Standard) -> bool:
    """Return whether something that a standard counts is neither asked by a form nor answered."""
    of_form = {*sheet.form.items_of[sheet.production_type], *sheet.answers}
    return not of_form.issuperset(counted_items(standard))


def _is_for(sheet: Sheet, standard: Standard) -> bool:
    """Return whether a form is for a standard, or for none of its own."""
    return not sheet.form.standards or standard.id in sheet.form.standards


def _reachable(
    scorers: Scorers, sheet: Sheet, verdict: Verdict, standard: StagedStandard | GatedStandard
) -> float:
    """Return the coverage by a standard, 0–1, once all is answered that the form asks.

    Where it is enough for a level as it is, it is returned as it is.
    """
    if below_coverage(verdict.coverage, standard.minimum_coverage) is None:
        return verdict.coverage
    of_form = set(sheet.form.items_of[sheet.production_type])
    uncut = 1.0 - sum(cut.weight_removed for cut in verdict.cuts)
    blank = sum(
        weight
        for item, _, weight in _weights(scorers, sheet, standard)
        if item in of_form and sheet.answers.get(item, NOT_KNOWN) is NOT_KNOWN
    )
    return verdict.coverage + (blank / uncut if uncut else 0.0)


def _needed_answers(
    scorers: Scorers,
    sheet: Sheet,
    verdict: Verdict,
    standard: StagedStandard | GatedStandard,
    *,
    in_order: bool,
) -> tuple[PartNeed, ...]:
    """Return how many more answers an estimate needs, by part; empty where it needs none.

    They are the fewest, the heaviest first, that bring the sheet to the coverage at which its
    standard gives a level, of answers `in_order` to that at which those carry an estimate; where a
    form for the standard asks less than that, all that it asks.
    """
    enough = standard.minimum_coverage
    if in_order:
        enough = min(enough, IN_ORDER_COVERAGE)
    if below_coverage(verdict.coverage, enough) is None:
        return ()
    uncut = 1.0 - sum(cut.weight_removed for cut in verdict.cuts)
    short = (enough - verdict.coverage) * uncut
    needs: dict[str, int] = {}
    for weight, part in sorted(_blanks(scorers, sheet, standard), key=lambda each: -each[0]):
        if short <= ROUNDING_ERROR:
            break
        short -= weight
        needs[part] = needs.get(part, 0) + 1
    return tuple(PartNeed(part, answers) for part, answers in needs.items())


def _knows_enough(sheet: Sheet, verdict: Verdict) -> bool:
    """Return whether the firm knew nearly all that it was asked for a standard.

    What it does not know is as good as passed over: nobody tells them apart. One question in ten,
    and one at least, may be so.
    """
    answers, counted = sheet.answers, set(counted_items(verdict.standard))
    answered = counted.intersection(answers)
    unknown = sum(answers[item] is NOT_KNOWN for item in answered)
    return unknown <= max(1.0, MOST_UNKNOWN * len(answered))


def _blanks(
    scorers: Scorers, sheet: Sheet, standard: StagedStandard | GatedStandard
) -> Iterator[tuple[float, str]]:
    """Yield weight (0–1) and part of each item that has no answer.

    Of a form for the standard, or for none of its own, that is what the firm is asked. A form for
    another standard asks what is good for that one: all that this one counts is wanting there.
    """
    form, answers = sheet.form, sheet.answers
    is_for_it = _is_for(sheet, standard)
    of_form = set(form.items_of[sheet.production_type])
    for item, part, weight in _weights(scorers, sheet, standard):
        counts = item in of_form or not is_for_it
        if weight > 0 and counts and answers.get(item, NOT_KNOWN) is NOT_KNOWN:
            yield weight, part


def _weights(
    scorers: Scorers, sheet: Sheet, standard: StagedStandard | GatedStandard
) -> Iterator[tuple[str, str, float]]:
    """Yield each item of a standard with its part and its share of the whole, 0–1."""
    if isinstance(standard, StagedStandard):
        whole = scorers.staged.whole[TYPES.index(sheet.production_type)].tolist()
        for sub, weight in zip(standard.subdomains, whole, strict=True):
            for item in sub.items:
                yield item, sub.id, weight / len(sub.items)
        return
    kernel = scorers.gated
    weights = kernel.member.dot(kernel.weights).tolist()
    for item, place, weight in zip(kernel.items, kernel.owner_places, weights, strict=True):
        yield item, standard.dimensions[place].id, weight
