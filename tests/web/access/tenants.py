"""Organisations with rows of their own, grants between them, and keys of every role."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from diagnosis.bootstrap import Container
from diagnosis.services.ports.keys import OPERATOR
from diagnosis.services.ports.scope import AccessRole, Grant, Principal
from diagnosis.storage.identifiers import new_id
from tests.builders import a_sheet, an_enterprise, an_example
from tests.evidence_files import AN_UPLOAD, a_picture
from tests.keys import add_key, bearer, key_named

_NUMBERS = count(1)
OWNER_OF = {
    AccessRole.ENTERPRISE: "local",
    AccessRole.CONSULTANT: "office",
    AccessRole.PORTAL: "bureau",
    AccessRole.ADMIN: OPERATOR,
}
"""The organisation of the key of each role."""
VISITORS = "visitors"
"""An office of consultants without a firm: it visits those of others."""
GRANTER, STRANGER = "granter", "stranger"
"""Enterprises: one that granted its firm to all others, one that granted nothing."""
KEYS = {
    AccessRole.ENTERPRISE: key_named("anenterprise"),
    AccessRole.CONSULTANT: key_named("aconsultants"),
    AccessRole.PORTAL: key_named("aportalofone"),
    AccessRole.ADMIN: key_named("anadminofall"),
}
_FILLS = {
    "local": key_named("fillsoflocal"),
    "office": key_named("fillsofoffic"),
    "bureau": key_named("fillsofburea"),
    GRANTER: key_named("fillsgranter"),
    STRANGER: key_named("fillsstrange"),
}
"""Keys of enterprises, which fill each organisation with rows."""

VISITORS_KEY = key_named("visitsafirms")
VISIT = {
    "why": "requested", "planned_on": "2026-12-08", "visitor": "x", "employer": "x",
    "vendor_ties": [],
}  # fmt: skip
_ASKS_FOR = {owner: KEYS[role] for role, owner in OWNER_OF.items() if owner in _FILLS}
"""The key that manages those of an organisation: of the role that it is tried with."""


@dataclass(frozen=True)
class Tenants:
    """An application whose organisations have rows: the ids of each by their names in addresses.

    `ids["submitted"]` is an assessment that was submitted, `ids["assessment_id"]` a draft,
    `ids["other_roadmap"]` a second plan of the same sheet, `ids["package"]` is in the plan.
    """

    app: Flask
    rows: Mapping[str, Mapping[str, str]]

    @property
    def client(self) -> FlaskClient:
        """Return a client that does not say who asks."""
        return FlaskClient(self.app, self.app.response_class)

    def ask(self, method: str, path: str, key: str | None, **more: Any) -> Any:
        """Return the answer to a request with a key, None for a request without."""
        headers = dict(more.pop("headers", {})) | (bearer(key) if key else {})
        return self.client.open(path, method=method.upper(), headers=headers, **more)

    def made(self, owner: str, path: str, body: Any, key: str | None = None) -> Any:
        """Return what a POST of an organisation made, with a key or that which fills it."""
        answer = self.ask("post", path, key or _FILLS[owner], json=body)
        assert answer.status_code == 201, answer.text
        return answer.json

    def nameless(self) -> tuple[str, str]:
        """Return the code and the id of a nameless sheet that was just opened."""
        body = {"form": "screening", "answers": {"ai-plan": 1}}
        opened = self.ask("post", "/v1/sheets", None, json=body).json
        return opened["code"], opened["assessment"]["id"]

    def granted(self, owner: str, firm_id: str) -> str:
        """Return the id of a grant of a firm, to an organisation that has no keys."""
        body = {"grantee": "nobody", "role": "consultant", "purpose": "visit"}
        grant_id: str = self.made(owner, f"/v1/enterprises/{firm_id}/grants", body)["id"]
        return grant_id

    def linked(self, owner: str, draft_id: str) -> str:
        """Return the id of a link to a section of a draft."""
        body = {"section": "money-stock", "respondent": "会计"}
        link_id: str = self.made(owner, f"/v1/assessments/{draft_id}/links", body)["id"]
        return link_id

    def shown_to(self, owner: str, sheet_id: str) -> str:
        """Return the id of a link to the result of a sheet."""
        path = f"/v1/assessments/{sheet_id}/result-links"
        link_id: str = self.made(owner, path, {"recipient": "bank"})["id"]
        return link_id

    def reported(self, owner: str, sheet_id: str) -> str:
        """Return the id of a report of a sheet."""
        path = f"/v1/assessments/{sheet_id}/reports"
        report_id: str = self.made(owner, path, {})["id"]
        return report_id

    def filed(self, owner: str, sheet_id: str, visit_id: str | None = None) -> str:
        """Return the id of a file to an answer of a sheet, or one that is added at a visit."""
        path, key = f"/v1/assessments/{sheet_id}/evidence", _FILLS[owner]
        if visit_id is not None and owner == OWNER_OF[AccessRole.CONSULTANT]:
            path, key = f"/v1/visits/{visit_id}/evidence", KEYS[AccessRole.CONSULTANT]
        picture = a_picture(size=(16, 12 + next(_NUMBERS)))
        answer = self.ask("post", path, key, **AN_UPLOAD | {"data": picture})
        assert answer.status_code == 201, answer.text
        evidence_id: str = answer.json["id"]
        return evidence_id

    def fresh(self, owner: str) -> dict[str, str]:
        """Return rows of an organisation that no request has touched: firm, draft, registers, key.

        The operator has keys alone.
        """
        number = next(_NUMBERS)
        if owner == OPERATOR:
            wish = {"role": "admin", "actor": "somebody"}
            return {"key_id": self.made(owner, "/v1/keys", wish, KEYS[AccessRole.ADMIN])["id"]}
        firm = self.made(owner, "/v1/enterprises", an_enterprise(site=f"厂区 {number}"))
        draft = self.made(
            owner, "/v1/assessments", a_sheet(form="screening", answers={"ai-plan": 1})
        )
        key = self.made(owner, "/v1/keys", {"actor": "somebody"}, _ASKS_FOR.get(owner))
        chain = self.made(owner, "/v1/chains", {"name": f"chain {number}"})
        park = self.made(owner, "/v1/parks", {"name": f"park {number}", "city": "441900"})
        return {
            "enterprise_id": firm["id"],
            "assessment_id": draft["id"],
            "chain_id": chain["id"],
            "park_id": park["id"],
            "key_id": key["id"],
            "grant_id": self.granted(owner, firm["id"]),
            "link_id": self.linked(owner, draft["id"]),
            "result_link_id": self.shown_to(owner, draft["id"]),
            "report_id": self.reported(owner, draft["id"]),
            "file_format": "pdf",
        }

    def visited(self, diagnosis_id: str, key: str) -> str:
        """Return a visit about a diagnosis, which somebody begins."""
        path = f"/v1/diagnoses/{diagnosis_id}/visits"
        visit_id: str = self.made("", path, VISIT, key)["id"]
        seen = {"value": 0, "grade": "seen-running", "reason": "x"}
        saved = self.ask(
            "patch", f"/v1/visits/{visit_id}/answers", key, headers={"If-Match": "*"},
            json={"answers": {"ai-plan": seen}},
        )  # fmt: skip
        assert saved.status_code == 200, saved.text
        return visit_id

    def sign(self, visit_id: str, key: str) -> None:
        """Sign a visit."""
        path = f"/v1/visits/{visit_id}/signature"
        signed = self.ask("post", path, key, headers={"If-Match": "*"})
        assert signed.status_code == 201, signed.text

    def sign_and_object(self, visit_id: str, owner: str) -> None:
        """Sign a visit of the consultants, and have its firm object."""
        self.sign(visit_id, KEYS[AccessRole.CONSULTANT])
        self.made(owner, f"/v1/visits/{visit_id}/objections", {"item": "ai-plan", "note": "x"})

    def visits(self, owner: str) -> dict[str, str]:
        """Return a visit of an organisation: one that it pays, or that its firm is paid."""
        if owner == OWNER_OF[AccessRole.CONSULTANT]:
            of_granter = self.rows[GRANTER]["diagnosis_id"]
            return {"visit_id": self.visited(of_granter, KEYS[AccessRole.CONSULTANT])}
        return {"visit_id": self.visited(self.rows[owner]["diagnosis_id"], VISITORS_KEY)}

    def diagnosed(self, owner: str) -> dict[str, str]:
        """Return a diagnosis of an organisation with its plans."""
        made = self.made(owner, "/v1/diagnoses", an_example("dongguan-mould-shop"))
        path = f"/v1/assessments/{made['assessment_id']}/roadmaps"
        plan, other = (self.made(owner, path, {"budget_wan": budget}) for budget in (40, 60))
        return {
            "diagnosis_id": made["id"],
            "submitted": made["assessment_id"],
            "firm_of_diagnosis": made["enterprise_id"],
            "roadmap_id": plan["id"],
            "other_roadmap": other["id"],
            "package": plan["phases"][0]["packages"][0]["id"],
        }


def fill(app: Flask) -> Tenants:
    """Return the tenants of an application, after filling it."""
    service: Container = app.extensions["diagnosis"]
    for role, text in KEYS.items():
        add_key(service.store, text, organisation=OWNER_OF[role], role=role, actor=f"a {role}")
    for owner, text in _FILLS.items():
        add_key(service.store, text, organisation=owner, actor=f"fills {owner}")
    rows: dict[str, Mapping[str, str]] = {}
    tenants = Tenants(app, rows)
    for owner in _FILLS:
        ids = tenants.diagnosed(owner) | tenants.fresh(owner)
        firm_id = ids["firm_of_diagnosis"]
        grant_id = tenants.granted(owner, firm_id)
        evidence_id = tenants.filed(owner, ids["assessment_id"])
        rows[owner] = ids | {
            "enterprise_id": firm_id, "grant_id": grant_id, "evidence_id": evidence_id,
        }  # fmt: skip
    add_key(service.store, VISITORS_KEY, organisation=VISITORS, role=AccessRole.CONSULTANT)
    for owner in _FILLS:
        _grant(service, rows[owner]["firm_of_diagnosis"], VISITORS, AccessRole.CONSULTANT, owner)
    for owner in ("local", "office", "bureau"):
        for role in (AccessRole.CONSULTANT, AccessRole.PORTAL):
            if owner == "local" or OWNER_OF[role] == owner:
                _grant(service, rows[GRANTER]["firm_of_diagnosis"], owner, role)
    for owner in _FILLS:
        rows[owner] = {**rows[owner], **tenants.visits(owner)}
    return tenants


def _grant(
    service: Container, firm_id: str, grantee: str, role: AccessRole, owner: str = GRANTER
) -> None:
    now = datetime.now(UTC)
    grant = Grant(
        id=new_id(now),
        enterprise_id=firm_id,
        grantee=grantee,
        role=role,
        purpose="site visit",
        starts_at=now - timedelta(days=1),
        granted_by="boss",
    )
    with service.store.begin(Principal(owner, "boss")) as work:
        work.add_grant(grant)
