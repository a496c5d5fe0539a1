"""`requests` as tests use it: each request says who asks by the key of `tests.keys`."""

from typing import Any

import requests
from requests import ConnectionError, RequestException, Response

from tests.keys import KEY, bearer

__all__ = ["ConnectionError", "RequestException", "Response", "get", "patch", "post", "request"]


def request(method: str, url: str, **more: Any) -> Response:
    """Return the answer to a request with the key of tests, unless it says who asks itself."""
    headers = bearer(KEY) | dict(more.pop("headers", None) or {})
    return requests.request(method, url, headers=headers, **more)


def get(url: str, **more: Any) -> Response:
    """Return the answer to a GET."""
    return request("GET", url, **more)


def post(url: str, data: Any = None, **more: Any) -> Response:
    """Return the answer to a POST."""
    return request("POST", url, data=data, **more)


def patch(url: str, **more: Any) -> Response:
    """Return the answer to a PATCH."""
    return request("PATCH", url, **more)
