"""The worker processes of the server: gunicorn's threads, and one apart for each health check."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from selectors import EVENT_READ

from gunicorn.workers.gthread import TConn, ThreadWorker

_HEALTH = (b"GET /health/live ", b"GET /health/ready ")
_HEAD_BYTES = 4096


class HealthFirstWorker(ThreadWorker):  # type: ignore[misc]
    """A worker that answers health checks while all its threads are busy.

    A request is looked at before it gets a thread, so a connection that has not sent anything
    waits without holding one.
    """

    def init_process(self) -> None:
        """Start, and serve until stopped."""
        self._lanes = {start: ThreadPoolExecutor(max_workers=1) for start in _HEALTH}
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
        work = self._pool_for(head).submit(self.handle, conn)
        work.add_done_callback(
            lambda done: self.method_queue.defer(self.finish_request, conn, done)
        )

    def _cap_keepalive(self, deadline: float) -> None:
        """Close what is silent by a deadline: the worker is stopping."""
        super()._cap_keepalive(deadline)
        for conn in self.pending_conns:
            conn.timeout = min(conn.timeout, deadline)

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
