"""The table of files to answers; the bytes lie in a folder beside the database."""

from sqlalchemy import Column, ForeignKey, Integer, String, UniqueConstraint

from diagnosis.storage.tables import Moment, listed_by, of_enterprise, owned_table

assessment_evidence = owned_table(
    "assessment_evidence",
    columns=(
        of_enterprise(),
        Column("assessment_id", ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False),
        Column("item", String(80), nullable=False),
        Column("kind", String(20), nullable=False),
        Column("digest", String(64), nullable=False),
        Column("size", Integer, nullable=False),
        Column("created_at", Moment, nullable=False),
        Column("actor", String(200), nullable=False),
        Column("of_visit", String(36)),
    ),
    rules=(
        UniqueConstraint("assessment_id", "item", "digest"),
        listed_by("assessment_id"),
        listed_by("digest"),
    ),
)
"""A file to an answer as it is kept: `digest` is the SHA-256 of its bytes, `size` their number.

`of_visit` is the visit at which a consultant added it; it is the firm's all the same.
"""
