"""A browser at a service that lets people log in at a provider."""

from dataclasses import replace

import requests
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.bootstrap import Container
from diagnosis.config.settings import read_settings
from diagnosis.web.app import create_app
from tests.provider.server import CLIENT, SECRET, OpenIdProvider

HERE = "http://localhost"


def browser(app: Flask, provider: OpenIdProvider, **variables: str) -> FlaskClient:
    """Return a browser at a service that lets people log in at a provider."""
    service: Container = app.extensions["diagnosis"]
    provider.now = lambda: service.clock().timestamp()
    pages = {
        "DIAGNOSIS_OIDC_CLIENT_ID": CLIENT, "DIAGNOSIS_OIDC_CLIENT_SECRET": SECRET,
        "DIAGNOSIS_PUBLIC_URL": HERE,
    }  # fmt: skip
    read = read_settings(provider.settings | pages | variables)
    settings = replace(service.settings, provider=read.provider, public_url=read.public_url)
    return create_app(replace(service, settings=settings)).test_client()


def sent_back(page: FlaskClient, path: str = "/login?next=/docs") -> str:
    """Log in at the provider; return the path that it sends the browser back to."""
    begun = page.get(path)
    assert begun.status_code == 303, begun.text
    answer = requests.get(begun.headers["Location"], allow_redirects=False, timeout=20)
    assert answer.status_code == 302
    back: str = answer.headers["Location"]
    assert back.startswith(f"{HERE}/login/return?")
    return back.removeprefix(HERE)
