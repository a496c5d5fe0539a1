"""`codes`: nameless sheets that were left alone: which there are, and their deletion."""

import click

from diagnosis.bootstrap import container, prepare_store
from diagnosis.cli.output import exits_cleanly, fail, print_json
from diagnosis.present.access.sheets import show_left_alone
from diagnosis.services.errors import StoreUnavailable
from diagnosis.services.intake.evidence_files import sweep_files
from diagnosis.services.intake.nameless import expire_codes, expired_codes

days_option = click.option(
    "--days",
    type=click.IntRange(1, 3650),
    help="Days without a visit; DIAGNOSIS_NAMELESS_DAYS if absent.",
)


@click.group()
def codes() -> None:
    """Nameless sheets, each found by its resume code alone. 匿名答卷。"""


@codes.command("list")
@days_option
@exits_cleanly
def list_left_alone(*, days: int | None) -> None:
    """List the first sheets that `expire` would delete, as JSON, the oldest first. 到期答卷。"""
    running = container()
    try:
        prepare_store(running)
        kept = days or running.settings.nameless_days
        left = expired_codes(running.store, running.today(), kept)
    except StoreUnavailable as error:
        fail(f"The database cannot be used (DIAGNOSIS_DATABASE_URL): {error}")
    print_json([show_left_alone(code) for code in left])


@codes.command()
@days_option
@exits_cleanly
def expire(*, days: int | None) -> None:
    """Delete every sheet that nobody came to for so many days, with all of it. 清理到期答卷。"""
    running = container()
    try:
        prepare_store(running)
        kept = days or running.settings.nameless_days
        deleted = expire_codes(running.store, running.clock(), running.today(), kept)
        sweep_files(running.store, running.evidence_desk.files)
    except StoreUnavailable as error:
        fail(f"The database cannot be used (DIAGNOSIS_DATABASE_URL): {error}")
    click.echo(f"Deleted: {deleted} nameless sheets that nobody came to for {kept} days.")
