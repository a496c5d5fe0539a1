"""`audit`: the chain of entries: its head, to be kept elsewhere, and whether it is whole."""

import re
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from diagnosis.bootstrap import MAINTENANCE, container
from diagnosis.cli.output import WITH_FAULTS, exits_cleanly, fail, say_error
from diagnosis.services.errors import StoreUnavailable
from diagnosis.services.ports.audit import AuditHead

P = ParamSpec("P")
R = TypeVar("R")
_HEAD = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


@click.group()
def audit() -> None:
    """Who did what: a chain of entries that is only ever added to. 审计链。"""


def needs_store(command: Callable[P, R]) -> Callable[P, R]:
    """End with a line on stderr where there is no database."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except StoreUnavailable as error:
            fail(f"The database cannot be used (DIAGNOSIS_DATABASE_URL): {error}")

    return run


def _read_head(_context: object, _parameter: object, value: str | None) -> AuditHead | None:
    if value is None:
        return None
    match = _HEAD.fullmatch(value.strip())
    if match is None:
        raise click.BadParameter("it is no line of `audit head`, such as 17:9f86d0…")
    return AuditHead(int(match[1]), match[2])


@audit.command()
@exits_cleanly
@needs_store
def head() -> None:
    """Print the last entry's number and link; keep the line elsewhere. 打印链头。"""
    with container().store.audit(MAINTENANCE) as rows:
        last = rows.head()
    click.echo(f"{last.number}:{last.link}")


@audit.command()
@click.option("--head", "expected", callback=_read_head, help="A line that `audit head` printed.")
@exits_cleanly
@needs_store
def verify(expected: AuditHead | None) -> None:
    """Say whether the chain is whole, or the first entry that is not. 校验审计链。

    Without --head it is not known whether entries were cut off at the end.
    """
    with container().store.audit(MAINTENANCE) as rows:
        wrong, last = rows.first_break(expected), rows.head()
    if wrong is not None:
        say_error(f"Entry {wrong.number} {wrong.what}.")
        raise SystemExit(WITH_FAULTS)
    click.echo(f"Whole up to entry {last.number}: {last.number}:{last.link}")
