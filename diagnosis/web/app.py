"""The application factory."""

from flask import Flask, Response

from diagnosis import __version__
from diagnosis.bootstrap import Container, container
from diagnosis.web.api.health import health
from diagnosis.web.api.preview import preview
from diagnosis.web.api.questionnaires import questionnaires
from diagnosis.web.problems import register_problems


def create_app(wired: Container | None = None) -> Flask:
    """Return the application over a container, the process's own where none is given."""
    own = wired or container()
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = own.settings.max_body_bytes
    app.extensions["diagnosis"] = own
    for blueprint in (preview, questionnaires, health):
        app.register_blueprint(blueprint)
    register_problems(app)
    app.after_request(_stamp)
    return app


def _stamp(response: Response) -> Response:
    response.headers["Diagnosis-Version"] = __version__
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
