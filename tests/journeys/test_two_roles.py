"""The two roles as compose has them: made by its script, migrated by one, served by the other."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml
from click.testing import CliRunner, Result
from sqlalchemy import make_url

from diagnosis import bootstrap
from diagnosis.__main__ import main
from diagnosis.config.settings import read_settings
from diagnosis.config.variables import BadSetting
from diagnosis.services.ports.scope import AccessRole
from diagnosis.storage.database import Database
from tests import asking as requests
from tests.builders import a_submission
from tests.databases import OWNER, SERVICE, SUPERUSER, fresh_database, postgres_programs, url_as
from tests.journeys.server import ROOT, free_port, serving
from tests.keys import PEPPERED, add_key, bearer, key_named

SCRIPT = ROOT / "database" / "make-roles.sh"
ADMIN = key_named("adminofroles")
REQUIRED = "DIAGNOSIS_REQUIRE_ROW_SECURITY"


@dataclass
class Made:
    """A database whose two roles the script made: its URL for a superuser."""

    url: str

    def settings(self, service: str = SERVICE, **more: str) -> dict[str, str]:
        """Return the settings of a service that comes as a role."""
        return {"DIAGNOSIS_DATABASE_URL": url_as(service, self.url), **PEPPERED, **more}

    @property
    def owned(self) -> dict[str, str]:
        """Return the settings of a command that comes as the owner."""
        return self.settings(DIAGNOSIS_DATABASE_OWNER_URL=url_as(OWNER, self.url))


def make_roles(url: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the script as the image of PostgreSQL does, but for where its socket is."""
    parts = make_url(url)
    programs = postgres_programs()
    passwords = {"OWNER_PASSWORD": "of'the \"owner", "SERVICE_PASSWORD": "of $the service"}
    return subprocess.run(
        [SCRIPT], capture_output=True, text=True, check=False, timeout=60,
        env={
            "PATH": f"{programs}:{os.environ['PATH']}", "PGHOST": str(parts.query["host"]),
            "POSTGRES_USER": SUPERUSER, "POSTGRES_DB": str(parts.database),
            **(variables or passwords),
        },
    )  # fmt: skip


@pytest.fixture
def made(postgres: str) -> Iterator[Made]:
    """Yield an empty database with its two roles."""
    if postgres_programs() is None:
        pytest.skip("no psql here")
    url = fresh_database(postgres)
    done = make_roles(url)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    yield Made(url)


def run(made: dict[str, str], folder: Path, *words: str) -> Result:
    """Return how a command ends with some settings, in this process."""
    environment = {"DIAGNOSIS_DATA_DIR": str(folder / "data"), **made}
    bootstrap.container.cache_clear()
    try:
        return CliRunner().invoke(main, words, env=environment)
    finally:
        bootstrap.container.cache_clear()


def refusal(made: dict[str, str], folder: Path) -> str:
    """Return the line that `serve` ends with."""
    result = run(made, folder, "serve", "--port", str(free_port()))
    assert (result.exit_code, type(result.exception)) == (2, SystemExit), result.output
    (line,) = result.stderr.splitlines()
    return line


def test_a_service_begins_once_the_owner_has_migrated(made: Made, tmp_path: Path) -> None:
    served = made.settings(DIAGNOSIS_REQUIRE_ROW_SECURITY="on")
    assert "it has no tables yet: run `python -m diagnosis migrate`" in refusal(served, tmp_path)
    for _ in range(2):
        result = run(made.owned, tmp_path, "migrate")
        assert result.exit_code == 0, result.output
        assert f"The role {SERVICE} may do what the service does" in result.stdout
    with serving(tmp_path, url=served["DIAGNOSIS_DATABASE_URL"], settings=served) as server:
        assert "Row security" not in server.log.read_text()
        ready = requests.get(f"{server.url}/health/ready", timeout=30).json()
        assert ready["checks"]["row_security"] is True
        walk(server.url, Database(served["DIAGNOSIS_DATABASE_URL"]))
    with psycopg.connect(made.url) as connection:
        owners = connection.execute(
            "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
    assert owners == [(OWNER,)]


def walk(url: str, database: Database) -> None:
    """Submit, plan, read the audit, and delete the firm, as the service does it."""
    add_key(database, ADMIN, organisation="operator", role=AccessRole.ADMIN)
    database.close()
    sheet = a_submission(answers={"ai-plan": 1}, reference="x")
    diagnosis = ask("POST", f"{url}/v1/diagnoses", 201, json=sheet)
    firm = diagnosis["enterprise_id"]
    place = f"{url}/v1/assessments/{diagnosis['assessment_id']}/roadmaps"
    ask("POST", place, 201, json={"budget_wan": 20})
    entries = ask("GET", f"{url}/v1/audit", 200, headers=bearer(ADMIN))["items"]
    assert {"diagnosis-stored", "roadmap-stored"} <= {entry["kind"] for entry in entries}
    tag = {"If-Match": "*"}
    answer = requests.request("DELETE", f"{url}/v1/enterprises/{firm}", headers=tag, timeout=60)
    assert answer.status_code == 204, answer.text
    ask("GET", f"{url}/v1/enterprises/{firm}", 404)


def ask(method: str, place: str, status: int, **more: Any) -> Any:
    """Return what a request is answered."""
    answer = requests.request(method, place, timeout=60, **more)
    assert answer.status_code == status, answer.text
    return answer.json()


def test_a_role_that_is_not_bound_does_not_serve(made: Made, tmp_path: Path) -> None:
    assert run(made.owned, tmp_path, "migrate").exit_code == 0
    reasons = {}
    with psycopg.connect(made.url, autocommit=True) as connection:
        connection.execute("CREATE ROLE passes_by LOGIN BYPASSRLS")
        connection.execute(f"CREATE ROLE stands_in LOGIN IN ROLE {OWNER}")
    for role in (SUPERUSER, OWNER, "passes_by", "stands_in"):
        settings = made.settings(role, DIAGNOSIS_REQUIRE_ROW_SECURITY="on")
        reasons[role] = refusal(settings, tmp_path)
    assert all("DIAGNOSIS_REQUIRE_ROW_SECURITY asks for" in line for line in reasons.values())
    assert "is a superuser" in reasons[SUPERUSER]
    assert "may bypass row security" in reasons["passes_by"]
    assert "owns the table" in reasons[OWNER] and "owns the table" in reasons["stands_in"]
    assert "no row security" in refusal({REQUIRED: "on"}, tmp_path)


def test_a_start_says_that_row_security_binds_nobody(made: Made, tmp_path: Path) -> None:
    with serving(tmp_path, url=made.url) as server:
        line = "Row security binds nobody: the role postgres is a superuser"
        assert server.log.read_text().count(line) == 1
        assert requests.get(f"{server.url}/health/ready", timeout=30).status_code == 200


def test_old_entries_of_the_audit_are_left_to_the_owner(made: Made, tmp_path: Path) -> None:
    assert run(made.owned, tmp_path, "migrate").exit_code == 0
    aged = (
        "INSERT INTO audit_entry (number, owner_id, about, role, operation, kind, subject_id,"
        " fields, noted_at, outcome, link) VALUES"
        " (1, 'local', 'local', 'x', 'x', 'x', 'x', '', now() - interval '9 years', 'done', 'x')"
    )
    with psycopg.connect(made.url, autocommit=True) as connection:
        connection.execute(aged)
    left = run(made.settings(), tmp_path, "retention")
    assert left.exit_code == 2 and "DIAGNOSIS_DATABASE_OWNER_URL" in left.stderr
    assert "sessions: 0 forgotten" in left.stdout
    cut = run(made.owned, tmp_path, "retention")
    assert cut.exit_code == 0 and "audit: 1 forgotten" in cut.stdout


def test_the_script_makes_roles_that_are_bound_and_renews_passwords(
    made: Made, tmp_path: Path
) -> None:
    query = (
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolpassword"
        " FROM pg_authid WHERE rolname LIKE 'diagnosis%' ORDER BY rolname"
    )
    seen = []
    for name, text in (("owner", "first line\nsecond"), ("service", "another")):
        (tmp_path / name).write_text(text)
    with psycopg.connect(made.url) as connection:
        seen.append(connection.execute(query).fetchall())
    files = {
        f"{name.upper()}_PASSWORD_FILE": str(tmp_path / name) for name in ("owner", "service")
    }
    assert make_roles(made.url, **files).returncode == 0
    with psycopg.connect(made.url) as connection:
        seen.append(connection.execute(query).fetchall())
    assert [row[:5] for row in seen[0]] == [row[:5] for row in seen[1]]
    assert [row[:5] for row in seen[0]] == [
        (OWNER, False, False, False, True), (SERVICE, False, False, False, False)
    ]  # fmt: skip
    assert not {row[5] for row in seen[0]} & {row[5] for row in seen[1]}
    missing = make_roles(made.url, OWNER_PASSWORD="alone")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert missing.stderr == "make-roles: set SERVICE_PASSWORD or SERVICE_PASSWORD_FILE\n"


def test_a_database_of_a_single_role_is_given_two(postgres: str, tmp_path: Path) -> None:
    """As with the earlier compose file: tables and their triggers were the superuser's."""
    url = fresh_database(postgres)
    database = Database(url)
    database.migrate()
    database.close()
    assert make_roles(url).returncode == 0
    made = Made(url)
    assert run(made.owned, tmp_path, "migrate").exit_code == 0
    with psycopg.connect(url) as connection:
        owners = connection.execute(
            "SELECT pg_get_userbyid(relowner) FROM pg_class WHERE relnamespace ="
            " 'public'::regnamespace UNION SELECT pg_get_userbyid(proowner) FROM pg_proc"
            " WHERE pronamespace = 'public'::regnamespace"
        ).fetchall()
    assert owners == [(OWNER,)]
    bound = Database(url_as(SERVICE, url), requires_row_security=True)
    assert bound.trouble() is None
    bound.close()


def test_compose_serves_as_the_role_that_owns_nothing() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    served, migrates = (services[name]["environment"] for name in ("service", "migrate"))
    assert make_url(served["DIAGNOSIS_DATABASE_URL"]).username == SERVICE
    assert migrates["DIAGNOSIS_DATABASE_URL"] == served["DIAGNOSIS_DATABASE_URL"]
    assert make_url(migrates["DIAGNOSIS_DATABASE_OWNER_URL"]).username == OWNER
    assert "DIAGNOSIS_DATABASE_OWNER_URL" not in served
    assert read_settings(served).require_row_security is True
    needs = services["service"]["depends_on"]
    assert needs["migrate"] == {"condition": "service_completed_successfully"}
    assert services["migrate"]["command"][2:] == ["diagnosis", "migrate"]
    assert services["migrate"]["restart"] == "no"
    passwords = services["database"]["environment"]
    assert {"POSTGRES_PASSWORD", "OWNER_PASSWORD", "SERVICE_PASSWORD"} <= set(passwords)
    assert passwords["POSTGRES_USER"] not in (OWNER, SERVICE)
    (script,) = [each for each in services["database"]["volumes"] if "initdb" in each]
    file, place, mode = script.split(":")
    assert (ROOT / file).samefile(SCRIPT) and mode == "ro"
    assert Path(place).parent == Path("/docker-entrypoint-initdb.d")
    assert os.access(SCRIPT, os.X_OK)


SECRET = "postgresql://u:s3cretly@h/d"


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"DIAGNOSIS_DATABASE_OWNER_URL": SECRET}, "needs DIAGNOSIS_DATABASE_URL"),
        ({"DIAGNOSIS_DATABASE_OWNER_URL": "sqlite:///s3cretly"}, "must start with postgresql://"),
        (
            {"DIAGNOSIS_DATABASE_OWNER_URL": SECRET, "DIAGNOSIS_DATABASE_URL": "sqlite:///x.db"},
            "needs DIAGNOSIS_DATABASE_URL on PostgreSQL",
        ),
        (
            {"DIAGNOSIS_DATABASE_URL": SECRET, "DIAGNOSIS_DATABASE_URL_FILE": "/s3cretly"},
            "set DIAGNOSIS_DATABASE_URL or DIAGNOSIS_DATABASE_URL_FILE, not both",
        ),
        ({"DIAGNOSIS_DATABASE_URL_FILE": "/nowhere"}, "/nowhere cannot be read"),
        ({REQUIRED: "yes"}, "must be on or off, not 'yes'"),
    ],
)
def test_a_malformed_setting_is_told_and_no_secret(variables: dict[str, str], words: str) -> None:
    with pytest.raises(BadSetting, match=words) as told:
        read_settings(variables)
    assert "s3cretly" not in str(told.value)


def test_urls_stand_in_files_too(tmp_path: Path) -> None:
    file = tmp_path / "url"
    file.write_text(SECRET + "\n")
    settings = read_settings(
        {
            "DIAGNOSIS_DATABASE_URL_FILE": str(file),
            "DIAGNOSIS_DATABASE_OWNER_URL_FILE": str(file),
        }
    )
    assert settings.databases == (SECRET, SECRET)
    assert "s3cretly" not in repr(settings)


def test_two_urls_are_of_two_roles(tmp_path: Path) -> None:
    for service, words in ((SECRET, "must be of two roles"), (SECRET.replace("u:s3cretly@", ""),
                           "must name the role")):  # fmt: skip
        settings = {"DIAGNOSIS_DATABASE_URL": service, "DIAGNOSIS_DATABASE_OWNER_URL": SECRET}
        result = run(settings, tmp_path, "migrate")
        assert result.exit_code == 2 and words in result.stderr
        assert "s3cretly" not in result.output
