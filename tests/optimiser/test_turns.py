"""Turns to plan: as many at once as there are, over threads and processes; none is ever lost."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Event

import pytest

from diagnosis.optimiser.turns import Turns, plans_at_once
from diagnosis.services.errors import Busy

HOLD = """
import sys
from pathlib import Path
from diagnosis.optimiser.turns import Turns
with Turns(Path(sys.argv[1]), at_once=1, threads=8).take():
    print("held", flush=True)
    sys.stdin.read()
"""


def turns(folder: Path, *, at_once: int = 1, threads: int = 8) -> Turns:
    """Return turns that nobody waits for."""
    return Turns(folder / "planning", at_once=at_once, threads=threads, wait_seconds=0)


def test_as_many_plan_at_once_as_there_are_turns(tmp_path: Path) -> None:
    two = turns(tmp_path, at_once=2)
    with ExitStack() as held:
        for _ in range(2):
            held.enter_context(two.take())
        with pytest.raises(Busy):
            held.enter_context(two.take())
    with two.take():
        pass


def test_two_processes_share_their_turns(tmp_path: Path) -> None:
    first, second = turns(tmp_path), turns(tmp_path)
    with first.take(), pytest.raises(Busy), second.take():
        pass
    with second.take():
        pass


@pytest.mark.parametrize(("threads", "may_plan"), [(1, 1), (2, 1), (3, 1), (4, 2), (8, 6)])
def test_the_last_two_threads_of_a_process_never_plan(
    tmp_path: Path, threads: int, may_plan: int
) -> None:
    many = turns(tmp_path, at_once=20, threads=threads)
    with ExitStack() as held:
        for _ in range(may_plan):
            held.enter_context(many.take())
        with pytest.raises(Busy):
            held.enter_context(many.take())


def test_whoever_has_no_key_has_a_single_turn_and_leaves_the_others(tmp_path: Path) -> None:
    many = turns(tmp_path, at_once=4)
    with many.take_anonymous():
        with pytest.raises(Busy), many.take_anonymous():
            pass
        with ExitStack() as held:
            for _ in range(3):
                held.enter_context(many.take())
    with many.take_anonymous():
        pass
    with pytest.raises(ZeroDivisionError), many.take_anonymous():
        raise ZeroDivisionError
    with many.take_anonymous():
        pass


def test_who_waits_without_a_key_takes_no_turn_of_others(tmp_path: Path) -> None:
    many = Turns(tmp_path / "planning", at_once=9, threads=8, wait_seconds=60)

    def plan() -> None:
        with many.take_anonymous():
            pass

    with ThreadPoolExecutor(1) as pool:
        with many.take_anonymous():
            waiting = pool.submit(plan)
            while many._anonymous_threads._value:
                Event().wait(0.01)
            with pytest.raises(Busy), many.take_anonymous():
                pass
            with ExitStack() as held:
                for _ in range(5):
                    held.enter_context(many.take())
            assert not waiting.done()
        waiting.result(timeout=60)


def test_a_turn_is_free_again_where_planning_failed(tmp_path: Path) -> None:
    single = turns(tmp_path)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), single.take():
            raise ZeroDivisionError


def test_a_process_that_is_killed_takes_no_turn_with_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path / "planning")]
    single = turns(tmp_path)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
        with pytest.raises(Busy), single.take():
            pass
        holder.kill()
        holder.wait()
    with single.take():
        pass


def test_a_turn_is_waited_for(tmp_path: Path) -> None:
    patient = Turns(tmp_path / "planning", at_once=1, threads=8, wait_seconds=30)
    command = [sys.executable, "-c", HOLD, str(tmp_path / "planning")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
        assert holder.stdin is not None
        holder.stdin.close()
        with patient.take():
            pass


def test_a_folder_that_cannot_be_used_stops_no_plan(tmp_path: Path) -> None:
    (tmp_path / "planning").write_text("in the way")
    with turns(tmp_path).take(), turns(tmp_path).take():
        pass
    few = turns(tmp_path, threads=3)
    with few.take(), pytest.raises(Busy), few.take():
        pass


def test_there_is_always_a_turn() -> None:
    assert plans_at_once() >= 1
