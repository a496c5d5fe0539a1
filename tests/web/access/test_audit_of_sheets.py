"""What is done with nameless sheets and through section links is in the audit, by ids alone."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from diagnosis.services.ports.audit import AuditEntry
from diagnosis.services.ports.keys import OPERATOR
from diagnosis.services.ports.scope import AccessRole, Principal
from tests.builders import an_example
from tests.web.access.nameless import FULL, Holder
from tests.web.access.respondents import Draft

AUDITOR = Principal(OPERATOR, "root", AccessRole.ADMIN)


def entries(app: Flask, **where: str) -> tuple[AuditEntry, ...]:
    """Return the entries that equal `where`, newest first."""
    with app.extensions["diagnosis"].store.audit(AUDITOR) as rows:
        return tuple(rows.entries(where, None, 200).items)


def test_a_sheet_that_is_attached_to_a_firm_that_is_there_is_entered(
    app: Flask, client: FlaskClient
) -> None:
    made: Any = client.post("/v1/diagnoses", json=an_example("dongguan-mould-shop")).json
    facts = an_example("dongguan-mould-shop")["enterprise"]
    holder = Holder(app, FULL)
    who = {name: facts[name] for name in ("name", "credit_code", "site") if name in facts}
    answer: Any = client.post(
        f"{holder.sheet}/attachment", json=who, headers={"Resume-Code": holder.code}
    )
    assert answer.status_code == 200, answer.text
    assert answer.json["enterprise_id"] == made["enterprise_id"]
    (entry,) = entries(app, kind="sheet-attached")
    assert (entry.operation, entry.organisation, entry.about) == ("attach_sheet", "local", "local")
    assert entry.subject_id == holder.sheet.rpartition("/")[2]
    assert entry.enterprise_id == made["enterprise_id"]
    assert entry.fields == ("name", "credit_code", "site")


def test_opening_a_sheet_and_having_another_code_are_entered(app: Flask) -> None:
    holder = Holder(app)
    sheet_id = holder.sheet.rpartition("/")[2]
    opened = [entry for entry in entries(app) if entry.organisation == f"code:{sheet_id}"]
    assert {entry.kind for entry in opened} == {"enterprise-registered", "assessment-begun"}
    assert {entry.operation for entry in opened} == {"open_sheet"}
    assert holder.ask("POST", f"{holder.sheet}/code").status_code == 201
    (entry,) = entries(app, kind="code-renewed")
    assert (entry.operation, entry.subject_id, entry.fields) == ("renew_code", sheet_id, ())
    assert entry.enterprise_id == holder.opened["assessment"]["enterprise_id"]


def test_an_answer_that_disagrees_is_entered_by_its_link_and_item(app: Flask) -> None:
    draft = Draft(app)
    assert draft.save(**{"sales-management": 2}).status_code == 200
    accountant = draft.respondent()
    assert accountant.answer({"sales-management": 1}).status_code == 200
    assert draft.answers()["sales-management"] == 2
    (entry,) = entries(app, kind="section-answered")
    assert (entry.operation, entry.role) == ("answer_section", "respondent")
    assert entry.subject_id == accountant.place.rpartition("/")[2]
    assert entry.fields == ("answers.sales-management",)
    assert entry.enterprise_id == draft.client.get(draft.place).json["enterprise_id"]
    # What enters the sheet is told of the sheet too.
    assert accountant.answer({"warehouse-management": 3}).status_code == 200
    kinds = [each.kind for each in entries(app, subject_id=draft.place.rpartition("/")[2])]
    assert kinds == ["assessment-changed", "assessment-changed", "assessment-begun"]
    assert len(entries(app, kind="section-answered")) == 2
    # A request that states nothing changes nothing.
    assert accountant.answer({}).status_code == 200
    assert len(entries(app, kind="section-answered")) == 2
