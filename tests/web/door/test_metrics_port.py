"""What the port of metrics shows, and that the public door shows none of it."""

import pytest
from flask import Flask

from diagnosis.web.door.metrics_port import show_metrics_at
from diagnosis.web.observe import METERS

PORT, PUBLIC = 9101, 8000


@pytest.mark.parametrize("host", ["127.0.0.1:9101", "localhost:8000"])
def test_metrics_are_shown_at_their_port_alone(app: Flask, host: str) -> None:
    show_metrics_at(PORT, app, app.extensions[METERS])
    client = app.test_client()
    answers = {
        (port, path): client.get(
            path, headers={"Host": host}, environ_overrides={"SERVER_PORT": str(port)}
        )
        for port in (PORT, PUBLIC)
        for path in ("/metrics", "/v1/standards")
    }
    assert {asked: answer.status_code for asked, answer in answers.items()} == {
        (PORT, "/metrics"): 200, (PORT, "/v1/standards"): 404,
        (PUBLIC, "/metrics"): 404, (PUBLIC, "/v1/standards"): 200,
    }  # fmt: skip
    shown = answers[PORT, "/metrics"]
    assert shown.mimetype == "text/plain" and "# TYPE diagnosis_requests" in shown.text
    assert answers[PUBLIC, "/metrics"].mimetype == "application/problem+json"


def test_who_asks_for_metrics_is_not_counted(app: Flask) -> None:
    show_metrics_at(PORT, app, app.extensions[METERS])
    client = app.test_client()
    before = app.extensions[METERS].shown()
    client.get("/metrics", environ_overrides={"SERVER_PORT": str(PORT)})
    assert app.extensions[METERS].shown() == before
