"""`content`: the gates and the comparison of form versions."""

from pathlib import Path

import click

from diagnosis.bootstrap import compare, container, gates
from diagnosis.cli.output import REFUSED, print_json, refuse, say_error, told
from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.text import Language


@click.group()
def content() -> None:
    """Questionnaires and knowledge: check and compare. 内容检查与比较。"""


@content.command()
@click.option(
    "--root", type=click.Path(file_okay=False, path_type=Path), help="Folder with the content."
)
@told
def check(root: Path | None) -> None:
    """Run the four gates over all content and print every fault with file and line."""
    checked = gates(root)
    for fault in checked.faults:
        click.echo(str(fault))
    if checked.faults:
        say_error(f"{len(checked.faults)} faults")
        raise SystemExit(REFUSED)
    say_error(f"{len(checked.documents)} files, no fault")


@content.command()
@click.argument("old")
@click.argument("new")
@click.option("--json", "as_json", is_flag=True, help="Print JSON alone.")
@told
def diff(old: str, new: str, as_json: bool) -> None:
    """Say what became of every item between two forms: kept, changed, new, gone.

    OLD and NEW are id@version of this content, or files of a form.
    """
    try:
        changes = compare(container(), old, new)
    except FaultyInput as error:
        refuse(error, Language.EN, as_json=as_json)
    if as_json:
        print_json(
            [{"item": one.item, "change": one.change, "what": list(one.what)} for one in changes]
        )
        return
    for one in changes:
        what = f" ({', '.join(one.what)})" if one.what else ""
        click.echo(f"{one.change:8}{one.item}{what}")
