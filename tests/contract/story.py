"""The examples of the document as a story: sent in an order in which each can succeed."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from diagnosis.services.ports.keys import OPERATOR
from diagnosis.services.ports.scope import AccessRole
from diagnosis.web.openapi.document import document
from tests.builders import an_example
from tests.contract.spec import MODEL_CARD, hold_to_document, operations
from tests.evidence_files import AN_UPLOAD
from tests.keys import KEY, add_key, bearer, key_named


class Story:
    """Sends the examples of the document in an order in which each can succeed."""

    def __init__(self, app: Flask, language: str) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.language = language
        self.seen: set[tuple[str, str]] = set()
        self.spec = document(app)

    def send(self, method: str, path: str, **more: Any) -> Any:
        """Send one request, with the example of the document, and hold its answer to it."""
        names = more.pop("ids", {})
        operation = self.spec["paths"][path][method]
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        if "json" not in more and body:
            (example,) = body["examples"].values()
            more["json"] = example["value"]
        headers = {"Accept-Language": self.language, **more.pop("headers", {})}
        address = path.format(**names)
        client = more.pop("client", self.client)
        response = client.open(address, method=method.upper(), headers=headers, **more)
        assert response.status_code in (200, 201, 204, 301), response.get_data(as_text=True)
        hold_to_document(self.app, response, path, method)
        tag = operation["responses"].get("304", {}).get("headers", {}).get("ETag", {})
        is_content = tag.get("$ref", "").endswith("/ContentTag")
        kept = "public, no-cache" if is_content else "no-store"
        assert response.headers["Cache-Control"] == kept, path
        if response.status_code not in (204, 301):
            language = "en" if path == MODEL_CARD else self.language
            assert response.headers["Content-Language"] == language
        self.seen.add((path, method))
        self.look_at(path, method)
        return response

    def look_at(self, path: str, method: str) -> None:
        """Look at what a request that succeeded left behind; a story of its own may."""


def plan_and_follow_up(story: Story) -> None:
    """Send every example about plans."""
    story.send("post", "/v1/roadmaps/preview")
    made = story.send("post", "/v1/diagnoses", json=an_example("dongguan-mould-shop")).json
    assessment = {"assessment_id": made["assessment_id"]}
    path = "/v1/assessments/{assessment_id}"
    plans = [story.send("post", f"{path}/roadmaps", ids=assessment).json["id"] for _ in range(2)]
    for more in ("cases", "support"):
        story.send("get", f"{path}/{more}", ids=assessment)
    story.send("post", f"{path}/support", ids=assessment)
    plan = {"roadmap_id": plans[0]}
    path = "/v1/roadmaps/{roadmap_id}"
    story.send("post", f"{path}/progress", ids=plan)
    for more in ("", "/progress", "/table.csv", "/table.xlsx"):
        story.send("get", path + more, ids=plan)
    story.send("get", f"{path}/compare", ids=plan, query_string={"with": plans[1]})
    story.send("post", f"{path}/compare", ids=plan)
    firm = {"enterprise_id": made["enterprise_id"], "project": "pkg-agv"}
    story.send("post", "/v1/enterprises/{enterprise_id}/projects/{project}/feedback", ids=firm)
    story.send("get", "/v1/enterprises/{enterprise_id}/feedback", ids=firm)


def keep_registers(story: Story, firm: dict[str, str]) -> None:
    """Send every example about chains and parks."""
    for register in ("chain", "park"):
        made = story.send("post", f"/v1/{register}s").json["id"]
        path, ids = f"/v1/{register}s/{{{register}_id}}", {f"{register}_id": made}
        story.send("get", path, ids=ids)
        for method in ("put", "delete"):
            story.send(method, path + "/enterprises/{enterprise_id}", ids=ids | firm)
        for method in ("put", "delete"):
            story.send(method, path, ids=ids)


def levels_alone(story: Story) -> None:
    """Send what is answered with levels alone; full sheets have estimates too."""
    minimal = {"Prefer": "return=minimal"}
    sheet = an_example("foshan-furniture-maker")
    story.send("post", "/v1/diagnoses/preview", json=sheet, query_string={"view": "levels"})
    made = story.send("post", "/v1/diagnoses", json=sheet, headers=minimal)
    assert {each["basis"] for each in made.json["readings"]} == {"self", "estimated"}
    draft = story.send("post", "/v1/assessments")
    story.send(
        "post",
        "/v1/assessments/{assessment_id}/submit",
        ids={"assessment_id": draft.json["id"]},
        headers=minimal | {"If-Match": draft.headers["ETag"]},
    )


def diagnose_firms(story: Story) -> None:
    """Send every example about firms, their drafts and their diagnoses."""
    firm = story.send("post", "/v1/enterprises")
    ids = {"enterprise_id": firm.json["id"]}
    story.send("get", "/v1/enterprises/{enterprise_id}", ids=ids)
    tag = {"If-Match": firm.headers["ETag"]}
    story.send("patch", "/v1/enterprises/{enterprise_id}", ids=ids, headers=tag)
    keep_registers(story, ids)
    decide_who_reads(story, ids)
    decide_on_uses(story, ids)
    for more in ("audit", "export"):
        story.send("get", f"/v1/enterprises/{{enterprise_id}}/{more}", ids=ids)
    story.send("delete", "/v1/enterprises/{enterprise_id}", ids=ids, headers={"If-Match": "*"})
    draft = story.send("post", "/v1/assessments", headers={"Idempotency-Key": "d"})
    ids = {"assessment_id": draft.json["id"]}
    path = "/v1/assessments/{assessment_id}"
    send_a_section(story, ids)
    show_a_result(story, ids)
    report_a_sheet(story, ids)
    add_a_file(story, ids)
    draft = story.send("get", path, ids=ids)
    tag = {"If-Match": draft.headers["ETag"]}
    changed = story.send("patch", path, ids=ids, headers=tag)
    tag = {"If-Match": changed.headers["ETag"]}
    upgraded = story.send("post", f"{path}/upgrade", ids=ids, headers=tag)
    tag = {"If-Match": upgraded.headers["ETag"]}
    story.send("post", f"{path}/submit", ids=ids, headers=tag)
    other = story.send("post", "/v1/assessments")
    ids = {"assessment_id": other.json["id"]}
    story.send("delete", path, ids=ids, headers={"If-Match": other.headers["ETag"]})
    story.send("post", "/v1/diagnoses/preview")
    for name in ("dongguan-mould-shop", "zhanjiang-process-plant"):
        story.send("post", "/v1/diagnoses/preview", json=an_example(name))
        made = story.send("post", "/v1/diagnoses", json=an_example(name))
        ids = {"diagnosis_id": made.json["id"]}
        for more in ("", "/trace", "/summary"):
            story.send("get", "/v1/diagnoses/{diagnosis_id}" + more, ids=ids)
        story.send("post", "/v1/diagnoses/{diagnosis_id}/withdrawal", ids=ids)


def decide_who_reads(story: Story, firm: dict[str, str]) -> None:
    """Send every example about grants; a consultant reads those that it holds."""
    path = "/v1/enterprises/{enterprise_id}/grants"
    grant = story.send("post", path, ids=firm).json
    ids = firm | {"grant_id": grant["id"]}
    story.send("get", path, ids=ids)
    story.send("get", path + "/{grant_id}", ids=ids)
    key, store = key_named("holdsagrants"), story.app.extensions["diagnosis"].store
    if store.key_of("holdsagrants") is None:
        add_key(store, key, organisation=grant["grantee"], role=AccessRole.CONSULTANT)
    held = story.send("get", "/v1/grants", headers=bearer(key)).json["items"]
    assert grant in held
    story.send("delete", path + "/{grant_id}", ids=ids)


def decide_on_uses(story: Story, firm: dict[str, str]) -> None:
    """Send every example about consents: one is given, and taken back."""
    path = "/v1/enterprises/{enterprise_id}/consents"
    for body in ({}, {"json": {"use": "statistics", "consent": "withdrawn"}}):
        story.send("post", path, ids=firm, **body)
        for more in ("", "/history"):
            story.send("get", path + more, ids=firm)


def send_a_section(story: Story, draft: dict[str, str]) -> None:
    """Send every example about section links: given, answered through, revoked."""
    nobody = FlaskClient(story.app, story.app.response_class)
    path = "/v1/assessments/{assessment_id}/links"
    given = story.send("post", path, ids=draft).json
    story.send("get", path, ids=draft)
    ids, link = {"link_id": given["id"]}, {"Section-Link": given["link"]}
    section = story.send("get", "/v1/sections/{link_id}", ids=ids, client=nobody, headers=link)
    tag = {"If-Match": section.headers["ETag"]}
    story.send("patch", "/v1/sections/{link_id}", ids=ids, client=nobody, headers=link | tag)
    story.send("get", "/v1/assessments/{assessment_id}/respondents", ids=draft)
    story.send("delete", path + "/{link_id}", ids=draft | ids)


def show_a_result(story: Story, sheet: dict[str, str]) -> None:
    """Send every example about result links: given, read through, revoked."""
    nobody = FlaskClient(story.app, story.app.response_class)
    path = "/v1/assessments/{assessment_id}/result-links"
    given = story.send("post", path, ids=sheet).json
    story.send("get", path, ids=sheet)
    ids, link = {"result_link_id": given["id"]}, {"Result-Link": given["link"]}
    story.send("get", "/v1/results/{result_link_id}", ids=ids, client=nobody, headers=link)
    story.send("delete", path + "/{result_link_id}", ids=sheet | ids)


def report_a_sheet(story: Story, sheet: dict[str, str]) -> None:
    """Send every example about reports: made, listed, read, checked by anybody, withdrawn."""
    nobody = FlaskClient(story.app, story.app.response_class)
    path = "/v1/assessments/{assessment_id}/reports"
    made = story.send("post", path, ids=sheet).json
    story.send("get", path, ids=sheet)
    ids = {"report_id": made["id"]}
    story.send("get", "/v1/reports/{report_id}", ids=ids)
    file = ids | {"file_format": made["files"][0]["file_format"]}
    story.send("get", "/v1/reports/{report_id}/files/{file_format}", ids=file)
    body = {"code": made["code"], "sha256": made["files"][0]["sha256"]}
    story.send("post", "/v1/report-checks", client=nobody)
    story.send("post", "/v1/report-checks", client=nobody, json=body)
    story.send("delete", "/v1/reports/{report_id}", ids=ids)


def add_a_file(story: Story, draft: dict[str, str]) -> None:
    """Send every example about files to answers: added, listed, saved, removed."""
    path = "/v1/assessments/{assessment_id}/evidence"
    ids = draft | {"evidence_id": story.send("post", path, ids=draft, **AN_UPLOAD).json["id"]}
    story.send("get", path, ids=draft)
    story.send("get", path + "/{evidence_id}", ids=ids)
    story.send("delete", path + "/{evidence_id}", ids=ids)


def keep_nameless(story: Story) -> None:
    """Send every example about nameless sheets: opened, found, with another code, deleted."""
    nobody = FlaskClient(story.app, story.app.response_class)
    opened = story.send("post", "/v1/sheets", client=nobody)
    code = {"Resume-Code": opened.json["code"]}
    (held,) = story.send("get", "/v1/sheets", client=nobody, headers=code).json["items"]
    ids = {"assessment_id": held["id"]}
    path = "/v1/assessments/{assessment_id}"
    draft = story.send("get", path, ids=ids, client=nobody, headers=code)
    tag = {"If-Match": draft.headers["ETag"]}
    story.send("post", f"{path}/submit", ids=ids, client=nobody, headers=code | tag)
    (held,) = story.send("get", "/v1/sheets", client=nobody, headers=code).json["items"]
    firm, diagnosis = ({name: held[name]} for name in ("enterprise_id", "diagnosis_id"))
    story.send("get", "/v1/enterprises/{enterprise_id}", ids=firm, client=nobody, headers=code)
    for more in ("", "/trace", "/summary"):
        path = "/v1/diagnoses/{diagnosis_id}" + more
        story.send("get", path, ids=diagnosis, client=nobody, headers=code)
    path = "/v1/sheets/{assessment_id}"
    other = story.send("post", "/v1/sheets", client=nobody).json
    story.send(
        "post", f"{path}/attachment", ids={"assessment_id": other["assessment"]["id"]},
        headers={"Resume-Code": other["code"]},
    )  # fmt: skip
    renewed = story.send("post", f"{path}/code", ids=ids, client=nobody, headers=code)
    code = {"Resume-Code": renewed.json["code"]}
    story.send("delete", path, ids=ids, client=nobody, headers=code)


def visit_a_firm(story: Story) -> None:
    """Send every example about visits, as the firm and as its consultant."""
    store = story.app.extensions["diagnosis"].store
    key = key_named("visitsafirms")
    if store.key_of("visitsafirms") is None:
        add_key(store, key, organisation="visitors", role=AccessRole.CONSULTANT)
    made = story.send("post", "/v1/diagnoses", json=an_example("dongguan-mould-shop")).json
    leave = {"grantee": "visitors", "role": "consultant", "purpose": "走访"}
    firm = {"enterprise_id": made["enterprise_id"]}
    grants = "/v1/enterprises/{enterprise_id}/grants"
    grant = {"grant_id": story.send("post", grants, ids=firm, json=leave).json["id"]}
    ids, who = {"diagnosis_id": made["id"]}, bearer(key)
    visits = [
        story.send("post", "/v1/diagnoses/{diagnosis_id}/visits", ids=ids, headers=who).json["id"]
        for _ in range(2)
    ]
    path, writes = "/v1/visits/{visit_id}", who | {"If-Match": "*"}
    ids = {"visit_id": visits[0]}
    story.send("get", "/v1/visits", headers=who)
    story.send("patch", f"{path}/answers", ids=ids, headers=writes)
    for more in ("", "/sheet", "/answers", "/findings"):
        story.send("get", path + more, ids=ids, headers=who)
    place = "/v1/visits/{visit_id}/evidence"
    upload = AN_UPLOAD | {"headers": AN_UPLOAD.get("headers", {}) | who}
    file = ids | {"evidence_id": story.send("post", place, ids=ids, **upload).json["id"]}
    story.send("delete", place + "/{evidence_id}", ids=file, headers=who)
    story.send("post", f"{path}/signature", ids=ids, headers=writes)
    story.send("get", f"{path}/levels", ids=ids)
    story.send("post", f"{path}/objections", ids=ids)
    story.send("post", f"{path}/replies", ids=ids, headers=who)
    story.send("get", f"{path}/objections", ids=ids)
    diagnosis = {"diagnosis_id": made["id"]}
    for more in ("", "/agreement"):
        story.send("get", "/v1/diagnoses/{diagnosis_id}" + more, ids=diagnosis)
    story.send("post", f"{path}/withdrawal", ids={"visit_id": visits[1]}, headers=writes)
    story.send("delete", f"{grants}/{{grant_id}}", ids=firm | grant)


def manage_keys(story: Story) -> None:
    """Send every example about keys; an admin reads what was done."""
    key, store = key_named("readsanaudit"), story.app.extensions["diagnosis"].store
    if store.key_of("readsanaudit") is None:
        add_key(store, key, organisation=OPERATOR, role=AccessRole.ADMIN)
    story.send("get", "/v1/audit", headers=bearer(key))
    path = "/v1/keys/{key_id}"
    ids = {"key_id": story.send("post", "/v1/keys").json["id"]}
    story.send("get", path, ids=ids)
    following = story.send("post", f"{path}/rotation", ids=ids).json
    story.send("post", f"{path}/revocation", ids={"key_id": following["id"]})


def open_a_session(story: Story) -> None:
    """Send every example about page sessions."""
    story.send("post", "/v1/session", json={"key": KEY})
    story.send("get", "/v1/session")
    story.send("delete", "/v1/session")


def tell(story: Story) -> None:
    """Send every example of the document, and read all of the content."""
    manage_keys(story)
    keep_nameless(story)
    open_a_session(story)
    diagnose_firms(story)
    story.send("post", "/v1/diagnoses")
    levels_alone(story)
    plan_and_follow_up(story)
    visit_a_firm(story)
    content = story.app.extensions["diagnosis"].content
    story.send("post", "/v1/questionnaires/{form}/next-question", ids={"form": "full"})
    story.send("post", "/v1/questionnaires/{form}/inferences", ids={"form": "full"})
    story.send("post", "/v1/diagnoses/counterfactuals")
    for model in story.send("get", "/v1/models").json["items"]:
        story.send("get", "/v1/models/{model}", ids={"model": model["id"]})
    for form in content.forms:
        for more in ("", "/schema", "/diff"):
            story.send("get", "/v1/questionnaires/{form}" + more, ids={"form": form})
    for standard in content.standards:
        story.send("get", "/v1/standards/{standard}", ids={"standard": standard.id})
    for name, parameter, entries in (
        ("packages", "package", content.packages),
        ("trades", "trade", content.trades.by_id),
        ("projects", "project", content.earlier),
        ("cases", "case", content.cases),
        ("support", "instrument", content.instruments),
        ("measures", "measure", content.measures),
        ("scales", "scale", content.scales),
    ):
        for entry in entries:
            story.send("get", f"/v1/{name}/{{{parameter}}}", ids={parameter: entry})
    for path, method, _ in operations(story.spec):
        if (path, method) not in story.seen:
            assert (method, "{" in path) == ("get", False), (method, path)
            story.send("get", path)
