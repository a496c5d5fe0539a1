"""`deletions`: which firms were deleted, and that they stay so in a database that was restored."""

from pathlib import Path

import click
import orjson

from diagnosis.bootstrap import container
from diagnosis.cli.audit import needs_store
from diagnosis.cli.output import exits_cleanly, fail
from diagnosis.domain.intake.fields import read_id, read_moment
from diagnosis.services.intake.evidence_files import sweep_files
from diagnosis.services.ports.deletions import DeletedFirm


@click.group()
def deletions() -> None:
    """Firms that were deleted, so that no backup brings one back. 已删除的企业。"""


@deletions.command("list")
@exits_cleanly
@needs_store
def list_deleted() -> None:
    """Print every firm that was deleted, one JSON object a line: ids, no name. 列出已删除的。"""
    for firm in container().store.deleted_firms():
        shown = {
            "id": firm.id,
            "organisation": firm.organisation,
            "deleted_at": firm.deleted_at.isoformat(),
        }
        click.echo(orjson.dumps(shown))


@deletions.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@exits_cleanly
@needs_store
def apply(file: Path) -> None:
    """Delete the firms that FILE lists, where a backup brought them back. 再次删除。"""
    firms = [
        _read_line(line, number)
        for number, line in enumerate(file.read_bytes().splitlines(), 1)
        if line.strip()
    ]
    running = container()
    store = running.store
    store.occupy()
    running.databases.bring_up()
    back = store.delete_firms_again(firms)
    sweep_files(store, running.evidence_desk.files)
    click.echo(f"{len(firms)} firms are on the list, {back} of them were back and are deleted.")


def _read_line(line: bytes, number: int) -> DeletedFirm:
    try:
        raw = orjson.loads(line)
        firm_id, moment = read_id(raw["id"]), read_moment(raw["deleted_at"])
        organisation = raw["organisation"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        firm_id = moment = organisation = None
    if firm_id is None or moment is None or not isinstance(organisation, str):
        fail(f"Line {number} is none of `deletions list`.")
    return DeletedFirm(id=firm_id, organisation=organisation, deleted_at=moment)
