"""Notes on a plan's packages, and what was planned against reached."""

from datetime import date

import pytest

from diagnosis.domain.retrofit.catalogue.amounts import Money
from diagnosis.domain.retrofit.follow_up.feedback import (
    Feedback,
    FeedbackReason,
    KnownPackages,
    apply_feedback,
)
from diagnosis.domain.retrofit.follow_up.progress import (
    Fulfilment,
    ItemProgress,
    Note,
    PackageProgress,
    PlannedRise,
    Status,
    compare_progress,
    latest_notes,
)

DAY, LATER = date(2026, 5, 1), date(2027, 5, 1)


@pytest.mark.parametrize(
    ("before", "later", "expected"),
    [
        (1.0, 2.0, Fulfilment.REACHED),
        (1.0, 1.5, Fulfilment.PARTLY),
        (None, 0.5, Fulfilment.PARTLY),
        (1.0, 1.0, Fulfilment.NOT_REACHED),
        (1.0, 0.5, Fulfilment.NOT_REACHED),
        (1.0, None, Fulfilment.UNKNOWN),
    ],
)
def test_an_item_is_held_to_what_was_planned(
    before: float | None, later: float | None, expected: Fulfilment
) -> None:
    assert ItemProgress("control", before, 2, later).fulfilment is expected


def test_the_last_note_counts_and_carries_the_last_cost() -> None:
    notes = [
        Note("prj-a", Status.RUNNING, DAY, cost_wan=5),
        Note("prj-a", Status.DONE, DAY),
        Note("prj-b", Status.DROPPED, DAY, "没人"),
    ]
    latest = latest_notes(notes)
    assert latest["prj-a"] == Note("prj-a", Status.DONE, DAY, None, 5)
    assert latest["prj-b"].reason == "没人"


def test_a_plan_is_compared_project_by_project() -> None:
    notes = [Note("prj-a", Status.DONE, DAY, cost_wan=12)]
    # Tracing was at 1 before and is left out.
    first, second = compare_progress(
        {
            "prj-a": PlannedRise(Money(4, 6, 9), {"control": 2, "tracing": 1}, DAY),
            "prj-b": PlannedRise(Money(1, 1.5, 2), {}, DAY),
        },
        notes,
        {"control": 1.0, "tracing": 1.0},
        {"control": 2.5},
    )
    assert first.items == (ItemProgress("control", 1.0, 2, 2.5),)
    assert (first.status, first.cost_wan, first.cost_within) == (Status.DONE, 12, "above")
    assert (second.status, second.items, second.cost_within) == (Status.PLANNED, (), None)


def test_without_a_later_sheet_nothing_is_known() -> None:
    (progress,) = compare_progress(
        {"prj-a": PlannedRise(Money(4, 6, 9), {"control": 2}, DAY)}, [], {}, None
    )
    assert {item.fulfilment for item in progress.items} == {Fulfilment.UNKNOWN}


@pytest.mark.parametrize(
    ("status", "due", "expected"),
    [
        (Status.DONE, LATER, Fulfilment.NOT_REACHED),
        (Status.PLANNED, DAY, Fulfilment.NOT_REACHED),
        (Status.RUNNING, DAY, Fulfilment.NOT_REACHED),
        (Status.PLANNED, LATER, Fulfilment.PLANNED),
        (Status.RUNNING, LATER, Fulfilment.RUNNING),
        (Status.DROPPED, DAY, Fulfilment.DROPPED),
    ],
)
def test_only_what_is_done_or_due_was_not_reached(
    status: Status, due: date, expected: Fulfilment
) -> None:
    """A sheet of the day shows no rise; the package should have brought it, or not yet."""
    promised = {"prj-a": PlannedRise(Money(4, 6, 9), {"control": 2}, due)}
    note = Note("prj-a", status, DAY, "师傅不愿意填")
    flat, partly = (
        compare_progress(promised, [note], {"control": 1.0}, {"control": found}, DAY)[0]
        for found in (1.0, 1.5)
    )
    assert flat.items[0].fulfilment is expected
    assert partly.items[0].fulfilment is Fulfilment.PARTLY


@pytest.mark.parametrize(("cost", "within"), [(3, "below"), (4, "within"), (9, "within")])
def test_cost_against_the_planned_range(cost: float, within: str) -> None:
    note = Note("prj-a", Status.DONE, DAY, cost_wan=cost)
    assert PackageProgress("prj-a", note, (), Money(4, 6, 9)).cost_within == within


def test_cost_is_judged_when_done_only() -> None:
    note = Note("prj-a", Status.RUNNING, DAY, cost_wan=30)
    assert PackageProgress("prj-a", note, (), Money(4, 6, 9)).cost_within is None


def test_feedback_counts_by_its_reason_and_the_last_counts() -> None:
    feedback = [
        Feedback("prj-a", False, FeedbackReason.NOT_FOR_US),
        Feedback("prj-b", False, FeedbackReason.TRIED_BEFORE),
        Feedback("prj-c", False, FeedbackReason.DONE_ALREADY),
        Feedback("prj-d", False, FeedbackReason.NO_PEOPLE),
        Feedback("prj-e", False, FeedbackReason.OTHER, "说不清"),
        Feedback("prj-f", False, FeedbackReason.NOT_FOR_US),
        Feedback("prj-f", True, FeedbackReason.FITS),
    ]
    assert apply_feedback(feedback) == KnownPackages(
        frozenset({"prj-c"}), frozenset({"prj-a", "prj-b"}), frozenset({"prj-d", "prj-e"})
    )
