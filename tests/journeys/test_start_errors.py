"""What keeps a server from starting is said in a line; two servers may start at once."""

import errno
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from diagnosis import bootstrap
from diagnosis.__main__ import main
from diagnosis.config.settings import read_settings
from diagnosis.storage.database import Database
from tests import asking as requests
from tests.databases import fresh_database
from tests.journeys.server import ROOT, Server, free_port, serving, start

PASSWORD = "s3cretly"


def started(folder: Path, **settings: str | Path) -> Result:
    """Return how `serve` ends with some settings, in this process."""
    environment = {"DIAGNOSIS_DATA_DIR": str(folder / "data")} | {
        f"DIAGNOSIS_{name}": str(value) for name, value in settings.items()
    }
    bootstrap.container.cache_clear()
    try:
        return CliRunner().invoke(
            main, ["serve", "--port", str(free_port())], env=environment, catch_exceptions=True
        )
    finally:
        bootstrap.container.cache_clear()


def said_by(result: Result) -> str:
    """Return the one line that a command ended with."""
    assert isinstance(result.exception, SystemExit), result.exc_info
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert PASSWORD not in line and "Traceback" not in line
    return line


URLS = {
    f"postgresql://u:{PASSWORD}@127.0.0.1:notaport/d": "no URL such as postgresql://",
    f"postgresql://u:{PASSWORD}@127.0.0.1:99999/d": "port",
    f"postgresql://u:{PASSWORD}@127.0.0.1:1/d": "refused",
    f"postgresql://u:x@{PASSWORD}@127.0.0.1/d": "%40",
    f"postgresql://u:x@{PASSWORD}/y@127.0.0.1/d": "%2F",
    f"postgresql://u:{PASSWORD}@[::1/d": "no URL such as postgresql://",
    f"postgresql://u:{PASSWORD}@{'h' * 64}/d": "its host is no name",
    f"postgresql://u:{PASSWORD}@a..b/d": "its host is no name",
    f"postgresql://u:{PASSWORD}@/d?host={'h' * 64}": "its host is no name",
    f"postgresql://u:{PASSWORD}@/d?host=/{'h' * 80}": "No such file",
    f"postgresql://u:{PASSWORD}@127.0.0.1/d?nonsense=1": "no option 'nonsense'",
    f"postgresql://u:{PASSWORD}@127.0.0.1/d?prepare_threshold=1": "no option",
    f"postgresql://u:{PASSWORD}@127.0.0.1/d?connect_timeout=soon": "connect_timeout",
    f"postgresql://u:{PASSWORD}@127.0.0.1/d?sslmode=perhaps": "sslmode",
    f"postgresql+asyncpg://u:{PASSWORD}@127.0.0.1/d": "neither sqlite:/// nor postgresql://",
    f"postgresql+psycopg2://u:{PASSWORD}@127.0.0.1/d": "neither sqlite:/// nor postgresql://",
    "sqlite+aiosqlite:///x.db": "neither sqlite:/// nor postgresql://",
    "postgresql": "no URL such as postgresql://",
    "postgresql:/h/d": "no URL such as postgresql://",
    "mysql://h/d": "must start with sqlite:/// or postgresql://",
    "nonsense": "must start with sqlite:/// or postgresql://",
    "sqlite": "no URL",
    "sqlite://": "names no file",
    "sqlite:///": "names no file",
    "sqlite:///:memory:": "names no file",
    "sqlite:///file::memory:?uri=true": "names no file",
    "sqlite:///file:x?mode=memory&uri=true": "names no file",
    "sqlite://diagnosis.db": "three slashes",
    "sqlite:////etc/passwd": "no database of SQLite",
    "sqlite:////tmp": "is no file",
    "sqlite:////dev/null": "is no file",
    "sqlite:////dev/null/x.db": "/dev/null: File exists",
    "sqlite:///x.db?nonsense=1": "takes no options",
    "sqlite:///x.db?timeout=soon": "takes no options",
}


@pytest.mark.parametrize("url", URLS)
def test_a_database_that_cannot_be_used_is_said_in_a_line(url: str, tmp_path: Path) -> None:
    line = said_by(started(tmp_path, DATABASE_URL=url))
    assert URLS[url] in line
    assert "DIAGNOSIS_DATABASE_URL" in line
    assert not list(Path("/etc").glob("passwd.*"))


def test_a_settings_number_may_have_any_length(tmp_path: Path) -> None:
    for value in ("9" * 5_000, "0" * 5_000, "-1", "1e3", "٣", "", " 2"):
        line = said_by(started(tmp_path, WORKERS=value))
        assert "DIAGNOSIS_WORKERS must be a whole number from 1 to 64" in line
        assert len(line) < 200


def test_metrics_need_a_port_of_their_own(tmp_path: Path) -> None:
    for value in ("65536", "0", "one"):
        line = said_by(started(tmp_path, METRICS_PORT=value))
        assert "DIAGNOSIS_METRICS_PORT must be a whole number from 1 to 65535" in line
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        line = said_by(started(tmp_path, METRICS_PORT=port))
        assert line.endswith(f"DIAGNOSIS_METRICS_PORT: 127.0.0.1:{port} is busy")


def test_a_database_that_is_damaged_or_of_others_is_said_in_a_line(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    file = data / "diagnosis.db"
    file.write_bytes(b"SQLite format 3\0" + b"\xff" * 5_000)
    assert "DIAGNOSIS_DATABASE_URL" in said_by(started(tmp_path))
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.execute("INSERT INTO alembic_version VALUES ('m9999')")
        connection.commit()
    assert "m9999" in said_by(started(tmp_path))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("INSERT INTO alembic_version VALUES ('m0001')")
        connection.commit()
    assert "migration" in said_by(started(tmp_path))
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:  # a table of ours that is not of ours
        connection.execute("CREATE TABLE enterprise (id INTEGER)")
        connection.commit()
    assert "already exists" in said_by(started(tmp_path))


def test_a_schema_without_rights_is_said_in_a_line(postgres: str, tmp_path: Path) -> None:
    url = fresh_database(postgres)
    role = "without_rights"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP ROLE IF EXISTS {role}")
        connection.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'")
        connection.execute("REVOKE ALL ON SCHEMA public FROM public")
    limited = url.replace("postgres@", f"{role}:{PASSWORD}@")
    line = said_by(started(tmp_path, DATABASE_URL=limited))
    assert "schema" in line


@pytest.mark.parametrize(
    ("refusal", "reason"),
    [
        ("REVOKE SELECT ON request_key FROM {0}", "permission denied"),
        ("ALTER TABLE request_key RENAME TO elsewhere", "does not exist"),
        ("ALTER ROLE {0} SET search_path = nowhere", "schema"),
    ],
)
def test_a_migrated_database_that_cannot_serve_is_said_in_a_line(
    postgres: str, tmp_path: Path, refusal: str, reason: str
) -> None:
    url = fresh_database(postgres)
    role = f"reader_{free_port()}"
    store = Database(url)
    store.migrate()
    store.close()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {role} LOGIN")
        connection.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}")
        connection.execute(refusal.format(role))
    line = said_by(started(tmp_path, DATABASE_URL=url.replace("postgres@", f"{role}@")))
    assert "DIAGNOSIS_DATABASE_URL" in line and reason in line


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1", "EUC_CN"])
def test_a_database_that_cannot_hold_every_text_is_said_in_a_line(
    postgres: str, tmp_path: Path, encoding: str
) -> None:
    name = f"of_{encoding.lower()}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(
            f"CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0 "
            "LC_COLLATE 'C' LC_CTYPE 'C'"
        )
    line = said_by(started(tmp_path, DATABASE_URL=postgres.replace("/postgres?", f"/{name}?")))
    assert f"its encoding is {encoding}" in line and "UTF8" in line


def test_a_newer_postgresql_database_is_said_in_a_line(postgres: str, tmp_path: Path) -> None:
    url = fresh_database(postgres)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.execute("INSERT INTO alembic_version VALUES ('m9999')")
    assert "m9999" in said_by(started(tmp_path, DATABASE_URL=url))


def test_a_data_folder_that_is_none_is_said_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    line = said_by(started(tmp_path))
    assert f"(DIAGNOSIS_DATA_DIR): {tmp_path / 'data'}" in line


def test_content_that_may_not_be_looked_at_is_said_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root, who runs the tests in containers, may look at everything."""
    is_folder = Path.is_dir

    def refuse(path: Path) -> bool:
        if path.name == "knowledge":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return is_folder(path)

    monkeypatch.setattr(Path, "is_dir", refuse)
    line = said_by(started(tmp_path, CONTENT_DIR=tmp_path))
    assert line.startswith(f"DIAGNOSIS_CONTENT_DIR: {tmp_path}") and "Permission denied" in line


def test_content_that_is_missing_is_said(content_dir: Path, tmp_path: Path) -> None:
    assert "there is no folder" in said_by(started(tmp_path, CONTENT_DIR=tmp_path / "none"))
    long = said_by(started(tmp_path, CONTENT_DIR="long/" * 1_000))
    assert long.startswith("DIAGNOSIS_CONTENT_DIR: long/") and len(long) < 300
    (tmp_path / "empty").mkdir()
    line = said_by(started(tmp_path, CONTENT_DIR=tmp_path / "empty"))
    assert "empty has no questionnaires/ and no knowledge/" in line
    copy = tmp_path / "copy"
    for name in ("questionnaires", "knowledge"):
        shutil.copytree(content_dir / name, copy / name)
    (copy / "knowledge" / "crosswalk.yaml").unlink()
    line = said_by(started(tmp_path, CONTENT_DIR=copy))
    assert line.startswith("knowledge/crosswalk.yaml:") and "missing" in line
    (copy / "knowledge" / "crosswalk.yaml").symlink_to("crosswalk.yaml")
    result = started(tmp_path, CONTENT_DIR=copy)
    assert result.exit_code == 2 and isinstance(result.exception, SystemExit)
    assert "knowledge/crosswalk.yaml" in result.stderr


def test_an_address_that_is_none_is_said_in_a_line(tmp_path: Path) -> None:
    for host in ("203.0.113.7", "no such host", "x" * 300, "ü" * 80):
        done = CliRunner().invoke(main, ["serve", "--host", host, "--port", "1"])
        assert "busy" not in said_by(done)


ODD_NAMES = ["a%41b", "a?b=c#d", "a b", "数据", "file:x", ":memory:", "a'b\"c", "a&b;c", "é\udcff"]


@pytest.mark.parametrize("name", ODD_NAMES, ids=ascii)
def test_the_data_folder_has_the_name_that_was_given(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    container = bootstrap.wire(read_settings({"DIAGNOSIS_DATA_DIR": str(folder)}))
    folder.mkdir()
    bootstrap.prepare_store(container)
    assert container.store.trouble() is None
    container.store.close()
    assert [os.fsencode(path.name) for path in tmp_path.iterdir()] == [os.fsencode(name)]
    assert "diagnosis.db" in {path.name for path in folder.iterdir()}


def test_a_path_that_begins_with_two_slashes_is_a_path(tmp_path: Path) -> None:
    folder = Path(f"/{tmp_path}/data")
    assert str(folder).startswith("//")
    container = bootstrap.wire(read_settings({"DIAGNOSIS_DATA_DIR": str(folder)}))
    bootstrap.prepare_store(container)
    made = bootstrap.back_up_store(container.settings, tmp_path / "backup.db", force=False)
    assert made.size and (tmp_path / "data" / "diagnosis.db").is_file()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_servers_that_start_at_once_on_an_empty_database_all_serve(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    for number in range(2):
        folders = [tmp_path / f"{number}-{server}" for server in range(3)]
        for folder in folders:
            folder.mkdir()
        url = f"sqlite:///{tmp_path / f'{number}.db'}"
        if kind == "postgresql":
            url = fresh_database(request.getfixturevalue("postgres"))

        def begin(folder: Path, url: str = url) -> Server:
            return start(folder, port=free_port(), url=url, workers=1)

        with ThreadPoolExecutor(len(folders)) as pool:
            servers = list(pool.map(begin, folders))
        try:
            for place, server in enumerate(servers):
                server.submit(str(place))
            for server in servers:
                listed = requests.get(f"{server.url}/v1/diagnoses", timeout=30).json()
                assert len(listed["items"]) == len(servers)
        finally:
            for server in servers:
                server.stop()


def test_a_damaged_registry_is_said_and_the_rules_serve(tmp_path: Path) -> None:
    models = tmp_path / "models"
    shutil.copytree(read_settings({}).models_dir, models)
    (models / "registry.yaml").write_text("models: [{}]")
    with serving(tmp_path, workers=1, settings={"DIAGNOSIS_MODELS_DIR": str(models)}) as server:
        assert "No model is served for ai-readiness" in server.log.read_text()
        assert server.submit("x")
        assert requests.get(f"{server.url}/v1/models", timeout=20).json()["items"] == []


def test_the_reason_is_printed_without_a_traceback_by_the_real_command(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "diagnosis", "serve", "--port", str(free_port())],
        cwd=ROOT, capture_output=True, check=False, timeout=120,
        env={**os.environ, "DIAGNOSIS_DATA_DIR": str(tmp_path),
             "DIAGNOSIS_DATABASE_URL": f"postgresql://u:{PASSWORD}@h:notaport/d"},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, b"")
    assert len(done.stderr.splitlines()) == 1 and PASSWORD.encode() not in done.stderr
