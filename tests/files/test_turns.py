"""MachineTurns: two at once and no third, among threads as among processes."""

import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import pytest

from diagnosis.files.turns import MachineTurns

ROOT = Path(__file__).resolve().parents[2]
HOLD = (
    "import sys\nfrom pathlib import Path\nfrom diagnosis.files.turns import MachineTurns\n"
    "with MachineTurns([Path(each) for each in sys.argv[1:]], TimeoutError, wait_seconds=0)():\n"
    "    print('held', flush=True)\n    sys.stdin.read()\n"
)


class Refused(Exception):
    """No turn came."""


@pytest.fixture
def places(tmp_path: Path) -> list[Path]:
    return [tmp_path / "folder" / "turn-0", tmp_path / "folder" / "turn-1"]


def test_two_have_a_turn_at_once_and_a_third_none(places: list[Path]) -> None:
    turns = MachineTurns(places, Refused, wait_seconds=0)
    with turns(), turns(), pytest.raises(Refused), turns():
        pass
    with turns(), turns():
        pass


def test_a_turn_is_given_back_after_a_fault(places: list[Path]) -> None:
    turns = MachineTurns(places[:1], Refused, wait_seconds=0)
    with pytest.raises(ValueError, match="ours"), turns():
        raise ValueError("ours")
    with turns():
        pass


def test_processes_share_the_turns(places: list[Path]) -> None:
    others = [
        subprocess.Popen(
            [sys.executable, "-c", HOLD, *map(str, places)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in places
    ]  # fmt: skip
    turns = MachineTurns(places, Refused, wait_seconds=0)
    try:
        for other in others:
            assert other.stdout is not None and other.stdout.readline() == "held\n"
        with pytest.raises(Refused), turns():
            pass
    finally:
        others[0].communicate(timeout=20)
    with turns(), pytest.raises(Refused), turns():
        pass
    others[1].communicate(timeout=20)
    with turns(), turns():
        pass


def test_a_turn_is_waited_for(places: list[Path]) -> None:
    turns = MachineTurns(places[:1], Refused, wait_seconds=30)
    held, leave = Event(), Event()

    def hold() -> None:
        with turns():
            held.set()
            leave.wait()

    thread = Thread(target=hold)
    thread.start()
    held.wait()
    Thread(target=leave.set).start()
    with turns():
        assert leave.is_set()
    thread.join()
