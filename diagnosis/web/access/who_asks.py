"""Who asks: the key of a request, held to the policy of its operation before anything is read."""

from contextlib import suppress
from dataclasses import replace

from flask import Flask, current_app, request

from diagnosis.bootstrap import Container
from diagnosis.services.errors import NotAllowed, StoreUnavailable
from diagnosis.services.ports.keys import KeyRecord
from diagnosis.services.ports.scope import KeyScope, Principal
from diagnosis.web.access.policy import POLICIES, PUBLIC
from diagnosis.web.door.limits import (
    count_of_address,
    count_of_organisation,
    take_back_of_address,
)

PRINCIPAL = "diagnosis.principal"
"""The name of who asks in the environment of a request."""
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
        # Content is there for everybody, also with a key that is none and without a database.
        with suppress(NobodyKnown, StoreUnavailable):
            _count_known()
        return
    record = _count_known()
    principal = record.principal
    is_itself = policy.to_itself and str((request.view_args or {}).get("key_id")) == record.id
    if principal.role not in policy.roles:
        raise NotAllowed
    if policy.scope not in principal.allowed and not is_itself:
        raise NotAllowed
    # What is granted is there to be read; whoever writes finds the rows of its organisation.
    is_writing = policy.scope is not KeyScope.READ
    request.environ[PRINCIPAL] = replace(principal, is_writing=is_writing)


def _count_known() -> KeyRecord:
    """Return the key of the request, counted by its organisation; see `_known`."""
    record = _known()
    count_of_organisation(record.organisation)
    request.environ[_KEY] = record
    return record


def _known() -> KeyRecord:
    """Return the key of the request; wrong, expired and revoked keys are alike.

    Where there is none the request counts by its address; a key that was never met counts so
    until it is known, so that whoever guesses keeps no database busy.
    """
    scheme, _, text = request.environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() != _SCHEME:
        count_of_address()
        raise NobodyKnown(has_key=False)
    running: Container = current_app.extensions["diagnosis"]
    reader, text = running.key_reader, text.strip(" ")
    has_met = reader.has_met(text)
    if not has_met:
        count_of_address()
    try:
        record = reader.read(text, running.clock())
        if record is None:
            raise NobodyKnown(has_key=True)
    except (NobodyKnown, StoreUnavailable):
        if has_met:
            count_of_address()
        raise
    if not has_met:
        take_back_of_address()
    return record


def is_with_key() -> bool:
    """Return whether the request came with a valid key, which nothing public asks for."""
    return _KEY in request.environ


def key_of_request() -> KeyRecord:
    """Return the key of who asks; what is public may have none."""
    record: KeyRecord = request.environ[_KEY]
    return record


def principal_of_request() -> Principal:
    """Return who asks; there is nobody in what is public."""
    principal: Principal = request.environ[PRINCIPAL]
    return principal
