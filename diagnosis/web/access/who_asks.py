"""Who asks: the key of a request, held to the policy of its operation before anything is read."""

from dataclasses import replace

from flask import Flask, current_app, request

from diagnosis.bootstrap import Container
from diagnosis.services.errors import NotAllowed
from diagnosis.services.ports.scope import KeyScope, Principal
from diagnosis.web.access.policy import POLICIES

_PRINCIPAL = "diagnosis.principal"
_SCHEME = "bearer"


class NobodyKnown(Exception):
    """A request does not say who asks, or nobody is known by what it says."""

    def __init__(self, *, has_key: bool) -> None:
        super().__init__()
        self.has_key = has_key


def check_who_asks(app: Flask) -> None:
    """Have an app hold every request to the policy of its operation."""
    app.before_request(_check)


def _check() -> None:
    if request.url_rule is None or request.method == "OPTIONS":
        return
    policy = POLICIES[str(request.endpoint).rpartition(".")[2]]
    if policy.is_public:
        return
    principal = _known()
    if principal.role not in policy.roles or policy.scope not in principal.allowed:
        raise NotAllowed
    # What is granted is there to be read; whoever writes finds the rows of its organisation.
    is_writing = policy.scope is not KeyScope.READ
    request.environ[_PRINCIPAL] = replace(principal, is_writing=is_writing)


def _known() -> Principal:
    """Return who asks by the key of the request; wrong, expired and revoked keys are alike."""
    scheme, _, text = request.environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() != _SCHEME:
        raise NobodyKnown(has_key=False)
    running: Container = current_app.extensions["diagnosis"]
    record = running.key_reader.read(text.strip(" "), running.clock())
    if record is None:
        raise NobodyKnown(has_key=True)
    return record.principal


def principal_of_request() -> Principal:
    """Return who asks; there is nobody in what is public."""
    principal: Principal = request.environ[_PRINCIPAL]
    return principal
