"""The address that a request comes from: the peer's, or what a trusted proxy says."""

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from flask import current_app, request

from diagnosis.bootstrap import Container
from diagnosis.config.public import Network

_PREFIX = 64
"""The bits of an IPv6 address that a household or firm has; the others it chooses."""
_WRITTEN = re.compile(r"\[([0-9A-Fa-f:.]+)\](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}")
"""An address with its port, or one of IPv6 in brackets, as some proxies write them."""
Address = IPv4Address | IPv6Address


def caller_address() -> str:
    """Return the address of a request, of IPv6 the network that it is in.

    `X-Forwarded-For` is read from its end, and only as far as trusted proxies wrote it: what
    stands before is what anybody may have sent.
    """
    running: Container = current_app.extensions["diagnosis"]
    peer = request.environ.get("REMOTE_ADDR", "")
    proxies = running.settings.trusted_proxies
    forwarded = request.environ.get("HTTP_X_FORWARDED_FOR", "") if proxies else ""
    return _counted_as(peer, forwarded, proxies)


@lru_cache(maxsize=4096)
def _counted_as(peer: str, forwarded: str, proxies: tuple[Network, ...]) -> str:
    address = _read(origin := _origin(peer, forwarded, proxies))
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address.packed, _PREFIX), strict=False))
    return origin if address is None else str(address)


def _origin(peer: str, forwarded: str, proxies: tuple[Network, ...]) -> str:
    """Return the last address that no trusted proxy has, or that of the outermost proxy."""
    origin = peer
    hops = forwarded.split(",") if forwarded else []
    while hops and _is_among(origin, proxies):
        written = _without_port(hops.pop().strip())
        if _read(written) is None:
            break
        origin = written
    return origin


def _without_port(written: str) -> str:
    """Return the address that a proxy wrote, without brackets and port."""
    match = _WRITTEN.fullmatch(written)
    return written if match is None else match[1] or match[2]


def _is_among(text: str, networks: tuple[Network, ...]) -> bool:
    address = _read(text)
    return address is not None and any(address in network for network in networks)


def _read(text: str) -> Address | None:
    """Return an address, that of IPv4 where it is written in IPv6; None where it is none."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
