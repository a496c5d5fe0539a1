"""What the role of the service may do with each table, no more: granted after each migration."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import Connection, text

from diagnosis.services.errors import StoreUnavailable

_READ = ("SELECT",)
_ADD = ("SELECT", "INSERT")
_CHANGE = ("SELECT", "INSERT", "UPDATE")
_REPLACE = ("SELECT", "INSERT", "DELETE")
_ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")
RIGHTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        # Only added to: of acts, of deletions, of content that rows were made with.
        **dict.fromkeys(("audit_entry", "content_bundle", "deleted_firm"), _ADD),
        # A key is revoked and never deleted; to lock an organisation's row is to update it.
        **dict.fromkeys(("api_key", "organisation"), _CHANGE),
        # What a report is checked by stays, also once it is withdrawn.
        "report_check": _CHANGE,
        "report_check_file": _ADD,
        "pepper_check": _REPLACE,
        # A nameless sheet that is attached gives its rows another owner, so all may be updated.
        **dict.fromkeys(
            (
                *("access_grant", "answer_note", "assessment", "assessment_evidence", "chain"),
                *("change", "consent"),
                *("diagnosis", "enterprise", "enterprise_identity", "feedback"),
                *("legacy_diagnosis", "legacy_roadmap", "page_session", "park", "progress"),
                *("reading", "report", "report_file", "request_key", "result_link"),
                *("resume_code", "roadmap"),
                *(
                    "section_link",
                    "sheet_identity",
                    "visit",
                    "visit_answer",
                    "visit_reading",
                    "visit_remark",
                ),
                "withdrawal",
            ),
            _ALL,
        ),
        "alembic_version": _READ,
    }
)
"""The rights of the service by table; the list of migrations stands here too."""
_ROLE = text("SELECT 1 FROM pg_roles WHERE rolname = :role")
_OWNS = text(
    "SELECT EXISTS (SELECT 1 FROM pg_class WHERE oid = to_regclass('alembic_version')"
    " AND pg_get_userbyid(relowner) = :role)"
)
_LACKS_SCHEMA = text(
    "SELECT current_schema() WHERE NOT has_schema_privilege(:role, current_schema(), 'USAGE')"
)
_SEQUENCES = text(
    "SELECT DISTINCT CAST(CAST(owned.objid AS regclass) AS text) FROM pg_depend AS owned"
    " JOIN pg_class AS sequence ON sequence.oid = owned.objid AND sequence.relkind = 'S'"
    " WHERE owned.deptype = 'a' AND owned.refobjid = ANY"
    " (ARRAY(SELECT to_regclass(name) FROM unnest(CAST(:names AS text[])) AS name))"
)
"""The counters of columns that number rows, as they are written in a statement."""


def grant_rights(connection: Connection, role: str) -> None:
    """Let a role do with each table what the service does, and nothing else.

    The role that owns the tables keeps its rights as they are. To do it again changes nothing.

    Raises
    ------
    StoreUnavailable
        When there is no such role.

    """
    if connection.execute(_ROLE, {"role": role}).first() is None:
        raise StoreUnavailable(f"there is no role {role} that rights could be granted to")
    if connection.execute(_OWNS, {"role": role}).scalar_one():
        return
    quote = connection.dialect.identifier_preparer.quote_identifier
    statements = []
    schema = connection.execute(_LACKS_SCHEMA, {"role": role}).scalar()
    if schema is not None:
        statements.append(f"GRANT USAGE ON SCHEMA {quote(schema)} TO {quote(role)}")
    for table, rights in RIGHTS.items():
        statements.append(f"REVOKE ALL ON {quote(table)} FROM {quote(role)}")
        statements.append(f"GRANT {', '.join(rights)} ON {quote(table)} TO {quote(role)}")
    for sequence in connection.execute(_SEQUENCES, {"names": list(RIGHTS)}).scalars():
        statements.append(f"GRANT USAGE ON SEQUENCE {sequence} TO {quote(role)}")
    for statement in statements:
        connection.execute(text(statement.replace(":", r"\:")))  # a name may have a colon
