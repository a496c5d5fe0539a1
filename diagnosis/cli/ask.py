"""`ask`: the adaptive questionnaire in a terminal, ended once more answers change little."""

import json
from pathlib import Path
from typing import Any

import click

from diagnosis.bootstrap import container
from diagnosis.cli.output import REFUSED, language_option, say_error, told
from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.item import ItemType
from diagnosis.domain.text import Language, Text
from diagnosis.present.intake.form import show_item
from diagnosis.present.say import in_language
from diagnosis.present.scoring.diagnosis import render
from diagnosis.present.scoring.terminal import print_report
from diagnosis.services.intake.forms import find_form
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import diagnose, read

_PROMPT = Text(
    "答案（? 看说明，空行跳过，u 不清楚，q 结束）",
    "Answer (? for help, empty to skip, u not known, q to end)",
)
_AGAIN = Text("没看懂这个答案：{why}", "That answer was not understood: {why}")


@click.command()
@click.option("--form", default="full", show_default=True)
@click.option("--standard", default="gbt-39116-2020", show_default=True)
@click.option(
    "--agreement",
    default=0.96,
    show_default=True,
    type=click.FloatRange(0.5, 0.999),
    help="Stop once the unasked answers would leave the level unchanged this surely.",
)
@click.option("--production-type", type=click.Choice(["discrete", "process"]), default="discrete")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the sheet to a file."
)
@language_option
@told
def ask(
    form: str,
    standard: str,
    agreement: float,
    production_type: str,
    out: Path | None,
    language: Language,
) -> None:
    """Ask the most telling questions first, and stop early. 自适应问答。"""
    content = container().content
    try:
        chosen = find_form(content, form)
    except FaultyInput as error:
        say_error(error.faults[0].message(language))
        raise SystemExit(REFUSED) from None
    raw: dict[str, Any] = {
        "form": chosen.ref,
        "enterprise": {"production_type": production_type},
        "answers": {},
    }
    skipped: set[str] = set()
    _converse(content, raw, skipped, standard, agreement, language)
    if out is not None:
        out.write_text(json.dumps(raw, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print_report(
        render(content, diagnose(content, read(content, raw)), in_language(language)), language
    )


def _converse(
    content: Content,
    raw: dict[str, Any],
    skipped: set[str],
    standard: str,
    agreement: float,
    language: Language,
) -> None:
    """Ask until the promise is kept, nothing is left, or the user ends; answers go into `raw`."""
    estimator = content.estimator
    if estimator is None:
        return
    while True:
        asked = {**raw, "answers": raw["answers"] | dict.fromkeys(skipped, "not_known")}
        found = estimator.next_item(read(content, asked), standard, agreement)
        if found is None:
            say_error(f"{standard}: no model is served")
            raise SystemExit(REFUSED)
        if found.item is None or found.stop:
            count = len(raw["answers"])
            done = Text(
                "{n} 题后结束，把握 {p:.0%}。", "Done after {n} answers, agreement {p:.0%}."
            )
            click.echo(done.fill(n=count, p=found.agreement).say(language), err=True)
            return
        answer = _ask_one(content, raw, found.item, language)
        if answer is None:
            return
        if answer == "":
            skipped.add(found.item)
        else:
            raw["answers"][found.item] = answer


def _ask_one(content: Content, raw: dict[str, Any], item: str, language: Language) -> Any:
    """Return the answer to one item: "" where skipped, None where the user ends."""
    form = find_form(content, raw["form"])
    shown = show_item(content.bank[item], form.entries[item], in_language(language))
    click.echo()
    click.secho(shown["text"], bold=True)
    for one in shown.get("positions", ()):
        click.echo(f"  {one['position']}  {one['text']}")
    for one in shown.get("options", ()):
        click.echo(f"  {one['id']}  {one['text']}")
    while True:
        try:
            typed = click.prompt(_PROMPT.say(language), default="", show_default=False).strip()
        except click.Abort:
            return None
        if typed == "q":
            return None
        if typed == "":
            return ""
        if typed == "?":
            click.echo(shown["help"])
            for term in shown["terms"]:
                click.echo(f"  {term['term']}: {term['meaning']}")
            continue
        value = _value(content, item, typed)
        trial = {"form": raw["form"], "answers": {item: value}}
        try:
            read(content, trial)
        except FaultyInput as error:
            why = error.faults[0].message(language)
            click.echo(_AGAIN.fill(why=why).say(language))
            continue
        return value


def _value(content: Content, item: str, typed: str) -> Any:
    """Return what was typed as the sheet writes it."""
    if typed == "u":
        return "not_known"
    kind = content.bank[item].type
    if kind is ItemType.LADDER:
        try:
            return float(typed)
        except ValueError:
            return typed
    if kind is ItemType.MULTIPLE:
        return [part.strip() for part in typed.replace("，", ",").split(",") if part.strip()]
    if kind is ItemType.SHARE:
        part, _, whole = typed.partition("/")
        try:
            return {"part": float(part), "whole": float(whole)}
        except ValueError:
            return typed
    return typed
