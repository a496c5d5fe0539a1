"""Forms: find one, and compare one with the version before it."""

from dataclasses import dataclass, replace

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.intake.form import (
    Form,
    FormChange,
    compare_forms,
    newest,
    refuse_withdrawn,
)
from diagnosis.services.ports.content import Content


@dataclass(frozen=True, slots=True)
class FormComparison:
    """Two forms, and what became of every item between them."""

    old: Form
    new: Form
    changes: tuple[FormChange, ...]


def find_form(content: Content, name: str) -> Form:
    """Return the form of an id or `id@version`, withdrawn ones too.

    An id alone means the newest version that is not withdrawn.

    Raises
    ------
    FaultyInput
        When there is no such form or version.

    """
    form_id, _, version = name.partition("@")
    versions = content.forms.get(form_id)
    if versions is None:
        allowed = ", ".join(content.forms)
        raise FaultyInput([Fault("", "unknown-form", {"form": form_id, "allowed": allowed})])
    if version and version not in versions:
        values = {"form": form_id, "version": version, "allowed": ", ".join(versions)}
        raise FaultyInput([Fault("", "unknown-version", values)])
    return versions[version] if version else newest(versions.values())


def find_form_at(content: Content, name: str, place: str) -> Form:
    """Return the form of an id or `id@version` that stands at a place of the caller's input.

    Raises
    ------
    FaultyInput
        When there is no such form or version.

    """
    try:
        return find_form(content, name)
    except FaultyInput as error:
        raise FaultyInput(replace(fault, pointer=place) for fault in error.faults) from None


def find_open_form(content: Content, name: str) -> Form:
    """Return the form of an id or `id@version` that takes new sheets, named in `/form`.

    Raises
    ------
    FaultyInput
        When there is no such form or version, or it is withdrawn.

    """
    form = find_form_at(content, name, "/form")
    refusal = refuse_withdrawn(form, content.forms[form.id].values())
    if refusal is not None:
        raise FaultyInput([refusal])
    return form


def compare_form(content: Content, new: Form, since: str | None) -> FormComparison:
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
        old = find_form_at(content, since, "/since")
    return FormComparison(old, new, compare(content, old, new))


def compare(content: Content, old: Form, new: Form) -> tuple[FormChange, ...]:
    """Return what became of every item between two forms of the content."""
    wording = dict(content.wording)
    return tuple(compare_forms(old, new, wording, wording))
