"""What a firm stated on the uses of its rows, as it is kept: it is only ever added to."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from diagnosis.domain.consent import ConsentUse


class ConsentStatus(StrEnum):
    """What a firm stated."""

    AGREED = "given"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRecord:
    """That a firm agreed to a use, or withdrew: the last of a use counts.

    `number` counts what was stated of the use from 1 on: moments are those of clocks, which jump.
    `text_version` is that of the text that was agreed to, or from which the firm withdrew; None
    where it withdrew from nothing.
    """

    id: str
    enterprise_id: str
    use: ConsentUse
    number: int
    status: ConsentStatus
    text_version: int | None
    stated_at: datetime
    actor: str

    def counts_from(self, least_version: int) -> bool:
        """Return whether the use is agreed to by this version of its text or a later one."""
        is_recent = self.text_version is not None and self.text_version >= least_version
        return self.status is ConsentStatus.AGREED and is_recent
