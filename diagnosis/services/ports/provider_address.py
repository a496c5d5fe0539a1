"""Which addresses of an identity provider are safe to ask."""

import re
from ipaddress import ip_address

_ADDRESS = re.compile(
    r"(https?)://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::[0-9]{1,5})?"
    r"(?:/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?(?:\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?"
)
LONGEST_ADDRESS = 500


def is_safe_address(url: str) -> bool:
    """Return whether what comes from an address is its owner's: by https, or from this machine.

    Examples
    --------
    >>> [is_safe_address(url) for url in ("https://id.example/a", "http://127.0.0.1:9/b")]
    [True, True]
    >>> [is_safe_address(url) for url in ("http://id.example/a", "file:///etc", "https://a@b/")]
    [False, False, False]

    """
    match = _ADDRESS.fullmatch(url)
    if match is None or len(url) > LONGEST_ADDRESS:
        return False
    return match[1] == "https" or _is_this_machine(match[2].strip("[]"))


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
