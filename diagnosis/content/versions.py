"""The states of content: the one that is served, and those that kept results are pinned to."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from diagnosis.content.bundle import unpack
from diagnosis.services.ports.content import Content

KEPT_OPEN = 4
"""How many pinned states, beside the served one, stay in memory."""


class Versions:
    """The content that is served with its bundle, and pinned ones loaded from theirs."""

    def __init__(self, current: Content, bundle: bytes) -> None:
        self.current = current
        self.bundle = bundle
        self._open: OrderedDict[str, Content] = OrderedDict()
        self._lock = Lock()

    def pinned(self, digest: str, load: Callable[[str], bytes | None]) -> Content | None:
        """Return the content of a digest; None where its bundle is not at hand or broken.

        Parameters
        ----------
        load
            Returns the bundle of a digest; it is asked only for what is not in memory.

        """
        if digest == self.current.digest:
            return self.current
        with self._lock:
            if digest in self._open:
                self._open.move_to_end(digest)
                return self._open[digest]
        bundle = load(digest)
        content = None if bundle is None else unpack(bundle, digest)
        if content is not None:
            with self._lock:
                self._open[digest] = content
                while len(self._open) > KEPT_OPEN:
                    self._open.popitem(last=False)
        return content
