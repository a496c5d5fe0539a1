"""What a request costs the worker that answers it: CPU, memory, bytes of answer."""

import http.client
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.servers import HOST, TICKS

PATIENCE = 120
_KILOBYTES = re.compile(r"^(VmHWM|VmRSS):\s+(\d+) kB$", re.MULTILINE)
_RESET_PEAK = "5"
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Cost:
    """What a request cost; `status` is 0 where no answer came."""

    status: int
    cpu_seconds: float
    memory_bytes: int
    answer_bytes: int


@dataclass(frozen=True, slots=True)
class Limits:
    """What a request may cost at most."""

    cpu_seconds: float
    answer_bytes: int
    memory_bytes: int = 200 * MEGABYTE

    def breaches(self, cost: Cost) -> Iterator[str]:
        """Yield each limit that a cost breaks, and what else may not be: a crash, no answer."""
        if cost.cpu_seconds > self.cpu_seconds:
            yield f"{cost.cpu_seconds:.2f} s CPU"
        if cost.memory_bytes > self.memory_bytes:
            yield f"{cost.memory_bytes / MEGABYTE:.0f} MB"
        if cost.answer_bytes > self.answer_bytes:
            yield f"{cost.answer_bytes:,} B"
        if cost.status in (0, 500, 502, 504):
            yield f"status {cost.status}"


BODY_LIMITS = Limits(cpu_seconds=1.0, answer_bytes=300_000)
PLAN_LIMITS = Limits(cpu_seconds=2.0, answer_bytes=MEGABYTE)


class Worker:
    """The process that answers, measured from outside."""

    def __init__(self, pid: int) -> None:
        self._folder = Path(f"/proc/{pid}")

    def cpu_seconds(self) -> float:
        """Return the CPU seconds so far, of user and system, to 10 ms."""
        fields = (self._folder / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def forget_peak(self) -> None:
        """Let the peak of memory begin anew."""
        (self._folder / "clear_refs").write_text(_RESET_PEAK)

    def held_bytes(self) -> int:
        """Return the memory that the process holds now."""
        return self._memory()["VmRSS"]

    def peak_bytes(self) -> int:
        """Return the most that it held since the peak was forgotten."""
        return self._memory()["VmHWM"]

    def _memory(self) -> dict[str, int]:
        status = (self._folder / "status").read_text()
        return {name: int(size) * 1024 for name, size in _KILOBYTES.findall(status)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request to measure; a body of None is none, with `piece_bytes` it is sent in chunks."""

    method: str
    address: str
    headers: Mapping[str, str]
    body: bytes | None = None
    piece_bytes: int | None = None


def measure(worker: Worker, port: int, request: Request) -> Cost:
    """Return what a request costs, sent on a connection of its own."""
    worker.forget_peak()
    held, before = worker.held_bytes(), worker.cpu_seconds()
    status, size = _send(port, request)
    time.sleep(0.002)  # what is done after the answer belongs to it too
    return Cost(
        status=status,
        cpu_seconds=worker.cpu_seconds() - before,
        memory_bytes=max(0, worker.peak_bytes() - held),
        answer_bytes=size,
    )


def _send(port: int, request: Request) -> tuple[int, int]:
    """Return the status and the bytes of the answer, zeros where there is none."""
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.putrequest(request.method, request.address, skip_accept_encoding=True)
        for name, value in request.headers.items():
            connection.putheader(name, value)
        if request.body is not None:
            length = {"Content-Length": str(len(request.body))}
            chunked = {"Transfer-Encoding": "chunked"}
            for name, value in (chunked if request.piece_bytes else length).items():
                connection.putheader(name, value)
        connection.endheaders()
        try:
            for piece in _wire(request):
                connection.send(piece)
        except OSError:
            pass  # refused before all of it was read: the answer is there
        answer = connection.getresponse()
        return answer.status, len(answer.read())
    except (OSError, http.client.HTTPException):
        return 0, 0
    finally:
        connection.close()


def _wire(request: Request) -> Iterator[bytes]:
    """Yield a body as it goes over the wire."""
    if request.body is None:
        return
    size = request.piece_bytes
    if size is None:
        yield request.body
        return
    pieces = (request.body[start : start + size] for start in range(0, len(request.body), size))
    yield b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
