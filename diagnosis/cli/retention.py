"""`retention`: forgets what was kept long enough."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import click

from diagnosis.bootstrap import MAINTENANCE, Container, container, forget_receipts
from diagnosis.cli.audit import needs_store
from diagnosis.cli.output import exits_cleanly
from diagnosis.services.intake.evidence_files import sweep_files
from diagnosis.services.intake.nameless import expire_codes, expired_codes


@click.command()
@click.option("--dry-run", is_flag=True, help="Count only; forget nothing.")
@exits_cleanly
@needs_store
def retention(dry_run: bool) -> None:
    """Forget what was kept long enough, by the settings; run it once a day. 按期清理。"""
    for rule, days, number in forget_old(container(), only_count=dry_run):
        done = "would be forgotten" if dry_run else "forgotten"
        click.echo(f"{rule}: {number} {done}, kept for {days} days")


def forget_old(running: Container, *, only_count: bool) -> Iterator[tuple[str, int, int]]:
    """Yield of each rule of retention its name, the days kept, and how many were forgotten.

    With `only_count` nothing is forgotten.

    Raises
    ------
    StoreUnavailable
        When the database cannot be reached.

    """
    from diagnosis.storage.retention.rules import OPERATION, RULES

    settings, now, store = running.settings, running.clock(), running.store
    running.databases.bring_up()
    days = {
        "drafts": settings.draft_days,
        "grants": settings.grant_days,
        "result links": settings.grant_days,
        "reports": 0,
        "sessions": 0,
        "audit": settings.audit_days,
    }
    who = replace(MAINTENANCE, operation=OPERATION)
    receipts = forget_receipts(running, only_count=only_count)
    yield "receipts", settings.idempotency_days, receipts
    kept, today = settings.nameless_days, running.today()
    yield "nameless sheets", kept, _forget_sheets(running, today, kept, only_count=only_count)
    for name, forget in RULES.items():
        before = now - timedelta(days=days[name])
        if name == "audit":  # The last: it asks for the owner of the tables, and leaves no file.
            files = running.evidence_desk.files
            yield "files without a row", 0, sweep_files(store, files, only_count=only_count)
            store = running.databases.owner
        yield name, days[name], forget(store, who, now, before, only_count)


_ALL = 1_000_000_000


def _forget_sheets(running: Container, today: date, kept: int, *, only_count: bool) -> int:
    store = running.store
    if only_count:
        return len(expired_codes(store, today, kept, _ALL))
    return expire_codes(store, running.clock(), today, kept)
