"""`/metrics` on a port of its own, which this machine alone reaches: it is off the public door."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask
from prometheus_client import CONTENT_TYPE_LATEST
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from diagnosis.web.meters import Meters

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def show_metrics_at(port: int, app: Flask, meters: Meters) -> None:
    """Have an app answer what comes by a port with its counters, and with nothing else.

    The port is the one that the server listens at, whatever a request says of it.
    """
    public = app.wsgi_app

    def by_port(
        environment: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        if environment["SERVER_PORT"] != str(port):
            return public(environment, start_response)
        if environment["PATH_INFO"] != "/metrics":
            return NotFound()(environment, start_response)
        shown = Response(meters.shown(), content_type=CONTENT_TYPE_LATEST)
        return shown(environment, start_response)

    app.wsgi_app = by_port  # type: ignore[method-assign,assignment]
