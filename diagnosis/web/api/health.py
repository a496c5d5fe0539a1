"""`/health` and `/metrics`: is the process alive, is it ready, what has it done."""

from dataclasses import asdict

from flask import Blueprint, Response

from diagnosis import __version__
from diagnosis.web.exchange import answer, container
from diagnosis.web.observe import metrics
from diagnosis.web.problems import RETRY_SECONDS

health = Blueprint("health", __name__)


@health.get("/health/live")
def live() -> Response:
    """Say that the process answers; it asks nobody else."""
    return answer({"live": True, "version": __version__})


@health.get("/health/ready")
def ready() -> Response:
    """Say whether the service is ready: content is loaded, the database can serve.

    The answer comes within a second, whatever the database does.
    """
    running = container()
    store = running.store.readiness()
    shown = {
        "ready": store.trouble is None,
        "version": __version__,
        "content": running.content.digest,
        "checks": {"content": True, **asdict(store)},
    }
    if store.trouble is None:
        return answer(shown)
    response = answer(shown, 503)
    response.headers["Retry-After"] = RETRY_SECONDS
    return response


@health.get("/metrics")
def show_metrics() -> Response:
    """Show the counters of the service as Prometheus reads them."""
    return metrics()
