"""`retention` counts, and forgets, by every rule of the list."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from diagnosis import bootstrap
from diagnosis.bootstrap import MAINTENANCE
from diagnosis.cli.main import main
from diagnosis.config.settings import read_settings
from diagnosis.config.variables import BadSetting
from diagnosis.services.ports.keys import Organisation
from diagnosis.services.ports.scope import Principal
from diagnosis.services.ports.sessions import PageSession
from diagnosis.services.ports.store import IdempotencyKey
from tests.ports.records import add_firm, an_assessment


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield the data folder of the commands of a test."""
    monkeypatch.setenv("DIAGNOSIS_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DIAGNOSIS_DRAFT_DAYS", "100")
    bootstrap.container.cache_clear()
    yield tmp_path
    bootstrap.container.cache_clear()


def test_each_rule_says_what_it_forgets(runner: CliRunner) -> None:
    store, now = bootstrap.container().store, datetime.now(UTC)
    store.migrate()
    with store.begin(Principal("local", "boss")) as work:
        firm, _ = add_firm(work)
        old = now - timedelta(days=101)
        work.add_assessment(replace(an_assessment(firm), updated_at=old))
        for days in (90, 2):
            work.claim(IdempotencyKey(f"k{days}", "f"), now - timedelta(days=days))
    counted = ["receipts: 1", "nameless sheets: 0", "drafts: 1", "grants: 0", "result links: 0"]
    counted += ["reports: 0"]
    counted += ["sessions: 1", "files without a row: 0", "audit: 0"]
    who = Principal("local", "ms-wu")
    with store.keys(MAINTENANCE, writes=True) as keys:
        keys.add_organisation(Organisation(id="local", name="local", created_at=now))
    for letter, hours in (("a", 0), ("b", 12)):
        session = PageSession(
            digest=letter * 64, principal=who, key_id=None, created_at=now - timedelta(hours=12),
            expires_at=now + timedelta(hours=hours),
        )  # fmt: skip
        with store.sessions(who) as rows:
            rows.add_session(session)
    for arguments, expected in (
        (["--dry-run"], counted), ([], counted), ([], [line[:-1] + "0" for line in counted]),
    ):  # fmt: skip
        ran = runner.invoke(main, ["retention", *arguments])
        assert ran.exit_code == 0, ran.output
        lines = ran.stdout.splitlines()
        assert [line.split(" would")[0].split(" forgotten")[0] for line in lines] == expected
    assert [store.session_of(letter * 64) is None for letter in "ab"] == [True, False]
    assert lines[2] == "drafts: 0 forgotten, kept for 100 days"


def test_the_audit_is_kept_for_half_a_year_at_least() -> None:
    with pytest.raises(BadSetting, match="183"):
        read_settings({"DIAGNOSIS_AUDIT_DAYS": "182"})
