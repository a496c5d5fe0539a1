"""The `support` command: groups for people, JSON as the API has it, faults with status 2."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from diagnosis.cli.main import main

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "zhongshan-lamp-maker.json"


def run(*arguments: str, on: str = "2026-11-25") -> Result:
    return CliRunner().invoke(main, ["support", str(EXAMPLE), "--date", on, *arguments])


def test_groups_are_printed_and_then_what_is_not_for_the_firm() -> None:
    shown = run("--language", "en").stdout
    titles = (
        "Money to get", "Money to save", "Money to borrow", "People who help",
        "Context", "Ended", "Not eligible", "National context",
        "For firms of other places", "For others",
    )  # fmt: skip
    places = [shown.index(title) for title in titles]
    assert places == sorted(places)
    assert "finished by 31 Dec 2026, 36 days from now" in " ".join(shown.split())


def test_an_entry_says_how_it_pays_and_what_is_to_be_settled() -> None:
    lines = [line.rstrip() for line in run("--language", "zh-Hans").stdout.splitlines()]
    start = lines.index("中山万兆光网试点奖励")
    assert lines[start + 1 : start + 4] == [
        "  奖励，不按投入的比例给钱，最高 30 万元。",
        "  可能符合，有条件没说清 · 规定有效，没看到申报通知 · 没看到截止日",
        "  待确认：项目入选万兆光网试点并创建成功",
    ]
    assert "  贷款，要还。" in lines
    assert "  公共服务，不发钱。" in lines


def test_json_is_the_answer_of_the_api() -> None:
    shown = json.loads(run("--json").stdout)
    assert [group["id"] for group in shown["groups"]] == [
        "get-money", "save-money", "borrow-money", "find-help",
    ]  # fmt: skip
    assert (shown["date"], shown["plan"]) == ("2026-11-25", None)


def test_claims_count() -> None:
    claims = ("--listed", "sme-pilot-list", "--declared", "finished-by-2026-12-31")
    first = json.loads(run(*claims, "--json").stdout)["groups"][0]["instruments"][0]
    assert first["id"] == "ins-zs-sme-pilot"
    assert (first["most_wan"], first["level"]) == (30, 2)


def test_an_unknown_claim_is_refused() -> None:
    result = run("--listed", "nobody", "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["errors"][0]["code"] == "unknown-value"
