"""`report --check`: whether a file is one of a report that this service made."""

from hashlib import file_digest
from pathlib import Path

import click

from diagnosis.bootstrap import container
from diagnosis.cli.audit import needs_store
from diagnosis.cli.output import WITH_FAULTS, refuse
from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.text import Language
from diagnosis.present.access.reports import say_checked
from diagnosis.services.promotion.check_reports import CheckOutcome, check_file, check_report


@needs_store
def check_file_of_report(file: Path, code: str | None, language: Language) -> None:
    """Print what a file is; end with status 1 where it is not genuine.

    Nothing is read of the file but its bytes; without a code of a changed one nothing is known.
    """
    with file.open("rb") as content:
        sha256 = file_digest(content, "sha256").hexdigest()
    running = container()
    store = running.store
    running.databases.bring_up()
    if code is None:
        checked = check_file(store, sha256)
    else:
        try:
            checked = check_report(store, running.code_mint, {"code": code, "sha256": sha256})
        except FaultyInput as error:
            refuse(error, language, as_json=False)
    click.echo(say_checked(checked).say(language))
    if checked.outcome is not CheckOutcome.GENUINE:
        raise SystemExit(WITH_FAULTS)
