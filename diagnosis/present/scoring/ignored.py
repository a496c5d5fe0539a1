"""The answers of a sheet that some standard, or all of them, leave out, and why."""

from typing import NamedTuple

from diagnosis.domain.intake.answer import Value
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.text import Text
from diagnosis.present.say import filled
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import Diagnosis

_KINDS = {
    ProductionType.DISCRETE: Text("离散型", "discrete"),
    ProductionType.PROCESS: Text("流程型", "process"),
}
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
    kind = _KINDS[sheet.production_type]
    not_asked = filled(_NOT_ASKED, kind=kind)
    ignored = [
        IgnoredAnswer(item, value, None, not_asked) for item, value in sheet.ignored.items()
    ]
    not_judged = filled(_NOT_JUDGED, standard=standard.name, kind=kind)
    for sub in standard.subdomains:
        if sub.weight[sheet.production_type] == 0:
            ignored += [
                IgnoredAnswer(item, sheet.answers[item], standard.id, not_judged)
                for item in sub.items
                if item in sheet.answers
            ]
    return ignored
