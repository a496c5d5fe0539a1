"""Firms as a list for whoever looks after many: how far each is, and where it stands."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from diagnosis.domain.scoring.standard import Standard
from diagnosis.services.ports.records import (
    AssessmentRecord,
    DiagnosisRow,
    EnterpriseRecord,
    State,
)
from diagnosis.services.ports.store import Page, Reader, Where
from diagnosis.services.transaction import Caller, require


class FirmStage(StrEnum):
    """How far a firm is: its newest sheet, and whether a visit verified its current result."""

    NOT_BEGUN = "not-begun"
    FILLING_IN = "filling-in"
    SUBMITTED = "submitted"
    VISITED = "visited"


@dataclass(frozen=True, slots=True)
class ListedFirm:
    """A firm with its newest sheet and the youngest of its current diagnoses, where it has any."""

    record: EnterpriseRecord
    sheet: AssessmentRecord | None
    diagnosis: DiagnosisRow | None

    @property
    def stage(self) -> FirmStage:
        """Return how far the firm is."""
        if self.sheet is None:
            return FirmStage.NOT_BEGUN
        if self.sheet.state is State.DRAFT:
            return FirmStage.FILLING_IN
        is_visited = self.diagnosis is not None and self.diagnosis.verified_levels
        return FirmStage.VISITED if is_visited else FirmStage.SUBMITTED


@dataclass(frozen=True, slots=True)
class LevelCount:
    """How many of some firms stand on each level of a standard, from 0 up, and on none."""

    standard: Standard
    on_level: tuple[int, ...]
    without: int


def list_firms(caller: Caller, where: Where, after: str | None, limit: int) -> Page[ListedFirm]:
    """Return a page of the firms that the caller may read, newest first."""
    with caller.store.read(caller.principal) as reader:
        page = reader.enterprises(where, after, limit)
        return Page(tuple(_listed(reader, record) for record in page.items), page.next)


def list_firms_with_result(
    caller: Caller, where: Where, after: str | None, limit: int
) -> Page[ListedFirm]:
    """Return a page of the firms that have a current diagnosis, the youngest of these first.

    `where` is of diagnoses: each firm stands by the youngest of its current ones.
    """
    with caller.store.read(caller.principal) as reader:
        page = reader.diagnoses({**where, "latest": 1}, after, limit)
        firms = tuple(
            ListedFirm(
                require(reader.enterprise(row.enterprise_id)),
                _newest_sheet(reader, row.enterprise_id),
                row,
            )
            for row in page.items
        )
        return Page(firms, page.next)


def get_firm(caller: Caller, enterprise_id: str) -> ListedFirm:
    """Return a firm that the caller may read.

    Raises
    ------
    NotThere
        When there is none of this id.

    """
    with caller.store.read(caller.principal) as reader:
        return _listed(reader, require(reader.enterprise(enterprise_id)))


def count_levels(
    standards: Iterable[Standard], firms: Sequence[ListedFirm]
) -> tuple[LevelCount, ...]:
    """Return how many of the firms stand on each level of each standard by their own answers."""
    return tuple(_count(standard, firms) for standard in standards)


def _count(standard: Standard, firms: Sequence[ListedFirm]) -> LevelCount:
    reached = Counter(
        None if firm.diagnosis is None else firm.diagnosis.levels.get(standard.id)
        for firm in firms
    )
    on_level = tuple(reached[level.level] for level in standard.levels)
    return LevelCount(standard, on_level, reached[None])


def _listed(reader: Reader, record: EnterpriseRecord) -> ListedFirm:
    where: Where = {"enterprise_id": record.id, "latest": 1}
    current = reader.diagnoses(where, None, 1).items
    return ListedFirm(record, _newest_sheet(reader, record.id), current[0] if current else None)


def _newest_sheet(reader: Reader, enterprise_id: str) -> AssessmentRecord | None:
    sheets = reader.assessments({"enterprise_id": enterprise_id}, None, 1).items
    return sheets[0] if sheets else None
