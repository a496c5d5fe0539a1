"""`ask` with every form and the five example firms, in both languages, to the result."""

import codecs
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from diagnosis.bootstrap import Container
from diagnosis.cli.ask.typed_answer import typed_like
from diagnosis.cli.main import main
from diagnosis.config.settings import read_settings
from diagnosis.content.versions import Versions
from diagnosis.domain.intake.answer import as_plain
from diagnosis.domain.intake.form import Layout, ProductionType, newest
from diagnosis.domain.intake.inference import infer_answers
from diagnosis.domain.intake.item import Item, ItemType
from diagnosis.domain.intake.limits import PAINS
from diagnosis.domain.intake.scene_grid import GridRow, grid_rows
from diagnosis.domain.text import Language
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from tests.builders import EXAMPLES
from tests.cli.process import ROOT

FIRMS = sorted(EXAMPLES.glob("*.json"))
FORMS = ("full", "gbt-39116", "miit-sme-2024", "ai-readiness", "screening")
CHINESE = re.compile("[\u3000-\u9fff\uff00-\uffef]")
ENGLISH_SENTENCE = re.compile(r"\b[A-Za-z]{2,} [a-z]{2,} [a-z]{2,} [a-z]{2,}\b")
CONFIRMED = "confirmed_inferences"
NOT_PROSE = re.compile(r"python -m diagnosis score \S+|answers\.json|\([\u4e00-\u9fff]+\)")
"""What is no prose of a language: commands, and official terms in brackets after English ones."""


@pytest.fixture
def by_rule_alone(versions: Versions, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no model advise to stop."""
    container = Container(read_settings({}), versions, estimator=None)
    monkeypatch.setattr("diagnosis.cli.ask.command.container", lambda: container)


def typed_for(item: Item, answer: Any) -> str:
    """Return what a user types for an answer of a sheet, nothing for a blank."""
    if answer is None:
        return ""
    if answer == "not_known":
        return "u"
    if isinstance(answer, dict) and "not_applicable" in answer:
        reasons = [reason.id for reason in item.reasons]
        return f"n{reasons.index(answer['not_applicable']) + 1}"
    return typed_like(item, answer)


def lines_for(content: Content, form: str, firm: Any) -> list[str]:
    """Return what a user types from the first fact to the last question of a form."""
    facts, answers = firm["enterprise"], firm["answers"]
    kind = ProductionType(facts["production_type"])
    asked_of = newest(content.forms[form].values())
    lines = [facts["industry"]]
    if form in ("full", "gbt-39116"):
        lines.append(str([*ProductionType].index(kind) + 1))
    lines += [facts["city"], str(facts["employees"]), str(facts["revenue_wan"])]
    business = firm.get("business", {})
    lines.append(",".join(str(PAINS.values.index(pain) + 1) for pain in business.get("pains", ())))
    lines.append(str(business.get("yearly_budget_wan", "")))
    for section in asked_of.sections:
        lines += [typed_for_scene(row, answers) for row in grid_rows(section, content.bank)]
        lines += [
            typed_for(content.bank[entry.item], answers.get(entry.item))
            for entry in section.entries
            if section.layout is Layout.QUESTIONS and kind in entry.asked_of
        ]
    return lines


def typed_for_scene(row: GridRow, answers: Any) -> str:
    """Return what a user types for a scene of a grid, nothing where its link is blank."""
    if row.use_item not in answers:
        return ""
    in_use, with_model = (answers.get(item, []) for item in (row.use_item, row.model_item))
    return str((row.scene in in_use) + (row.scene in with_model))


def in_the_other_language(text: str, language: Language) -> list[str]:
    """Return what of a text is not in the language of a session."""
    plain = NOT_PROSE.sub("", text)
    return (ENGLISH_SENTENCE if language is Language.ZH else CHINESE).findall(plain)


@pytest.mark.usefixtures("by_rule_alone")
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("firm", FIRMS, ids=lambda path: path.stem)
def test_an_example_firm_types_its_whole_sheet(
    runner: CliRunner, content: Content, tmp_path: Path, firm: Path, language: Language
) -> None:
    sheet = json.loads(firm.read_text(encoding="utf-8"))
    out = tmp_path / "sheet.json"
    typed = "\n".join(lines_for(content, "full", sheet)) + "\n"
    options = ("--form", "full", "--out", str(out), "--language", str(language))

    result = runner.invoke(main, ["ask", *options], input=typed)

    assert result.exit_code == 0, result.output
    written = json.loads(out.read_text(encoding="utf-8"))
    items = newest(content.forms["full"].values()).items_of[
        ProductionType(sheet["enterprise"]["production_type"])
    ]
    assert written["answers"] == {
        item: sheet["answers"][item] for item in items if item in sheet["answers"]
    }
    for fact in ("pains", "yearly_budget_wan"):
        assert written["business"].get(fact) == sheet["business"].get(fact)
    for fact in ("industry", "city", "employees", "revenue_wan", "production_type"):
        assert written["enterprise"][fact] == sheet["enterprise"][fact]
    assert in_the_other_language(result.stdout, language) == []
    for standard in content.standards:
        assert standard.name.say(language) in result.stdout


@pytest.mark.usefixtures("by_rule_alone")
@pytest.mark.parametrize("typed", ["", "-"])
def test_what_other_answers_imply_is_proposed_and_counts_once_confirmed(
    runner: CliRunner, content: Content, tmp_path: Path, typed: str
) -> None:
    firm = json.loads((EXAMPLES / "dongguan-mould-shop.json").read_text(encoding="utf-8"))
    answers = {
        item: answer
        for item, answer in firm["answers"].items()
        if item not in content.inferences and content.bank[item].positions
    }
    lines = lines_for(content, "full", {**firm, "answers": answers})
    head, body = lines[:7], [line or typed for line in lines[7:]]
    out = tmp_path / "sheet.json"
    options = ("--form", "full", "--out", str(out), "--language", "en")

    result = runner.invoke(main, ["ask", *options], input="\n".join([*head, *body]) + "\n")

    assert result.exit_code == 0, result.output
    sheet = json.loads(out.read_text(encoding="utf-8"))
    proposed = {item: sheet["answers"].get(item) for item in content.inferences}
    confirmed = {item: answer for item, answer in proposed.items() if answer is not None}
    assert "Your answers so far imply" in result.stdout
    assert bool(confirmed) == (typed == "")
    assert {item: sheet["answers"][item] for item in answers} == answers
    inferred = infer_answers(content.inferences, read(content, sheet))
    implied = {answer.item: as_plain(answer.value) for answer in inferred}
    assert {item for item in confirmed if implied.get(item) == confirmed[item]} >= {
        *sheet.get("confirmed_inferences", ())
    }
    if confirmed:
        assert sheet[CONFIRMED]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("form", FORMS)
def test_every_form_ends_in_a_result_in_one_language(
    runner: CliRunner, content: Content, form: str, language: Language
) -> None:
    """Helps and reasons are looked at too, answers go wrong, and the input ends on the way."""
    chosen = newest(content.forms[form].values())
    facts = ["?", "", "qwertz", "灯饰", "1"] + ([""] if form in ("full", "gbt-39116") else [])
    typed = [*facts, "?", "Beijing", "佛山", "x", "60", "", "b", "1"]
    typed += ["?", "0", "1,2,3,4", "1,1", "3,1", "lots", "?", "20"]
    for section in chosen.sections:
        typed += ["?", "n", "x", "1"] * len(grid_rows(section, content.bank))
        for entry in section.entries:
            if section.layout is Layout.QUESTIONS:
                is_share = content.bank[entry.item].type is ItemType.SHARE
                typed += ["?", "n", "7", "??", "0/9" if is_share else "1"]
    lines = "\n".join(typed) + "\n"

    result = runner.invoke(main, ["ask", "--form", form, "--language", str(language)], input=lines)

    assert result.exit_code == 0, result.output
    shown = result.stdout[: result.stdout.index("{\n")]
    typed_back = re.compile("|".join(map(re.escape, {"灯饰", "佛山", "Beijing", "qwertz"})))
    assert in_the_other_language(typed_back.sub("", shown), language) == []
    last = shown[shown.index({Language.ZH: "\n结果\n", Language.EN: "\nResult\n"}[language]) :]
    standards = [known for known in content.standards if known.id in chosen.standards]
    assert all(standard.name.say(language) in last for standard in standards)
    if not standards:
        assert not re.search(r"\d 级|level \d", last)


CTRL_C = "\x03"


def _sit_down(terminal: int) -> None:
    """Take a terminal as a person does, whose Ctrl-C is heard.

    A run that a script started in the background ignores it, and so would all that it starts.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.login_tty(terminal)


class Session:
    """`ask` in a terminal: what it shows, and keys."""

    def __init__(self, *arguments: str) -> None:
        self._terminal, inside = pty.openpty()
        termios.tcsetwinsize(inside, (50, 200))  # no prompt is wrapped
        self._process = subprocess.Popen(
            [sys.executable, "-m", "diagnosis", "ask", *arguments],
            cwd=ROOT,
            env=os.environ | {"TERM": "xterm", "LC_ALL": "C.UTF-8"},
            preexec_fn=lambda: _sit_down(inside),
        )
        os.close(inside)
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self.shown = ""

    def wait_for(self, text: str) -> str:
        """Return what is shown up to a text that must come; it is read only then."""
        while text not in self.shown:
            ready, _, _ = select.select([self._terminal], [], [], 60)
            assert ready, self.shown
            try:
                self.shown += self._decoder.decode(os.read(self._terminal, 65536))
            except OSError:  # the other end is closed
                break
        before, middle, self.shown = self.shown.partition(text)
        assert middle, before
        return before + middle

    def press(self, keys: str) -> None:
        """Type something."""
        os.write(self._terminal, keys.encode())

    def interrupt(self) -> None:
        """Press Ctrl-C till more is shown than its echo: before keys are waited for it is lost."""
        for _ in range(10):
            self.press(CTRL_C)
            while select.select([self._terminal], [], [], 5)[0]:
                try:
                    self.shown += self._decoder.decode(os.read(self._terminal, 65536))
                except OSError:  # the other end is closed
                    return
                if self.shown.replace("^C", "").strip():
                    return

    def status(self) -> int:
        """Return the status that it ends with."""
        return self._process.wait(60)


@pytest.mark.parametrize("end", ["q\n", "\x04", CTRL_C], ids=["q", "ctrl-d", "ctrl-c"])
def test_in_a_terminal_nothing_is_lost_however_it_ends(end: str) -> None:
    session = Session("--form", "screening")
    for prompt, keys in (
        ("主要做什么产品", "灯饰\n"),
        ("是哪一个", "1\n"),
        ("工厂在哪里", "古镇\n"),
        ("多少员工", "35\n"),
        ("上一年的营业收入", "９００\n"),
        ("最头疼", "４、1\n"),
        ("花多少万元", "\n"),
        ("第 1 题，共 13 题", "？\n"),
        ("可作证据的材料", "1。5\n"),
        ("第 2 题，共 13 题", "b\n"),
        ("已填：1.5", "\n"),
        ("第 2 题，共 13 题", end),
    ):
        session.wait_for(prompt)
        session.wait_for("结束）：" if "填" not in prompt or "已填" in prompt else "结束")
        if keys == CTRL_C:
            session.interrupt()
        else:
            session.press(keys)

    session.wait_for("共 13 题，答了 1 题。")
    session.wait_for("说明")
    if end == "q\n":
        session.wait_for("直接回车不留）：")
        session.press("\x04")
    printed = session.wait_for('"sales-management": 1.5')

    assert "Traceback" not in printed
    assert session.status() == 0
