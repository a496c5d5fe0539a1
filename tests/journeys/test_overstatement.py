"""What is put on record of the overstatement is what a server takes off after its next start."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from diagnosis.config.settings import read_settings
from tests import asking as requests
from tests.builders import an_example
from tests.journeys.server import ROOT, Server, serving


def staged_estimate(server: Server) -> dict[str, Any]:
    """Return the estimate by GB/T 39116 of an example, over HTTP."""
    sheet = an_example("dongguan-mould-shop")
    answer = requests.post(f"{server.url}/v1/diagnoses/preview", json=sheet, timeout=60).json()
    (row,) = [row for row in answer["estimate"] if row["standard"] == "gbt-39116-2020"]
    return dict(row)


def honest_visit(firm: int) -> str:
    """Return a visit that verified what the firm claimed; no two firms claim the same."""
    steps = dict.fromkeys(("strategy-plan", "sales-management", "equipment-automation"), 2)
    answers = steps | {"not-asked": firm, "network-coverage": 1 + firm % 3}
    return json.dumps({
        "firm": f"f-{firm}", "visit": f"v-{firm}", "consultant": "c-1", "date": "2026-05-01",
        "why": "random", "level": 1, "answers": answers, "verified": steps,
    }) + "\n"  # fmt: skip


def test_a_damaged_overstatement_is_said_and_the_assumed_one_serves(tmp_path: Path) -> None:
    models = tmp_path / "models"
    shutil.copytree(read_settings({}).models_dir, models)
    (models / "overstatement.json").write_text("[]")
    with serving(tmp_path, workers=1, settings={"DIAGNOSIS_MODELS_DIR": str(models)}) as server:
        assert "The assumed overstatement is served: " in server.log.read_text()
        assert staged_estimate(server)["overstatement"]["source"] == "assumed"


def test_a_kept_overstatement_is_served_from_the_next_start_on(tmp_path: Path) -> None:
    models = tmp_path / "models"
    shutil.copytree(read_settings({}).models_dir, models)
    settings = {"DIAGNOSIS_MODELS_DIR": str(models)}
    with serving(tmp_path, workers=1, settings=settings) as server:
        assumed = staged_estimate(server)
    visits = tmp_path / "visits.jsonl"
    visits.write_text("".join(honest_visit(firm) for firm in range(30)))
    learned = subprocess.run(
        [sys.executable, "-m", "diagnosis", "overstatement", "learn", str(visits), "--keep"],
        cwd=ROOT, capture_output=True, check=False, timeout=120, text=True,
        env={**os.environ, **settings},
    )  # fmt: skip
    assert learned.returncode == 0, learned.stderr
    with serving(tmp_path, workers=1, settings=settings) as server:
        known = staged_estimate(server)

    assert (assumed["overstatement"]["source"], assumed["levels"]["usual"]) == ("assumed", 0)
    assert (known["overstatement"]["source"], known["levels"]["usual"]) == ("visits", 1)
    assert "模型训练时假定的" in known["basis"] and "模型训练时假定的" not in assumed["basis"]
    assert known["overstatement"]["visits"] == 30
