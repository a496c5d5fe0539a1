"""Which hosts a request may name: those that the service is known by."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, current_app, request

from diagnosis.config.settings import Settings

_HOSTS = "diagnosis.hosts"
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
_HEALTH = "/health/"
"""Whoever checks a health may call the machine by its number; nothing there depends on it."""


class UntrustedHost(Exception):
    """A request names a host that this service is not known by."""


def hosts_of(settings: Settings, address: str) -> tuple[str, ...]:
    """Return the hosts that a server at an address is known by; none where it may be any.

    Those are the hosts of the settings and that of the public address. Where no host is set they
    are that of the public address, the names of this machine and the address; a server without
    a public address that this machine alone reaches takes any.
    """
    public = settings.public_url and urlsplit(settings.public_url).hostname
    known = (public,) if public else ()
    if settings.trusted_hosts:
        return (*settings.trusted_hosts, *known)
    if not known and _is_loopback(address):
        return ()
    return (*_THIS_MACHINE, address, *known)


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def check_hosts(app: Flask, hosts: tuple[str, ...]) -> None:
    """Have an app refuse requests that name another host than these; none of them is any."""
    app.extensions[_HOSTS] = hosts
    if hosts:
        app.before_request(_check)


def _check() -> None:
    if request.environ["PATH_INFO"].startswith(_HEALTH):
        return
    hosts: tuple[str, ...] = current_app.extensions[_HOSTS]
    name = _name_of(request.environ.get("HTTP_HOST", ""))
    if not any(name == host or (host[:1] == "." and name.endswith(host)) for host in hosts):
        raise UntrustedHost


def _name_of(host: str) -> str:
    """Return a host in small letters, without its port and the brackets of IPv6."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower().removesuffix(".")
