"""How a sheet came to its blanks: who chose its questions, what the firm saw, what it skipped."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from diagnosis.domain.fault import Fault, pointer
from diagnosis.domain.intake.fields import Fields

COURSE = "course"
"""The field of a sheet that says it."""
_CHOICE, _LISTS = "asked_by", ("shown", "skipped")


class AskedBy(StrEnum):
    """Who chose which questions the firm was asked."""

    SERVICE = "service"
    """This service, one question after the other, whatever was answered."""
    FORM = "form"
    """The form: the firm saw its pages and answered there."""
    FIRM = "firm"
    """The firm: it picked what it answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How the questions without an answer came to be so.

    `shown` are those that stood on a page before the firm, `skipped` those that were put to it by
    themselves and passed over; no other one was put before it.
    """

    asked_by: AskedBy
    shown: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()

    @property
    def left_no_choice(self) -> bool:
        """Return whether the service chose the questions and the firm passed over none."""
        return self.asked_by is AskedBy.SERVICE and not self.shown and not self.skipped

    def among(self, items: Collection[str], answered: Collection[str]) -> "Course":
        """Return the course of a sheet that asks some items, of which some have an answer."""
        shown, skipped = (
            tuple(item for item in listed if item in items and item not in answered)
            for listed in (self.shown, self.skipped)
        )
        return Course(asked_by=self.asked_by, shown=shown, skipped=skipped)


def course_as_plain(course: Course) -> dict[str, object]:
    """Return a course as a caller writes it."""
    return {
        _CHOICE: str(course.asked_by),
        "shown": list(course.shown),
        "skipped": list(course.skipped),
    }


def course_from_plain(raw: object) -> Course | None:
    """Return the course that `course_as_plain` wrote; None where there is none."""
    fields = raw if isinstance(raw, dict) else {}
    if fields.get(_CHOICE) not in tuple(AskedBy):
        return None
    shown, skipped = (tuple(map(str, fields.get(name) or ())) for name in _LISTS)
    return Course(asked_by=AskedBy(fields[_CHOICE]), shown=shown, skipped=skipped)


def read_course(
    raw: object, form: str, items: Collection[str], answered: Collection[str]
) -> tuple[Course | None, list[Fault]]:
    """Return what a sheet says of its course, and every fault; None where it says nothing.

    Each item listed is one of those that the `form` asks, has no answer, and stands there once.
    """
    if raw is None:
        return None, []
    fields = Fields(raw, (_CHOICE, *_LISTS), pointer(COURSE))
    fields.choice(_CHOICE, tuple(AskedBy))
    before: set[str] = set()
    for name in _LISTS:
        for item, place in fields.texts(name, most=len(items)):
            if item not in items:
                fields.fault_at(place, "item-not-asked", form=form, item=item)
            elif item in answered:
                fields.fault_at(place, "skipped-though-answered", item=item)
            elif item in before:
                fields.fault_at(place, "stands-twice", value=item)
            before.add(item)
    return (None if fields.faults else course_from_plain(raw)), fields.faults


def still_open(course: object, answers: object) -> object:
    """Return a plain course without the items that have an answer by now.

    What is no course stays as it is: reading it finds the fault.
    """
    known = course_from_plain(course)
    if known is None or not isinstance(answers, dict):
        return course
    return course_as_plain(known.among((*known.shown, *known.skipped), answers))
