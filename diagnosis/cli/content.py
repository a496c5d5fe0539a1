"""`content`: the gates and the comparison of form versions."""

from pathlib import Path

import click

from diagnosis.bootstrap import container, gates
from diagnosis.cli.output import (
    exits_cleanly,
    fail,
    language_option,
    print_json,
    refuse,
    say_error,
)
from diagnosis.content.library import FaultyContent, check_content, read_form_file
from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.form import FormChange, compare_forms
from diagnosis.domain.text import Language
from diagnosis.present.catalogue.expert_tables import expert_tables
from diagnosis.present.catalogue.sources import show_bibliography
from diagnosis.present.intake.forms import show_changes
from diagnosis.present.say import in_language
from diagnosis.services.intake.forms import find_form
from diagnosis.services.ports.content import Content


@click.group()
def content() -> None:
    """Questionnaires and knowledge: check and compare. 内容检查与比较。"""


@content.command()
@click.option(
    "--root",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder with the content; the configured one if absent.",
)
@exits_cleanly
def check(root: Path | None) -> None:
    """Run the four gates over all content; print every fault with its file and line."""
    checked = gates(root)
    for fault in checked.faults:
        click.echo(str(fault))
    if checked.faults:
        fail(f"faults: {len(checked.faults)}")
    say_error(f"{len(checked.documents)} files, no fault")


@content.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--old-root",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="Another folder with content (an earlier checkout) that OLD is taken from.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON alone.")
@exits_cleanly
def diff(old: str, new: str, old_root: Path | None, as_json: bool) -> None:
    """Say what became of every item between two forms: kept, changed, new, gone.

    OLD and NEW are id@version of this content, or files of a form.
    """
    try:
        changes = _compare(container().content, old, new, old_root)
    except FaultyInput as error:
        refuse(error, Language.EN, as_json=as_json)
    if as_json:
        print_json(show_changes(changes))
        return
    for change in changes:
        what = f" ({', '.join(change.what)})" if change.what else ""
        click.echo(f"{change.change:8}{change.item}{what}")


def _compare(served: Content, old: str, new: str, old_root: Path | None) -> list[FormChange]:
    """Return what became of every item between two forms, each `id@version` or a file.

    `old_root` is another folder with content, an earlier checkout, that the old form and its
    items' wording are taken from.

    Raises
    ------
    FaultyInput
        When a form does not exist.

    """
    before = served
    if old_root is not None:
        checked = check_content(old_root)
        if checked.content is None:
            raise FaultyContent(checked.faults)
        before = checked.content
    forms = []
    for known, name in ((before, old), (served, new)):
        path = Path(name)
        is_file = path.suffix == ".yaml" and path.is_file()
        forms.append(read_form_file(path) if is_file else find_form(known, name))
    wording = dict(before.wording), dict(served.wording)
    return compare_forms(forms[0], forms[1], *wording)


@content.command()
@click.option("--stale", is_flag=True, help="Only what was checked more than a year ago.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON alone.")
@language_option
@exits_cleanly
def sources(stale: bool, as_json: bool, language: Language) -> None:
    """Print the bibliography: each source, where it is cited, when it was last checked."""
    bibliography = show_bibliography(
        container().content, in_language(language), on=container().today(), stale_only=stale
    )
    if as_json:
        print_json(bibliography)
        return
    for source in bibliography:
        mark = " STALE" if source["stale"] else ""
        click.echo(f"{source['id']} [{source['checked']}, {source['checked_on']}]{mark}")
        click.echo(f"    {source['publisher']}: {source['title']}")
        click.echo(f"    cited in {', '.join(source['cited_in'])}")
    say_error(f"{len(bibliography)} sources")


@content.command()
@exits_cleanly
def docs() -> None:
    """Write the tables for experts in docs/ (cases, packages, trades, scales, support)."""
    running = container()
    for name, text in expert_tables(running.content).items():
        path = running.settings.content_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        say_error(f"{path} written")
