"""The tables of who may see what, and of what changed.

Organisations and their keys, grants, consents, and the feed of changes.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from diagnosis.storage.tables import Moment, listed_by, metadata, of_enterprise, owned_table

organisation = Table(
    "organisation",
    metadata,
    *(
        Column("owner_id", String(64), primary_key=True),
        Column("name", String(200), nullable=False),
        Column("created_at", Moment, nullable=False),
    ),
)
"""Its id is the owner of its rows."""

api_key = Table(
    "api_key",
    metadata,
    *(
        Column("id", String(36), primary_key=True),
        Column("owner_id", ForeignKey("organisation.owner_id"), nullable=False),
        Column("prefix", String(16), nullable=False),
        Column("digest", String(64), nullable=False),
        Column("actor", String(200), nullable=False),
        Column("role", String(10), nullable=False),
        Column("scopes", String(60), nullable=False),
        Column("created_at", Moment, nullable=False),
        Column("issued_by", String(200), nullable=False),
        Column("expires_at", Moment, nullable=False),
        Column("parent_id", ForeignKey("api_key.id")),
        Column("last_used_at", Moment),
        Column("revoked_at", Moment),
    ),
    *(UniqueConstraint("prefix"), listed_by(), Index(None, "parent_id")),
)

pepper_check = Table(
    "pepper_check",
    metadata,
    *(
        Column("id", Integer, CheckConstraint("id = 1", name="single"), primary_key=True),
        Column("digest", String(64), nullable=False),
    ),
)
"""One row, beside the first key: the keyed hash of a constant tells the pepper of all."""

page_session = Table(
    "page_session",
    metadata,
    *(
        Column("digest", String(64), primary_key=True),
        Column("owner_id", ForeignKey("organisation.owner_id"), nullable=False),
        Column("key_id", ForeignKey("api_key.id")),
        Column("actor", String(200), nullable=False),
        Column("role", String(10), nullable=False),
        Column("scopes", String(60), nullable=False),
        Column("created_at", Moment, nullable=False),
        Column("expires_at", Moment, nullable=False),
    ),
    *(Index(None, "owner_id", "key_id", "created_at"), Index(None, "owner_id", "expires_at")),
)
"""Those that have ended are deleted."""

access_grant = owned_table(
    "access_grant",
    columns=(
        Column("enterprise_id", ForeignKey("enterprise.id"), nullable=False),
        Column("grantee", String(64), nullable=False),
        Column("role", String(10), nullable=False),
        Column("purpose", String(200), nullable=False),
        Column("starts_at", Moment, nullable=False),
        Column("ends_at", Moment),
        Column("revoked_at", Moment),
        Column("actor", String(200), nullable=False),
    ),
    rules=(listed_by(), listed_by("enterprise_id"), Index(None, "grantee", "enterprise_id")),
)

consent = owned_table(
    "consent",
    columns=(
        Column("enterprise_id", ForeignKey("enterprise.id"), nullable=False),
        Column("use", String(16), nullable=False),
        Column("number", Integer, nullable=False),
        Column("status", String(9), nullable=False),
        Column("text_version", Integer),
        Column("stated_at", Moment, nullable=False),
        Column("actor", String(200), nullable=False),
    ),
    rules=(UniqueConstraint("enterprise_id", "use", "number"), listed_by("enterprise_id")),
)
"""What firms stated on the uses of their rows: rows are added and never changed."""

resume_code = Table(
    "resume_code",
    metadata,
    *(
        Column("owner_id", String(64), primary_key=True),
        Column("digest", String(64), nullable=False),
        Column("assessment_id", ForeignKey("assessment.id"), nullable=False),
        Column("opened_on", Date, nullable=False),
        Column("visited_on", Date, nullable=False),
    ),
    *(UniqueConstraint("digest"), Index(None, "visited_on")),
)
"""A code owns a single sheet, of a firm that nobody has named: its owner is that of its rows."""

section_link = owned_table(
    "section_link",
    columns=(
        of_enterprise(),
        Column("assessment_id", ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False),
        Column("section", String(80), nullable=False),
        Column("respondent", String(100), nullable=False),
        Column("digest", String(64), nullable=False),
        Column("created_at", Moment, nullable=False),
        Column("ends_at", Moment, nullable=False),
        Column("revoked_at", Moment),
        Column("actor", String(200), nullable=False),
    ),
    rules=(UniqueConstraint("digest"), listed_by("assessment_id")),
)
"""A link opens a single section of a draft, to whoever has its text."""

result_link = owned_table(
    "result_link",
    columns=(
        of_enterprise(),
        Column("assessment_id", ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False),
        Column("recipient", String(100), nullable=False),
        Column("digest", String(64), nullable=False),
        Column("created_at", Moment, nullable=False),
        Column("ends_at", Moment, nullable=False),
        Column("revoked_at", Moment),
        Column("actor", String(200), nullable=False),
    ),
    rules=(UniqueConstraint("digest"), listed_by("assessment_id")),
)
"""A link shows the result of a single sheet, to whoever has its text."""

answer_note = owned_table(
    "answer_note",
    columns=(
        of_enterprise(),
        Column("assessment_id", ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False),
        Column("item", String(80), nullable=False),
        Column("link_id", String(36), nullable=False),
        Column("respondent", String(100), nullable=False),
        Column("value", Text, nullable=False),
        Column("entered", Boolean, nullable=False),
        Column("answered_at", Moment, nullable=False),
        Column("settled_at", Moment),
    ),
    rules=(UniqueConstraint("assessment_id", "item", "link_id"),),
)
"""What a respondent last answered to an item, beside what the sheet says."""

change = Table(
    "change",
    metadata,
    *(
        Column(
            "number",
            BigInteger().with_variant(Integer, "sqlite"),
            primary_key=True,
            autoincrement=True,
        ),
        Column("owner_id", String(64), nullable=False),
        Column("enterprise_id", String(36)),
        Column("kind", String(30), nullable=False),
        Column("subject_id", String(36), nullable=False),
        Column("actor", String(200), nullable=False),
        Column("changed_at", Moment, nullable=False),
        Index(None, "owner_id", "number"),
    ),
    sqlite_autoincrement=True,
)
