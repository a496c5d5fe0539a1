"""`/health`: is the process alive, is it ready."""

from dataclasses import asdict

from flask import Blueprint, Response, current_app

from diagnosis import __version__
from diagnosis.web.exchange import answer, container
from diagnosis.web.observe import STOPPING
from diagnosis.web.problems import RETRY_SECONDS

health = Blueprint("health", __name__)


@health.get("/health/live")
def live() -> Response:
    """Say that the process answers; it asks nobody else."""
    return answer({"live": True, "version": __version__})


@health.get("/health/ready")
def ready() -> Response:
    """Say whether the service is ready: content is loaded, the database can serve.

    The answer comes within a second, whatever the database does, and within three where all
    threads of the process compute. A process that stops is not ready: whoever asks on a connection
    from before takes its requests elsewhere.
    """
    running = container()
    store = running.store.readiness()
    is_stopping = STOPPING in current_app.extensions
    is_ready = store.trouble is None and not is_stopping
    shown = {
        "ready": is_ready,
        "stopping": is_stopping,
        "version": __version__,
        "content": running.content.digest,
        "checks": {"content": True, **asdict(store)},
    }
    if is_ready:
        return answer(shown)
    response = answer(shown, 503)
    response.headers["Retry-After"] = RETRY_SECONDS
    return response
