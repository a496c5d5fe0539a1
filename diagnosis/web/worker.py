"""The worker processes of the server: gunicorn's threads, and one apart for each health check."""

import re
import select
import signal
import socket
import struct
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from errno import EAGAIN, ECONNABORTED, EWOULDBLOCK
from functools import partial
from queue import SimpleQueue
from selectors import EVENT_READ
from types import FrameType
from uuid import uuid4
from weakref import WeakSet

from flask import Flask
from gunicorn.http import errors
from gunicorn.http.message import Request
from gunicorn.util import close, write_nonblock
from gunicorn.workers.gthread import TConn, ThreadWorker

from diagnosis.web.departures import Departures
from diagnosis.web.memory import Trimming
from diagnosis.web.observe import STOPPING, log_crash, note_refusal
from diagnosis.web.problem_kinds import KINDS
from diagnosis.web.problems import problem_of_server

_REFUSALS: tuple[tuple[type[Exception], str], ...] = (
    (errors.InvalidResponseHeader, "internal"),
    (errors.InvalidResponseHeaderName, "internal"),
    (errors.ConfigurationProblem, "internal"),
    (errors.LimitRequestLine, "address-too-long"),
    (errors.LimitRequestHeaders, "header-too-large"),
    (errors.ExpectationFailed, "expectation-failed"),
    (errors.UnsupportedTransferCoding, "not-implemented"),
    (errors.ParseException, "bad-request"),
)
"""The problem of each error of gunicorn's parser; the first that fits counts."""
_HEALTH = (b"GET /health/live ", b"GET /health/ready ")
_HEAD_METHOD = b"HEAD "
_HEAD_BYTES = 4096
_BODY_FOLLOWS = re.compile(
    rb"^(?:content-length:(?![ \t]*0[ \t]*\r)|transfer-encoding:)", re.IGNORECASE | re.MULTILINE
)
_STOPS = (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)
_SILENT_SECONDS = 30
"""How long a thread waits for a client that sends nothing, or takes nothing of its answer."""


class HealthFirstWorker(ThreadWorker):  # type: ignore[misc]
    """A worker that answers health checks while all its threads are busy.

    A request is looked at before it gets a thread, so a connection that has not sent anything
    waits without holding one; a client that falls silent later holds its thread for a while only.
    What gunicorn itself refuses is answered as a problem, like every other error. A worker that
    stops answers whoever is connected, says that it is not ready, and refuses everybody else.
    """

    column = 0
    """Where its process counts; see `Meters`."""
    wsgi: Flask | None = None
    """The application, once it is loaded."""
    missed: SimpleQueue[int] = SimpleQueue()
    """Signals that reached its process before it took any: a fork has the server's handlers.

    `serve` gives each worker a queue of its own; a server that gives none lets them miss nothing.
    """

    def init_process(self) -> None:
        """Start, and serve until stopped."""
        self._lanes = {start: ThreadPoolExecutor(max_workers=1) for start in _HEALTH}
        self._trimming = Trimming()
        self._asked_by_head: WeakSet[socket.socket] = WeakSet()
        super().init_process()

    def run(self) -> None:
        """Serve until stopped."""
        self._departures = Departures(self.poller)
        super().run()

    def init_signals(self) -> None:
        """Take Ctrl-C, which reaches every process of a terminal, for the wish to stop.

        So does a worker with a signal to stop that came while it started.
        """
        super().init_signals()
        signal.signal(signal.SIGINT, self.handle_exit)
        while not self.missed.empty():
            if self.missed.get_nowait() in _STOPS:
                self.handle_exit(signal.SIGTERM, None)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop; a Ctrl-C that follows ends the process at once."""
        signal.signal(signal.SIGINT, self.handle_quit)
        if self.wsgi is not None:
            self.wsgi.extensions[STOPPING] = True
        super().handle_exit(sig, frame)

    def accept(self, listener: socket.socket) -> None:
        """Take a connection."""
        try:
            line, address = listener.accept()
        except OSError as error:
            if error.errno not in (EAGAIN, ECONNABORTED, EWOULDBLOCK):
                raise
            return
        self.nr_conns += 1
        line.setblocking(True)
        limit_silence(line)
        self.enqueue_req(_Connection(self, line, address, listener.getsockname()))

    def enqueue_req(self, conn: TConn) -> None:
        """Hand a connection to a thread once there is a request on it."""
        read_ahead = b"" if conn.parser is None else conn.parser.unreader.buf.getvalue()
        try:
            head = conn.sock.recv(_HEAD_BYTES, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            if not conn.initialized:
                self._await_request(conn)
                return
            head = b""
        except OSError:
            head = b""
        if head.startswith(_HEAD_METHOD):
            self._asked_by_head.add(conn.sock)
        else:
            self._asked_by_head.discard(conn.sock)
        work = self._pool_for(conn.sock, read_ahead + head).submit(self.handle, conn)
        work.add_done_callback(
            lambda done: self.method_queue.defer(self.finish_request, conn, done)
        )

    def handle_error(
        self, req: Request | None, client: socket.socket, _address: object, exc: Exception
    ) -> None:
        """Answer a request that did not reach the application; log the kind of error alone."""
        code = next((code for kind, code in _REFUSALS if isinstance(exc, kind)), "internal")
        incident = uuid4().hex if code == "internal" else None
        if incident is not None:
            log_crash(incident, exc)
        if self.wsgi is not None:
            note_refusal(self.wsgi, KINDS[code].status, exc)
        with suppress(Exception):  # the client may be gone
            has_content = client not in self._asked_by_head
            write_nonblock(client, problem_of_server(code, incident, has_content=has_content))

    def set_accept_enabled(self, enabled: bool) -> None:
        """Take new connections, or do not; in a worker that stops nobody else takes them."""
        super().set_accept_enabled(enabled)
        if not self.alive and not enabled:
            self._refuse_newcomers()

    def _refuse_newcomers(self) -> None:
        """Take whoever waits for a connection already, and have the kernel refuse all others.

        A listener that stays open lets clients connect to a server that will never answer them.
        """
        for listener in self.sockets:
            listener.setblocking(False)
            waiting = select.poll()
            waiting.register(listener, select.POLLIN)
            for _ in range(self.cfg.backlog):
                if not waiting.poll(0):
                    break
                self.accept(listener)
            listener.close()

    def _cap_keepalive(self, deadline: float) -> None:
        """Close what is silent by a deadline: the worker is stopping."""
        super()._cap_keepalive(deadline)
        for conn in self.pending_conns:
            conn.timeout = min(conn.timeout, deadline)

    def murder_pending(self) -> None:
        """Close connections that were silent for too long, and those that were not closed."""
        super().murder_pending()
        self._trimming.trim()
        self._departures.close_late()

    def part_from(self, line: socket.socket) -> None:
        """Close a connection, which counts until its client has closed it too."""
        self.nr_conns += 1
        self._departures.add(line, self._count_departure)

    def _count_departure(self) -> None:
        self.nr_conns -= 1

    def _pool_for(self, line: socket.socket, head: bytes) -> ThreadPoolExecutor:
        """Return the threads for a request: those apart for a health check that is done at once.

        A check that is not complete has to queue with all others; so has one that a body follows,
        and one whose client has not taken the answers before.
        """
        start, end, _ = head.partition(b"\r\n\r\n")
        if end and not _BODY_FOLLOWS.search(start + b"\r\n") and _takes_more(line):
            for beginning, lane in self._lanes.items():
                if start.startswith(beginning):
                    return lane
        threads: ThreadPoolExecutor = self.tpool
        return threads

    def _await_request(self, conn: TConn) -> None:
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + self.cfg.keepalive
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))


class _Connection(TConn):  # type: ignore[misc]
    """A connection that is closed without waiting for its client."""

    def __init__(
        self, worker: HealthFirstWorker, line: socket.socket, client: object, server: object
    ) -> None:
        super().__init__(worker.cfg, line, client, server)
        self._worker = worker

    def close(self, graceful: bool = False) -> None:
        """Close it; gracefully means that the client surely gets the end of its answer."""
        if graceful:
            self._worker.part_from(self.sock)
        else:
            close(self.sock)


def limit_silence(line: socket.socket) -> None:
    """Let reading from a connection and writing to it fail where nothing moves for a time."""
    seconds = struct.pack("ll", _SILENT_SECONDS, 0)
    with suppress(OSError):
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, seconds)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, seconds)


def _takes_more(line: socket.socket) -> bool:
    """Return whether a short answer can be written to a connection without waiting."""
    room = select.poll()
    room.register(line, select.POLLOUT)
    return any(event & select.POLLOUT for _, event in room.poll(0))
