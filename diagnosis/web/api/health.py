"""`/health` and `/metrics`: is the process alive, is it ready, what has it done."""

from flask import Blueprint, Response

from diagnosis import __version__
from diagnosis.web.exchange import answer, container
from diagnosis.web.observe import metrics

health = Blueprint("health", __name__)


@health.get("/health/live")
def live() -> Response:
    """Say that the process answers."""
    return answer({"live": True, "version": __version__})


@health.get("/health/ready")
def ready() -> Response:
    """Say whether the service is ready: content is loaded, the database is there and migrated."""
    running = container()
    trouble = running.store.trouble()
    shown = {
        "ready": trouble is None,
        "version": __version__,
        "content": running.content.digest,
        "checks": {
            "content": True,
            "database": trouble != "database",
            "migrations": trouble is None,
        },
    }
    return answer(shown, 200 if trouble is None else 503)


@health.get("/metrics")
def show_metrics() -> Response:
    """Show the counters of the service as Prometheus reads them."""
    return metrics()
