"""An estimator that takes an answer at its word: the mean of the answered ladders, rounded."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from diagnosis.domain.estimate import (
    Drift,
    Estimate,
    ItemDrift,
    NextItem,
)
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.scoring.estimating.checked_sheet import CheckedSheet
from diagnosis.services.ports.estimator import ModelStatus

STANDARD = "gbt-39116-2020"
MODEL = "fake"
_TOP = 4


class FakeEstimator:
    """Estimates the maturity model alone, by the mean of the answered ladders."""

    def estimate(self, sheet: Sheet) -> tuple[Estimate, ...]:
        """Return the estimate by the one model."""
        return (replace(self._estimate(sheet), in_order=self._in_order(sheet)),)

    def estimate_checked(self, checked: CheckedSheet) -> tuple[Estimate, ...]:
        """Return the estimate with what was verified in the place of what was claimed."""
        (estimate,) = self.estimate(checked.sheet)
        found = self._estimate(checked.as_verified)
        return (replace(found, in_order=estimate.in_order),)

    def asking_order(self, sheet: Sheet, standard: str) -> tuple[str, ...]:
        """Return the items as the form has them."""
        return sheet.form.items_of[sheet.production_type] if standard == STANDARD else ()

    def next_item(
        self, sheet: Sheet, standard: str, agreement: float, overstatement: float | None = None
    ) -> NextItem | None:
        """Return the first open item; the share that is answered counts as agreement."""
        if standard != STANDARD:
            return None
        open_items = [
            item
            for item, entry in sheet.form.entries.items()
            if item not in sheet.answers and sheet.production_type in entry.asked_of
        ]
        share = 1 - len(open_items) / len(sheet.form.entries)
        item = open_items[0] if open_items else None
        return NextItem(item, share, share >= agreement, *self.estimate(sheet))

    def drift(self, standard: str, sheets: Sequence[Sheet]) -> Drift | None:
        """Return that nothing has moved: it was trained on what it is asked about."""
        if standard != STANDARD or not sheets:
            return None
        answers: dict[str, list[float]] = {}
        for sheet in sheets:
            for item, position in self._positions(sheet).items():
                answers.setdefault(item, []).append(position)
        means = {item: sum(positions) / len(positions) for item, positions in answers.items()}
        unanswered = [
            1 - len(self._positions(sheet)) / len(sheet.form.entries) for sheet in sheets
        ]
        return Drift(
            standard=STANDARD,
            model=MODEL,
            sheets=len(sheets),
            items=tuple(ItemDrift(item, 0.0, mean, mean) for item, mean in means.items()),
            moved=(),
            unanswered=sum(unanswered) / len(sheets),
            insufficient_share=sum(not self._positions(sheet) for sheet in sheets) / len(sheets),
            enough=bool(means),
        )

    def models(self) -> tuple[ModelStatus, ...]:
        """Return the one model."""
        status = ModelStatus(
            model=MODEL,
            standard=STANDARD,
            digest="0" * 64,
            verified_visits=0,
            current=True,
            served=True,
        )
        return (status,)

    def card(self, model: str) -> str | None:
        """Return a card that says how little there is to it."""
        return '{"about": "the mean of the answered ladders"}' if model == MODEL else None

    def _in_order(self, sheet: Sheet) -> bool | None:
        if sheet.course is None or not sheet.course.left_no_choice:
            return None
        first = takewhile(sheet.answers.__contains__, self.asking_order(sheet, STANDARD))
        return set(first) == set(sheet.answers)

    @staticmethod
    def _positions(sheet: Sheet) -> dict[str, float]:
        return {item: value for item, value in sheet.answers.items() if isinstance(value, float)}

    @staticmethod
    def _level(positions: Mapping[str, float]) -> int:
        if not positions:
            return 0
        return min(_TOP, int(sum(positions.values()) / len(positions)))

    def _estimate(self, sheet: Sheet) -> Estimate:
        positions = self._positions(sheet)
        if not positions:
            return Estimate(standard=STANDARD, model=MODEL, insufficient=True,
                            probabilities=(1 / 6,) * 6, levels=tuple(range(6)))  # fmt: skip
        level = self._level(positions)
        certain = tuple(1.0 if place == level else 0.0 for place in range(6))
        return Estimate(
            standard=STANDARD, model=MODEL, level=level, probabilities=certain, levels=(level,),
            expected_score=float(level), score_low=float(level), score_high=float(level),
        )  # fmt: skip
