"""Valid requests of every operation: the ones that mutations start from."""

import json
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from tests.builders import EXAMPLES, an_example
from tests.evidence_files import a_picture
from tests.fuzz.published import Operation
from tests.fuzz.stock import Stock
from tests.fuzz.tenants import HOLDER, TOKEN
from tests.fuzz.wire_request import Header, WireRequest

OF_SUBMITTED = ("/cases", "/support", "/roadmaps")
"""What follows the id of an assessment where it has to be submitted."""
FOREIGN = 0.2
"""How often a request names rows of others, where the sender knows any."""
SHEETS = tuple(sorted(path.stem for path in EXAMPLES.glob("*.json")))
PLAUSIBLE = {
    "agreement": ("0.95",),
    "after": ("0", "3", "999999999"),
    "basis": ("self", "estimated"),
    "city": ("441900", "4406", "440605"),
    "created_after": ("2026-01-01T00:00:00Z", "2026-11-26T08:00:00+08:00"),
    "credit_code": ("91441900EXAMPLE11Y",),
    "cursor": ("10", "prj-agv"),
    "details": ("true", "false"),
    "date": ("2026-11-26", "2027-06-30"),
    "declared": ("filed-renovation",),
    "division": ("C35", "C33"),
    "form": ("full", "screening", "screening@2.0.0"),
    "industry": ("C35", "C3525"),
    "item": ("ai-plan", "ai-plan", "no-such-item"),
    "latest": ("true", "false"),
    "level": ("1", "2"),
    "promised_level": ("1", "2"),
    "margin_below": ("0.25", "1"),
    "limit": ("1", "20", "200"),
    "listed": ("sme-pilot-list",),
    "name": ("示例", "东莞"),
    "period": ("2026",),
    "reference": ("example-1",),
    "roles": ("manufacturer",),
    "scene": ("progress-tracking",),
    "since": ("screening", "full"),
    "site": ("一厂",),
    "standard": ("gbt-39116-2020", "ai-readiness@1"),
    "text": ("MES", "质量"),
    "chain": ("新能源汽车",),
    "park": ("松山湖高新区",),
}
"""Values of parameters that no closed set names."""
NAMED_BY = {"with": "roadmap_id", "roadmap": "roadmap_id"}
"""The id in addresses that a parameter of another name takes."""
A_PNG = a_picture("PNG")
_TAKES_FILE = ("add_evidence", "add_visit_evidence")
"""A file to an answer."""
WISHES: tuple[dict[str, Any], ...] = (
    {"budget_wan": 60},
    {"budget_wan": 150, "budgets_wan": [10, 1000], "left_out": True},
    {"target": {"standard": "gbt-39116-2020", "level": 2}},
    {"budget_wan": 80, "phases": [{"until_month": 6, "budget_wan": 20}, {"until_month": 24}]},
    {
        "budget_wan": 60,
        "wanted": ["pkg-work-reporting"],
        "refused": ["prj-agv"],
        "pains": ["defects"],
        "weights": {"pain": 2},
    },
)


def valid_request(operation: Operation, chance: Random, stock: Stock) -> WireRequest:
    """Return a valid request of an operation; ids are those of a stock."""
    headers: list[Header] = [
        (b"Host", b"127.0.0.1"),
        *_who(operation, stock),
        (b"Accept-Language", chance.choice((b"zh-Hans", b"en"))),
    ]
    if chance.random() < 0.3:
        headers.append((b"Accept-Encoding", b"gzip"))
    if operation.takes("If-Match"):
        headers.append((b"If-Match", chance.choice((b"*", b"*", b'"v1"'))))
    if operation.takes("Idempotency-Key") and chance.random() < 0.3:
        headers.append((b"Idempotency-Key", b"key-%d" % chance.randrange(10**9)))
    if operation.takes("Prefer") and chance.random() < 0.3:
        headers.append((b"Prefer", b"return=minimal"))
    body = b""
    if operation.id in _TAKES_FILE:
        headers.append((b"Content-Type", b"image/png"))
        body = A_PNG
    elif operation.examples():
        headers.append((b"Content-Type", b"application/json"))
        body = json.dumps(
            _body(operation, chance, stock), ensure_ascii=chance.random() < 0.5
        ).encode()
    return WireRequest(
        method=operation.method.upper().encode(),
        path=_path(operation, chance, stock).encode(),
        query=_query(operation, chance, stock).encode(),
        headers=tuple(headers),
        body=body,
    )


def _who(operation: Operation, stock: Stock) -> list[Header]:
    """Return the lines that say who asks: with a key, a code, or both, as the operation takes."""
    ways = stock.sender.ways
    security = operation.parts.get("security") or [{"key": []}]
    chosen = next((each for each in security if "key" in each), security[0])
    if "key" not in ways:
        chosen = dict.fromkeys(ways)
    return [
        (name.encode(), value.encode())
        for way in chosen
        if way in ways
        for name, value in stock.lines[way].items()
    ]


def _path(operation: Operation, chance: Random, stock: Stock) -> str:
    """Return the path of an operation, now and then with ids of rows of others."""
    ids = dict(stock.ids)
    if operation.path.startswith("/v1/sheets/") or stock.sender.name == HOLDER:
        ids["assessment_id"] = stock.ids["nameless"]
    if stock.sender.name == HOLDER:
        ids["enterprise_id"] = stock.ids["nameless_firm"]
    if stock.sender.foreign and chance.random() < FOREIGN:
        ids |= chance.choice(stock.sender.foreign)
    elif operation.path.endswith("/visits") and stock.sender.name == "consultant":
        ids |= stock.sender.foreign[0]
    elif operation.path.endswith(OF_SUBMITTED) and stock.sender.name != HOLDER:
        ids["assessment_id"] = stock.submitted
    return operation.path.format(**{name: quote(value) for name, value in ids.items()})


def _query(operation: Operation, chance: Random, stock: Stock) -> str:
    known = [part for part in operation.parts["parameters"] if part["in"] == "query"]
    chosen = chance.sample(known, min(len(known), chance.choice((0, 0, 1, 1, 2))))
    if operation.path.endswith("/compare") or operation.id in _TAKES_FILE:
        chosen = known
    values = {part["name"]: _plausible(part, chance, stock) for part in chosen}
    return urlencode(values)


def _plausible(part: Any, chance: Random, stock: Stock) -> str:
    name, schema = part["name"], part["schema"]
    if name == "with":
        return stock.other_roadmap
    if NAMED_BY.get(name, name) in stock.ids and name != "standard":
        return stock.ids[NAMED_BY.get(name, name)]
    return str(chance.choice(schema.get("enum") or PLAUSIBLE.get(name, ("1",))))


def _body(operation: Operation, chance: Random, stock: Stock) -> Any:
    """Return a body: that of the document, or a fuller one where there is one."""
    body = json.loads(json.dumps(chance.choice(operation.examples())))
    number = chance.randrange(10**6)
    if operation.path.endswith(("/roadmaps", "/compare")):
        body = chance.choice((body, *WISHES))
    if operation.path.endswith("/progress"):
        body["projects"][0]["project"] = stock.planned_project
    if "sheet" in body:
        body["sheet"] = chance.choice((body["sheet"], an_example(chance.choice(SHEETS))))
    if operation.path == "/v1/roadmaps/preview":
        body["roadmap"] = chance.choice((body["roadmap"], *WISHES))
        chance.choice(({}, body)).pop("what_if", None)
    if operation.path in ("/v1/diagnoses", "/v1/diagnoses/preview"):
        body = chance.choice((body, an_example(chance.choice(SHEETS))))
    if operation.path == "/v1/session":
        is_key = stock.sender.key and stock.sender.name != TOKEN
        body = {"key": stock.sender.key if is_key else stock.sender.fills}
    if "enterprise" in body and operation.path != "/v1/sheets":
        body["enterprise"]["site"] = f"厂区 {number % 50}"
    if operation.path == "/v1/enterprises" or operation.path.endswith("/attachment"):
        body["site"] = f"厂区 {number}"
    if operation.path.startswith(("/v1/chains", "/v1/parks")):
        body["name"] = f"{body['name']} {number}"
    return body
