"""Where a browser is sent on: to a page of this service, whatever a request names."""

import re
from urllib.parse import urlsplit

START = "/"
LONGEST_PATH = 500
_LOCAL = re.compile(r"/(?![/\\])[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*")


def local_path(wished: str | None) -> str:
    r"""Return a path of this service that was wished for, or its start.

    Examples
    --------
    >>> local_path("/docs?a=1"), local_path("//evil.example"), local_path("/\\evil.example")
    ('/docs?a=1', '/', '/')

    """
    if wished is None or len(wished) > LONGEST_PATH or _LOCAL.fullmatch(wished) is None:
        return START
    parts = urlsplit(wished)
    return START if parts.scheme or parts.netloc else wished
