"""The worker processes of the server: gunicorn's threads, and one apart for each health check."""

import select
import socket
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ
from uuid import uuid4
from weakref import WeakSet

from gunicorn.http import errors
from gunicorn.http.message import Request
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import TConn, ThreadWorker

from diagnosis.web.memory import Trimming
from diagnosis.web.observe import log_crash, note_refusal
from diagnosis.web.problems import KINDS, problem_of_server

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
_LINGER_SECONDS = 2.0
"""How long a client that was answered may take to close its side."""
_DROPPED_BYTES = 1 << 16


class HealthFirstWorker(ThreadWorker):  # type: ignore[misc]
    """A worker that answers health checks while all its threads are busy.

    A request is looked at before it gets a thread, so a connection that has not sent anything
    waits without holding one. What gunicorn itself refuses is answered as a problem, like every
    other error. A worker that stops answers whoever is connected and refuses everybody else.
    """

    column = 0
    """Where its process counts; see `Meters`."""

    def init_process(self) -> None:
        """Start, and serve until stopped."""
        self._lanes = {start: ThreadPoolExecutor(max_workers=1) for start in _HEALTH}
        self._trimming = Trimming()
        self._lingering: deque[TConn] = deque()
        self._asked_by_head: WeakSet[socket.socket] = WeakSet()
        super().init_process()

    def enqueue_req(self, conn: TConn) -> None:
        """Hand a connection to a thread once there is a request on it."""
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
        work = self._pool_for(head).submit(self.handle, conn)
        work.add_done_callback(
            lambda done: self.method_queue.defer(self.finish_request, conn, done)
        )

    def finish_request(self, conn: TConn, fs: Future[object]) -> None:
        """Keep a connection for its next request, or close it while others are served.

        gunicorn itself would wait here, where all requests pass, until the client closes as well.
        """
        if not fs.cancelled() and fs.exception() is None and fs.result():
            super().finish_request(conn, fs)
        else:
            self._linger(conn)

    def murder_pending(self) -> None:
        """Close what has been silent for too long, before its request or after its answer."""
        super().murder_pending()
        self._trimming.trim()
        now = time.monotonic()
        while self._lingering and self._lingering[0].timeout <= now:
            self._close(self._lingering[0])

    def handle_error(
        self, req: Request | None, client: socket.socket, _address: object, exc: Exception
    ) -> None:
        """Answer a request that did not reach the application; log the kind of error alone."""
        code = next((code for kind, code in _REFUSALS if isinstance(exc, kind)), "internal")
        incident = uuid4().hex if code == "internal" else None
        if incident is not None:
            log_crash(incident, exc)
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

    def _linger(self, conn: TConn) -> None:
        """Say that no more will be sent, and drop what still comes until the client closes.

        To close with something unread would reset the connection: the client could lose what it
        was answered, while it sends a body that nobody wanted.
        """
        conn.timeout = time.monotonic() + _LINGER_SECONDS
        self._lingering.append(conn)
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.setblocking(False)
            self.poller.register(conn.sock, EVENT_READ, partial(self._drop, conn))
        except (OSError, ValueError):  # it is closed already
            self._close(conn)

    def _drop(self, conn: TConn, client: socket.socket) -> None:
        try:
            is_over = not client.recv(_DROPPED_BYTES)
        except BlockingIOError:
            is_over = False
        except OSError:
            is_over = True
        if is_over:
            self._close(conn)

    def _close(self, conn: TConn) -> None:
        self._lingering.remove(conn)
        with suppress(OSError, KeyError, ValueError):  # it may not be registered
            self.poller.unregister(conn.sock)
        self.nr_conns -= 1
        conn.close()

    def _pool_for(self, head: bytes) -> ThreadPoolExecutor:
        """Return the threads for a request; a health check that is not complete has to queue."""
        if b"\r\n\r\n" in head:
            for start, lane in self._lanes.items():
                if head.startswith(start):
                    return lane
        threads: ThreadPoolExecutor = self.tpool
        return threads

    def _await_request(self, conn: TConn) -> None:
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + self.cfg.keepalive
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))
