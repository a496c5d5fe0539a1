"""Connections that were answered for the last time, until their clients have closed them too."""

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ, BaseSelector

_SECONDS = 2.0
"""How long a client may take to close its end."""
_MOST_BYTES = 16_000_000
"""How much of what it still sends is read meanwhile: far more than any body that is taken."""
_PIECE_BYTES = 65_536


class Departures:
    """Closes connections without waiting for their clients.

    What a client still sends is read and dropped for a moment: a connection that is closed on
    unread bytes is reset, and the end of the answer lost (RFC 9112, 9.6). gunicorn does the same
    in the very loop that takes connections, so that a client that does not close its end keeps
    everybody waiting, health checks too.

    Parameters
    ----------
    poller
        Calls back what is registered with it, as that of a worker does.

    """

    def __init__(self, poller: BaseSelector) -> None:
        self._poller = poller
        self._leaving: dict[socket.socket, _Departure] = {}

    def add(self, line: socket.socket, gone: Callable[[], None]) -> None:
        """Say to a client that nothing follows; `gone` is called when the connection is closed."""
        try:
            line.setblocking(False)
            line.shutdown(socket.SHUT_WR)
            self._poller.register(line, EVENT_READ, partial(self._drain, line))
        except (OSError, KeyError, ValueError):  # it is closed already
            _close(line)
            gone()
            return
        self._leaving[line] = _Departure(gone)

    def close_late(self) -> None:
        """Close the connections whose clients took too long."""
        now = time.monotonic()
        for line in [line for line, each in self._leaving.items() if each.until <= now]:
            self._finish(line)

    def _drain(self, line: socket.socket, _ready: object) -> None:
        try:
            received = len(line.recv(_PIECE_BYTES))
        except BlockingIOError:
            return
        except OSError:
            received = 0
        departure = self._leaving[line]
        departure.room -= received
        if not received or departure.room <= 0:
            self._finish(line)

    def _finish(self, line: socket.socket) -> None:
        departure = self._leaving.pop(line)
        with suppress(OSError, KeyError, ValueError):
            self._poller.unregister(line)
        _close(line)
        departure.gone()


class _Departure:
    """Until when a connection waits for its client, and how much of it is read meanwhile."""

    __slots__ = ("gone", "room", "until")

    def __init__(self, gone: Callable[[], None]) -> None:
        self.gone = gone
        self.room = _MOST_BYTES
        self.until = time.monotonic() + _SECONDS


def _close(line: socket.socket) -> None:
    with suppress(OSError):
        line.close()
