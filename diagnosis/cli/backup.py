"""`backup` and `restore`: the database in one file, and back."""

from pathlib import Path

import click

from diagnosis.bootstrap import back_up_store, restore_store
from diagnosis.cli.output import exits_cleanly, fail, say_error
from diagnosis.config.settings import read_settings
from diagnosis.storage.backups.refusal import BackupRefused

file_argument = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.command()
@file_argument
@click.option("--force", is_flag=True, help="Replace FILE where it is there already.")
@exits_cleanly
def backup(file: Path, force: bool) -> None:
    """Write the database to FILE, while the service may go on. 备份数据库。"""
    try:
        made = back_up_store(read_settings(), file, force=force)
    except BackupRefused as error:
        fail(str(error))
    click.echo(f"{made.path}: {made.size} bytes, migration {made.migration}, checked")


@click.command()
@file_argument
@exits_cleanly
def restore(file: Path) -> None:
    """Put the backup FILE in the place of the database; no server may run. 恢复数据库。"""
    try:
        result = restore_store(read_settings(), file)
    except BackupRefused as error:
        fail(str(error))
    click.echo(f"{result.database}: restored, migration {result.migration}")
    if result.kept is not None:
        click.echo(f"The database before is kept as {result.kept}")
    if result.deleted_again:
        click.echo(f"{result.deleted_again} firms that were deleted since are deleted again")
    if not result.knows_deleted:
        say_error(
            "The database before cannot be read: firms that were deleted since the backup are "
            "back. Apply a list of them: `deletions apply FILE`."
        )
