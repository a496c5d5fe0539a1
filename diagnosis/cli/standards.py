"""`standards`: standards as data."""

import click

from diagnosis.bootstrap import container
from diagnosis.cli.output import exits_cleanly, language_option, print_json, refuse
from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.text import Language, Text
from diagnosis.present.scoring.standard_export import export_standard
from diagnosis.services.intake.forms import find_form
from diagnosis.services.scoring.standards import find_standard


@click.group()
def standards() -> None:
    """Standards as data. 标准数据。"""


_SCORED = Text("计分的标准：", "Standards that sheets are scored by:")
_MAPPED = Text(
    "不计算，只作对照（本服务不按它们打分或定级）：",
    "Not computed, only mapped (nobody is scored or rated by these here):",
)


@standards.command("list")
@language_option
@exits_cleanly
def list_all(language: Language) -> None:
    """List what sheets are scored by, and apart what is not computed (不计算)."""
    content = container().content
    click.echo(_SCORED.say(language))
    for standard in content.standards:
        click.echo(f"  {standard.id}@{standard.revision}  {standard.name.say(language)}")
    click.echo(f"\n{_MAPPED.say(language)}")
    for scale in content.scales.values():
        click.echo(f"  {scale.id}  {scale.name.say(language)}")
        click.echo(f"      {scale.why_not_computed.say(language)}")
        if scale.notice is not None:
            click.echo(f"      {scale.notice.say(language)}")


@standards.command("export")
@click.argument("standard")
@click.option("--form", required=True, help="Form whose items are listed, id or id@version.")
@click.option(
    "--production-type",
    type=click.Choice([str(kind) for kind in ProductionType]),
    default=str(ProductionType.DISCRETE),
    show_default=True,
    help="How the firm produces; items and weights depend on it.",
)
@exits_cleanly
def export(standard: str, form: str, production_type: str) -> None:
    """Print STANDARD as JSON: all that is needed to score the answers to a form by it."""
    content = container().content
    try:
        print_json(
            export_standard(
                content,
                find_standard(content, standard),
                find_form(content, form),
                ProductionType(production_type),
            )
        )
    except FaultyInput as error:
        refuse(error, Language.EN, as_json=False)
