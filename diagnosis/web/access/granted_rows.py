"""What is told to whoever would write rows that it may only read: that, not that none is there."""

from collections.abc import Mapping
from dataclasses import replace

from flask import current_app

from diagnosis.bootstrap import Container
from diagnosis.services.errors import GrantedToRead, NotThere
from diagnosis.services.grants import is_granted_to_read
from diagnosis.web.access.who_asks import principal_of_request


def refusal_of(error: NotThere, path: Mapping[str, object]) -> Exception:
    """Return why a request is refused that found nothing to act on at an address.

    Whoever writes finds rows of its own alone; of granted rows it knows already that they are
    there.
    """
    rows = {name: str(value) for name, value in path.items() if name.endswith("_id")}
    if error.elsewhere is not None or not rows:
        return error
    running: Container = current_app.extensions["diagnosis"]
    principal = replace(principal_of_request(), operation="")  # it is shown nothing
    if principal.is_writing and is_granted_to_read(running.caller(principal), rows):
        return GrantedToRead()
    return error
