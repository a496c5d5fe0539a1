"""The commands as a user runs them: JSON alone on stdout, status 2 where something is wrong."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from diagnosis.cli.main import main
from diagnosis.domain.text import Language
from diagnosis.services.ports.content import Content
from tests.builders import EXAMPLES, a_sheet, an_enterprise, an_example
from tests.cli.process import Run, loaded

MOULD = EXAMPLES / "dongguan-mould-shop.json"


def test_score_prints_a_report(run: Run) -> None:
    result = run("score", MOULD, "--language", "en")
    assert result.returncode == 0
    report = result.stdout.decode()
    for words in ("示例东莞精密模具有限公司", "gbt-39116-2020@1", "1 Planned", "Largest gaps"):
        assert words in report
    scores = report[report.index("Scores by dimension") :].splitlines()[2:]
    assert scores[0].split() == ["Organisation", "strategy", "1.00", "5"]


def test_score_json_is_json_alone_and_repeats_to_the_byte(run: Run) -> None:
    first = run("score", MOULD, "--json")
    levels = [verdict["level"] for verdict in loaded(first)["standards"]]
    # By hand in the story of the example: planned, initial, not yet basic, aware.
    assert levels == [1, 1, 0, 1]
    assert run("score", MOULD, "--json").stdout == first.stdout


def test_score_reads_stdin_and_the_form_option(run: Run) -> None:
    body = json.dumps({"enterprise": an_enterprise(), "answers": {}}).encode()
    result = loaded(run("score", "-", "--form", "screening", "--json", stdin=body))
    assert result["form"] == "screening@2.0.0"


def test_score_measures_gaps_to_a_target(run: Run) -> None:
    result = loaded(run("score", MOULD, "--json", "--target", "gbt-39116-2020:3"))
    gaps = [gap for gap in result["gaps"] if gap["standard"].startswith("gbt")]
    assert gaps and {gap["target_level"] for gap in gaps} == {3}


BAD: list[tuple[str, bytes, list[tuple[str, str]]]] = [
    (
        "check character",
        json.dumps(a_sheet(enterprise=an_enterprise(credit_code="91441900EXAMPLE11X"))).encode(),
        [("/enterprise/credit_code", "credit-code-check")],
    ),
    (
        "many at once",
        b'{"form": "full", "answers": {"no-such": 1, "strategy-plan": 7, "skills-team": 2.9,'
        b' "data-collection": true, "data-standards": "2", "network-coverage": null,'
        b' "production-control": {"not_applicable": "none-of-ours"}}}',
        [
            ("/answers/no-such", "unknown-item"),
            ("/answers/strategy-plan", "bad-position"),
            ("/answers/skills-team", "bad-position"),
            ("/answers/data-collection", "bad-position"),
            ("/answers/data-standards", "number-as-text"),
            ("/answers/network-coverage", "blank-null"),
            ("/answers/production-control", "not-applicable-refused"),
        ],
    ),
    (
        "NaN",
        b'{"form": "full", "answers": {"strategy-plan": NaN}}',
        [("/answers/strategy-plan", "not-a-number")],
    ),
    (
        "duplicate keys",
        b'{"form": "full", "answers": {"strategy-plan": 1, "strategy-plan": 2}}',
        [("/answers/strategy-plan", "duplicate-key")],
    ),
    ("version", b'{"form": "full@7.0.0", "answers": {}}', [("/form", "unknown-version")]),
    ("conflict", b'{"form": "gbt-39116", "answers": {}}', [("/form", "form-conflict")]),
    ("no JSON", b"{", [("", "bad-json")]),
]


@pytest.mark.parametrize(("body", "expected"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_bad_sheet_names_every_fault_and_ends_with_two(
    run: Run, body: bytes, expected: list[tuple[str, str]]
) -> None:
    more = ["--form", "full"] if b"gbt-39116" in body else []
    result = run("score", "-", "--json", *more, stdin=body)
    assert result.returncode == 2
    errors = json.loads(result.stdout)["errors"]
    assert [(error["pointer"], error["code"]) for error in errors] == expected
    shown = result.stderr.decode()
    assert all(f"[{code}]" in shown for _, code in expected)
    assert "Traceback" not in shown


@pytest.mark.parametrize(
    "target", ["gbt-39116-2020", "gbt-39116-2020:", "gbt-39116-2020:２", ":-1"]
)
def test_a_target_that_cannot_be_read_is_answered_with_how_to_write_it(
    runner: CliRunner, target: str
) -> None:
    result = runner.invoke(main, ["score", str(MOULD), "--target", target])
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"'{target}': write STANDARD:LEVEL, like gbt-39116-2020:2" in result.stderr


def test_a_target_that_there_is_not_is_answered_with_those_that_there_are(
    runner: CliRunner,
) -> None:
    result = runner.invoke(main, ["score", str(MOULD), "--json", "--target", "iso:2"])
    assert result.exit_code == 2
    (fault,) = json.loads(result.stdout)["errors"]
    assert fault["code"] == "unknown-standard" and "gbt-39116-2020" in fault["message"]


@pytest.mark.parametrize("command", ["score", "roadmap"])
def test_what_is_no_file_of_text_is_refused(
    runner: CliRunner, tmp_path: Path, command: str
) -> None:
    folder = runner.invoke(main, [command, str(tmp_path)])
    assert (folder.exit_code, folder.stdout) == (2, "")
    assert folder.stderr == f"{tmp_path}: Is a directory\n"
    picture = tmp_path / "sheet.json"
    picture.write_bytes(b"\x89PNG\r\n\xff")
    budget = ["--budget", "50"] if command == "roadmap" else []
    refused = runner.invoke(main, [command, str(picture), *budget, "--json"])
    assert refused.exit_code == 2
    assert [fault["code"] for fault in json.loads(refused.stdout)["errors"]] == ["not-utf8"]


def test_a_missing_file_is_named(run: Run) -> None:
    result = run("score", "nowhere.json")
    assert result.returncode == 2
    assert b"nowhere.json" in result.stderr
    assert b"Traceback" not in result.stderr


def test_many_sheets_keep_their_order_and_faults_stay_in_their_line(
    run: Run, tmp_path: Path
) -> None:
    good = {"enterprise": an_enterprise(), "answers": {"strategy-plan": 1}}
    lines = [
        json.dumps({"id": "a", **good}),
        '{"id": "b", "answers": {"strategy-plan": 9, "x": 1}}',
        "not json",
        json.dumps({"id": 4, **good, "form": "gbt-39116"}),
        "[]",
        json.dumps({"id": "f", **good}),
        '{"id": "g", "answers": {"a": 1, "a": 1}}',
    ]
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join([lines[0], "", *lines[1:]]) + "\n", encoding="utf-8")
    scored = run("score", "--form", "full", *("--jsonl", source, "--out", out))
    assert scored.returncode == 1, scored.stderr.decode()
    assert scored.stdout == b""
    stderr = scored.stderr.decode()
    assert f"{source}:3: /answers/strategy-plan: " in stderr and f"{source}:4: /: " in stderr
    assert f"共 7 行，有错的 5 行，已写到 {out}" in stderr
    results = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [result["line"] for result in results] == [1, 3, 4, 5, 6, 7, 8]
    assert "第 4 行第 1 列" in results[2]["errors"][0]["message"]
    assert [result["id"] for result in results] == ["a", "b", None, 4, None, "f", None]
    codes = [[error["code"] for error in result.get("errors", ())] for result in results]
    assert codes == [
        [],
        ["bad-position", "unknown-item"],
        ["bad-json"],
        ["form-conflict"],
        ["wrong-type"],
        [],
        ["duplicate-key"],
    ]
    assert results[0]["standards"] == results[5]["standards"]


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b"", 2, "共 0 行"),
        (b"\xef\xbb\xbf\r\n\r\n", 2, "共 0 行"),
        (b"{}\n[]\n", 2, "共 2 行，有错的 2 行"),
        ("{}\n".encode("utf-16"), 2, "有错的 2 行"),
        (b'\r\n{"answers": {"strategy-plan": 1}}\r\n', 0, "共 1 行，有错的 0 行"),
        (b'\xef\xbb\xbf{"answers": {"strategy-plan": 1}}\n\xff\n', 1, "in.jsonl:2: /: "),
    ],
)
def test_the_status_says_whether_anything_was_scored(
    runner: CliRunner, tmp_path: Path, body: bytes, status: int, reason: str
) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(body)
    arguments = ["score", "--form", "full", "--jsonl", str(source), "--out", str(out)]
    scored = runner.invoke(main, arguments)
    assert scored.exit_code == status, scored.stderr
    assert reason in scored.stderr


def test_a_line_is_scored_like_a_sheet(run: Run, tmp_path: Path) -> None:
    raw = an_example("shenzhen-electronics-plant")
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps({"id": 1, **raw}), encoding="utf-8")
    assert run("score", "--jsonl", source, "--out", out).returncode == 0
    single = loaded(run("score", EXAMPLES / "shenzhen-electronics-plant.json", "--json"))
    assert json.loads(out.read_bytes()) == {"line": 1, "id": 1, **single}


@pytest.mark.parametrize("lines", ["", "\n\n", "{bad\n", '{"answers": {"x": 1}}\n{bad\n'])
def test_where_no_line_is_scored_the_status_says_so(run: Run, tmp_path: Path, lines: str) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(lines, encoding="utf-8")
    assert run("score", "--form", "full", "--jsonl", source, "--out", out).returncode == 2


def test_a_file_is_never_written_over_while_it_is_read(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("{}")
    refused = run("score", "--jsonl", source, "--out", source)
    assert refused.returncode == 2 and b"is the file that is read" in refused.stderr
    assert source.read_text() == "{}"


@pytest.mark.parametrize(
    "option",
    [
        ("score", "--target", "gbt-39116-2020:" + "9" * 5000),
        ("ask", "--agreement", "nan"),
        ("ask", "--agreement", "inf"),
    ],
)
def test_numbers_of_options_are_refused_in_a_sentence(
    runner: CliRunner, option: tuple[str, ...]
) -> None:
    command, *rest = option
    sheet = [str(MOULD)] if command == "score" else []
    refused = runner.invoke(main, [command, *sheet, *rest])
    assert refused.exit_code == 2 and "Error" in refused.stderr


def test_sheet_and_lines_exclude_each_other(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("{}")
    assert run("score").returncode == 2
    lines = ("--jsonl", source, "--out", tmp_path / "o")
    assert run("score", MOULD, *lines).returncode == 2
    assert run("score", "--jsonl", source).returncode == 2


def test_form_is_exported_as_json(run: Run) -> None:
    shown = loaded(run("forms", "export", "miit-sme-2024", "--format", "json"))
    assert shown["form"] == "miit-sme-2024@2.0.0"
    assert sum(len(section["items"]) for section in shown["sections"]) == 31


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_form_is_exported_as_a_workbook(run: Run, tmp_path: Path, language: str) -> None:
    out = tmp_path / "full.xlsx"
    options = ("--format", "xlsx", "--out", out, "--language", language)
    result = run("forms", "export", "full", *options)
    assert result.returncode == 0
    book = load_workbook(BytesIO(out.read_bytes()))
    ids = {row[0] for sheet in book for row in sheet.iter_rows(values_only=True)}
    answers = set(an_example("dongguan-mould-shop")["answers"])
    grid = {item for item in answers if item.startswith("scenes-")}
    assert answers - grid <= ids
    assert {"digital-infrastructure", "supply-logistics-delivery"} <= ids


@pytest.mark.parametrize(
    ("language", "apart"), [(Language.ZH, "不计算"), (Language.EN, "Not computed")]
)
def test_standards_and_what_is_not_computed_are_listed_apart(
    runner: CliRunner, content: Content, language: Language, apart: str
) -> None:
    result = runner.invoke(main, ["standards", "list", "--language", str(language)])
    assert result.exit_code == 0
    scored, _, mapped = result.stdout.partition(apart)
    assert all(standard.id in scored for standard in content.standards)
    for scale in content.scales.values():
        assert scale.id in mapped and scale.id not in scored
        assert scale.why_not_computed.say(language) in mapped


def test_unknown_form_and_standard_are_refused(run: Run) -> None:
    assert run("forms", "export", "fool").returncode == 2
    result = run("standards", "export", "gbt", "--form", "full")
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"unknown-standard" in result.stderr


@pytest.mark.parametrize(
    "command",
    [["forms", "export", "full"], ["score", "--form", "full", "--jsonl", str(MOULD)], ["ask"]],
)
def test_a_file_to_write_is_refused_before_any_work_where_its_folder_is_missing(
    runner: CliRunner, tmp_path: Path, command: list[str]
) -> None:
    folder = tmp_path / "absent"
    result = runner.invoke(main, [*command, "--out", str(folder / "out.json")])
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"no folder {folder}" in result.stderr


def test_the_document_is_written_or_its_place_refused(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "absent" / "openapi.json"
    result = run("openapi", "--out", out)
    assert (result.returncode, result.stdout) == (2, b"")
    assert f"no folder {out.parent}".encode() in result.stderr
    assert run("openapi", DIAGNOSIS_CONTENT_DIR=str(tmp_path / "absent")).returncode == 2
    out.parent.mkdir()
    assert run("openapi", "--out", out).returncode == 0
    assert out.read_bytes() == run("openapi").stdout


@pytest.mark.parametrize(
    "command",
    [["forms", "export", "full"], ["score", "--form", "full", "--jsonl", str(MOULD)], ["openapi"]],
    ids=lambda command: command[0],
)
def test_a_disk_that_is_full_is_said_in_a_line(run: Run, command: list[str]) -> None:
    result = run(*command, "--out", "/dev/full")
    assert result.returncode == 2
    assert b"No space left on device" in result.stderr.splitlines()[-1]
    assert b"Traceback" not in result.stderr


def test_a_sheet_that_cannot_be_written_is_printed(run: Run) -> None:
    result = run("ask", "--form", "screening", "--out", "/dev/full", stdin=b"1\n" * 60)
    assert result.returncode == 2
    assert b"Traceback" not in result.stderr
    assert b'"answers"' in result.stdout


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1"])
def test_a_terminal_of_another_encoding_gets_its_report(run: Run, encoding: str) -> None:
    result = run("score", MOULD, PYTHONIOENCODING=encoding)
    assert result.returncode == 0, result.stderr.decode(encoding)
    assert "gbt-39116-2020@1" in result.stdout.decode(encoding)


def test_bad_setting_is_named(run: Run) -> None:
    result = run("score", MOULD, DIAGNOSIS_WORKERS="many")
    assert result.returncode == 2
    assert b"DIAGNOSIS_WORKERS" in result.stderr


@pytest.mark.parametrize(
    ("setting", "value", "expected"),
    [
        ("DIAGNOSIS_LOG_LEVEL", "loud", "debug, info, warning or error"),
        ("DIAGNOSIS_DATABASE_URL", "mysql://db/firms", "sqlite:/// or postgresql://"),
        ("DIAGNOSIS_MAX_BODY_BYTES", "999", "a whole number from 1000 to 100000000, not '999'"),
        ("DIAGNOSIS_WORKERS", "0", "a whole number from 1 to 64, not '0'"),
        ("DIAGNOSIS_WORKERS", "9" * 5000, "a whole number from 1 to 64, not '999"),
        ("DIAGNOSIS_PUBLIC_URL", "evil'; rm -rf /", "like https://host.example, not"),
        ("DIAGNOSIS_PUBLIC_URL", "https://h:99999", "like https://host.example, not"),
        ("DIAGNOSIS_PUBLIC_URL", "https://[::1", "like https://host.example, not"),
        ("DIAGNOSIS_PUBLIC_URL", "https://:80", "like https://host.example, not"),
        ("DIAGNOSIS_IDEMPOTENCY_DAYS", "0", "a whole number from 1 to 3650, not '0'"),
        ("DIAGNOSIS_THREADS", "４", "a whole number from 1 to 64, not '４'"),
        ("DIAGNOSIS_LOCK_TIMEOUT_MS", "0", "a whole number from 100 to 600000, not '0'"),
    ],
)
def test_a_setting_is_refused_with_what_was_expected(
    runner: CliRunner, setting: str, value: str, expected: str
) -> None:
    result = runner.invoke(main, ["content", "check"], env={setting: value})
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"{setting} must ") and expected in result.stderr


def test_a_folder_without_content_is_named_by_what_is_missing(run: Run, tmp_path: Path) -> None:
    for folder in ("questionnaires", "knowledge"):
        (tmp_path / folder).mkdir()
    result = run("score", MOULD, DIAGNOSIS_CONTENT_DIR=str(tmp_path))
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"knowledge/sources.yaml:1: sense: the file is missing" in result.stderr
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize("command", [[], ["score"], ["content"], ["standards"], ["forms"]])
def test_every_command_has_help(run: Run, command: list[str]) -> None:
    result = run(*command, "--help")
    assert result.returncode == 0
    assert b"Usage" in result.stdout
