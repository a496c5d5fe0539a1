"""`/health`: is the process ready to serve."""

from flask import Blueprint, Response

from diagnosis import __version__
from diagnosis.web.exchange import answer, wired

health = Blueprint("health", __name__, url_prefix="/health")


@health.get("/ready")
def ready() -> Response:
    """Say whether the service is ready: its content is loaded."""
    content = wired().content
    return answer({"ready": True, "version": __version__, "content": content.digest})
