"""`visits`: write what models may learn from signed visits."""

from dataclasses import replace
from pathlib import Path

import click
import orjson

from diagnosis.bootstrap import container
from diagnosis.cli.output import exits_cleanly, fail, say_error
from diagnosis.services.errors import StoreUnavailable
from diagnosis.services.keys import owners_of_keys
from diagnosis.services.ports.scope import Principal
from diagnosis.services.visits.learning_lines import learning_lines


@click.command()
@click.option("--standard", required=True, help="Id of the standard whose level was verified.")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@exits_cleanly
def visits(standard: str, out: Path) -> None:
    """Write signed visits of firms that agree to model learning into OUT. 导出核实结果。

    One JSON object a line, as `train --visits` and `overstatement` read them. Firms that did not
    agree, or withdrew, are not in it: make a new file before each training.
    """
    running = container()
    if standard not in {each.id for each in running.content.standards}:
        fail(f"there is no standard {standard}")
    try:
        running.store.occupy()
        running.databases.bring_up()
        desk = running.machine_desk()
        owners = sorted(owners_of_keys(desk))
        caller = running.caller(desk.principal)
        callers = [
            replace(caller, principal=Principal(owner, desk.principal.actor)) for owner in owners
        ]
        lines = list(learning_lines(running.versions, callers, standard))
    except StoreUnavailable as error:
        fail(str(error))
    finally:
        running.store.close()
    out.write_bytes(b"".join(orjson.dumps(line) + b"\n" for line in lines))
    say_error(f"{out}: {len(lines)} visits")
