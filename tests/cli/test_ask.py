"""`ask`: what a user is shown, what may be typed, and when it ends."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from diagnosis.bootstrap import Container
from diagnosis.cli.ask import _Interview
from diagnosis.cli.main import main
from diagnosis.config import read_settings
from diagnosis.content.versions import Versions
from diagnosis.domain.intake.form import ProductionType, newest
from diagnosis.domain.intake.item import ItemType
from diagnosis.present.intake.references import item_help
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.estimator import Estimator
from tests.fakes.estimator import FakeEstimator

AGAIN = "That answer was not understood: "


def ask(runner: CliRunner, *arguments: str, typed: str) -> Result:
    """Return what `ask` prints in English where a user types some lines."""
    result = runner.invoke(main, ["ask", "--language", "en", *arguments], input=typed)
    assert result.exit_code == 0, result.output
    return result


def answers_of(path: Path) -> dict[str, Any]:
    """Return the answers of a sheet that was written."""
    answers: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["answers"]
    return answers


@pytest.fixture
def in_form_order(versions: Versions, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `ask` ask the items of a form from first to last, whatever the answers."""
    container = Container(read_settings({}), versions, FakeEstimator())
    monkeypatch.setattr("diagnosis.cli.ask.container", lambda: container)


def test_ask_writes_a_sheet_that_can_be_scored(runner: CliRunner, tmp_path: Path) -> None:
    out = tmp_path / "sheet.json"

    result = runner.invoke(
        main,
        ["ask", "--out", str(out), "--agreement", "0.6"],
        input="2\n?\n9\n1.5\nu\n" + "2\n" * 60,
    )

    assert result.exit_code == 0, result.output
    sheet = json.loads(out.read_text(encoding="utf-8"))
    assert 4 <= len(sheet["answers"]) < 43
    assert "not_known" in sheet["answers"].values()
    assert runner.invoke(main, ["score", str(out), "--json"]).exit_code == 0


def test_ask_ends_when_the_user_ends_it(runner: CliRunner) -> None:
    result = runner.invoke(main, ["ask", "--language", "en"], input="2\nq\n")

    assert result.exit_code == 0


def test_ask_says_how_sure_it_is_when_it_ends_by_itself(runner: CliRunner, tmp_path: Path) -> None:
    out = tmp_path / "sheet.json"

    result = ask(runner, "--agreement", "0.6", "--out", str(out), typed="2\n" * 60)

    count, _, rest = result.stderr.removeprefix("Done after ").partition(" answers, agreement ")
    assert int(count) == len(answers_of(out)) < 43
    assert int(rest.removesuffix("%.\n")) >= 60


def test_a_question_mark_explains_the_question_and_its_terms(
    runner: CliRunner, content: Content, tmp_path: Path
) -> None:
    out = tmp_path / "sheet.json"

    result = ask(runner, "--out", str(out), typed="?\n2\nq\n")

    (name,) = answers_of(out)
    item = content.bank[name]
    assert item.terms
    form = newest(content.forms["full"].values())
    for text in (
        item.text,
        item_help(content, form, item),
        *(term.meaning for term in item.terms),
    ):
        assert text.en in result.stdout


def test_positions_that_a_form_does_not_offer_are_not_shown(
    runner: CliRunner, content: Content, tmp_path: Path
) -> None:
    """The form of the MIIT index ends its ladders at 4."""
    out = tmp_path / "sheet.json"

    options = ("--form", "miit-sme-2024", "--standard", "gbt-39116-2020")

    result = ask(runner, *options, "--out", str(out), typed="5\n4\nq\n")

    name, *more = answers_of(out)
    assert more == [] and answers_of(out)[name] == 4
    positions = content.bank[name].positions
    assert f"  4  {positions[4].en}" in result.stdout
    assert positions[5].en not in result.stdout
    assert result.stdout.count(AGAIN) == 1


def test_an_answer_that_cannot_be_read_is_explained_and_asked_again(
    runner: CliRunner, tmp_path: Path
) -> None:
    out = tmp_path / "sheet.json"

    result = ask(runner, "--out", str(out), typed="often\n2.9\nnan\n2.5\nq\n")

    assert list(answers_of(out).values()) == [2.5]
    assert result.stdout.count(AGAIN + "Must be a position from 0 to 5") == 3


def test_an_item_that_is_skipped_is_left_out_of_the_sheet_and_not_asked_again(
    runner: CliRunner, content: Content, tmp_path: Path
) -> None:
    out = tmp_path / "sheet.json"

    result = ask(runner, "--form", "screening", "--out", str(out), typed="\n" * 12)

    assert answers_of(out) == {}
    assert result.stderr.startswith("Done after 0 answers")
    texts = [content.bank[item].text.en for item in content.forms["screening"]["2.0.0"].entries]
    assert max(result.stdout.count(text) for text in texts) == 1


def test_the_options_of_a_choice_are_shown_with_what_to_type_for_them(
    runner: CliRunner, content: Content, tmp_path: Path
) -> None:
    """Ladders take the 2, choices of several the none; each refuses the other line."""
    out = tmp_path / "sheet.json"
    options = ("--form", "ai-readiness", "--standard", "ai-readiness", "--agreement", "0.999")

    result = ask(runner, *options, "--out", str(out), typed="none\n2\n" * 40)

    answers = answers_of(out)
    choices = [name for name in answers if content.bank[name].type is ItemType.MULTIPLE]
    assert choices and all(answers[name] == ["none"] for name in choices)
    for name in choices:
        for option in content.bank[name].options:
            assert f"  {option.id}  {option.text.en}" in result.stdout


@pytest.mark.usefixtures("in_form_order")
def test_a_share_is_typed_with_a_slash_several_options_with_commas(
    runner: CliRunner, tmp_path: Path
) -> None:
    out = tmp_path / "sheet.json"
    typed = ["12", "a/b", "40/12", "12/40", "u", "5g，full-coverage", "", "many", "all", "q"]

    result = ask(
        runner, "--form", "miit-sme-2024", "--out", str(out), typed="\n".join(typed) + "\n"
    )

    assert answers_of(out) == {
        "miit-equipment-digital": {"part": 12.0, "whole": 40.0},
        "miit-equipment-networked": "not_known",
        "miit-network": ["5g", "full-coverage"],
        "miit-systems": "all",
    }
    assert result.stdout.count(AGAIN + 'Write it like {"part": 12, "whole": 40}') == 3
    assert AGAIN + "'many' is no option of this item." in result.stdout


@pytest.mark.parametrize(
    ("form", "estimated"), [("ai-readiness", "ai-readiness"), ("gbt-39116", "gbt-39116-2020")]
)
def test_the_level_is_estimated_by_the_standard_of_the_form(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch, form: str, estimated: str
) -> None:
    standards: list[str] = []
    whole = _Interview.ask_most_telling

    def note(self: _Interview, estimator: Estimator, standard: str, agreement: float) -> None:
        standards.append(standard)
        whole(self, estimator, standard, agreement)

    monkeypatch.setattr(_Interview, "ask_most_telling", note)
    ask(runner, "--form", form, typed="q\n")
    ask(runner, "--form", form, "--standard", "ai-readiness@1", typed="q\n")

    assert standards == [estimated, "ai-readiness"]


def test_a_form_whose_standard_has_no_model_is_asked_from_first_to_last(
    runner: CliRunner, content: Content, tmp_path: Path
) -> None:
    out = tmp_path / "sheet.json"
    form = content.forms["miit-sme-2024"]["2.0.0"]
    items = form.items_of[ProductionType.DISCRETE]

    result = ask(runner, "--form", "miit-sme-2024", "--out", str(out), typed="u\n" * 200)

    assert list(answers_of(out)) == list(items)
    places = [result.stdout.index(content.bank[item].text.en) for item in items]
    assert places == sorted(places)
    assert result.stderr == f"The form is done, with {len(items)} answers.\n"


def test_a_standard_without_a_model_cannot_be_asked_for(runner: CliRunner) -> None:
    result = runner.invoke(main, ["ask", "--standard", "miit-sme-2024"])

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "miit-sme-2024: no model is served\n"


def test_an_unknown_form_is_answered_with_those_that_there_are(runner: CliRunner) -> None:
    result = runner.invoke(main, ["ask", "--form", "fool", "--language", "en"])

    assert (result.exit_code, result.stdout) == (2, "")
    assert "There is no form 'fool'." in result.stderr and "screening" in result.stderr


def test_without_an_estimator_nothing_is_asked_and_the_rule_stands_alone(
    runner: CliRunner, versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    container = Container(read_settings({}), versions, estimator=None)
    monkeypatch.setattr("diagnosis.cli.ask.container", lambda: container)

    result = ask(runner, typed="")

    assert "Answer (?" not in result.stdout and "full@2.0.0" in result.stdout
