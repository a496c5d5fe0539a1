"""The applications that gunicorn serves: bare Flask, the service, the textbook."""

import os
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from flask import Flask, request

from diagnosis.bootstrap import Container, container, prepare_store
from diagnosis.services.ports.scope import Principal
from diagnosis.web.access.who_asks import PRINCIPAL
from diagnosis.web.app import create_app
from diagnosis.web.observe import set_up_logging
from diagnosis.web.serve import freeze_memory
from tests.keys import let_in


def hello() -> Flask:
    """Return a bare Flask application."""
    app = Flask("hello")

    @app.get("/")
    def say_hello() -> str:
        return "hello"

    freeze_memory()
    return app


def _rested(app: Flask) -> Flask:
    """Return an application as `serve` runs it: logging on, the collector told to rest."""
    set_up_logging("info")
    freeze_memory()
    return app


def _prepared() -> Container:
    """Return the container of this process over a database that knows the key of tests."""
    services = container()
    prepare_store(services)
    let_in(services.store)
    services.store.close()
    return services


def service() -> Flask:
    """Return the service with its trained estimates."""
    services = _prepared()
    return _rested(create_app(services))


def service_by_rule() -> Flask:
    """Return the service without its estimates."""
    services = _prepared()
    return _rested(create_app(replace(services, estimator=None)))


def service_without_queue() -> Flask:
    """Return the service whose writers do not queue at the file lock: SQLite's wait is all."""
    file = container().store.file
    object.__setattr__(file, "turn", lambda seconds=None: nullcontext())
    services = _prepared()
    return _rested(create_app(services))


_GUARDS = {
    "diagnosis.web.access.who_asks",
    "diagnosis.web.door.hosts",
    "diagnosis.web.request_line",
    "diagnosis.web.observe",
}
"""Whose steps before and after a request guard and watch it."""


def service_unguarded() -> Flask:
    """Return the service that knows nobody, counts nothing, writes no log, sends no such headers.

    Whoever asks is an enterprise of `local`; answers are the same but for their headers.
    """
    app = service()
    principal = Principal("local", "local")
    before, after = app.before_request_funcs[None], app.after_request_funcs[None]
    before[:] = [step for step in before if step.__module__ not in _GUARDS]
    after[:] = [step for step in after if step.__module__ not in _GUARDS]
    after.remove(next(step for step in after if step.__name__ == "_stamp"))
    app.before_request(lambda: request.environ.update({PRINCIPAL: principal}))
    return app


def textbook() -> Flask:
    """Return the textbook, its database in the data folder of the environment."""
    from benchmarks.rivals.textbook.app import textbook as make_textbook  # brings scikit-learn

    services = container()
    database = services.settings.data_dir / "textbook.db"
    app = make_textbook(services.content, Path(os.environ["RIVAL_MODELS"]), database)
    freeze_memory()
    return app
