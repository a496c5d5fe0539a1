"""The application factory."""

from types import ModuleType

from flask import Flask, Response

from diagnosis import __version__
from diagnosis.bootstrap import Container, container
from diagnosis.web import docs
from diagnosis.web.api import (
    assessments,
    catalogue,
    diagnoses,
    enterprises,
    estimates,
    feedback,
    matching,
    questionnaires,
    roadmaps,
    standards,
)
from diagnosis.web.api.health import health
from diagnosis.web.document import make_api
from diagnosis.web.problems import register_problems
from diagnosis.web.watch import watch

RESOURCES: tuple[ModuleType, ...] = (
    questionnaires,
    standards,
    diagnoses,
    assessments,
    enterprises,
    catalogue,
    estimates,
    roadmaps,
    matching,
    feedback,
)
"""One module a resource, each with its blueprint `resource`, in the order of the document."""


def create_app(wired: Container | None = None) -> Flask:
    """Return the application over a container, the process's own where none is given."""
    own = wired or container()
    app = Flask(__name__, static_folder=None)
    app.url_map.merge_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = own.settings.max_body_bytes
    app.extensions["diagnosis"] = own
    watch(app)
    api = app.extensions["diagnosis.api"] = make_api(app)
    for module in RESOURCES:
        api.register_blueprint(module.resource)
    app.register_blueprint(health)
    app.register_blueprint(docs.pages)
    register_problems(app)
    app.after_request(_stamp)
    return app


def _stamp(response: Response) -> Response:
    response.headers["Diagnosis-Version"] = __version__
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
