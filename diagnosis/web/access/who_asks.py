"""Who asks: the key of a request, held to the policy of its operation before anything is read."""

from dataclasses import replace

from flask import Flask, current_app, request

from diagnosis.bootstrap import Container
from diagnosis.services.errors import NotAllowed
from diagnosis.services.ports.keys import KeyRecord
from diagnosis.services.ports.scope import KeyScope, Principal
from diagnosis.web.access.policy import POLICIES, PUBLIC
from diagnosis.web.door.limits import count_of_address, count_of_key

_PRINCIPAL = "diagnosis.principal"
_KEY = "diagnosis.key"
_SCHEME = "bearer"
_UNCOUNTED = ("live", "ready")
"""Operations that anybody may ask as often as they like: whoever watches the service."""


class NobodyKnown(Exception):
    """A request does not say who asks, or nobody is known by what it says."""

    def __init__(self, *, has_key: bool) -> None:
        super().__init__()
        self.has_key = has_key


def check_who_asks(app: Flask) -> None:
    """Have an app hold every request to the policy of its operation."""
    app.before_request(_check)


def _check() -> None:
    operation = str(request.endpoint).rpartition(".")[2]
    if operation in _UNCOUNTED:
        return
    policy = PUBLIC if request.url_rule is None else POLICIES[operation]
    if policy.is_public or request.method == "OPTIONS":
        count_of_address()
        return
    try:
        record = _known()
    except NobodyKnown:
        count_of_address()
        raise
    count_of_key(record.id)
    principal = record.principal
    is_itself = policy.to_itself and str((request.view_args or {}).get("key_id")) == record.id
    if principal.role not in policy.roles:
        raise NotAllowed
    if policy.scope not in principal.allowed and not is_itself:
        raise NotAllowed
    # What is granted is there to be read; whoever writes finds the rows of its organisation.
    is_writing = policy.scope is not KeyScope.READ
    request.environ[_PRINCIPAL] = replace(principal, is_writing=is_writing)
    request.environ[_KEY] = record


def _known() -> KeyRecord:
    """Return the key of the request; wrong, expired and revoked keys are alike."""
    scheme, _, text = request.environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() != _SCHEME:
        raise NobodyKnown(has_key=False)
    running: Container = current_app.extensions["diagnosis"]
    record = running.key_reader.read(text.strip(" "), running.clock())
    if record is None:
        raise NobodyKnown(has_key=True)
    return record


def key_of_request() -> KeyRecord:
    """Return the key of who asks; there is none in what is public."""
    record: KeyRecord = request.environ[_KEY]
    return record


def principal_of_request() -> Principal:
    """Return who asks; there is nobody in what is public."""
    principal: Principal = request.environ[_PRINCIPAL]
    return principal
