"""A firm that has rows in every table that the API fills."""

from typing import Any

from flask.testing import FlaskClient

from tests.builders import an_example

CODE = "91441900EXAMPLE11Y"


def filled_firm(client: FlaskClient) -> str:
    """Return the id of a firm with a diagnosis, a plan, notes, decisions and receipts."""
    sheet = an_example("dongguan-mould-shop")
    made: Any = client.post("/v1/diagnoses", json=sheet, headers={"Idempotency-Key": "d"}).json
    firm_id = str(made["enterprise_id"])
    path = f"/v1/assessments/{made['assessment_id']}/roadmaps"
    plan: Any = client.post(path, json={"budget_wan": 40}, headers={"Idempotency-Key": "p"}).json
    package = plan["phases"][0]["packages"][0]["id"]
    note = {"projects": [{"project": package, "status": "running", "on": "2026-11-20"}]}
    place = f"/v1/enterprises/{firm_id}"
    consent = {"use": "statistics", "consent": "given", "text_version": 1}
    grant = {"grantee": "office", "role": "consultant", "purpose": "visit"}
    feedback = {"useful": True, "why": "fits"}
    for address, body in (
        (f"/v1/roadmaps/{plan['id']}/progress", note),
        (f"{place}/consents", consent),
        (f"{place}/grants", grant),
        (f"{place}/projects/{package}/feedback", feedback),
        ("/v1/assessments", sheet),
        (f"/v1/assessments/{made['assessment_id']}/reports", {}),
        (f"/v1/diagnoses/{made['id']}/withdrawal", {"reason": "typed wrongly"}),
    ):
        headers = {"Idempotency-Key": f"key-of-{address}"}
        answer = client.post(address, json=body, headers=headers)
        assert answer.status_code in (200, 201), (address, answer.text)
    return firm_id
