"""Nothing that a solver prints reaches stdout, whatever runs beside it."""

import os
from threading import Barrier, Thread

import pytest

from diagnosis.optimiser.quiet import silence


def test_lines_of_the_file_descriptor_are_kept_off_stdout(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with silence():
        os.write(1, b"HiGHS says hello\n")
    os.write(1, b"back\n")

    assert capfd.readouterr().out == "back\n"


def test_the_last_of_two_threads_brings_stdout_back(capfd: pytest.CaptureFixture[str]) -> None:
    inside = Barrier(2, timeout=10)

    def run() -> None:
        with silence():
            inside.wait()
            os.write(1, b"lost\n")

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    os.write(1, b"back\n")

    assert capfd.readouterr().out == "back\n"
