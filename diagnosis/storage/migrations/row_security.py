"""Row-level security on PostgreSQL: what `storage.scope` says, said a second time by the database.

A transaction says who asks by the settings `diagnosis.owner` and `diagnosis.reads`; without them
nothing is there. `diagnosis.reads` is the role of the grants that it reads through (`granted`
before grants were to a role). `*` stands for maintenance: migrations. Before anybody is known a
transaction says the prefix of a key by `diagnosis.key`, and reads the row of that key alone;
likewise the hash of a page session by `diagnosis.session`.
"""

from collections.abc import Iterable

import sqlalchemy as sa

_OWNER = "current_setting('diagnosis.owner', true)"
_IS_OWNER = f"({_OWNER} = '*' OR owner_id = {_OWNER})"
_GRANTED = (
    "current_setting('diagnosis.reads', true) = 'granted' AND {whose} IN ("
    "SELECT enterprise_id FROM access_grant AS given"
    f" WHERE given.grantee = {_OWNER} AND given.revoked_at IS NULL"
    " AND given.starts_at <= now() AND (given.ends_at IS NULL OR given.ends_at > now()))"
)


_READS = "current_setting('diagnosis.reads', true)"
_GRANTED_TO_ROLE = (
    f"{_READS} IN ('consultant', 'portal') AND {{whose}} IN ("
    "SELECT enterprise_id FROM access_grant AS given"
    f" WHERE given.grantee = {_OWNER} AND given.role = {_READS} AND given.revoked_at IS NULL"
    " AND given.starts_at <= now() AND (given.ends_at IS NULL OR given.ends_at > now()))"
)


_OF_ALL = "current_setting('diagnosis.reads', true) = 'keys'"
_OF_DIGEST = "digest = current_setting('diagnosis.session', true)"
_OF_PREFIX = "prefix = current_setting('diagnosis.key', true)"


def secure(connection: sa.Connection, tables: dict[str, str | None]) -> None:
    """Let rows be seen by their owner and by whom they are granted to, written by the owner alone.

    Parameters
    ----------
    tables
        Table → the column that says whose row it is, None where a grant opens nothing.

    """
    for table, whose in tables.items():
        for statement in (
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY writes ON {table} USING {_IS_OWNER} WITH CHECK {_IS_OWNER}",
            _reads(table, whose, f"grantee = {_OWNER}", _GRANTED),
        ):
            connection.execute(sa.text(statement))


def read_by_role(connection: sa.Connection, tables: dict[str, str | None]) -> None:
    """Let rows be read through grants to the role alone that a transaction says it reads as."""
    to_it = f"grantee = {_OWNER} AND role = {_READS}"
    for table, whose in tables.items():
        connection.execute(sa.text(f"DROP POLICY reads ON {table}"))
        connection.execute(sa.text(_reads(table, whose, to_it, _GRANTED_TO_ROLE)))


def read_by_any_role(connection: sa.Connection, tables: dict[str, str | None]) -> None:
    """Take `read_by_role` back: a grant opens rows to every role of its grantee."""
    for table, whose in tables.items():
        connection.execute(sa.text(f"DROP POLICY reads ON {table}"))
        connection.execute(sa.text(_reads(table, whose, f"grantee = {_OWNER}", _GRANTED)))


def only_added_to(connection: sa.Connection, table: str) -> None:
    """Let rows of firms be added by their owner and read through grants, and changed by nobody.

    Maintenance alone takes them away, with all else that is of a firm.
    """
    readable = f"{_IS_OWNER} OR ({_GRANTED_TO_ROLE.format(whose='enterprise_id')})"
    for statement in (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY adds ON {table} FOR INSERT WITH CHECK ({_IS_OWNER})",
        f"CREATE POLICY reads ON {table} FOR SELECT USING ({readable})",
        f"CREATE POLICY removes ON {table} FOR DELETE USING ({_OWNER} = '*')",
    ):
        connection.execute(sa.text(statement))


def keep_audit(connection: sa.Connection) -> None:
    """Let entries be added by who acts, read by who they are about, and changed by nobody.

    Who reads the whole audit says so by `diagnosis.reads`. Maintenance takes away what is older
    than 183 days. The triggers hold for the owner of the table and for superusers too.
    """
    for statement in (
        "ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE audit_entry FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY adds ON audit_entry FOR INSERT WITH CHECK ({_IS_OWNER})",
        f"CREATE POLICY reads ON audit_entry FOR SELECT USING ({_OWNER} = '*'"
        f" OR about = {_OWNER} OR {_READS} = 'audit')",
        f"CREATE POLICY removes ON audit_entry FOR DELETE USING ({_OWNER} = '*'"
        " AND noted_at < now() - interval '183 days')",
        "CREATE FUNCTION audit_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS"
        " $$BEGIN RAISE EXCEPTION 'the audit is only added to'; END$$",
        "CREATE TRIGGER audit_is_only_added_to BEFORE UPDATE ON audit_entry"
        " FOR EACH ROW EXECUTE FUNCTION audit_is_only_added_to()",
        "CREATE TRIGGER audit_is_kept BEFORE TRUNCATE ON audit_entry"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_is_only_added_to()",
    ):
        connection.execute(sa.text(statement))


def keep_deleted(connection: sa.Connection) -> None:
    """Let owners enter firms as deleted and read which; nobody takes an entry back."""
    for statement in (
        "ALTER TABLE deleted_firm ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE deleted_firm FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY adds ON deleted_firm FOR INSERT WITH CHECK ({_IS_OWNER})",
        f"CREATE POLICY mine ON deleted_firm FOR SELECT USING ({_IS_OWNER})",
    ):
        connection.execute(sa.text(statement))


def let_consents_go(connection: sa.Connection) -> None:
    """Let an owner delete what a firm stated once the firm is entered as deleted."""
    gone = f"{_IS_OWNER} AND enterprise_id IN (SELECT id FROM deleted_firm)"
    connection.execute(sa.text("DROP POLICY removes ON consent"))
    connection.execute(
        sa.text(f"CREATE POLICY removes ON consent FOR DELETE USING ({_OWNER} = '*' OR {gone})")
    )


def keep_consents(connection: sa.Connection) -> None:
    """Take `let_consents_go` back: maintenance alone deletes what firms stated."""
    connection.execute(sa.text("DROP POLICY removes ON consent"))
    connection.execute(
        sa.text(f"CREATE POLICY removes ON consent FOR DELETE USING ({_OWNER} = '*')")
    )


def _reads(table: str, whose: str | None, grants: str, rows: str) -> str:
    """Return the policy of what is read beside rows of its own: some grants, and granted rows."""
    readable = grants if table == "access_grant" else "false"
    if whose is not None and table != "access_grant":
        readable = rows.format(whose=whose)
    return f"CREATE POLICY reads ON {table} FOR SELECT USING ({readable})"


def secure_keys(connection: sa.Connection) -> None:
    """Let an organisation see its own row and keys, who manages keys all, a look-up one key."""
    for table in ("organisation", "api_key"):
        rule = f"({_IS_OWNER} OR {_OF_ALL})"
        for statement in (
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY writes ON {table} USING {rule} WITH CHECK {rule}",
        ):
            connection.execute(sa.text(statement))
    connection.execute(
        sa.text(f"CREATE POLICY look_up ON api_key FOR SELECT USING ({_OF_PREFIX})")
    )


def secure_codes(connection: sa.Connection) -> None:
    """Let a code be seen by its owner, and by a look-up that says its digest."""
    secure(connection, {"resume_code": None})
    look_up_by_digest(connection, "resume_code")


def look_up_by_digest(connection: sa.Connection, table: str) -> None:
    """Let a look-up that says a digest, by the setting `diagnosis.code`, see its row."""
    of_digest = "digest = current_setting('diagnosis.code', true)"
    connection.execute(sa.text(f"CREATE POLICY look_up ON {table} FOR SELECT USING ({of_digest})"))


def check_by_digest(connection: sa.Connection) -> None:
    """Let reports be checked, entered and withdrawn by whoever says the hash of the code.

    By that of a file which code it has is read. Nothing of it is anybody's.
    """
    of_digest = "digest = current_setting('diagnosis.code', true)"
    of_file = "sha256 = current_setting('diagnosis.code', true)"
    for statement in (
        *(
            f"ALTER TABLE {table} {word} ROW LEVEL SECURITY"
            for table in ("report_check", "report_check_file")
            for word in ("ENABLE", "FORCE")
        ),
        f"CREATE POLICY look_up ON report_check FOR SELECT USING ({of_digest})",
        f"CREATE POLICY adds ON report_check FOR INSERT WITH CHECK ({of_digest})",
        f"CREATE POLICY withdraws ON report_check FOR UPDATE USING ({of_digest})"
        f" WITH CHECK ({of_digest})",
        f"CREATE POLICY look_up ON report_check_file FOR SELECT USING ({of_digest} OR {of_file})",
        f"CREATE POLICY adds ON report_check_file FOR INSERT WITH CHECK ({of_digest})",
    ):
        connection.execute(sa.text(statement))


def hand_over(connection: sa.Connection, tables: Iterable[str]) -> None:
    """Let whoever takes over the rows of a nameless sheet see them, and make them its own.

    A transaction says whose they are by the setting `diagnosis.takes`.
    """
    taken = "owner_id = current_setting('diagnosis.takes', true) AND owner_id LIKE 'code:%'"
    for table in tables:
        rule = f"USING ({taken}) WITH CHECK ({_IS_OWNER})"
        connection.execute(sa.text(f"CREATE POLICY hands_over ON {table} {rule}"))


def hand_nothing_over(connection: sa.Connection, tables: Iterable[str]) -> None:
    """Take `hand_over` back."""
    for table in tables:
        connection.execute(sa.text(f"DROP POLICY hands_over ON {table}"))


_SEES_VISIT = (
    f"{_IS_OWNER} OR firm_owner = {_OWNER} OR (state = 'signed'"
    f" AND {_READS} = 'portal' AND ({_GRANTED_TO_ROLE.format(whose='enterprise_id')}))"
)
_VISITS = f"{_READS} = 'consultant' AND ({_GRANTED_TO_ROLE})"
_OF_DELETED = (
    f"firm_owner = {_OWNER}"
    f" AND enterprise_id IN (SELECT id FROM deleted_firm WHERE deleted_firm.owner_id = {_OWNER})"
)
_OF_A_FIRM = (
    "EXISTS (SELECT 1 FROM diagnosis AS visited WHERE visited.id = diagnosis_id"
    " AND visited.enterprise_id = visit.enterprise_id AND visited.owner_id = firm_owner)"
)
_OF_OPEN_VISIT = (
    f"{_OWNER} = '*' OR (owner_id = {_OWNER} AND EXISTS (SELECT 1 FROM visit AS paid"
    f" WHERE paid.id = visit_id AND paid.owner_id = {_OWNER} AND paid.state = 'open'"
    f" AND paid.enterprise_id = {{table}}.enterprise_id"
    f" AND {_VISITS.format(whose='paid.enterprise_id')}))"
)
_OF_PARTY = (
    f"{_OWNER} = '*' OR (owner_id = {_OWNER} AND EXISTS (SELECT 1 FROM visit AS paid"
    " WHERE paid.id = visit_id AND paid.state = 'signed'"
    " AND paid.enterprise_id = visit_remark.enterprise_id"
    f" AND {_OWNER} = CASE party WHEN 'firm' THEN paid.firm_owner ELSE paid.owner_id END))"
)
_IN_FEED_OF_PARTY = (
    "kind IN ('visit-begun', 'visit-signed', 'visit-withdrawn', 'visit-objected',"
    " 'objection-answered') AND enterprise_id IS NULL"
    " AND EXISTS (SELECT 1 FROM visit AS paid WHERE paid.id = subject_id"
    f" AND ((paid.owner_id = {_OWNER} AND paid.firm_owner = change.owner_id)"
    f" OR (paid.firm_owner = {_OWNER} AND paid.owner_id = change.owner_id)))"
)


def secure_visits(connection: sa.Connection) -> None:
    """Let visits be paid while a firm is granted, seen by both sides, changed until signed.

    What is of a visit is seen by whoever sees the visit. Each side may tell the other's feed. A
    firm that is deleted takes the visits to it along.
    """
    of_all, visits = f"{_OWNER} = '*'", _VISITS.format(whose="enterprise_id")
    of_answers, of_readings = (
        _OF_OPEN_VISIT.format(table=table) for table in ("visit_answer", "visit_reading")
    )
    for table in ("visit", "visit_answer", "visit_reading", "visit_remark"):
        for statement in ("ENABLE", "FORCE"):
            connection.execute(sa.text(f"ALTER TABLE {table} {statement} ROW LEVEL SECURITY"))
        connection.execute(
            sa.text(f"CREATE POLICY maintains ON {table} USING ({of_all}) WITH CHECK ({of_all})")
        )
    for table in ("visit_answer", "visit_reading", "visit_remark"):
        seen = "visit_id IN (SELECT id FROM visit)"
        connection.execute(sa.text(f"CREATE POLICY sees ON {table} FOR SELECT USING ({seen})"))
    for statement in (
        f"CREATE POLICY sees ON visit FOR SELECT USING ({_SEES_VISIT})",
        f"CREATE POLICY begins ON visit FOR INSERT WITH CHECK (owner_id = {_OWNER}"
        f" AND state = 'open' AND ({visits}) AND {_OF_A_FIRM})",
        f"CREATE POLICY changes ON visit FOR UPDATE USING (owner_id = {_OWNER}"
        f" AND state = 'open') WITH CHECK (owner_id = {_OWNER}"
        f" AND (state = 'withdrawn' OR ({visits} AND {_OF_A_FIRM})))",
        f"CREATE POLICY writes ON visit_answer USING ({of_answers}) WITH CHECK ({of_answers})",
        f"CREATE POLICY removes ON visit FOR DELETE USING ({_OF_DELETED})",
        *(
            f"CREATE POLICY removes ON {table} FOR DELETE USING"
            f" (visit_id IN (SELECT id FROM visit WHERE {_OF_DELETED}))"
            for table in ("visit_answer", "visit_reading", "visit_remark")
        ),
        f"CREATE POLICY adds ON visit_reading FOR INSERT WITH CHECK ({of_readings})",
        f"CREATE POLICY adds ON visit_remark FOR INSERT WITH CHECK ({_OF_PARTY})",
        f"CREATE POLICY tells ON change FOR INSERT WITH CHECK ({_IN_FEED_OF_PARTY})",
    ):
        connection.execute(sa.text(statement))


_FOR_OWNER_ALONE = (
    "'grant-given', 'grant-revoked', 'link-given', 'link-revoked', 'visit-begun', 'visit-signed',"
    " 'visit-withdrawn', 'visit-objected', 'objection-answered'"
)
_OF_VISITED = _IN_FEED_OF_PARTY.replace(
    "enterprise_id IS NULL", "enterprise_id IS NOT NULL"
).replace(
    "paid.id = subject_id", "paid.id = subject_id AND paid.enterprise_id = change.enterprise_id"
)
_GONE_WITH_VISIT = f"subject_id IN (SELECT id FROM visit WHERE {_OF_DELETED})"


def tell_with_firm(connection: sa.Connection) -> None:
    """Let changes name their firm that are told to the owner of a feed alone.

    A firm that is deleted takes those of the visits to it along, from the feeds of consultants
    too: once it is on the list its owner sees them, and deletes them before the visits.
    """
    granted = _GRANTED_TO_ROLE.format(whose="enterprise_id")
    for statement in (
        "DROP POLICY reads ON change",
        "DROP POLICY tells ON change",
        "CREATE POLICY reads ON change FOR SELECT"
        f" USING (kind NOT IN ({_FOR_OWNER_ALONE}) AND {granted})",
        f"CREATE POLICY tells ON change FOR INSERT WITH CHECK ({_OF_VISITED})",
        f"CREATE POLICY sees_gone ON change FOR SELECT USING ({_GONE_WITH_VISIT})",
        f"CREATE POLICY removes ON change FOR DELETE USING ({_GONE_WITH_VISIT})",
    ):
        connection.execute(sa.text(statement))


def tell_without_firm(connection: sa.Connection) -> None:
    """Take `tell_with_firm` back: what is told to the owner of a feed alone names no firm."""
    for policy in ("reads", "tells", "sees_gone", "removes"):
        connection.execute(sa.text(f"DROP POLICY {policy} ON change"))
    connection.execute(sa.text(_reads("change", "enterprise_id", "false", _GRANTED_TO_ROLE)))
    policy = f"CREATE POLICY tells ON change FOR INSERT WITH CHECK ({_IN_FEED_OF_PARTY})"
    connection.execute(sa.text(policy))


def tell_of_result_links(connection: sa.Connection) -> None:
    """Let changes of links to results be told to the owner of a feed alone, as others are."""
    _read_changes_but(
        connection, f"{_FOR_OWNER_ALONE}, 'result-link-given', 'result-link-revoked'"
    )


def tell_with_firm_alone(connection: sa.Connection) -> None:
    """Take `tell_of_result_links` back."""
    _read_changes_but(connection, _FOR_OWNER_ALONE)


def _read_changes_but(connection: sa.Connection, kinds: str) -> None:
    granted = _GRANTED_TO_ROLE.format(whose="enterprise_id")
    connection.execute(sa.text("DROP POLICY reads ON change"))
    rule = f"CREATE POLICY reads ON change FOR SELECT USING (kind NOT IN ({kinds}) AND {granted})"
    connection.execute(sa.text(rule))


def secure_sessions(connection: sa.Connection) -> None:
    """Let an organisation see its own page sessions, and a look-up one of them."""
    for statement in (
        "ALTER TABLE page_session ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE page_session FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY writes ON page_session USING {_IS_OWNER} WITH CHECK {_IS_OWNER}",
        f"CREATE POLICY look_up ON page_session FOR SELECT USING ({_OF_DIGEST})",
    ):
        connection.execute(sa.text(statement))


def lay_open(connection: sa.Connection, tables: tuple[str, ...]) -> None:
    """Take the policies away again."""
    for table in tables:
        for policy in ("reads", "writes"):
            connection.execute(sa.text(f"DROP POLICY {policy} ON {table}"))
