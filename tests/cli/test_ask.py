"""`ask`: what may be typed, where it leads, and what is kept of it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from diagnosis.bootstrap import Container, wire
from diagnosis.cli.main import main
from diagnosis.config.settings import read_settings
from diagnosis.content.versions import Versions
from diagnosis.domain.intake.form import Form, Layout, ProductionType, newest
from diagnosis.domain.intake.scene_grid import grid_rows
from diagnosis.domain.text import Language
from diagnosis.present.intake.form import how_to_answer
from diagnosis.present.intake.references import item_help
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from tests.fakes.estimator import FakeEstimator

NO_FACTS = [""] * 6
SCREENING = ("--form", "screening")


def ask(runner: CliRunner, *arguments: str, typed: list[str], language: str = "en") -> Result:
    """Return what `ask` prints where a user types some lines and then nothing more."""
    lines = "".join(f"{line}\n" for line in typed)
    result = runner.invoke(main, ["ask", "--language", language, *arguments], input=lines)
    assert result.exit_code == 0, result.output
    assert result.exception is None
    return result


def sheet_of(path: Path) -> Any:
    """Return a sheet that was written."""
    return json.loads(path.read_text(encoding="utf-8"))


def form_of(content: Content, name: str) -> Form:
    """Return the newest version of a form."""
    return newest(content.forms[name].values())


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return where a sheet may be written."""
    return tmp_path / "sheet.json"


@pytest.fixture
def sure_at_half(versions: Versions, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the level be estimated by the share of the questions that was answered."""
    container = Container(read_settings({}), versions, FakeEstimator())
    monkeypatch.setattr("diagnosis.cli.ask.command.container", lambda: container)


def test_facts_are_asked_first_and_their_codes_are_looked_up(runner: CliRunner, out: Path) -> None:
    typed = ["模具", "1", "", "东莞横沥", "约60人", "２６００", "q"]

    result = ask(runner, "--form", "gbt-39116", "--out", str(out), typed=typed, language="zh-Hans")

    assert sheet_of(out) == {
        "form": "gbt-39116@2.0.0",
        "enterprise": {
            "industry": "C3525",
            "city": "441900106",
            "employees": 60,
            "revenue_wan": 2600.0,
        },
        "answers": {},
        "course": {"asked_by": "service", "skipped": []},
    }
    for shown in ("1  C3525 模具制造", "→ 东莞市横沥镇", "→ 60 人", "→ 2600 万元", "离散型"):
        assert shown in result.stdout


def test_facts_that_are_not_understood_are_asked_again(runner: CliRunner, out: Path) -> None:
    typed = [
        *("qwertz", "C99", "制造", "99", "lamps", "7", "1"),
        *("Beijing", "110000", "Guzhen"),
        *("many", "-3", "1e400", "35"),
        *("cheap", "9,000,000 yuan"),
        "q",
    ]

    ask(runner, *SCREENING, "--out", str(out), typed=typed)

    assert sheet_of(out)["enterprise"] == {
        "industry": "C3872",
        "city": "442000105",
        "employees": 35,
        "revenue_wan": 900.0,
    }


def test_every_fact_may_be_left_out_and_taken_back(runner: CliRunner, out: Path) -> None:
    typed = ["lamps", "1", "b", "-", "", "60", "b", "", "", "q"]

    result = ask(runner, *SCREENING, "--out", str(out), typed=typed)

    assert sheet_of(out)["enterprise"] == {"employees": 60}
    assert "So far: C3872 Lamps and luminaires (Enter keeps it" in result.stdout
    assert "So far: 60 people" in result.stdout


def test_many_industries_are_not_listed_at_length(runner: CliRunner) -> None:
    result = ask(runner, *SCREENING, typed=["制造"], language="zh-Hans")

    assert "  9  " in result.stdout and "  10  " not in result.stdout
    assert "个没有列出" in result.stdout


def test_help_at_the_industry_lists_the_divisions(runner: CliRunner, content: Content) -> None:
    result = ask(runner, *SCREENING, typed=["？"], language="zh-Hans")

    for code, name in content.codes.industry_names.items():
        assert f"{code}  {name.zh}" in result.stdout


def test_an_unlikely_revenue_is_doubted_but_kept(runner: CliRunner, out: Path) -> None:
    typed = ["", "", "60", "26000000", "q"]

    result = ask(runner, *SCREENING, "--out", str(out), typed=typed, language="zh-Hans")

    assert "请看看单位是不是万元" in result.stdout
    assert sheet_of(out)["enterprise"]["revenue_wan"] == 26_000_000


@pytest.mark.parametrize(
    ("typed", "kind"),
    [(["", ""], "discrete"), (["", "2"], "process"), (["C14", ""], "process")],
)
def test_the_production_type_follows_the_industry_or_is_chosen(
    runner: CliRunner, content: Content, typed: list[str], kind: str
) -> None:
    count = len(form_of(content, "gbt-39116").items_of[ProductionType(kind)])

    result = ask(runner, "--form", "gbt-39116", typed=[*typed, *NO_FACTS[1:], "q"])

    assert f"Question 1 of {count}:" in result.stdout


def test_the_production_type_is_not_asked_where_it_is_named_or_changes_nothing(
    runner: CliRunner, content: Content
) -> None:
    count = len(form_of(content, "gbt-39116").items_of[ProductionType.PROCESS])
    named = ("--form", "gbt-39116", "--production-type", "process")

    assert f"Question 1 of {count}:" in ask(runner, *named, typed=[*NO_FACTS, "q"]).stdout
    assert "1 of 6" in ask(runner, "--form", "miit-sme-2024", typed=["q"]).stdout


def test_how_to_answer_is_shown_before_the_first_question_alone(
    runner: CliRunner, content: Content
) -> None:
    rules = how_to_answer(content, form_of(content, "screening"))

    result = ask(runner, *SCREENING, typed=[*NO_FACTS, "1", "1", "q"])

    for rule in rules:
        assert result.stdout.count(rule.en) == 1
        assert result.stdout.index(rule.en) < result.stdout.index("Question 1 of 13")


def test_questions_come_in_the_order_of_the_form_under_its_titles(
    runner: CliRunner, content: Content
) -> None:
    form = form_of(content, "screening")

    result = ask(runner, *SCREENING, typed=NO_FACTS + ["2"] * 13)

    wanted = [
        text
        for section in form.sections
        for text in (
            f"== {section.title.en} ==",
            *(content.bank[entry.item].text.en for entry in section.entries),
        )
    ]
    places = [result.stdout.index(text) for text in wanted]
    assert places == sorted(places)
    for place in range(1, 14):
        assert f"Question {place} of 13:" in result.stdout


@pytest.mark.parametrize("mark", ["?", "？"])
def test_a_question_mark_explains_the_question_and_its_terms(
    runner: CliRunner, content: Content, mark: str
) -> None:
    form = form_of(content, "screening")
    item = content.bank[next(iter(form.entries))]
    assert item.terms

    result = ask(runner, *SCREENING, typed=[*NO_FACTS, mark, "q"])

    helps = (item_help(content, form, item), *(term.meaning for term in item.terms))
    for text in (*helps, *item.evidence, *item.positions):
        assert text.en in result.stdout


def test_folded_positions_are_shown_when_they_are_wanted(
    runner: CliRunner, content: Content
) -> None:
    item = content.bank[next(iter(form_of(content, "screening").entries))]

    closed = ask(runner, *SCREENING, typed=[*NO_FACTS, "q"]).stdout
    unfolded = ask(runner, *SCREENING, typed=[*NO_FACTS, "＋", "q"]).stdout

    assert item.positions[3].en in closed and item.positions[4].en not in closed
    assert (
        f"  4  {item.positions[4].en}" in unfolded and f"  5  {item.positions[5].en}" in unfolded
    )


def test_positions_that_a_form_does_not_offer_are_not_shown(
    runner: CliRunner, content: Content, out: Path
) -> None:
    """The form of the MIIT index ends its ladders at 4 and takes whole positions alone."""
    form = form_of(content, "miit-sme-2024")
    items = list(form.entries)
    ladder = next(item for item in items if content.bank[item].positions)
    before = [""] * items.index(ladder)
    typed = [*NO_FACTS, *before, "5", "4", "q"]

    result = ask(runner, "--form", "miit-sme-2024", "--out", str(out), typed=typed)

    assert sheet_of(out)["answers"] == {ladder: 4}
    assert content.bank[ladder].positions[5].en not in result.stdout


@pytest.mark.parametrize("typed", ["1.5", "１．５", "1。5", " 1.5 "])
def test_a_position_may_be_typed_as_people_type_it(
    runner: CliRunner, out: Path, typed: str
) -> None:
    ask(runner, *SCREENING, "--out", str(out), typed=[*NO_FACTS, typed, "q"])

    assert list(sheet_of(out)["answers"].values()) == [1.5]


@pytest.mark.parametrize(
    "odd", ["often", "2.9", "nan", "-1", "6", "1e999", "9" * 500, "\x1b[A", "😀"]
)
def test_an_answer_that_cannot_be_read_is_explained_and_asked_again(
    runner: CliRunner, out: Path, odd: str
) -> None:
    result = ask(runner, *SCREENING, "--out", str(out), typed=[*NO_FACTS, odd, "2.5", "q"])

    assert list(sheet_of(out)["answers"].values()) == [2.5]
    assert result.stdout.count("Please type a number from 0 to 5") == 1


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("2,3", ["control-network", "application-network"]),
        ("2 3", ["control-network", "application-network"]),
        ("３、2，2", ["application-network", "control-network"]),
        ("control-network", ["control-network"]),
        ("1", ["none"]),
    ],
)
def test_options_are_chosen_by_their_numbers(
    runner: CliRunner, content: Content, out: Path, typed: str, answer: list[str]
) -> None:
    items = list(form_of(content, "miit-sme-2024").entries)
    assert content.bank["miit-network"].options[0].id == "none"
    before = [""] * items.index("miit-network")
    typed_lines = [*NO_FACTS, *before, "1,2", "9", "two", typed, "q"]

    result = ask(runner, "--form", "miit-sme-2024", "--out", str(out), typed=typed_lines)

    assert sheet_of(out)["answers"] == {"miit-network": answer}
    options = content.bank["miit-network"].options
    for place, option in enumerate(options, 1):
        assert f"  {place}  {option.text.en}" in result.stdout
    assert result.stdout.count("Please type the numbers") == 2
    assert result.stdout.count("cannot be chosen together") == 1


def test_a_share_is_typed_with_a_slash_of_either_width(
    runner: CliRunner, content: Content, out: Path
) -> None:
    items = list(form_of(content, "miit-sme-2024").entries)
    before = [""] * items.index("miit-equipment-digital")
    typed = [*NO_FACTS, *before, "12", "a/b", "40/12", "0/0", "12／1,040", "b", "", "q"]

    result = ask(runner, "--form", "miit-sme-2024", "--out", str(out), typed=typed)

    assert sheet_of(out)["answers"] == {"miit-equipment-digital": {"part": 12.0, "whole": 1040.0}}
    assert result.stdout.count("Please type part/whole") == 4
    assert "So far: 12/1040 (Enter keeps it" in result.stdout


def test_what_does_not_apply_is_said_with_a_reason_by_its_number(
    runner: CliRunner, content: Content, out: Path
) -> None:
    items = list(form_of(content, "screening").entries)
    item = content.bank[items[0]]
    assert item.reasons and not content.bank[items[1]].reasons
    typed = [*NO_FACTS, "n", "", "n", "7", "ｎ", "1", "n", "n1", "b", "b", "", "q"]

    result = ask(runner, *SCREENING, "--out", str(out), typed=typed)

    reason = item.reasons[0]
    assert sheet_of(out)["answers"] == {items[0]: {"not_applicable": reason.id}}
    assert f"  1  {reason.text.en}" in result.stdout
    assert result.stdout.count("This question applies to every firm") == 2
    assert f"So far: not applicable: {reason.text.en}" in result.stdout


def test_questions_that_tell_most_of_the_level_come_first(
    runner: CliRunner, content: Content, out: Path
) -> None:
    trained = wire(read_settings({})).estimator
    assert trained is not None
    sheet = read(content, {"form": "gbt-39116", "answers": {}})
    order = trained.asking_order(sheet, "gbt-39116-2020")

    ask(runner, "--form", "gbt-39116", "--out", str(out), typed=[*NO_FACTS, "", *"222222", "q"])

    asked_first = list(sheet_of(out)["answers"])
    assert asked_first == list(order[: len(asked_first)]) and len(asked_first) == 6


def test_one_may_go_back_through_questions_and_facts(runner: CliRunner, out: Path) -> None:
    typed = ["b", *NO_FACTS, "1", "2", *["b"] * 5, "900", "", "", "", "-", "u", "q"]

    result = ask(runner, *SCREENING, "--out", str(out), typed=typed)

    sheet = sheet_of(out)
    assert sheet["enterprise"] == {"revenue_wan": 900.0}
    assert list(sheet["answers"].values()) == [1.0, "not_known"]
    assert result.stdout.count("There is no question before this.") == 1
    assert "So far: 1 (Enter keeps it" in result.stdout


def test_skipping_everything_gives_no_result(runner: CliRunner, out: Path) -> None:
    result = ask(runner, *SCREENING, "--out", str(out), typed=[""] * 19)

    assert sheet_of(out)["answers"] == {}
    assert "No question was answered, so there is no result." in result.stdout
    assert "%" not in result.stdout.split("\nResult\n")[1]


@pytest.mark.usefixtures("sure_at_half")
@pytest.mark.parametrize("choice", ["", "q", "x"])
def test_when_more_answers_would_change_little_one_may_stop_or_go_on(
    runner: CliRunner, content: Content, out: Path, choice: str
) -> None:
    count = len(form_of(content, "gbt-39116").items_of[ProductionType.DISCRETE])
    asked = 38  # more than half of the weight, less than a level by rule needs
    typed = [*NO_FACTS, "", *["2"] * asked, choice]
    if choice == "":
        typed += ["2"] * (count - asked)

    options = ("--form", "gbt-39116", "--agreement", "0.84", "--out", str(out))
    result = ask(runner, *options, typed=typed)

    assert len(sheet_of(out)["answers"]) == (count if choice == "" else asked)
    # x is no choice: it is asked again, until the input ends
    assert result.stdout.count("Enter goes on, q ends here") == 1 + (choice == "x")
    assert f"With {asked} answered, a visit would likely find level 2" in result.stdout
    assert f"({count - asked} to go)" in result.stdout
    ending = result.stdout.split("\nResult\n")[1]
    assert "the firm is at level 2; if each is 0.25 of a step too high" in ending
    assert "To settle it, " in ending and " on site" in ending


@pytest.mark.usefixtures("sure_at_half")
@pytest.mark.parametrize("form", ["screening", "miit-sme-2024"])
def test_without_a_model_of_its_standard_a_form_is_asked_whole(
    runner: CliRunner, content: Content, out: Path, form: str
) -> None:
    asked_of = form_of(content, form).items_of[ProductionType.DISCRETE]
    typed = NO_FACTS + ["u"] * len(asked_of)

    result = ask(runner, "--form", form, "--agreement", "0.5", "--out", str(out), typed=typed)

    assert list(sheet_of(out)["answers"]) == list(asked_of)
    assert "Enter goes on" not in result.stdout


@pytest.mark.usefixtures("sure_at_half")
def test_a_grid_is_asked_scene_by_scene(runner: CliRunner, content: Content, out: Path) -> None:
    form = form_of(content, "ai-readiness")
    (grid,) = [section for section in form.sections if section.layout is Layout.GRID]
    before = sum(len(section.entries) for section in form.sections if section is not grid)
    rows = grid_rows(grid, content.bank)
    first = [row for row in rows if row.use_item == rows[0].use_item]
    typed = [
        *NO_FACTS,
        *[""] * before,
        "7",
        "?",
        "2",
        "b",
        "1",
        *["0"] * (len(first) - 1),
        "2",
        "q",
    ]

    result = ask(runner, "--form", "ai-readiness", "--out", str(out), typed=typed)

    assert grid is form.sections[-1]
    assert sheet_of(out)["answers"] == {
        rows[0].use_item: [rows[0].scene],
        rows[0].model_item: ["none"],
    }, "of the link that follows some scenes were passed over: it stays blank"
    assert f"Question {before + 1} of {before + len(rows)}: {rows[0].text.en}" in result.stdout
    assert "So far: 2 With a model (Enter keeps it" in result.stdout
    assert grid.about is not None and result.stdout.count(grid.about.en) == 1


def test_a_standard_without_a_model_is_no_reason_not_to_ask(runner: CliRunner) -> None:
    options = ("--form", "miit-sme-2024", "--standard", "miit-sme-2024")

    assert "Question 1 of 31" in ask(runner, *options, typed=[*NO_FACTS, "q"]).stdout


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--form", ("没有名为「fool」的问卷", "screening")),
        ("--standard", ("fool", "gbt-39116-2020")),
    ],
)
def test_an_unknown_name_is_answered_with_those_that_there_are(
    runner: CliRunner, option: str, words: tuple[str, str]
) -> None:
    result = runner.invoke(main, ["ask", option, "fool"])

    assert (result.exit_code, result.stdout) == (2, "")
    assert all(word in result.stderr for word in words)
    assert "There is no" not in result.stderr


def test_without_an_estimator_all_is_asked_and_the_rule_stands_alone(
    runner: CliRunner, versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    container = Container(read_settings({}), versions, estimator=None)
    monkeypatch.setattr("diagnosis.cli.ask.command.container", lambda: container)
    typed = ["", "", "", "", "", *["2"] * 60]

    result = ask(runner, "--form", "gbt-39116", typed=typed)

    assert "level 2 (" in result.stdout and "by your answers" in result.stdout


@pytest.mark.parametrize("language", list(Language))
def test_where_the_input_ends_the_sheet_is_printed(runner: CliRunner, language: Language) -> None:
    result = ask(runner, *SCREENING, typed=[*NO_FACTS, "1"], language=str(language))

    assert json.loads(result.stdout[result.stdout.index("{") :])["answers"]


def test_a_sheet_is_kept_in_a_file_that_the_user_names(runner: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "taken.json").write_text("mine", encoding="utf-8")
    names = [tmp_path / "taken.json", tmp_path / "none" / "x.json", tmp_path / "kept.json"]

    result = ask(runner, *SCREENING, typed=[*NO_FACTS, "1", "q", *map(str, names)])

    assert "is there already" in result.stdout and "could not be written" in result.stdout
    assert len(sheet_of(names[2])["answers"]) == 1
    assert names[0].read_text(encoding="utf-8") == "mine"
    assert runner.invoke(main, ["score", str(names[2]), "--json"]).exit_code == 0


def test_a_sheet_that_cannot_be_written_is_printed(runner: CliRunner, out: Path) -> None:
    out.mkdir()
    target = out / ("x" * 300)
    lines = "".join(f"{line}\n" for line in [*NO_FACTS, "1", "q"])

    result = runner.invoke(main, ["ask", *SCREENING, "--out", str(target)], input=lines)

    assert result.exit_code == 2
    assert json.loads(result.stdout[result.stdout.index("{") :])["answers"]


def test_bytes_that_are_no_text_are_an_answer_like_any_other(runner: CliRunner) -> None:
    typed = b"\xb5\xc6\xca\xce\n\n\n\n\xff\xfe\n2\nq\n"

    result = runner.invoke(main, ["ask", *SCREENING], input=typed)

    assert result.exit_code == 0, result.output


def test_the_whole_diagnosis_is_printed_where_it_is_wanted(runner: CliRunner) -> None:
    typed = [*NO_FACTS, "1", "q"]

    assert "gbt-39116-2020@1" in ask(runner, *SCREENING, "--whole", typed=typed).stdout
    assert "gbt-39116-2020@1" not in ask(runner, *SCREENING, typed=typed).stdout
