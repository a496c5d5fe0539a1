"""The current models of the standards, compiled to read and judge single sheets of the domain."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import filterfalse, repeat, takewhile
from pathlib import Path
from typing import NamedTuple

import numpy as np

from diagnosis.classifier.artefacts.model_files import load_model
from diagnosis.classifier.artefacts.registry import current_entry
from diagnosis.classifier.explanation.checked_sheet import explain_checked
from diagnosis.classifier.explanation.next_question import Adviser
from diagnosis.classifier.explanation.one_sheet import SheetExplainer, SheetExplanation
from diagnosis.classifier.from_standard import structure_of
from diagnosis.classifier.inference.coded_sheets import POSITION_CODES, CodedSheets, positions_of
from diagnosis.classifier.inference.deflated_rule import DeflatedOutlooks
from diagnosis.classifier.inference.head import UNKNOWN_SIZE
from diagnosis.classifier.inference.model import Model, ModelInput, Predictions
from diagnosis.classifier.inference.one_sheet import SheetJudge, SheetJudgement
from diagnosis.classifier.inference.stack import ModelStack
from diagnosis.classifier.inference.structure import KINDS, SIZES
from diagnosis.domain.estimate import Estimate, PartShare, SpotCheck
from diagnosis.domain.intake.answer import NotApplicable, Value
from diagnosis.domain.intake.enterprise import SizeLimit, size_class
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.overstatement import LevelBy
from diagnosis.domain.scoring.encode import BLANK, CODE_OF, Floats, choice_value
from diagnosis.domain.scoring.estimating.checked_sheet import CheckedSheet
from diagnosis.domain.scoring.standard import GatedStandard, StagedStandard

CHECKS_ADVISED = 3
"""How many answers an estimate proposes to check on site."""
_CODE_OF_VALUE: dict[object, int] = dict(CODE_OF.items())
"""The code of a position; no other answer has one."""
_ZERO = CODE_OF[0.0]


class OrderKept(NamedTuple):
    """Whether the answers are those that a model asks first, and the item that it asks next."""

    in_order: bool
    to_ask: str | None


class SheetRead(NamedTuple):
    """One sheet as its codes, completed, and what the model says of it; all of n = 1."""

    sheets: CodedSheets
    inputs: ModelInput
    predictions: Predictions


class ServedModel:
    """The current model of one standard.

    Raises ModelRefused where there is none, or where it does not fit the standard.
    """

    def __init__(
        self, standard: StagedStandard | GatedStandard, folder: Path, sizes: Sequence[SizeLimit]
    ) -> None:
        self.structure = structure_of(standard)
        entry = current_entry(folder, standard.id)
        self.model: Model = load_model(folder / entry.id, self.structure, entry.digest)
        self.served_level = entry.served_level
        self.adviser = Adviser(self.model)
        self.sizes = tuple(sizes)
        places = {item: place for place, item in enumerate(self.structure.items)}
        self._choices = [
            (places[weighted.item], weighted.item, weighted.values, weighted.cap)
            for dimension in getattr(standard, "dimensions", ())
            for weighted in dimension.items
            if weighted.values is not None
        ]
        owned = list(zip(self.structure.items, self.structure.owner, strict=True))
        self._cuttable = [
            (part, [item for item, owner in owned if owner == part])
            for part, may_be_cut in enumerate(self.structure.may_be_cut)
            if may_be_cut
        ]
        self._halves = [[places[item] for item in items] for _, items in self._cuttable]

    def codes(self, sheet: Sheet) -> list[int]:
        """Return the code of each item's answer; a choice counts as the score that it makes.

        What does not apply beside an answered item counts as 0, as it does by rule.
        """
        answers, items, code_of = sheet.answers, self.structure.items, _CODE_OF_VALUE
        codes = [code_of.get(value, BLANK) for value in map(answers.get, items)]
        for place, item, scores, cap in self._choices:
            chosen = answers.get(item)
            if isinstance(chosen, tuple):
                codes[place] = CODE_OF[round(choice_value(scores, cap, chosen), 1)]
        for places in self._halves:
            if any(codes[place] for place in places):
                for place in places:
                    if items[place] not in sheet.exempt and isinstance(
                        answers.get(items[place]), NotApplicable
                    ):
                        codes[place] = _ZERO
        return codes

    def cuts(self, answers: Mapping[str, Value]) -> list[int]:
        """Return the places of the sub-domains that are cut: nothing in them applies."""
        return [
            part
            for part, items in self._cuttable
            if all(isinstance(answers.get(item), NotApplicable) for item in items)
        ]

    def asking_order(self, sheet: Sheet) -> tuple[str, ...]:
        """Return the items that the sheet's form asks of its production type, first to last."""
        items, asked_of_type = self.structure.items, sheet.form.items_of[sheet.production_type]
        order = self.adviser.orders[_kind(sheet)].tolist()
        return tuple([items[place] for place in order if items[place] in asked_of_type])

    def sheet(self, sheet: Sheet) -> CodedSheets:
        """Return a sheet as the model reads it."""
        cut = np.zeros(len(self.structure.subdomains), dtype=bool)
        cut[self.cuts(sheet.answers)] = True
        codes = np.array(self.codes(sheet))
        return self.model.single_sheet(codes, _kind(sheet), cut, _size(sheet, self.sizes))

    def checked(self, checked: CheckedSheet) -> tuple[CodedSheets, Floats]:
        """Return a sheet as the model reads it, and its verified answers (1, I), NaN elsewhere.

        What a visit found not to apply takes the place of the claim.
        """
        sheet = self.sheet(checked.sheet)
        visited = self.sheet(checked.as_verified)
        seen = np.array([item in checked.verified for item in self.structure.items])
        is_position = (visited.codes > BLANK) & (visited.codes < POSITION_CODES)
        codes = np.where(seen & ~is_position, visited.codes, sheet.codes)
        verified = np.where(seen & is_position, positions_of(visited), np.nan)
        return CodedSheets(codes, sheet.kind, visited.cut, sheet.size), verified

    def room(self, read: SheetRead, overstatement: float) -> Floats | None:
        """Return the room (1, 2) of the deflated rule's level, None where that is not served."""
        by_model = self.served_level.level_by is LevelBy.MODEL
        if by_model or self.adviser.deflated_stop is None:
            return None
        return DeflatedOutlooks(self.model, overstatement)(read.sheets, read.inputs).room

    def read(self, sheet: Sheet) -> SheetRead:
        """Return a sheet with what the model says of it."""
        sheets = self.sheet(sheet)
        inputs = self.model.read(sheets)
        return SheetRead(sheets, inputs, self.model.judge(inputs, sheets.size))


class SheetEstimates:
    """Estimates of single sheets by several served models, at least one, read together."""

    def __init__(self, served: Sequence[ServedModel]) -> None:
        self._served = tuple(served)
        self._stack = ModelStack([each.model for each in served])
        self._judge = SheetJudge(self._stack)
        self._explain = SheetExplainer(self._stack)

    def __call__(self, sheet: Sheet) -> list[Estimate]:
        """Return the estimate of every model, with its reasons and what would narrow it most."""
        codes: list[int] = []
        for served in self._served:
            codes += served.codes(sheet)
        cuts = self._cuts(sheet) if BLANK in codes else ()
        completed = self._stack.complete(codes, _kind(sheet), cuts)
        judgements = self._judge(completed, _size(sheet, self._served[0].sizes))
        explanations = self._explain(
            completed, _kind(sheet), CHECKS_ADVISED, self._inferred(sheet)
        )
        kept = self._order_kept(sheet)
        return list(map(_estimate, self._served, judgements, explanations, kept))

    def checked(self, checked: CheckedSheet) -> list[Estimate]:
        """Return the estimate of every model, with the answers that a visit verified."""
        confirmed, estimates = checked.sheet.confirmed_inferences, []
        for served, kept in zip(self._served, self._order_kept(checked.sheet), strict=False):
            sheets, verified = served.checked(checked)
            items = served.structure.items
            inferred = [place for place, item in enumerate(items) if item in confirmed]
            judged = explain_checked(
                served.model, served.adviser, sheets, verified, CHECKS_ADVISED, inferred=inferred
            )
            estimates.append(_estimate(served, *judged, kept))
        return estimates

    def _order_kept(self, sheet: Sheet) -> Iterable[OrderKept | None]:
        """Return, by model, whether the answers are those that are asked first; None if unsaid.

        An item is, where none before it in the order of a model is blank. What follows from other
        answers, or from the firm's own profile, may stand anywhere.
        """
        if sheet.course is None or not sheet.course.left_no_choice:
            return repeat(None)
        answers = sheet.answers
        orders = [served.asking_order(sheet) for served in self._served]
        free = {*sheet.confirmed_inferences, *sheet.exempt}
        for order in orders:
            free.update(takewhile(answers.__contains__, order))
        return [
            OrderKept(
                in_order=all(item in free for item in order if item in answers),
                to_ask=next(filterfalse(answers.__contains__, order), None),
            )
            for order in orders
        ]

    def _inferred(self, sheet: Sheet) -> list[int]:
        """Return the places of all items with an inferred answer, counted over all models."""
        confirmed = sheet.confirmed_inferences
        if not confirmed:
            return []
        return [
            items.start + place
            for served, items in zip(self._served, self._stack.items, strict=True)
            for place, item in enumerate(served.structure.items)
            if item in confirmed
        ]

    def _cuts(self, sheet: Sheet) -> tuple[int, ...]:
        """Return the places of all cut sub-domains, counted over all models."""
        return tuple([
            parts.start + cut
            for served, parts in zip(self._served, self._stack.parts, strict=True)
            for cut in served.cuts(sheet.answers)
        ])  # fmt: skip


def _estimate(
    served: ServedModel,
    judgement: SheetJudgement,
    explanation: SheetExplanation,
    kept: OrderKept | None,
) -> Estimate:
    structure = served.structure
    ask = None if explanation.ask is None else structure.items[explanation.ask]
    if kept is not None and kept.in_order:
        ask = kept.to_ask
    shares = zip(structure.subdomains, explanation.answered, explanation.assumed, strict=True)
    return Estimate(
        standard=structure.standard,
        model=served.model.identity,
        level=judgement.level,
        insufficient=judgement.level is None,
        probabilities=judgement.probabilities,
        levels=tuple(range(judgement.low, judgement.high + 1)),
        expected_score=judgement.expected_score,
        score_low=judgement.score_low,
        score_high=judgement.score_high,
        score=judgement.score,
        reference=explanation.reference,
        parts=tuple(map(PartShare._make, shares)),
        ask_next=() if ask is None else (ask,),
        checks=tuple(
            [
                SpotCheck(structure.items[check.place], check.reason, check.gain)
                for check in explanation.checks
            ]
        ),
        doubts=dict(zip(structure.items, explanation.doubts, strict=True)),
        verified_visits=served.model.numbers.visits,
        level_by=served.served_level.of_sheet(judgement.open_gates),
        in_order=None if kept is None else kept.in_order,
    )


def _kind(sheet: Sheet) -> int:
    return KINDS.index(sheet.production_type)


def _size(sheet: Sheet, sizes: tuple[SizeLimit, ...]) -> int:
    firm = sheet.enterprise
    size = size_class(firm.employees, firm.revenue_wan, sizes)
    return UNKNOWN_SIZE if size is None else SIZES.index(size)
