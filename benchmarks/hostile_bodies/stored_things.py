"""What the operations are sent to: a firm with its diagnosis, plan, drafts, chain and park."""

import http.client
import json
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote

from benchmarks.hostile_bodies.costs import PATIENCE
from benchmarks.hostile_bodies.document import Json, Operation
from benchmarks.hostile_bodies.placed import Names, put
from benchmarks.servers import HOST
from tests.keys import KEY, bearer

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
JSON_HEADERS = {"Content-Type": "application/json"}
_OF_DRAFTS = ("change_assessment", "upgrade_assessment", "submit_assessment", "delete_assessment")
_PARAMETER = re.compile(r"{(\w+)}")
_EARLIER_PROJECT = "prj-agv"
"""A project of earlier catalogues: addresses still name it."""
FORM = "full"
"""The form of every sheet: the one with the most items."""


@dataclass
class StoredThings:
    """Things that a running server stores; made anew where an operation uses them up."""

    port: int
    ids: dict[str, str] = field(default_factory=dict)
    draft: str = ""
    firms: int = 0

    def make(self) -> None:
        """Make all of them."""
        sheet = json.loads((EXAMPLES / "dongguan-mould-shop.json").read_text(encoding="utf-8"))
        diagnosis = self.ask("POST", "/v1/diagnoses", sheet)
        self.ids = {
            "diagnosis_id": diagnosis["id"],
            "assessment_id": diagnosis["assessment_id"],
            "enterprise_id": diagnosis["enterprise_id"],
            "form": FORM,
            "project": _EARLIER_PROJECT,
        }
        plans = f"/v1/assessments/{diagnosis['assessment_id']}/roadmaps"
        grants = f"/v1/enterprises/{diagnosis['enterprise_id']}/grants"
        leave = {"grantee": "hostile", "role": "portal", "purpose": "hostile bodies"}
        self.ids["grant_id"] = self.ask("POST", grants, leave)["id"]
        self.ids["roadmap_id"] = self.ask("POST", plans, {"budget_wan": 60})["id"]
        for name, path in (
            ("case", "cases"),
            ("measure", "measures"),
            ("model", "models"),
            ("package", "packages"),
            ("scale", "scales"),
            ("standard", "standards"),
            ("trade", "trades"),
            ("instrument", "support"),
        ):
            self.ids[name] = self.ask("GET", f"/v1/{path}?limit=1")["items"][0]["id"]
        self.renew()

    def renew(self) -> None:
        """Make what may be deleted or submitted: a draft, a chain and a park."""
        self.firms += 1
        firm = {"enterprise_id": self.ids["enterprise_id"], "form": FORM}
        self.draft = self.ask("POST", "/v1/assessments", firm)["id"]
        for kind in ("chain", "park"):
            made = self.ask("POST", f"/v1/{kind}s", {"name": f"{kind} {self.firms}"})
            self.ids[f"{kind}_id"] = made["id"]

    def address(self, operation: Operation) -> str:
        """Return the address of an operation on these things."""
        ids = self.ids
        if operation.id in _OF_DRAFTS:
            ids = {**ids, "assessment_id": self.draft}
        return _PARAMETER.sub(lambda match: quote(ids[match[1]]), operation.path)

    def names(self) -> Names:
        """Return the names that the server knows."""
        schema = self.ask("GET", f"/v1/questionnaires/{FORM}/schema")
        packages = self.ask("GET", "/v1/packages?limit=200")["items"]
        families = {package["family"] or package["id"]: package["id"] for package in packages}
        return Names(
            items=tuple(schema["properties"]["answers"]["properties"]),
            packages=tuple(families.values()),
        )

    def ask(self, method: str, path: str, body: Json = None) -> Json:
        """Return what the server answers; it has to succeed."""
        sent = None if body is None else json.dumps(body).encode()
        headers = bearer(KEY) | ({} if body is None else JSON_HEADERS)
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, sent, headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {content[:500].decode()}")
        return json.loads(content)


def with_full_form(operation: Operation) -> Operation:
    """Return an operation whose example sheets are of the form with the most items."""
    example = operation.example
    for place, _ in operation.places:
        if place[-1] == "form" and operation.id != "upgrade_assessment":
            example = put(example, place, FORM) if _has(example, place) else example
    return replace(operation, example=example)


def _has(example: Json, place: tuple[str, ...]) -> bool:
    for name in place:
        if not isinstance(example, dict) or name not in example:
            return False
        example = example[name]
    return True
