"""Row-level security of the files that consultants add at visits, as migration 0019 states it."""

import sqlalchemy as sa

_OWNER = "current_setting('diagnosis.owner', true)"
_READS = "current_setting('diagnosis.reads', true)"
_PAID = f"paid.owner_id = {_OWNER} AND paid.state = 'open'"
"""The open visits that one pays. Whoever writes the feed says by then that it reads the audit."""
_GRANTED = (
    f"{_READS} = 'consultant' AND paid.enterprise_id IN ("
    "SELECT enterprise_id FROM access_grant AS given"
    f" WHERE given.grantee = {_OWNER} AND given.role = {_READS} AND given.revoked_at IS NULL"
    " AND given.starts_at <= now() AND (given.ends_at IS NULL OR given.ends_at > now()))"
)
_AT_OPEN_VISIT = (
    "EXISTS (SELECT 1 FROM visit AS paid WHERE paid.id = of_visit"
    " AND paid.firm_owner = assessment_evidence.owner_id"
    f" AND paid.enterprise_id = assessment_evidence.enterprise_id AND {_PAID} AND {_GRANTED}"
    " AND EXISTS (SELECT 1 FROM diagnosis AS visited WHERE visited.id = paid.diagnosis_id"
    " AND visited.assessment_id = assessment_evidence.assessment_id))"
)
_IN_FEED_OF_FIRM = (
    "kind IN ('evidence-added', 'evidence-removed')"
    " AND EXISTS (SELECT 1 FROM visit AS paid WHERE paid.firm_owner = change.owner_id"
    f" AND paid.enterprise_id = change.enterprise_id AND {_PAID})"
)


def add_at_visits(connection: sa.Connection) -> None:
    """Let a consultant add files at an open visit, remove those, and tell the firm."""
    for statement in (
        "CREATE POLICY adds_at_visit ON assessment_evidence FOR INSERT"
        f" WITH CHECK ({_AT_OPEN_VISIT})",
        "CREATE POLICY removes_at_visit ON assessment_evidence FOR DELETE"
        f" USING ({_AT_OPEN_VISIT})",
        f"CREATE POLICY tells_of_file ON change FOR INSERT WITH CHECK ({_IN_FEED_OF_FIRM})",
    ):
        connection.execute(sa.text(statement))


def add_at_no_visit(connection: sa.Connection) -> None:
    """Take `add_at_visits` back."""
    for policy, table in (
        ("adds_at_visit", "assessment_evidence"),
        ("removes_at_visit", "assessment_evidence"),
        ("tells_of_file", "change"),
    ):
        connection.execute(sa.text(f"DROP POLICY {policy} ON {table}"))
