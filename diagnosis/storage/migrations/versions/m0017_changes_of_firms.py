"""Every change that is of a firm names it, so that it goes when the firm is deleted."""

from alembic import op

from diagnosis.storage.migrations.row_security import tell_with_firm, tell_without_firm

revision = "0017"
down_revision = "0016"
_GRANTS = "'grant-given', 'grant-revoked'"
_LINKS = "'link-given', 'link-revoked'"
_VISITS = (
    "'visit-begun', 'visit-signed', 'visit-withdrawn', 'visit-objected', 'objection-answered'"
)
_KINDS = f"{_GRANTS}, {_LINKS}, {_VISITS}"
_SUBJECTS = (("access_grant", _GRANTS), ("section_link", _LINKS), ("visit", _VISITS))
_FROM_AUDIT = (
    "UPDATE change SET enterprise_id = (SELECT max(entry.enterprise_id) FROM audit_entry AS entry"
    " WHERE entry.subject_id = change.subject_id AND entry.kind = change.kind)"
    f" WHERE kind IN ({_KINDS}) AND enterprise_id IS NULL"
)
_OF_NO_FIRM = (
    f"DELETE FROM change WHERE kind IN ({_KINDS}) AND (enterprise_id IS NULL"
    " OR enterprise_id NOT IN (SELECT id FROM enterprise))"
)


def upgrade() -> None:
    """Name the firm in every change of grants, links and visits; drop those of deleted firms.

    What is gone itself is looked up in the audit. A change whose firm nothing tells any more is
    dropped: it names people, and no deletion would reach it. Nor is it told by whom a firm was
    deleted.
    """
    for table, kinds in _SUBJECTS:
        of_it = f"SELECT enterprise_id FROM {table} WHERE {table}.id = change.subject_id"
        op.execute(
            f"UPDATE change SET enterprise_id = ({of_it})"
            f" WHERE kind IN ({kinds}) AND enterprise_id IS NULL"
        )
    op.execute(_FROM_AUDIT)
    op.execute(_OF_NO_FIRM)
    op.execute("UPDATE change SET actor = owner_id WHERE kind = 'enterprise-deleted'")
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        tell_with_firm(connection)


def downgrade() -> None:
    """Let changes of grants, links and visits name no firm, as earlier releases read them."""
    op.execute(f"UPDATE change SET enterprise_id = NULL WHERE kind IN ({_KINDS})")
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        tell_without_firm(connection)
