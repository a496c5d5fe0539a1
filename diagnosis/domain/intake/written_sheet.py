"""A sheet as its firm wrote it: what drafts and submitted assessments keep."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from diagnosis.domain.intake.answer import Value, as_plain
from diagnosis.domain.intake.answer import from_plain as answer_from_plain
from diagnosis.domain.intake.business import Business, business_as_plain, business_from_plain
from diagnosis.domain.intake.enterprise import Enterprise, facts_as_plain, facts_from_plain


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenSheet:
    """A sheet with its form by name, so that it can be shown where its form is gone.

    `form` is `id@version`; `answers` holds every answer, those that the firm is not asked too.
    """

    form: str
    enterprise: Enterprise
    answers: Mapping[str, Value]
    period: int | None = None
    reference: str | None = None
    business: Business = field(default_factory=Business)

    def as_plain(self) -> dict[str, object]:
        """Return the sheet as a caller writes it; `read_sheet` takes it."""
        return {
            "form": self.form,
            "enterprise": facts_as_plain(self.enterprise),
            "business": business_as_plain(self.business),
            "answers": self.plain_answers(),
            "period": self.period,
            "reference": self.reference,
        }

    def plain_answers(self) -> dict[str, object]:
        """Return the answers as a caller writes them."""
        return {item: as_plain(value) for item, value in self.answers.items()}


def from_plain(raw: object) -> WrittenSheet:
    """Return the sheet that `as_plain` wrote; what is missing or no answer is left out."""
    fields = raw if isinstance(raw, dict) else {}
    answers = fields.get("answers")
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
    )
