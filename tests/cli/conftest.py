"""The ways to run a command: in a process of its own, or in this one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from diagnosis import bootstrap
from diagnosis.config.settings import read_settings
from tests.cli.process import Run


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory, content_dir: Path) -> Run:
    """Return a way to run `python -m diagnosis` with a compiled folder of its own."""
    return Run(
        {
            "DIAGNOSIS_CONTENT_DIR": str(content_dir),
            "DIAGNOSIS_COMPILED_DIR": str(tmp_path_factory.mktemp("compiled")),
            "DIAGNOSIS_DATA_DIR": str(tmp_path_factory.mktemp("none") / "absent"),
            "COLUMNS": "120",
        }
    )


@pytest.fixture
def runner() -> CliRunner:
    """Return a runner over the content and the models that are shipped."""
    return CliRunner()


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield a copy of the shipped models that commands in this process work on."""
    folder = tmp_path / "models"
    shutil.copytree(read_settings({}).models_dir, folder)
    monkeypatch.setenv("DIAGNOSIS_MODELS_DIR", str(folder))
    bootstrap.container.cache_clear()
    yield folder
    bootstrap.container.cache_clear()
