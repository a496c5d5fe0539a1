"""`migrate`: the database at the newest migration, and what the service needs granted."""

import click

from diagnosis.bootstrap import container
from diagnosis.cli.audit import needs_store
from diagnosis.cli.output import exits_cleanly


@click.command()
@exits_cleanly
@needs_store
def migrate() -> None:
    """Bring the database to the newest migration, as the role that owns it. 升级数据库。

    Where DIAGNOSIS_DATABASE_OWNER_URL is set, the role of DIAGNOSIS_DATABASE_URL is granted what
    the service needs, no more.
    """
    running = container()
    running.settings.data_dir.mkdir(parents=True, exist_ok=True)
    databases = running.databases
    databases.service.occupy()
    databases.migrate()
    click.echo("The database is at the newest migration.")
    if databases.has_owner:
        role = databases.service.url.username
        click.echo(f"The role {role} may do what the service does, and owns nothing.")
