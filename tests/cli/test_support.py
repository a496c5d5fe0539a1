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
    assert "misses the day to finish, 2026-12-31" in " ".join(shown.split())


def test_json_is_the_answer_of_the_api() -> None:
    shown = json.loads(run("--json").stdout)
    assert [group["id"] for group in shown["groups"]] == [
        "get-money", "save-money", "borrow-money", "find-help",
    ]  # fmt: skip
    assert (shown["date"], shown["plan"]) == ("2026-11-25", None)


def test_claims_count() -> None:
    claims = ("--listed", "sme-pilot-list", "--declared", "finished-by-2026-12-31")
    first = json.loads(run(*claims, "--json").stdout)["groups"][0]["instruments"][0]
    assert first["instrument"]["id"] == "ins-zs-sme-pilot"
    assert (first["most_wan"], first["level"]) == (30, 2)


def test_an_unknown_claim_is_refused() -> None:
    result = run("--listed", "nobody", "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["errors"][0]["code"] == "unknown-value"
