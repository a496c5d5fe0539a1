"""What goes over the wire: tagged and compressed bytes from gunicorn, for bare clients too."""

import gzip
import json
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import pytest

from tests.builders import an_example
from tests.journeys.server import Server, serving
from tests.keys import KEY, bearer


@pytest.fixture(scope="module")
def server(tmp_path_factory: Any) -> Iterator[Server]:
    """Yield a server with two workers."""
    with serving(tmp_path_factory.mktemp("wire")) as started:
        yield started


def ask(
    server: Server, method: str, path: str, body: Any = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and bytes as they came, on a connection of their own."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    sent = None if body is None else json.dumps(body).encode()
    if sent is not None:
        named["Content-Type"] = "application/json"
    connection.putrequest(method, path, skip_accept_encoding=True)
    connection.putheader("Authorization", bearer(KEY)["Authorization"])
    for name, value in named.items():
        connection.putheader(name, value)
    if sent is not None:
        connection.putheader("Content-Length", str(len(sent)))
    connection.endheaders(sent)
    answer = connection.getresponse()
    received = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), received


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/v1/questionnaires/full", None),
        ("GET", "/v1/packages?limit=200", None),
        ("GET", "/docs/openapi.json", None),
        ("POST", "/v1/diagnoses/preview", an_example("foshan-furniture-maker")),
    ],
)
def test_the_bytes_of_both_are_the_same_answer(
    server: Server, method: str, path: str, body: Any
) -> None:
    status, plain_headers, plain = ask(server, method, path, body)
    assert status == 200
    assert "Content-Encoding" not in plain_headers
    assert int(plain_headers["Content-Length"]) == len(plain)
    for _ in range(4):
        status, headers, packed = ask(server, method, path, body, Accept_Encoding="gzip, br")
        assert (status, headers["Content-Encoding"]) == (200, "gzip")
        assert int(headers["Content-Length"]) == len(packed) < len(plain) / 2
        assert gzip.decompress(packed) == plain


def test_workers_agree_on_tags(server: Server) -> None:
    path = "/v1/standards/gbt-39116-2020"
    tags = {ask(server, "GET", path)[1]["ETag"] for _ in range(12)}
    (tag,) = tags
    for _ in range(12):
        status, headers, received = ask(server, "GET", path, If_None_Match=tag)
        assert (status, received) == (304, b"")
        assert "Content-Length" not in headers and "Content-Type" not in headers
        assert headers["ETag"] == tag
    packed = ask(server, "GET", path, Accept_Encoding="gzip")[1]["ETag"]
    assert packed == f'{tag[:-1]}-gzip"'
    status, headers, _ = ask(server, "GET", path, Accept_Encoding="gzip", If_None_Match=packed)
    assert (status, headers["ETag"]) == (304, packed)


def test_a_head_says_what_a_get_would(server: Server) -> None:
    status, headers, received = ask(server, "HEAD", "/v1/crosswalk", Accept_Encoding="gzip")
    _, plain, body = ask(server, "GET", "/v1/crosswalk")
    assert (status, received) == (200, b"")
    assert headers["ETag"] == plain["ETag"]
    assert int(headers["Content-Length"]) == len(body)


def test_a_firms_answer_is_compressed_and_not_kept(server: Server) -> None:
    sheet = an_example("zhongshan-lamp-maker")
    status, headers, packed = ask(
        server, "POST", "/v1/diagnoses", sheet, Accept_Encoding="gzip", Prefer="return=minimal"
    )
    assert (status, headers["Content-Encoding"]) == (201, "gzip")
    assert headers["Cache-Control"] == "no-store"
    assert headers["Vary"] == "Accept-Language, Accept-Encoding, Prefer"
    _, _, plain = ask(server, "GET", headers["Location"])
    assert json.loads(gzip.decompress(packed))["id"] == json.loads(plain)["id"]
