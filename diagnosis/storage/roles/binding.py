"""Whether row security binds the role that a connection came with."""

from sqlalchemy import Connection, text

from diagnosis.storage.roles.rights import RIGHTS

_MAY = text(
    "SELECT session_user AS role, bool_or(rolsuper) AS is_super,"
    " bool_or(rolbypassrls) AS bypasses,"
    " (SELECT min(CAST(relname AS text)) FROM pg_class WHERE oid = ANY"
    " (ARRAY(SELECT to_regclass(name) FROM unnest(CAST(:names AS text[])) AS name))"
    " AND pg_has_role(session_user, relowner, 'MEMBER')) AS owned"
    " FROM pg_roles WHERE pg_has_role(session_user, oid, 'MEMBER')"
)
"""What a role may by itself, and what it may as any role that it is a member of."""


def why_unbound(connection: Connection) -> str | None:
    """Return why row security does not bind the role of a connection, None where it does.

    Whoever is a member of a role may become that role. The connection is one of PostgreSQL.
    """
    may = connection.execute(_MAY, {"names": list(RIGHTS)}).one()
    if may.is_super:
        return f"the role {may.role} is a superuser, or may become one"
    if may.bypasses:
        return f"the role {may.role} may bypass row security"
    if may.owned is not None:
        return f"the role {may.role} owns the table {may.owned}, or may become its owner"
    return None
