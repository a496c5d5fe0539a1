"""Signed visits of firms that agree to model learning, in the form that models learn from."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from diagnosis.domain.consent import ConsentUse
from diagnosis.domain.intake.answer import Value
from diagnosis.domain.intake.currency import china_day
from diagnosis.services.consents import consented
from diagnosis.services.errors import ContentNotKept
from diagnosis.services.ports.content import ContentVersions
from diagnosis.services.ports.records import Basis
from diagnosis.services.ports.store import Reader
from diagnosis.services.ports.visits import KeptVisit, VisitState
from diagnosis.services.transaction import Caller, require
from diagnosis.services.visits.claims import claims_of

LearningLine = dict[str, object]
_AT_ONCE = 200
_ID_DIGITS = 32


def learning_lines(
    contents: ContentVersions, callers: Iterable[Caller], standard: str
) -> Iterator[LearningLine]:
    """Yield a line for each signed visit by which a standard gave a level.

    Only firms of the callers that agree to model learning now are in it: a firm that withdraws is
    in no later file. Firms, visits and consultants are named by ids; nobody's name is in it.
    Answers are those on ladders; what is chosen from a list is left out.

    Parameters
    ----------
    callers
        Every owner of firms, as who reads them.
    standard
        Id of the standard that gave the verified level.

    """
    content = contents.current
    for caller in callers:
        with consented(content, caller, ConsentUse.MODEL_LEARNING) as reader:
            for visit in _signed(reader):
                line = _line(contents, reader, visit, standard)
                if line is not None:
                    yield line


def _signed(reader: Reader) -> Iterator[KeptVisit]:
    """Yield the signed visits to firms of the reader, oldest last."""
    cursor = None
    while True:
        page = reader.visits({"state": VisitState.SIGNED.value}, cursor, _AT_ONCE)
        for visit in page.items:
            if reader.enterprise(visit.enterprise_id) is not None:
                yield visit
        cursor = page.next
        if cursor is None:
            return


def _line(
    contents: ContentVersions, reader: Reader, visit: KeptVisit, standard: str
) -> LearningLine | None:
    """Return the line of a visit, None where its diagnosis counts no more, or has no level."""
    readings = reader.visit_readings(visit.id)
    verified_by = {each.standard: each for each in readings if each.basis is Basis.VERIFIED}
    reading = verified_by.get(standard)
    try:
        claims = claims_of(contents, reader, visit.diagnosis_id)
    except ContentNotKept:
        return None
    if reading is None or reading.level is None or claims.is_withdrawn:
        return None
    sheet = claims.sheet
    verified = {answer.item: answer.value for answer in reader.visit_answers(visit.id)}
    size = claims.row.size
    return {
        "firm": visit.enterprise_id,
        "visit": visit.id,
        "consultant": _consultant(visit),
        "date": china_day(require(visit.signed_at)).isoformat(),
        "why": visit.why.value,
        "rule_revision": reading.revision,
        "level": reading.level,
        "production_type": sheet.production_type.value,
        **({} if size is None else {"size": size.value}),
        "answers": _ladders(sheet.answers),
        "verified": _ladders(verified),
        "confirmed_inferences": list(sheet.confirmed_inferences),
    }


def _consultant(visit: KeptVisit) -> str:
    """Return an id of who signed, by which nobody is known who was not known before."""
    whole = f"{visit.visited_by}\n{visit.signed_by}"
    return sha256(whole.encode()).hexdigest()[:_ID_DIGITS]


def _ladders(answers: Mapping[str, Value]) -> dict[str, float]:
    return {item: value for item, value in answers.items() if isinstance(value, float)}
