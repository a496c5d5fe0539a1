"""The settings of the public door: its address, its hosts, the proxies that are trusted."""

import re
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import urlsplit

from diagnosis.config.variables import BadSetting, listed, shown

_URL = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(?:/[A-Za-z0-9._~/-]*)?")
_HOST = re.compile(r"\.?[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*|\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\]?")
"""A name, a number, or a number of IPv6; a port behind it is none of them."""
Network = IPv4Network | IPv6Network


def public_url(environment: Mapping[str, str]) -> str | None:
    """Return the address that callers know this service by, without the slash at its end."""
    url = environment.get("DIAGNOSIS_PUBLIC_URL", "").strip()
    if not url:
        return None
    if not _URL.fullmatch(url) or not _names_a_host(url):
        raise BadSetting(
            f"DIAGNOSIS_PUBLIC_URL must look like https://host.example, not {shown(url)}"
        )
    return url.rstrip("/")


def _names_a_host(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:  # a bracket that is not closed, a port that there is not
        return False


def hosts(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the hosts that requests may name, in small letters; a dot before one is any below."""
    hosts = listed(environment, "DIAGNOSIS_TRUSTED_HOSTS")
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise BadSetting(
                "DIAGNOSIS_TRUSTED_HOSTS must be hosts without ports, such as "
                f"host.example,.inside.example,10.0.0.5, not {shown(host)}"
            )
    return tuple(host.strip("[]").lower() for host in hosts)


def proxies(environment: Mapping[str, str]) -> tuple[Network, ...]:
    """Return the networks whose word on where a request comes from is taken."""
    networks = listed(environment, "DIAGNOSIS_TRUSTED_PROXIES")
    try:
        return tuple(ip_network(network) for network in networks)
    except ValueError:
        raise BadSetting(
            "DIAGNOSIS_TRUSTED_PROXIES must be addresses or networks, such as "
            f"10.0.0.5,172.16.0.0/12, not {shown(','.join(networks))}"
        ) from None
