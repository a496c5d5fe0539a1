"""How far two consultants agree who verified the same diagnosis, each without the other's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from diagnosis.domain.intake.answer import Value
from diagnosis.services.ports.store import Reader
from diagnosis.services.ports.visits import KeptVisit, VisitState
from diagnosis.services.transaction import Caller, require
from diagnosis.services.visits.findings import differs

_MOST_VISITS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitAgreement:
    """Two signed visits of one diagnosis: on how many items both have an answer, and the same.

    `is_other_organisation` is whether the second is of another organisation than the first; of
    one organisation only visits that another actor signed are compared. `mean_distance` is that
    of ladder answers, in steps 0–5, over `ladders` items; None where both have none.
    """

    first: KeptVisit
    second: KeptVisit
    is_other_organisation: bool
    items: int
    same: int
    ladders: int
    mean_distance: float | None

    @property
    def share(self) -> float | None:
        """Return the share of items, 0–1, with the same answer; None where there are none."""
        return self.same / self.items if self.items else None


def visit_agreement(caller: Caller, diagnosis_id: str) -> tuple[VisitAgreement, ...]:
    """Return how far each later visit agrees with the first that was signed.

    Among the visits that the caller sees; to the consultant of one alone there is nothing.

    Raises
    ------
    NotThere
        When the caller sees no such diagnosis.

    """
    with caller.store.read(caller.principal) as reader:
        require(reader.diagnosis(diagnosis_id))
        return tuple(_compared(reader, diagnosis_id))


def _compared(reader: Reader, diagnosis_id: str) -> Iterator[VisitAgreement]:
    where = {"diagnosis_id": diagnosis_id, "state": VisitState.SIGNED.value}
    visits = reader.visits(where, None, _MOST_VISITS).items
    in_order = sorted(visits, key=lambda visit: (visit.signed_at or visit.created_at, visit.id))
    if not in_order:
        return
    first, values = in_order[0], _values(reader, in_order[0])
    for second in in_order[1:]:
        if (second.visited_by, second.signed_by) != (first.visited_by, first.signed_by):
            yield _agreement(first, values, second, _values(reader, second))


def _values(reader: Reader, visit: KeptVisit) -> dict[str, Value]:
    return {answer.item: answer.value for answer in reader.visit_answers(visit.id)}


def _agreement(
    first: KeptVisit, values: Mapping[str, Value], second: KeptVisit, others: Mapping[str, Value]
) -> VisitAgreement:
    both = [(values[item], others[item]) for item in values if item in others]
    distances = [abs(a - b) for a, b in both if isinstance(a, float) and isinstance(b, float)]
    return VisitAgreement(
        first=first,
        second=second,
        is_other_organisation=first.visited_by != second.visited_by,
        items=len(both),
        same=sum(not differs(a, b) for a, b in both),
        ladders=len(distances),
        mean_distance=sum(distances) / len(distances) if distances else None,
    )
