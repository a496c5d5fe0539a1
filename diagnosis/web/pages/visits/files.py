"""`/visits/{id}/items/{item}/files`: photos and PDF that a consultant adds to a question."""

import re
from uuid import UUID

from flask import Response

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.present.faults import fault_message
from diagnosis.services.errors import FilesBusy, NotThere
from diagnosis.services.ports.evidence import FileKind
from diagnosis.services.visits import files
from diagnosis.web.bodies import SentFile, read_file_form
from diagnosis.web.exchange import caller, container, sent_on
from diagnosis.web.languages import wanted_language
from diagnosis.web.pages.site import site
from diagnosis.web.pages.visits.visit_sheet import item_page

_ITEM = re.compile("[a-z0-9-]{1,80}")
_FIELDS = ("photo", "file")
_KINDS = {kind.value: kind for kind in FileKind}
_NONE_CHOSEN = Fault("", "no-file-chosen")
_NO_SUCH_KIND = Fault("", "no-such-file-kind")


@site.post("/visits/<uuid:visit_id>/items/<item>/files")
def add_visit_file(visit_id: UUID, item: str) -> Response:
    """Add the files that were chosen to a question; go back to it."""
    if not _ITEM.fullmatch(item):
        raise NotThere
    sent = read_file_form().files
    chosen = [(name, sent[name]) for name in _FIELDS if name in sent and sent[name].content]
    desk, who = container().evidence_desk, caller()
    place = _FIELDS[-1]
    try:
        if not chosen:
            raise FaultyInput([_NONE_CHOSEN])
        for name, each in chosen:
            place = name
            kind = _kind_of(each)
            files.add_visit_evidence(desk, who, str(visit_id), item, each.content, kind)
    except FaultyInput as error:
        language = wanted_language()
        faults = [
            {"field": place, "message": fault_message(each, language)} for each in error.faults
        ]
        return item_page(visit_id, item, 422, faults=faults)
    except FilesBusy:
        answer = item_page(visit_id, item, 503, is_busy=True)
        answer.headers["Retry-After"] = "2"
        return answer
    return sent_on(f"/visits/{visit_id}#item-{item}")


def _kind_of(sent: SentFile) -> FileKind:
    """Return what a browser says that a file is; it is told by its content afterwards."""
    kind = _KINDS.get(sent.kind)
    if kind is None:
        raise FaultyInput([_NO_SUCH_KIND])
    return kind


@site.post("/visits/<uuid:visit_id>/items/<item>/files/<uuid:evidence_id>/remove")
def remove_visit_file(visit_id: UUID, item: str, evidence_id: UUID) -> Response:
    """Remove a file that was added at this visit; go back to its question."""
    if not _ITEM.fullmatch(item):
        raise NotThere
    files.remove_visit_evidence(caller(), str(visit_id), str(evidence_id))
    return sent_on(f"/visits/{visit_id}#item-{item}")
