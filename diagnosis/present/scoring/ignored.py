"""The answers of a sheet that some standard, or all of them, leave out, and why."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from diagnosis.domain.intake.answer import Value
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.scoring.standard import StagedStandard
from diagnosis.domain.text import Text
from diagnosis.present.names import PRODUCTION_TYPES
from diagnosis.present.per_object import per_object
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import Diagnosis

_NOT_ASKED = Text(
    "{kind}企业不问这一题，答案保留、不计分。",
    "Not asked of {kind} firms: the answer is kept and not scored.",
)
_NOT_JUDGED = Text(
    "「{standard}」不按这一题评{kind}企业。", "{standard} does not judge {kind} firms on it."
)


class IgnoredAnswer(NamedTuple):
    """An answer that is kept and not scored, by a standard or (None) by any."""

    item: str
    value: Value
    standard: str | None
    why: Text


def ignored_answers(content: Content, diagnosis: Diagnosis) -> list[IgnoredAnswer]:
    """Return the answers that are not scored, and why."""
    sheet, standard = diagnosis.sheet, content.standards.staged
    answers, kind = sheet.answers, sheet.production_type
    ignored = []
    if sheet.ignored:
        why = _NOT_ASKED.fill(kind=PRODUCTION_TYPES[kind])
        ignored = [IgnoredAnswer(item, value, None, why) for item, value in sheet.ignored.items()]
    not_judged = [item for item in _not_judged(standard)[kind] if item in answers]
    if not_judged:
        why = _NOT_JUDGED.fill(standard=standard.name, kind=PRODUCTION_TYPES[kind])
        ignored += [IgnoredAnswer(item, answers[item], standard.id, why) for item in not_judged]
    return ignored


@per_object
def _not_judged(standard: StagedStandard) -> Mapping[ProductionType, Sequence[str]]:
    """Return the items that the standard does not judge firms of a production type on."""
    return {
        kind: [item for sub in standard.subdomains if sub.weight[kind] == 0 for item in sub.items]
        for kind in ProductionType
    }
