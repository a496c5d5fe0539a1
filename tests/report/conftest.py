"""What the tests of reports ask for: Pango, a printer, and what it prints of a document."""

import os
import warnings
from pathlib import Path

import pytest

from diagnosis.files.turns import MachineTurns
from diagnosis.report.printer import ChildPrinter
from diagnosis.services.errors import ReportsBusy
from tests.report.pango import NoPango, let_pango_be_there


@pytest.fixture(scope="session")
def pango() -> None:
    """Let Pango be there; where it cannot be, tests are skipped loudly, and fail in CI."""
    try:
        let_pango_be_there()
    except NoPango as missing:
        if os.environ.get("CI"):
            pytest.fail(str(missing), pytrace=False)
        warnings.warn(f"No report was printed as PDF. {missing}", stacklevel=1)
        pytest.skip(str(missing))


@pytest.fixture
def print_files(tmp_path: Path) -> ChildPrinter:
    """Return a printer as the service has it, with a turn of its own."""
    return ChildPrinter(MachineTurns([tmp_path / "turn"], ReportsBusy, wait_seconds=0))
