"""A sheet with what a visit verified of it, answer by answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from diagnosis.domain.fault import Fault, FaultyInput, pointer
from diagnosis.domain.intake.answer import NOT_KNOWN, Value
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.intake.sheet import FormReader, Sheet

VERIFIED_ANSWERS = "verified"
"""The field beside the answers of a sheet that holds what a visit verified."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSheet:
    """What a firm claims, and what a visit found.

    `sheet` is as the firm filled it; `verified` has answers that a visit found, to questions of
    its form, answered or not; `as_verified` is the sheet with them in the place of the claims.
    """

    sheet: Sheet
    as_verified: Sheet
    verified: Mapping[str, Value]

    @property
    def gaps(self) -> tuple[float, ...]:
        """Return by how many steps each claim on a ladder, above 0, exceeds what was verified."""
        claims = self.sheet.answers
        pairs = ((claims.get(item), value) for item, value in self.verified.items())
        return tuple(
            claim - value
            for claim, value in pairs
            if isinstance(claim, float) and isinstance(value, float) and claim > 0
        )


def read_verified(raw: object, reader: FormReader) -> dict[str, Value]:
    """Return the verified answers to a form, whichever production type is asked them.

    Raises
    ------
    FaultyInput
        With every fault; what a visit could not tell is one.

    """
    some, others, faults = reader.read(raw, ProductionType.DISCRETE, pointer(VERIFIED_ANSWERS))
    verified = some | others
    faults += [
        Fault(pointer(VERIFIED_ANSWERS, item), "verified-not-known")
        for item, value in verified.items()
        if value is NOT_KNOWN
    ]
    if faults:
        raise FaultyInput(faults)
    return verified


def checked_sheet(sheet: Sheet, verified: Mapping[str, Value], reader: FormReader) -> CheckedSheet:
    """Return a sheet with verified answers to its form."""
    answers = {**sheet.answers, **verified}
    visited = replace(
        sheet,
        answers=answers,
        exempt=reader.exempt(answers, sheet.production_type, sheet.enterprise.industry),
    )
    return CheckedSheet(sheet=sheet, as_verified=visited, verified=verified)
