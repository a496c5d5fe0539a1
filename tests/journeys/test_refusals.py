"""What the server itself refuses: a problem like every other, and nothing of it in the log."""

import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from diagnosis.web.problems import KINDS, TYPE
from tests import asking as requests
from tests.journeys.server import Server, serving
from tests.keys import LINE

SECRET = "91440300MA5EXAMPLE"


@pytest.fixture(scope="module")
def server(tmp_path_factory: Any) -> Iterator[Server]:
    """Yield a server with two workers."""
    with serving(tmp_path_factory.mktemp("refusals"), settings={"SCRIPT_NAME": "/x"}) as started:
        yield started


def answer_to(server: Server, request: bytes) -> tuple[bytes, bytes]:
    """Return head and body of the answer to bytes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
        line.sendall(request)
        received = b""
        while piece := line.recv(65536):
            received += piece
    head, _, body = received.partition(b"\r\n\r\n")
    return head, body


def sent(server: Server, request: bytes) -> tuple[int, dict[str, str], Any]:
    """Return status, headers and JSON of the answer to bytes."""
    head, body = answer_to(server, request)
    first, *rest = head.decode("latin-1").split("\r\n")
    headers = dict(header.split(": ", 1) for header in rest)
    assert int(headers["Content-Length"]) == len(body)
    return int(first.split()[1]), headers, json.loads(body)


def get(path: str, *headers: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: x", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode()


LONG = "y" * 9000
REFUSED = {
    "no request line": (b"NONSENSE\r\n\r\n", "bad-request"),
    "a query with a space": (f"GET /v1/enterprises?name={SECRET} x HTTP/1.1\r\n\r\n".encode(),
                             "bad-request"),
    "bytes that are not ASCII": ("GET /厂 HTTP/1.1\r\n\r\n".encode(), "bad-request"),
    "another protocol": (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", "bad-request"),
    "HTTP/9": (b"GET / HTTP/9.9\r\n\r\n", "bad-request"),
    "a header without a colon": (get("/health/live", SECRET), "bad-request"),
    "a header of control characters": (get("/health/live", "X-A: \x00"), "bad-request"),
    "a folded header": (get("/health/live", "X-A: b", " c"), "bad-request"),
    "two hosts": (get("/health/live", "Host: y"), "bad-request"),
    "two lengths": (get("/", "Content-Length: 1", "Content-Length: 2"), "bad-request"),
    "a length that is none": (get("/", "Content-Length: -1"), "bad-request"),
    "a length and chunks": (get("/", "Content-Length: 1", "Transfer-Encoding: chunked"),
                            "bad-request"),
    "a long address": (get(f"/v1/enterprises?name={SECRET}{LONG}"), "address-too-long"),
    "a long header": (get("/health/live", f"X-A: {LONG}"), "header-too-large"),
    "many headers": (get("/health/live", *[f"X-{n}: y" for n in range(200)]),
                     "header-too-large"),
    "a transfer coding": (get("/", "Transfer-Encoding: nonsense"), "not-implemented"),
    "an expectation": (get("/", "Expect: wonders"), "expectation-failed"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_a_problem_in_both_languages(server: Server, case: str) -> None:
    request, code = REFUSED[case]
    status, headers, body = sent(server, request)
    kind = KINDS[code]
    assert (status, body["status"], body["type"]) == (kind.status, kind.status, TYPE + code)
    assert headers["Content-Type"] == "application/problem+json"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Connection"] == "close"
    assert body.keys() == {"type", "title", "status", "detail", "errors"}
    assert body["title"] == f"{kind.title.zh} {kind.title.en}"
    assert body["detail"] == f"{kind.detail.zh} {kind.detail.en}"


def test_a_refusal_of_the_server_is_as_declared(server: Server) -> None:
    status, headers, _ = sent(server, REFUSED["a long address"][0])
    spec = requests.get(f"{server.url}/docs/openapi.json", timeout=20).json()
    declared = spec["components"]["responses"]["REQUEST_URI_TOO_LONG"]
    of_the_wire = {"Date", "Connection", "Content-Type", "Content-Length"}
    assert headers.keys() - of_the_wire == declared["headers"].keys()
    language = spec["components"]["headers"]["BothLanguages"]["schema"]["enum"]
    assert (status, [headers["Content-Language"]]) == (414, language)


@pytest.mark.parametrize("path", ["/health/live", f"/v1/enterprises?name={LONG}"])
def test_a_head_is_refused_without_content(server: Server, path: str) -> None:
    request = get(path, "X-A: \x00").replace(b"GET", b"HEAD", 1)
    head, body = answer_to(server, request)
    assert head.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 414 ")) and body == b""
    _, headers, _ = sent(server, get(path, "X-A: \x00"))
    assert f"Content-Length: {headers['Content-Length']}".encode() in head


def test_what_was_refused_is_counted_and_is_not_in_the_log(server: Server) -> None:
    request, _ = REFUSED["a long address"]
    sent(server, request)
    log = server.log.read_text()
    assert SECRET not in log and "NONSENSE" not in log and LONG[:50] not in log
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    refused = [line for line in lines if line["event"] == "refused"]
    assert refused[-1]["status"] == 414
    assert refused[-1]["error"] == "LimitRequestLine"
    shown = server.metrics()
    assert 'method="other",route="none",status="414"' in shown


@pytest.mark.parametrize(
    "header",
    ["SCRIPT_NAME: /foo", "SCRIPT_NAME: /health", "SCRIPT_NAME: /", "PATH_INFO: /metrics",
     "Script_Name: /health", "REMOTE_USER: somebody"],
)  # fmt: skip
def test_no_header_moves_the_application(server: Server, header: str) -> None:
    status, _, body = sent(server, get("/health/live", header))
    assert (status, body["live"]) == (200, True)
    status, _, body = sent(server, get("/nowhere", header))
    assert (status, body["type"]) == (404, f"{TYPE}not-found")


PREVIEW = "POST /v1/diagnoses/preview HTTP/1.1\r\nContent-Type: application/json\r\n"
SHEET = b'{"form": "full", "answers": {}}'
ITEMS = (
    "equipment-automation", "sales-management", "planning-scheduling", "production-control",
    "quality-management", "procurement-management", "strategy-plan",
)  # fmt: skip
CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(SHEET), SHEET)


def preview(body: bytes, *headers: str) -> bytes:
    return PREVIEW.encode() + "\r\n".join([*headers, "", ""]).encode("latin-1") + body


def test_a_body_in_another_transfer_coding_is_not_taken_for_text(server: Server) -> None:
    common = ("Host: x", "Connection: close")
    for coding, status, code in (
        ("chunked", 200, None),
        ("Chunked", 200, None),
        ("gzip, chunked", 501, "not-implemented"),
    ):
        answered, _, body = sent(server, preview(CHUNKED, *common, f"Transfer-Encoding: {coding}"))
        assert (answered, body.get("type")) == (status, code and TYPE + code), coding


def test_an_empty_body_in_chunks_is_no_body(server: Server) -> None:
    """Some clients and gateways send nothing that way, and then no type of it either."""
    firm = {"name": "示例厂", "credit_code": "91441900EXAMPLE11Y"}
    items = dict.fromkeys(ITEMS, 1)
    body = {"form": "screening", "enterprise": firm, "answers": items}
    draft = requests.post(f"{server.url}/v1/assessments", json=body, timeout=60)
    path = draft.headers["Location"]
    lines = [f"POST {path}/submit HTTP/1.1", "Host: x", "Connection: close", "If-Match: *"]
    lines.append(LINE.strip())
    head = "\r\n".join([*lines, "Transfer-Encoding: chunked", "", ""]).encode()
    assert sent(server, head + b"2\r\n{}\r\n0\r\n\r\n")[0] == 415
    assert sent(server, head + b"0\r\n\r\n")[0] == 201


def test_a_body_that_ends_before_its_length_is_no_body(server: Server) -> None:
    """What arrived may well read as JSON; what was meant is not known."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
        line.sendall(preview(SHEET, "Host: x", f"Content-Length: {len(SHEET) + 9}"))
        line.shutdown(socket.SHUT_WR)
        assert line.recv(100).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize(
    ("hosts", "status"),
    [((), 400), (("Host: a/b?c",), 400), (("Host: a b",), 400), (("Host: u@h",), 400),
     (("Host:",), 200), (("Host: [::1]:8000",), 200), (("Host: a-b.example:80",), 200)],
)  # fmt: skip
def test_http_1_1_names_a_host(server: Server, hosts: tuple[str, ...], status: int) -> None:
    lines = ["GET /health/live HTTP/1.1", "Connection: close", *hosts, "", ""]
    answered, _, body = sent(server, "\r\n".join(lines).encode())
    assert (answered, body.get("status", 200)) == (status, status)
    older = b"GET /health/live HTTP/1.0\r\n\r\n"
    assert sent(server, older)[0] == 200


def posted(server: Server, size: int, *, chunked: bool) -> requests.Response:
    body = b"[" + b" " * (size - 2) + b"]"
    return requests.post(
        f"{server.url}/v1/diagnoses/preview",
        data=iter([body[:70_000], body[70_000:]]) if chunked else body,
        headers={"Content-Type": "application/json"},
        timeout=60,
    )


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize(
    ("size", "status"), [(999_999, 422), (1_000_000, 422), (1_000_001, 413), (2_000_000, 413)]
)
def test_a_body_is_as_long_in_chunks_as_in_one(
    server: Server, size: int, status: int, chunked: bool
) -> None:
    answer = posted(server, size, chunked=chunked)
    assert (answer.status_code, answer.json()["status"]) == (status, status)
