"""A request as it goes over the wire, in the parts that mutations change."""

from dataclasses import dataclass

Header = tuple[bytes, bytes]
FRAMING = {b"content-length", b"transfer-encoding"}
"""The headers, in small letters, that say where a body ends."""


@dataclass(frozen=True, kw_only=True)
class WireRequest:
    """One request; nothing in it needs to be right.

    `query` stands without its `?`. Where no header frames the body, its length is sent with it.
    """

    method: bytes
    path: bytes
    query: bytes = b""
    version: bytes = b"HTTP/1.1"
    headers: tuple[Header, ...] = ()
    body: bytes = b""

    @property
    def wire(self) -> bytes:
        """Return the bytes to send."""
        target = self.path + (b"?" + self.query if self.query else b"")
        headers = self.headers
        if self.body and not any(name.lower() in FRAMING for name, _ in headers):
            headers += ((b"Content-Length", b"%d" % len(self.body)),)
        lines = [self.method + b" " + target + b" " + self.version]
        lines += [name + b": " + value for name, value in headers]
        return b"\r\n".join(lines) + b"\r\n\r\n" + self.body

    def without(self, *names: bytes) -> tuple[Header, ...]:
        """Return the headers but those of these names, which are in small letters."""
        return tuple(header for header in self.headers if header[0].lower() not in names)
