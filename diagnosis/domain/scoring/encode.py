"""Sheets as numbers: one sheet as lists, n sheets as arrays with a row each."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from math import nan
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from diagnosis.domain.intake.answer import NotApplicable, NotKnown, Share, Value
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.intake.item import NONE, POSITION_VALUES, Item, ItemType
from diagnosis.domain.intake.scene_grid import MODEL_ITEM, USE_ITEM
from diagnosis.domain.scoring.standard import Question, Standards

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

BLANK = 0
NOT_APPLICABLE = len(POSITION_VALUES) + 1
EXEMPT = NOT_APPLICABLE + 1
"""Not applicable for a reason that the firm's own profile proves."""
CODE_OF = {value: code for code, value in enumerate(POSITION_VALUES, start=1)}
CODES = EXEMPT + 1
VERIFIED = CODES
"""What is added to the code of an answer on a ladder that a visit verified."""
MARKED_CODES = VERIFIED + CODES
"""How many codes there are with those that are marked as verified: tables of `marked` rows."""
_NO_COLUMNS: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedSheets:
    """n sheets as arrays; built by `Encoder`, or directly for bulk work.

    Shapes: `codes` (n, ladder items), uint8, 0 blank, 1–16 a position of `POSITION_VALUES`, 17 not
    applicable, 18 not applicable as the firm's profile proves · `points` (n, questions),
    thousandths, −1 blank · `values` (n, choice items of the gated standard), 0–5, NaN blank ·
    `use` and `model` (n, 8 scene links), one bit per scene, −1 blank · `declared` (n,
    declarations), −1 unknown, 0 no, 1 yes · `kind` (n,), 0 discrete, 1 process · `revenue` (n,),
    万元, NaN unknown.
    """

    codes: NDArray[np.uint8]
    points: Ints
    values: Floats
    use: Ints
    model: Ints
    declared: Ints
    kind: Ints
    revenue: Floats

    def __len__(self) -> int:
        return len(self.kind)

    def rows(self, chosen: Bools) -> "EncodedSheets":
        """Return the chosen rows alone."""
        return EncodedSheets(**{name: getattr(self, name)[chosen] for name in self.__slots__})


class Sizes(NamedTuple):
    """How many columns each part of an encoded sheet has."""

    ladders: int
    questions: int
    choices: int
    links: int
    declared: int


class EncodedSheet:
    """One sheet as lists, like a row of `EncodedSheets`; `revenue` is NaN where unknown.

    `verified` are the columns of answers on ladders that a visit verified.
    """

    __slots__ = (
        "codes", "declared", "kind", "model", "points", "revenue", "use", "values", "verified",
    )  # fmt: skip

    def __init__(self, sizes: Sizes, kind: int, revenue: float) -> None:
        self.kind = kind
        self.revenue = revenue
        ladders, questions, choices, links, declared = sizes
        self.codes = [BLANK] * ladders
        self.points = [-1] * questions
        self.values = [nan] * choices
        self.use = [-1] * links
        self.model = [-1] * links
        self.declared = [-1] * declared
        self.verified = _NO_COLUMNS

    def marked(self, columns: Sequence[int]) -> list[int]:
        """Return the codes of some columns, those that a visit verified from `VERIFIED` on."""
        codes, verified = self.codes, self.verified
        if not verified:
            return [codes[column] for column in columns]
        return [codes[column] + VERIFIED * (column in verified) for column in columns]


Writer = Callable[[EncodedSheet, Value], None]
"""Writes the answer to an item into an encoded sheet."""


class Encoder:
    """Writes sheets into `EncodedSheets`; compiled once from the bank and the standards.

    `ladders` gives the column of each ladder item, `links` the order of the scene links.
    """

    def __init__(self, bank: Mapping[str, Item], standards: Standards) -> None:
        self.ladders = {
            item.id: column
            for column, item in enumerate(
                item for item in bank.values() if item.type is ItemType.LADDER
            )
        }
        self.links = tuple(
            scene_link for link in standards.tiers.links for scene_link in link.scene_links
        )
        self.link_sizes = tuple(
            sum(option.id != NONE for option in bank[USE_ITEM + link].options)
            for link in self.links
        )
        self.choices: dict[str, int] = {}
        self._writers: dict[str, list[Writer]] = {item: [] for item in bank}
        self._compile(bank, standards)
        self._sizes = Sizes(
            ladders=len(self.ladders),
            questions=len(standards.points.questions),
            choices=len(self.choices),
            links=len(self.links),
            declared=len(standards.tiers.declared),
        )

    def _compile(self, bank: Mapping[str, Item], standards: Standards) -> None:
        """Keep, per item, what writes its answer: it may feed several standards, or none."""
        for column, question in enumerate(standards.points.questions):
            self._add(question.item, _question(column, question))
        self._add_choices(standards)
        for column, link in enumerate(self.links):
            self._add(USE_ITEM + link, _mask("use", column, bank[USE_ITEM + link]))
            self._add(MODEL_ITEM + link, _mask("model", column, bank[MODEL_ITEM + link]))
        for column, condition in enumerate(standards.tiers.declared):
            self._add(condition.item, _declared(column))

    def _add(self, item: str, write: Writer) -> None:
        self._writers[item].append(write)

    def _add_choices(self, standards: Standards) -> None:
        for dimension in standards.gated.dimensions:
            for weighted in dimension.items:
                if weighted.values is not None:
                    column = self.choices[weighted.item] = len(self.choices)
                    self._add(weighted.item, _choice_value(column, weighted.values, weighted.cap))

    def encode(
        self,
        answers: Mapping[str, Value],
        kind: ProductionType,
        revenue_wan: float | None,
        exempt: Collection[str] = (),
        verified: Collection[str] = (),
    ) -> EncodedSheet:
        """Return one sheet as lists; `exempt` items do not apply, as the firm's profile proves.

        A visit verified the answers to the items `verified`.
        """
        writers, ladders = self._writers, self.ladders
        sheet = EncodedSheet(
            self._sizes,
            int(kind is ProductionType.PROCESS),
            nan if revenue_wan is None else revenue_wan,
        )
        codes = sheet.codes
        for item, value in answers.items():
            if value.__class__ is float:
                codes[ladders[item]] = CODE_OF[value]
            elif item in ladders:
                if isinstance(value, NotApplicable):
                    codes[ladders[item]] = EXEMPT if item in exempt else NOT_APPLICABLE
            else:
                for write in writers[item]:
                    write(sheet, value)
        if verified:
            sheet.verified = frozenset([ladders[item] for item in verified if item in ladders])
        return sheet

    def stack(self, sheets: Sequence[EncodedSheet]) -> EncodedSheets:
        """Return n sheets as arrays, in their order."""
        return EncodedSheets(
            codes=np.array([sheet.codes for sheet in sheets], dtype=np.uint8),
            points=np.array([sheet.points for sheet in sheets], dtype=np.int64),
            values=np.array([sheet.values for sheet in sheets], dtype=np.float64),
            use=np.array([sheet.use for sheet in sheets], dtype=np.int64),
            model=np.array([sheet.model for sheet in sheets], dtype=np.int64),
            declared=np.array([sheet.declared for sheet in sheets], dtype=np.int64),
            kind=np.array([sheet.kind for sheet in sheets], dtype=np.int64),
            revenue=np.array([sheet.revenue for sheet in sheets], dtype=np.float64),
        )


def option_points(question: Question, value: Value) -> int | None:
    """Return the points of an answer in thousandths, None for not known.

    The intervals of a share are closed on the right, the first one also on the left.
    """
    if isinstance(value, Share):
        return next(o.points for o in question.options if value.at_most(o.up_to or 0.0))
    if isinstance(value, NotKnown | NotApplicable):
        return None
    chosen = value if isinstance(value, tuple) else (value,)
    return sum(option.points for option in question.options if option.value in chosen)


def _question(column: int, question: Question) -> Writer:
    points_of = {option.value: option.points for option in question.options}

    def write(sheet: EncodedSheet, value: Value) -> None:
        if value.__class__ is str:
            sheet.points[column] = points_of[value]
        elif value.__class__ is tuple:
            sheet.points[column] = sum([points_of[option] for option in value])
        else:
            points = option_points(question, value)
            sheet.points[column] = -1 if points is None else points

    return write


def choice_value(values: Mapping[str, float], cap: float, chosen: Sequence[str]) -> float:
    """Return the 0–5 value of a choice: the options' values added up, at most `cap`."""
    return min(cap, sum(values.get(option, 0.0) for option in chosen))


def _choice_value(column: int, values: Mapping[str, float], cap: float) -> Writer:
    def write(sheet: EncodedSheet, value: Value) -> None:
        if isinstance(value, tuple):
            sheet.values[column] = choice_value(values, cap, value)

    return write


def _mask(name: str, column: int, item: Item) -> Writer:
    bit_of = {o.id: 0 if o.id == "none" else 1 << place for place, o in enumerate(item.options)}

    def write(sheet: EncodedSheet, value: Value) -> None:
        if isinstance(value, tuple):
            getattr(sheet, name)[column] = sum(bit_of[option] for option in value)

    return write


def _declared(column: int) -> Writer:
    def write(sheet: EncodedSheet, value: Value) -> None:
        if isinstance(value, str):
            sheet.declared[column] = int(value == "yes")

    return write
