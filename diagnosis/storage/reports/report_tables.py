"""The tables of reports and their files, and of what one is checked by, which is nobody's."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from diagnosis.storage.tables import Moment, listed_by, metadata, of_enterprise, owned_table

report = owned_table(
    "report",
    columns=(
        of_enterprise(),
        Column("assessment_id", ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False),
        Column("kind", String(10), nullable=False),
        Column("language", String(10), nullable=False),
        Column("day", Date, nullable=False),
        Column("pins", Text, nullable=False),
        Column("seed", String(32), nullable=False),
        Column("code_digest", String(64), nullable=False),
        Column("created_at", Moment, nullable=False),
        Column("expires_at", Moment, nullable=False),
        Column("withdrawn_at", Moment),
        Column("actor", String(200), nullable=False),
    ),
    rules=(listed_by("assessment_id"), Index(None, "expires_at")),
)
"""`pins` has a line each. `seed` makes its check code, together with the pepper."""

report_file = Table(
    "report_file",
    metadata,
    *(
        Column("report_id", ForeignKey("report.id", ondelete="CASCADE"), primary_key=True),
        Column("format", String(10), primary_key=True),
        Column("owner_id", String(64), nullable=False),
        of_enterprise(),
        Column("sha256", String(64), nullable=False),
        Column("size", Integer, nullable=False),
        Column("content", LargeBinary),
    ),
)
"""`content` is null once the bytes are gone."""

report_check = Table(
    "report_check",
    metadata,
    *(
        Column("digest", String(64), primary_key=True),
        Column("day", Date, nullable=False),
        Column("pins", Text, nullable=False),
        Column("withdrawn_at", Moment),
    ),
)
"""`digest` is the keyed hash of a check code. It stays when report and firm are gone."""

report_check_file = Table(
    "report_check_file",
    metadata,
    *(
        Column("digest", ForeignKey("report_check.digest", ondelete="CASCADE"), primary_key=True),
        Column("format", String(10), primary_key=True),
        Column("sha256", String(64), nullable=False),
    ),
    Index(None, "sha256"),
)
