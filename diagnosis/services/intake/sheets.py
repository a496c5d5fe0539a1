"""Read a sheet: any, or one of an enterprise that says who it is."""

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.intake.sheet import Sheet, read_sheet
from diagnosis.services.ports.content import Content

IDENTITY = ("name", "credit_code")


def read(content: Content, raw: object, *, form: str | None = None) -> Sheet:
    """Return the sheet that a parsed JSON value holds.

    Raises
    ------
    FaultyInput
        With every fault, each pointing into the caller's own input.

    """
    return read_sheet(raw, forms=content.readers, codes=content.codes, requested_form=form)


def read_identified(content: Content, raw: object) -> Sheet:
    """Return the sheet of an enterprise that says who it is.

    Raises
    ------
    FaultyInput
        With every fault, a missing name or credit code among them.

    """
    missing: list[Fault] = []
    if isinstance(raw, dict):
        if "enterprise" not in raw:
            missing.append(Fault("", "missing-field", {"name": "enterprise"}))
        elif isinstance(raw["enterprise"], dict):
            missing = missing_identity(raw["enterprise"], "/enterprise")
    try:
        sheet = read(content, raw)
    except FaultyInput as error:
        raise FaultyInput((*error.faults, *missing)) from None
    if missing:
        raise FaultyInput(missing)
    return sheet


def missing_identity(raw: object, place: str) -> list[Fault]:
    """Return the faults of facts that do not say who the enterprise is."""
    facts = raw if isinstance(raw, dict) else {}
    return [
        Fault(place, "missing-field", {"name": name})
        for name in IDENTITY
        if name not in facts or facts[name] == ""
    ]
