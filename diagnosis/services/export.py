"""Export: all that is of a firm, for its owner, entered in the audit before a byte is sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from diagnosis.services.ports.audit import ActKind
from diagnosis.services.ports.evidence import FileKind
from diagnosis.services.ports.records import EnterpriseRecord
from diagnosis.services.ports.whole_firm import FirmRow, WholeFirmStore
from diagnosis.services.transaction import Caller, require

EVIDENCE = "assessment_evidence"
"""The table of files to answers."""
ROWS_AT_ONCE = 50
"""Rows that are in memory together: a plan takes tens of kB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedFile:
    """A file to an answer: its row as far as its name goes, and its bytes; None: they are lost."""

    id: str
    item: str
    kind: FileKind
    content: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmExport:
    """What is exported of a firm: its rows by table, read as they are asked for."""

    store: WholeFirmStore
    caller: Caller
    firm: EnterpriseRecord

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the tables of the archive."""
        return self.store.exported_tables()

    @property
    def left_out(self) -> Mapping[str, str]:
        """Return what is left out, with the reason."""
        return self.store.left_out()

    def rows(self, table: str) -> Iterator[FirmRow]:
        """Yield the rows of a table, oldest first; each page is read by itself."""
        cursor = None
        while True:
            principal = self.caller.principal
            page, cursor = self.store.rows_of_firm(
                principal, table, self.firm.id, cursor, ROWS_AT_ONCE
            )
            yield from page
            if cursor is None:
                return

    def files(self) -> Iterator[ExportedFile]:
        """Yield the files to answers of the firm, the earliest first; each is read by itself."""
        for row in self.rows(EVIDENCE):
            content = None
            if self.caller.files is not None:
                content = self.caller.files.read(str(row["owner_id"]), str(row["digest"]))
            yield ExportedFile(
                id=str(row["id"]),
                item=str(row["item"]),
                kind=FileKind(str(row["kind"])),
                content=content,
            )


def export_firm(store: WholeFirmStore, caller: Caller, enterprise_id: str) -> FirmExport:
    """Return what is exported of a firm of the caller; that it is, is in the audit.

    Raises
    ------
    NotThere
        When the caller has no such firm.

    """
    with caller.store.read(caller.principal) as reader:
        firm = require(reader.enterprise(enterprise_id))
    store.enter_act(caller.principal, ActKind.FIRM_EXPORTED, firm.id, caller.now)
    return FirmExport(store=store, caller=caller, firm=firm)
