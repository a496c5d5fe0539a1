"""The service for tests: over a database of its own, with a clock that can be set."""

from copy import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from diagnosis.bootstrap import Container
from diagnosis.bootstrap import container as running
from diagnosis.config.settings import read_settings
from diagnosis.content.versions import Versions
from diagnosis.domain.retrofit.plan.search_time import SearchTime
from diagnosis.services.ports.estimator import Estimator
from diagnosis.web.app import create_app
from diagnosis.web.observe import add_meters
from tests.databases import migrated_file
from tests.fakes.printer import QuickPrinter
from tests.keys import KEY, PEPPER, UNLIMITED, bearer, let_in


class KeyedClient(FlaskClient):
    """A client that asks with the key of tests, unless a request says who asks itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.environ_base["HTTP_AUTHORIZATION"] = bearer(KEY)["Authorization"]


@dataclass
class Ticking:
    """A clock that moves a millisecond at each look."""

    now: datetime = field(default=datetime(2026, 11, 23, 8, 30, tzinfo=UTC))

    def __call__(self) -> datetime:
        """Return the next moment."""
        self.now += timedelta(milliseconds=1)
        return self.now


def a_service(
    versions: Versions,
    folder: Path,
    url: str | None = None,
    estimator: Estimator | None = None,
) -> Container:
    """Return a container over a migrated database, SQLite in a folder unless a URL is given.

    It knows the key of tests. Reports are printed in no time: a journey prints them in earnest.
    Planning is held to no time: on a slow machine a clock would end searches earlier.
    """
    file = folder / "diagnosis.db"
    if url is None and not file.exists():
        migrated_file(file)
    settings = replace(
        read_settings({}),
        data_dir=folder, database_url=url or f"sqlite:///{file}", key_pepper=PEPPER,
        requests_per_organisation=UNLIMITED, requests_per_address=UNLIMITED,
        keys_per_organisation=UNLIMITED, sheets_per_address=UNLIMITED,
    )  # fmt: skip
    service = Container(settings, versions, estimator, clock=Ticking())
    service.__dict__["limits"] = replace(service.limits, time=SearchTime)
    service.__dict__["report_printer"] = QuickPrinter()
    service.store.migrate()
    let_in(service.store)
    return service


def an_app(container: Container) -> Flask:
    """Return the application of a container, with meters of its own.

    It shares routes and document with every other one of this process: they hold nothing of a
    container, and take most of the time that making an application takes.
    """
    app = copy(_routes(container.settings.max_body_bytes))
    app.extensions = app.extensions | {"diagnosis": container}
    app.config = copy(app.config)
    app.test_client_class = KeyedClient
    add_meters(app, 1)
    return app


@cache
def _routes(max_body_bytes: int) -> Flask:
    settings = replace(read_settings({}), max_body_bytes=max_body_bytes)
    return create_app(replace(running(), settings=settings))
