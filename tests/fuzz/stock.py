"""What a running service holds for requests to name: ids, and words of its document."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from time import sleep
from typing import Any
from uuid import uuid4

from tests import asking as requests
from tests.builders import a_sheet, an_enterprise, an_example
from tests.evidence_files import a_picture
from tests.fuzz.published import Published
from tests.fuzz.tenants import LOCAL, SESSION, VISIT, Sender
from tests.keys import bearer

SECONDS = 60
_TURNS = 30
CATALOGUE = {
    "case": "cases",
    "form": "questionnaires",
    "instrument": "support",
    "measure": "measures",
    "model": "models",
    "package": "packages",
    "scale": "scales",
    "standard": "standards",
    "trade": "trades",
}
"""The resource of each part of an address that names content."""
EARLIER_PROJECT = "prj-agv"
"""A project of earlier catalogues: no list has it, and addresses still name it."""


@dataclass(frozen=True, kw_only=True)
class Stock:
    """Ids by the name they have in addresses, and the names that the document knows.

    `submitted` is an assessment that was submitted; `ids["assessment_id"]` is a draft.
    `planned_project` is a package of the plan `ids["roadmap_id"]`. They are of the organisation
    of the `sender`, who knows ids of others too.
    """

    ids: Mapping[str, str]
    submitted: str
    planned_project: str
    other_roadmap: str
    lines: Mapping[str, Mapping[str, str]]
    """The headers that say who sends, by way: `key` (for a session its cookie and proof), `code`
    of the nameless sheet `ids["nameless"]`, `link` of the section link `ids["link_id"]`,
    `resultLink` of the result link `ids["result_link_id"]`."""
    field_names: tuple[str, ...]
    parameter_names: tuple[str, ...]
    sender: Sender = LOCAL

    def who_asks(self) -> Mapping[str, str]:
        """Return the headers by which the sender asks wherever it may; none of nobody."""
        ways = self.sender.ways
        return (
            self.lines[min(ways, key=("key", "code", "link", "resultLink").index)] if ways else {}
        )

    def every_id(self) -> tuple[str, ...]:
        """Return all ids there are, in a fixed order."""
        foreign = (each for ids in self.sender.foreign for each in ids.values())
        return (*self.ids.values(), self.submitted, self.other_roadmap, *foreign)


def _post(url: str, path: str, body: Any, key: str) -> Any:
    answer = requests.post(url + path, json=body, headers=bearer(key), timeout=SECONDS)
    assert answer.status_code == 201, answer.text
    return answer.json()


def take_stock(url: str, published: Published, sender: Sender = LOCAL) -> Stock:
    """Return the stock of a running service, after registering what is needed for it."""
    key = sender.fills
    ids = {"project": EARLIER_PROJECT}
    for name, resource in CATALOGUE.items():
        items = requests.get(f"{url}/v1/{resource}?limit=1", timeout=SECONDS).json()["items"]
        ids[name] = str(items[0]["id"])
    ids |= {"form": "full", "file_format": "pdf"}
    sheet = an_example("dongguan-mould-shop")
    sheet["enterprise"]["site"] = uuid4().hex[:12]
    made = _post(url, "/v1/diagnoses", sheet, key)
    path = f"/v1/assessments/{made['assessment_id']}/roadmaps"
    plan, other_plan = (_post(url, path, {"budget_wan": budget}, key) for budget in (40, 60))
    ids |= {"diagnosis_id": str(made["id"]), "roadmap_id": str(plan["id"])}
    return renew(
        url,
        Stock(
            ids=ids,
            submitted=str(made["assessment_id"]),
            planned_project=str(plan["phases"][0]["packages"][0]["id"]),
            other_roadmap=str(other_plan["id"]),
            lines={},
            field_names=published.field_names(),
            parameter_names=published.parameter_names(),
            sender=sender,
        ),
    )


def renew(url: str, stock: Stock) -> Stock:
    """Return a stock with a firm, a draft, registers and a key that no request has touched."""
    key = stock.sender.fills
    firm = _post(url, "/v1/enterprises", an_enterprise(site=uuid4().hex[:12]), key)
    draft = _post(url, "/v1/assessments", a_sheet(form="screening", answers={"ai-plan": 1}), key)
    chain = _post(url, "/v1/chains", {"name": f"模具 {uuid4().hex}"}, key)
    api_key = _post(url, "/v1/keys", {"actor": "fuzz"}, stock.sender.keeps_keys_with)
    leave = {"grantee": "fuzz", "role": "consultant", "purpose": "fuzz"}
    grant = _post(url, f"/v1/enterprises/{firm['id']}/grants", leave, key)
    park = _post(url, "/v1/parks", {"name": f"园区 {uuid4().hex}", "city": "441900"}, key)
    changeable = {
        "enterprise_id": firm["id"],
        "assessment_id": draft["id"],
        "chain_id": chain["id"],
        "park_id": park["id"],
        "key_id": api_key["id"],
        "grant_id": grant["id"],
        "visit_id": _visited(url, stock.sender),
    }
    opened = _post(url, "/v1/sheets", {"form": "screening", "answers": {"ai-plan": 1}}, key)
    link = _post(
        url,
        f"/v1/assessments/{draft['id']}/links",
        {"section": "money-stock", "respondent": "fuzz"},
        key,
    )
    shows = _post(url, f"/v1/assessments/{draft['id']}/result-links", {"recipient": "fuzz"}, key)
    changeable["link_id"] = link["id"]
    changeable["report_id"] = _reported(url, draft["id"], key)
    changeable["result_link_id"] = shows["id"]
    changeable["evidence_id"] = _filed(url, draft["id"], key)
    changeable["nameless"] = opened["assessment"]["id"]
    changeable["nameless_firm"] = opened["assessment"]["enterprise_id"]
    lines = {
        "key": _key_lines(url, stock.sender),
        "code": {"Resume-Code": opened["code"]},
        "link": {"Section-Link": link["link"]},
        "resultLink": {"Result-Link": shows["link"]},
    }
    return replace(stock, lines=lines, ids={**stock.ids, **changeable})


def _key_lines(url: str, sender: Sender) -> Mapping[str, str]:
    """Return the headers of a key or token, or of a page session that was opened for the batch."""
    if sender.name != SESSION:
        return {} if sender.key is None else bearer(sender.key)
    opened = requests.post(f"{url}/v1/session", json={"key": sender.fills}, timeout=SECONDS)
    assert opened.status_code == 201, opened.text
    cookie = opened.headers["Set-Cookie"].partition(";")[0]
    return {"Cookie": cookie, "X-CSRF-Token": opened.json()["csrf_token"]}


def _reported(url: str, sheet_id: str, key: str) -> str:
    """Return the id of a report of a sheet, its first page alone."""
    path, body = f"{url}/v1/assessments/{sheet_id}/reports", {"kind": "brief"}
    for _ in range(_TURNS):  # few are printed at a time
        answer = requests.post(path, json=body, headers=bearer(key), timeout=SECONDS)
        if answer.status_code != 503:
            break
        sleep(int(answer.headers["Retry-After"]))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def _filed(url: str, sheet_id: str, key: str) -> str:
    """Return the id of a file to an answer of a sheet."""
    path = f"{url}/v1/assessments/{sheet_id}/evidence?item=ai-plan"
    headers = bearer(key) | {"Content-Type": "image/png"}
    for _ in range(_TURNS):  # files are looked into in turn, all senders' alike
        answer = requests.post(path, data=a_picture("PNG"), headers=headers, timeout=SECONDS)
        if answer.status_code != 503:
            break
        sleep(int(answer.headers["Retry-After"]))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def _visited(url: str, sender: Sender) -> str:
    """Return a visit of a consultant to the firm that it was granted; nobody else begins any."""
    if sender.name != "consultant" or sender.key is None:
        return str(uuid4())
    granted = sender.foreign[0]["diagnosis_id"]
    return str(_post(url, f"/v1/diagnoses/{granted}/visits", VISIT, sender.key)["id"])
