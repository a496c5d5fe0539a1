"""An estimator that takes an answer at its word: the mean of the answered ladders, rounded."""

from collections.abc import Sequence

from diagnosis.domain.estimate import Estimate, NextItem, RaisedAnswer, Raises
from diagnosis.domain.intake.sheet import Sheet

STANDARD = "gbt-39116-2020"
_TOP = 4


class FakeEstimator:
    """Estimates the maturity model alone, by the mean of the answered ladders."""

    def estimate(self, sheet: Sheet) -> tuple[Estimate, ...]:
        return (self._estimate(sheet),)

    def next_item(self, sheet: Sheet, standard: str, agreement: float) -> NextItem | None:
        if standard != STANDARD:
            return None
        open_items = [item for item in sheet.form.entries if item not in sheet.answers]
        share = 1 - len(open_items) / len(sheet.form.entries)
        item = open_items[0] if open_items else None
        return NextItem(item, share, share >= agreement, self._estimate(sheet))

    def raises_to(self, sheet: Sheet, standard: str, level: int) -> Raises | None:
        if standard != STANDARD:
            return None
        positions = self._positions(sheet)
        raised = tuple(
            RaisedAnswer(item, position, float(level))
            for item, position in positions.items()
            if position < level
        )
        return Raises(raised, level, bool(positions))

    @staticmethod
    def _positions(sheet: Sheet) -> dict[str, float]:
        return {item: value for item, value in sheet.answers.items() if isinstance(value, float)}

    def _estimate(self, sheet: Sheet) -> Estimate:
        positions: Sequence[float] = tuple(self._positions(sheet).values())
        if not positions:
            return Estimate(standard=STANDARD, model="fake", insufficient=True,
                            probabilities=(1 / 6,) * 6, levels=tuple(range(6)))  # fmt: skip
        level = min(_TOP, int(sum(positions) / len(positions)))
        certain = tuple(1.0 if place == level else 0.0 for place in range(6))
        return Estimate(
            standard=STANDARD, model="fake", level=level, probabilities=certain, levels=(level,),
            expected_score=float(level), score_low=float(level), score_high=float(level),
        )  # fmt: skip
