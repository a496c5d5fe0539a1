"""Find a form."""

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.intake.form import Form
from diagnosis.services.ports.content import Content


def find_form(content: Content, name: str) -> Form:
    """Return the form of an id or `id@version` (the newest where no version is named).

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
        raise FaultyInput([Fault("", "unknown-version", dict(values))])
    return versions[version] if version else list(versions.values())[-1]
