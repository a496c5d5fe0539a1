"""A sheet as its firm wrote it: what drafts and submitted assessments keep.

It may list which of its answers were inferred from others, and confirmed by the firm.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from diagnosis.domain.fault import Expected, Fault, pointer
from diagnosis.domain.intake.answer import Value, as_plain
from diagnosis.domain.intake.answer import from_plain as answer_from_plain
from diagnosis.domain.intake.business import Business, business_as_plain, business_from_plain
from diagnosis.domain.intake.course import COURSE, Course, course_as_plain, course_from_plain
from diagnosis.domain.intake.enterprise import Enterprise, facts_as_plain, facts_from_plain

CONFIRMED = "confirmed_inferences"
"""The field of a sheet that lists the items so answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenSheet:
    """A sheet with its form by name, so that it can be shown where its form is gone.

    `form` is `id@version`; `answers` holds every answer, those that the firm is not asked too.
    `confirmed_inferences` are the items whose answer was inferred from others, and confirmed.
    """

    form: str
    enterprise: Enterprise
    answers: Mapping[str, Value]
    period: int | None = None
    reference: str | None = None
    business: Business = field(default_factory=Business)
    confirmed_inferences: tuple[str, ...] = ()
    course: Course | None = None

    def as_plain(self) -> dict[str, object]:
        """Return the sheet as a caller writes it; `read_sheet` takes it."""
        confirmed = list(self.confirmed_inferences)
        return {
            "form": self.form,
            "enterprise": facts_as_plain(self.enterprise),
            "business": business_as_plain(self.business),
            "answers": self.plain_answers(),
            "period": self.period,
            "reference": self.reference,
            **({CONFIRMED: confirmed} if confirmed else {}),
            **({COURSE: course_as_plain(self.course)} if self.course else {}),
        }

    def plain_answers(self) -> dict[str, object]:
        """Return the answers as a caller writes them."""
        return {item: as_plain(value) for item, value in self.answers.items()}


def from_plain(raw: object) -> WrittenSheet:
    """Return the sheet that `as_plain` wrote; what is missing or no answer is left out."""
    fields = raw if isinstance(raw, dict) else {}
    answers = fields.get("answers")
    confirmed = fields.get(CONFIRMED)
    read = {
        item: answer_from_plain(value)
        for item, value in (answers.items() if isinstance(answers, dict) else ())
    }
    return WrittenSheet(
        form=str(fields.get("form", "")),
        enterprise=facts_from_plain(fields.get("enterprise")),
        answers={item: value for item, value in read.items() if value is not None},
        period=fields.get("period"),
        reference=fields.get("reference"),
        business=business_from_plain(fields.get("business")),
        confirmed_inferences=tuple(map(str, confirmed if isinstance(confirmed, list) else ())),
        course=course_from_plain(fields.get(COURSE)),
    )


def read_confirmed(
    raw: object, answered: Collection[str], inferable: Collection[str], most: int
) -> tuple[tuple[str, ...], list[Fault]]:
    """Return the items listed as confirmed inferences, in their order, and every fault.

    Each is `answered` and `inferable`, and stands there once; there are at most so many.
    """
    place = pointer(CONFIRMED)
    if raw is None:
        return (), []
    if not isinstance(raw, list):
        return (), [Fault(place, "wrong-type", {"expected": Expected.TEXTS})]
    if len(raw) > most:
        return (), [Fault(place, "too-many", {"limit": most})]
    items: dict[str, None] = {}
    faults = []
    for number, item in enumerate(raw):
        where = pointer(CONFIRMED, number)
        if not isinstance(item, str):
            faults.append(Fault(where, "wrong-type", {"expected": Expected.TEXT}))
        elif item in items:
            faults.append(Fault(where, "stands-twice", {"value": item}))
        elif item not in inferable:
            faults.append(Fault(where, "never-inferred", {"item": item}))
        elif item not in answered:
            faults.append(Fault(where, "confirmed-without-answer", {"item": item}))
        if isinstance(item, str):
            items[item] = None
    return tuple(items), faults


def still_confirmed(listed: object, before: object, after: object) -> object:
    """Return a list of confirmed inferences without those whose answer a change touches.

    `before` and `after` are raw answers. What was no list, or had no answer before, stays as it
    is: reading it finds the fault.
    """
    if not (isinstance(listed, list) and isinstance(before, Mapping)):
        return listed
    now = after if isinstance(after, Mapping) else {}
    return [
        item
        for item in listed
        if not (isinstance(item, str) and item in before)
        or (item in now and now[item] == before[item])
    ]
