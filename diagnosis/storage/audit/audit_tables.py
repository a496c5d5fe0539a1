"""The table of the audit: ids and names of fields alone, so that it outlives what it is about."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from diagnosis.storage.tables import Moment, metadata

audit_entry = Table(
    "audit_entry",
    metadata,
    *(
        Column(
            "number",
            BigInteger().with_variant(Integer, "sqlite"),
            primary_key=True,
            autoincrement=False,
        ),
        Column("owner_id", String(64), nullable=False),
        Column("about", String(64), nullable=False),
        Column("role", String(10), nullable=False),
        Column("key_id", String(36)),
        Column("operation", String(60), nullable=False),
        Column("kind", String(30), nullable=False),
        Column("subject_id", String(64), nullable=False),
        Column("enterprise_id", String(36)),
        Column("fields", Text, nullable=False),
        Column("noted_at", Moment, nullable=False),
        Column("outcome", String(8), nullable=False),
        Column("link", String(64), nullable=False),
        Index(None, "about", "number"),
        Index(None, "enterprise_id", "number"),
    ),
)
"""Who acted is `owner_id`; `about` is the organisation whose rows were acted on."""
_OUTLIVE_OWNERS = (audit_entry.name, "deleted_firm")
_OF_ORGANISATIONS = ("organisation", "api_key")


def tables_of_owners() -> list[Table]:
    """Return every table whose rows go with the owner of a nameless sheet, parents first.

    Without the audit and the list of what was deleted, and without what organisations alone have.
    """
    return [
        table
        for table in metadata.sorted_tables
        if "owner_id" in table.c and table.name not in (*_OUTLIVE_OWNERS, *_OF_ORGANISATIONS)
    ]
