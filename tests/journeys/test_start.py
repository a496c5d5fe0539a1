"""The service starts with requirements.txt alone, and its image and compose file fit it."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from diagnosis.web.problem_kinds import KINDS, TYPE
from tests.report.pango import PACKAGES

ROOT = Path(__file__).resolve().parents[2]
_BLOCKED = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {blocked!r}:
            raise ModuleNotFoundError("not in requirements.txt: " + name)
sys.meta_path.insert(0, Refuse())
from diagnosis.bootstrap import wire, prepare_store
from diagnosis.config.settings import read_settings
from diagnosis.web.app import create_app
import diagnosis.__main__, diagnosis.web.serve
service = wire(read_settings({{"DIAGNOSIS_DATA_DIR": sys.argv[1]}}))
prepare_store(service)
client = create_app(service).test_client()
assert client.get("/health/ready").status_code == 200
assert client.get("/docs").status_code == 200
"""


def pinned(name: str) -> set[str]:
    lines = (ROOT / name).read_text().splitlines()
    return {
        match.group(1).lower().replace("_", "-")
        for line in lines
        if (match := re.match(r"([A-Za-z0-9._-]+)==", line))
    }


def modules_of(packages: set[str]) -> set[str]:
    """Return the top-level modules of installed packages."""
    from importlib.metadata import packages_distributions

    return {
        module
        for module, owners in packages_distributions().items()
        if {owner.lower().replace("_", "-") for owner in owners} <= packages
    }


def test_the_service_starts_with_its_own_requirements_alone(tmp_path: Path) -> None:
    only_for_development = pinned("requirements-dev.txt") - pinned("requirements.txt")
    assert {"pytest", "hypothesis", "schemathesis"} <= only_for_development
    blocked = modules_of(only_for_development)
    assert {"pytest", "hypothesis", "requests"} <= blocked
    script = _BLOCKED.format(blocked=blocked)
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_an_environment_begins_with_the_pip_that_is_pinned() -> None:
    script = (ROOT / "scripts" / "make-venv").read_text(encoding="utf-8")
    locked = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    pin, *hashes = re.findall(r"pip==\S+|sha256:\w+", script)
    assert hashes and all(f"--hash={each}" in locked for each in hashes)
    assert f"\n{pin} " in locked


def test_pango_is_installed_alike_everywhere() -> None:
    for name in ("scripts/install-pango", "Dockerfile"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert " ".join(PACKAGES) in text, name


@pytest.mark.parametrize("python", [sys.executable, "false"])
def test_pango_that_may_not_be_installed_is_told_in_a_line(tmp_path: Path, python: str) -> None:
    """Without apt on the path nothing is installed; where Pango is missing the set-up goes on."""
    for tool in ("id", "touch", "false"):
        (tmp_path / tool).symlink_to(str(shutil.which(tool)))
    stamp = tmp_path / "stamp"
    done = subprocess.run(
        ["/bin/sh", ROOT / "scripts" / "install-pango", python, stamp],
        env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    lines = done.stderr.splitlines()
    assert stamp.exists() == (lines == [])
    assert len(lines) <= 1 and all("sudo apt-get install -y libpango" in line for line in lines)
    assert python != "false" or lines


def test_the_command_line_starts_without_the_web(tmp_path: Path) -> None:
    script = (
        "import sys, diagnosis.__main__;"
        "print([m for m in ('flask', 'sqlalchemy', 'marshmallow') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


_WEB = """
import sys
from diagnosis.bootstrap import wire
from diagnosis.config.settings import read_settings
from diagnosis.web.app import create_app
from diagnosis.web.serve import load_early
service = wire(read_settings({}))
client = create_app(service).test_client()
load_early(service)
service.report_printer
assert client.get("/v1").status_code == 200
print([m for m in ("weasyprint", "docx", "pypdfium2", "fontTools") if m in sys.modules])
"""


def test_the_web_prints_no_report_by_itself() -> None:
    """What prints reports is large, and is loaded in their child alone."""
    done = subprocess.run(
        [sys.executable, "-c", _WEB], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


_FIRST_PLAN = """
import sys
from diagnosis.bootstrap import wire
from diagnosis.config.settings import read_settings
from diagnosis.web.app import create_app
from diagnosis.web.serve import load_early
from tests.builders import an_example
service = wire(read_settings({}))
client = create_app(service).test_client()
load_early(service)
before = set(sys.modules)
body = {"sheet": an_example("dongguan-mould-shop"), "roadmap": {"budget_wan": 120}}
assert client.post("/v1/roadmaps/preview", json=body).status_code == 200
print(sorted(name for name in set(sys.modules) - before if name.startswith("scipy")))
"""


def test_the_first_plan_of_a_worker_imports_nothing_that_takes_long() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _FIRST_PLAN], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_image_runs_as_nobody_and_checks_its_health() -> None:
    image = (ROOT / "Dockerfile").read_text()
    assert re.search(r"^USER \d+:\d+$", image, re.MULTILINE)
    assert "HEALTHCHECK" in image
    assert "--require-hashes" in image
    copied = set(re.findall(r"^COPY (\w+) /app/", image, re.MULTILINE))
    assert copied == {"diagnosis", "questionnaires", "knowledge", "models"}


def test_the_compose_file_has_the_service_and_its_database() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    assert set(services) == {"proxy", "service", "migrate", "database"}
    assert services["service"]["read_only"] is True
    assert "postgresql://" in services["service"]["environment"]["DIAGNOSIS_DATABASE_URL"]
    assert "ports" not in services["service"], "nobody reaches it but through the proxy"
    (mount,) = services["proxy"]["volumes"]
    assert (ROOT / mount.partition(":")[0]).is_file()


def test_the_proxy_waits_for_slow_clients_and_takes_what_the_service_takes() -> None:
    text = (ROOT / "proxy" / "nginx.conf").read_text()
    lines = re.sub(r"#.*", "", text).replace("{", ";").replace("}", ";").split(";")
    values = dict(line.split(maxsplit=1) for line in lines if len(line.split()) > 1)
    assert {"client_header_timeout", "client_body_timeout", "send_timeout"} <= values.keys()
    assert (values["proxy_request_buffering"], values["proxy_buffering"]) == ("on", "on")
    assert values["access_log"] == "off", "its lines would hold queries"
    assert values["proxy_pass"] == "http://service"
    assert int(values["client_max_body_size"].removesuffix("m")) * 1_000_000 > 1_000_000
    assert "proxy_set_header Host $named_host;" in text and "server_name service;" in text
    assert re.search(r'map \$http_host \$named_host \{\s+""\s+\$host;', text), (
        "HTTP/1.0 may lack it"
    )
    bodies = re.findall(r"return \d+ '(.*)'", text)
    assert len(bodies) == len(re.findall(r"\breturn\b", text)), "it answers in problems alone"
    for body in bodies:
        shown = json.loads(body)
        code = shown["type"].removeprefix(TYPE)
        assert shown["status"] == KINDS[code].status
        assert shown.keys() == {"type", "title", "status", "detail", "errors"}
