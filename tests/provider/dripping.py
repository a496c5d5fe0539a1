"""A server that sends a byte of its head now and then, and never the end."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread


@contextmanager
def a_dripping_server() -> Iterator[str]:
    """Yield the address of such a server."""
    is_over = Event()

    def drip() -> None:
        line, _ = listener.accept()
        with line, suppress(OSError):
            line.recv(4096)
            while not is_over.is_set():
                line.sendall(b"H")
                time.sleep(0.05)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=drip, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        is_over.set()
        thread.join()
