"""A file is on disk before its row is; a kill between them leaves what a sweep removes."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from diagnosis.content.versions import Versions
from diagnosis.services.errors import NotThere
from diagnosis.services.intake.evidence import add_evidence, list_evidence
from diagnosis.services.intake.evidence_files import sweep_files
from diagnosis.services.ports.evidence import FileKind
from diagnosis.services.ports.scope import Principal
from tests.fakes.evidence import as_it_is
from tests.ports.records import add_firm
from tests.web.service import a_service

LOCAL = Principal("local", "boss")
KILLED = """
import os, sys
from pathlib import Path
from dataclasses import replace
from diagnosis.bootstrap import container
from diagnosis.services.intake.evidence import add_evidence
from diagnosis.services.ports.evidence import FileKind
from diagnosis.services.ports.scope import Principal
from diagnosis.storage.owner_transaction import OwnerTransaction
from diagnosis.storage.evidence.evidence_folder import EvidenceFolder
from tests.fakes.evidence import as_it_is
from tests.web.service import a_service

step, folder, sheet_id = sys.argv[1:]
service = a_service(container().versions, Path(folder))
die = lambda *_, **__: os._exit(9)
if step == "before the file has its name":
    Path.replace = die
if step == "before the row":
    OwnerTransaction.add_evidence = die
if step == "before the commit":
    OwnerTransaction.write_changes = die
desk = replace(service.evidence_desk, clean=as_it_is)
caller = service.caller(Principal("local", "boss"))
add_evidence(desk, caller, sheet_id, "a", b"a photo", FileKind.PNG)
os._exit(0)
"""


@pytest.mark.parametrize(
    ("step", "files", "rows"),
    [
        ("before the file has its name", 0, 0),
        ("before the row", 1, 0),
        ("before the commit", 1, 0),
        ("never", 1, 1),
    ],
)
def test_a_kill_leaves_no_row_without_its_file(
    versions: Versions, tmp_path: Path, step: str, files: int, rows: int
) -> None:
    service = a_service(versions, tmp_path)
    with service.store.begin(LOCAL) as work:
        _, sheet = add_firm(work)
    service.store.close()
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, step, str(tmp_path), sheet.id],
        cwd=Path(__file__).parents[2], check=False, timeout=120,
    )  # fmt: skip
    assert killed.returncode == (0 if step == "never" else 9)
    folder, caller = service.evidence_desk.files, service.caller(LOCAL)
    kept = list_evidence(caller, sheet.id)
    assert (len(list(folder.digests("local"))), len(kept)) == (files, rows)
    assert sweep_files(service.store, folder) == files - rows
    assert len(list(folder.digests("local"))) == rows
    if not rows:
        assert list(folder.owners()) == []
    service.store.close()


def test_a_row_that_is_not_stored_leaves_no_file(versions: Versions, tmp_path: Path) -> None:
    service = a_service(versions, tmp_path)
    desk = replace(service.evidence_desk, clean=as_it_is)
    caller = service.caller(LOCAL)
    with service.store.begin(LOCAL) as work:
        _, sheet = add_firm(work)

    def given_up(content: bytes, stated: FileKind) -> object:
        with service.store.begin(LOCAL) as work:
            assert work.delete_draft(sheet.id, 1, caller.now)
        return as_it_is(content, stated)

    raced = replace(desk, clean=given_up)
    with pytest.raises(NotThere):
        add_evidence(raced, caller, sheet.id, "a", b"a photo", FileKind.PNG)
    assert list(desk.files.owners()) == []
    service.store.close()
