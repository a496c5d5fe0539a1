"""Says a result in a language: levels, dimensions with their readings, what is short, gaps."""

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.rivals.textbook.answers import Part, Result
from benchmarks.rivals.textbook.estimates import LevelEstimate
from diagnosis.domain.intake.item import Item
from diagnosis.domain.scoring.standard import GatedStandard, PointsStandard, Standard
from diagnosis.domain.text import Language, Text

GAPS, HOLDS = 10, 3
_SHORT = Text(
    "“{name}”离 {level} 级还差 {short:.3f}。", "“{name}” lacks {short:.3f} for level {level}."
)
_CONDITION = Text("条件“{name}”：{holds}。", "Condition “{name}”: {holds}.")
_HOLDS = {
    True: Text("满足", "met"),
    False: Text("未满足", "not met"),
    None: Text("未知", "not known"),
}
_OPEN = Text("答案太少或还有空题，没有级别。", "Too few answers, or blanks decide: no level.")

Shown = dict[str, Any]


def part_names(standard: Standard) -> dict[str, Text]:
    """Return the names of a standard's parts."""
    kinds = ("subdomains", "questions", "scenes", "links", "dimensions", "declared")
    parts = [part for kind in kinds for part in getattr(standard, kind, ())]
    return {getattr(part, "ref", None) or part.id: part.name for part in parts}


class Speaker:
    """Says results of the standards, in the order of `standards`."""

    def __init__(self, standards: Sequence[Standard], bank: Mapping[str, Item]) -> None:
        self._standards = standards
        self._bank = bank
        self._names = [part_names(standard) for standard in standards]

    def say(
        self,
        results: Sequence[Result],
        estimates: Sequence[LevelEstimate],
        language: Language,
    ) -> Shown:
        """Return a diagnosis in one language."""
        shown = [
            self._standard(standard, names, result, language)
            for standard, names, result in zip(self._standards, self._names, results, strict=True)
        ]
        gaps = [
            gap
            for standard, result in zip(self._standards, results, strict=True)
            for gap in self._gaps(standard, result, language)
        ]
        return {
            "standards": shown,
            "gaps": gaps,
            "estimate": [
                {
                    "standard": estimate.standard,
                    "level": estimate.level,
                    "probabilities": estimate.probabilities,
                }
                for estimate in estimates
            ],
        }

    def _standard(
        self, standard: Standard, names: Mapping[str, Text], result: Result, language: Language
    ) -> Shown:
        level = result.level
        return {
            "standard": standard.id,
            "revision": standard.revision,
            "name": standard.name.say(language),
            "official_standard": standard.official,
            "level": level,
            "level_name": None if level is None else standard.levels[level].name.say(language),
            "reading": None if level is None else standard.levels[level].reading.say(language),
            "why": _OPEN.say(language) if level is None else None,
            "score": result.score,
            "coverage": result.coverage,
            "dimensions": [
                self._dimension(standard, names, part, language) for part in result.parts
            ],
            "held_back_by": self._holds(names, result, language),
        }

    def _dimension(
        self, standard: Standard, names: Mapping[str, Text], part: Part, language: Language
    ) -> Shown:
        reading = None
        if part.score is not None and not isinstance(standard, PointsStandard):
            reading = standard.reading(part.id, part.score)
        return {
            "id": part.id,
            "name": names[part.id].say(language),
            "score": part.score,
            "weight": part.weight,
            "reading": reading and reading.say(language),
        }

    def _holds(self, names: Mapping[str, Text], result: Result, language: Language) -> list[Shown]:
        short = sorted(result.parts, key=lambda part: part.short, reverse=True)[:HOLDS]
        holds = [
            {
                "part": part.id,
                "message": _SHORT.say(language).format(
                    name=names[part.id].say(language), level=result.aim, short=part.short
                ),
            }
            for part in short
            if part.short > 0
        ]
        holds += [
            {
                "part": name,
                "message": _CONDITION.say(language).format(
                    name=name, holds=_HOLDS[is_met].say(language)
                ),
            }
            for name, is_met in result.conditions.items()
            if not is_met
        ]
        return holds

    def _gaps(self, standard: Standard, result: Result, language: Language) -> list[Shown]:
        if isinstance(standard, PointsStandard):
            aim, unit = None, "points"
        else:
            aim, unit = result.aim, "score" if isinstance(standard, GatedStandard) else "share"
        short = [
            (part.short / len(part.counted), item, part.id, at)
            for part in result.parts
            if part.short > 0
            for item, at in part.counted.items()
            if at is not None and (aim is None or at < aim)
        ]
        short.sort(key=lambda gap: gap[0], reverse=True)
        return [
            {
                "standard": standard.id,
                "item": item,
                "text": self._bank[item].text.say(language),
                "part": part,
                "target_level": result.aim,
                "has": at,
                "lift": lift,
                "unit": unit,
                "next_practice": self._next_practice(item, at, language),
            }
            for lift, item, part, at in short[:GAPS]
        ]

    def _next_practice(self, item: str, at: float, language: Language) -> str | None:
        positions = self._bank[item].positions
        if not positions:
            return None
        return positions[min(len(positions) - 1, int(at) + 1)].say(language)
