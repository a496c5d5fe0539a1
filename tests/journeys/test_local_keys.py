"""`serve --local-keys` shows the first keys a single time; without it none is ever shown."""

import re
import subprocess
import sys
from pathlib import Path

from tests.asking import get
from tests.journeys.server import ROOT, serving
from tests.keys import bearer

LOCAL = 'exec "$@" --local-keys'
_SHOWN = re.compile(r"export (DIAGNOSIS_\w*KEY)=(dk_\S+)")


def test_the_first_start_shows_keys_that_let_in_and_the_second_none(tmp_path: Path) -> None:
    statuses = {}
    with serving(tmp_path, workers=1, shell=LOCAL) as server:
        shown = dict(_SHOWN.findall(server.log.read_text()))
        assert set(shown) == {"DIAGNOSIS_KEY", "DIAGNOSIS_ADMIN_KEY"}
        for name, key in shown.items():
            for path in ("/v1/diagnoses", "/v1/keys"):
                answer = get(server.url + path, headers=bearer(key), timeout=60)
                statuses[name, path] = answer.status_code
        assert (
            get(f"{server.url}/v1/diagnoses", headers=bearer("x"), timeout=60).status_code == 401
        )
        log = server.log.read_text()
    assert statuses == {
        ("DIAGNOSIS_KEY", "/v1/diagnoses"): 200, ("DIAGNOSIS_KEY", "/v1/keys"): 403,
        ("DIAGNOSIS_ADMIN_KEY", "/v1/diagnoses"): 403, ("DIAGNOSIS_ADMIN_KEY", "/v1/keys"): 200,
    }  # fmt: skip
    assert all(log.count(key) == 1 for key in shown.values()), "no line of a request has a key"
    with serving(tmp_path, workers=1, shell=LOCAL) as server:
        again = server.log.read_text().removeprefix(log)
        assert not _SHOWN.search(again)
        key = bearer(shown["DIAGNOSIS_KEY"])
        assert get(f"{server.url}/v1/diagnoses", headers=key, timeout=60).status_code == 200


def test_a_start_without_the_option_shows_none(tmp_path: Path) -> None:
    with serving(tmp_path, workers=1) as server:
        assert "dk_" not in server.log.read_text()


def test_make_run_asks_for_them(tmp_path: Path) -> None:
    line = subprocess.run(
        ["make", "-n", "run"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert "serve --port 8000 --local-keys" in line


def ran(folder: Path, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Return a command over a data folder after it ended."""
    return subprocess.run(
        [sys.executable, "-m", "diagnosis", *arguments],
        cwd=ROOT, env={"DIAGNOSIS_DATA_DIR": str(folder), "PATH": "/usr/bin:/bin"} | variables,
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


START = ("serve", "--port", "8765")


def test_a_pepper_that_is_none_stops_the_start(tmp_path: Path) -> None:
    done = ran(tmp_path, *START, DIAGNOSIS_KEY_PEPPER_FILE=str(tmp_path / "none"))
    assert done.returncode == 2
    assert "pepper" in done.stderr and "No such file" in done.stderr


def test_a_pepper_that_is_not_that_of_the_keys_stops_the_start(tmp_path: Path) -> None:
    ran(tmp_path, "keys", "issue", "--role", "admin", "--actor", "root").check_returncode()
    done = ran(tmp_path, *START, DIAGNOSIS_KEY_PEPPER="p" * 32)
    (line,) = done.stderr.splitlines()
    assert (done.returncode, "not the one" in line) == (2, True)
    (tmp_path / "key-pepper").unlink()
    done = ran(tmp_path, *START)
    (line,) = done.stderr.splitlines()
    assert (done.returncode, "key-pepper: No such file" in line) == (2, True)
    assert not (tmp_path / "key-pepper").exists()
