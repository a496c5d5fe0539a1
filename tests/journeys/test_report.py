"""A report is printed by the real server in a process of its own, saved, and checked by a bank."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests import asking as requests
from tests.builders import an_example
from tests.journeys.server import Server, serving

SECONDS = 120


def loaded(server: Server) -> str:
    """Return what the workers of a server have loaded: the files in their memory."""
    maps = (Path(f"/proc/{worker}/maps").read_text() for worker in server.workers())
    return "\n".join(maps)


@pytest.fixture
def server(tmp_path: Path) -> Any:
    """Yield a running server."""
    with serving(tmp_path, workers=1) as running:
        yield running


def test_a_report_is_printed_saved_and_checked(server: Server, tmp_path: Path) -> None:
    sheet = an_example("dongguan-mould-shop")
    stored = requests.post(f"{server.url}/v1/diagnoses", json=sheet, timeout=SECONDS)
    assert stored.status_code == 201, stored.text
    place = f"{server.url}/v1/assessments/{stored.json()['assessment_id']}/reports"
    made = requests.post(place, json={"formats": ["pdf"]}, timeout=SECONDS)
    assert made.status_code == 201, made.text
    report = made.json()
    saved = requests.get(f"{server.url}{report['files'][0]['url']}", timeout=SECONDS)
    assert saved.status_code == 200 and saved.content.startswith(b"%PDF-")
    assert sha256(saved.content).hexdigest() == report["files"][0]["sha256"]
    file = tmp_path / "report.pdf"
    file.write_bytes(saved.content)
    with pikepdf.open(file) as pdf:
        assert len(pdf.pages) > 10
    body = {"code": report["code"], "sha256": report["files"][0]["sha256"]}
    told = requests.post(f"{server.url}/v1/report-checks", json=body, timeout=SECONDS)
    assert told.json() == {"outcome": "genuine", "day": report["day"], "file_compared": True}
    # What prints is loaded by the process that prints alone.
    libraries = loaded(server)
    assert "libpango" not in libraries and "/python3" in libraries
