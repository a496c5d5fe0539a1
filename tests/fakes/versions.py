"""States of content in memory: the served one, and others by digest."""

from collections.abc import Callable

from diagnosis.services.ports.content import Content


class FakeVersions:
    """Serves one content; a bundle is the digest of another one that it was told of."""

    def __init__(self, current: Content, *others: Content) -> None:
        self.current = current
        self._by_digest = {content.digest: content for content in (current, *others)}

    @property
    def bundle(self) -> bytes:
        return self.current.digest.encode()

    def pinned(self, digest: str, load: Callable[[str], bytes | None]) -> Content | None:
        if digest == self.current.digest:
            return self.current
        bundle = load(digest)
        return None if bundle is None else self._by_digest.get(bundle.decode())
