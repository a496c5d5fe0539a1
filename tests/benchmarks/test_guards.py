"""The command that measures what the guards cost runs, and its service without them has none."""

from pathlib import Path

import pytest

from benchmarks.apps import service_unguarded
from benchmarks.guards import CALLS, measure
from tests.builders import an_example


def test_every_call_is_measured_with_and_without_guards(tmp_path: Path) -> None:
    ratios = measure(tmp_path, rounds=1, requests=12, seed=1)
    assert set(ratios) == set(CALLS)
    assert all(len(rounds) == 1 and rounds[0] > 0 for rounds in ratios.values())


def test_the_service_without_guards_keeps_the_same_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIAGNOSIS_DATA_DIR", str(tmp_path))
    client = service_unguarded().test_client()
    answer = client.post("/v1/diagnoses", json=an_example("foshan-furniture-maker"))
    assert answer.status_code == 201
    assert "X-Request-ID" not in answer.headers
    assert "X-Content-Type-Options" not in answer.headers
