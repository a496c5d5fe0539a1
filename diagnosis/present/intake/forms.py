"""The list of forms, and what became of every item between two of them."""

from dataclasses import replace
from typing import Any

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.form import Form, compare_forms
from diagnosis.domain.text import Say
from diagnosis.services.intake.forms import find_form
from diagnosis.services.ports.content import Content


def list_forms(content: Content, say: Say) -> list[dict[str, Any]]:
    """Return the newest version of every form, briefly."""
    return [_row(list(versions), versions[list(versions)[-1]], say)
            for versions in content.forms.values()]  # fmt: skip


def _row(versions: list[str], form: Form, say: Say) -> dict[str, Any]:
    return {
        "id": form.id,
        "form": form.ref,
        "version": form.version,
        "versions": versions,
        "status": form.status,
        "title": say(form.title),
        "purpose": say(form.purpose),
        "minutes": {"low": form.minutes[0], "high": form.minutes[1], "basis": "estimated"},
        "standards": list(form.standards),
        "items": len(form.entries),
    }


def compare(content: Content, new: Form, since: str | None) -> dict[str, Any]:
    """Return what became of every item since another form.

    Parameters
    ----------
    since
        An id or id@version; the version before `new` where None (itself, where it is the first).

    Raises
    ------
    FaultyInput
        When there is no such form.

    """
    versions = list(content.forms[new.id].values())
    old = versions[max(0, versions.index(new) - 1)]
    if since is not None:
        try:
            old = find_form(content, since)
        except FaultyInput as error:
            raise FaultyInput([replace(one, pointer="/since") for one in error.faults]) from None
    wording = dict(content.wording)
    return {
        "old": old.ref,
        "new": new.ref,
        "items": [
            {"item": one.item, "change": one.change, "what": list(one.what)}
            for one in compare_forms(old, new, wording, wording)
        ],
    }
