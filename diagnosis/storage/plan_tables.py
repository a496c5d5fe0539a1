"""The tables of plans: roadmaps, notes on their progress, feedback on packages."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
)

from diagnosis.storage.tables import Moment, listed_by, metadata, of_enterprise, owned_table

roadmap = owned_table(
    "roadmap",
    columns=(
        Column("enterprise_id", ForeignKey("enterprise.id"), nullable=False),
        Column("assessment_id", ForeignKey("assessment.id"), nullable=False),
        Column("created_at", Moment, nullable=False),
        Column("starts_on", Date, nullable=False),
        Column("standard", String(80), nullable=False),
        Column("level", Integer),
        Column("budget_wan", Float),
        Column("cost_mid_wan", Float),
        Column("content", String(64), nullable=False),
        Column("wanted", Text, nullable=False),
        Column("plan", Text, nullable=False),
        Column("promised_level", Integer),
    ),
    rules=(
        listed_by(),
        *(
            listed_by(name)
            for name in ("enterprise_id", "assessment_id", "standard", "level", "promised_level")
        ),
    ),
)

legacy_roadmap = Table(
    "legacy_roadmap",
    metadata,
    Column("roadmap_id", ForeignKey("roadmap.id"), primary_key=True),
    Column("owner_id", String(64), nullable=False),
    of_enterprise(),
    Column("result", Text, nullable=False),
)

progress = owned_table(
    "progress",
    columns=(
        Column("roadmap_id", ForeignKey("roadmap.id"), nullable=False),
        of_enterprise(),
        Column("project", String(80), nullable=False),
        Column("status", String(8), nullable=False),
        Column("on_day", Date, nullable=False),
        Column("reason", String(500)),
        Column("cost_wan", Float),
        Column("created_at", Moment, nullable=False),
    ),
    rules=(
        CheckConstraint("status IN ('planned', 'running', 'done', 'dropped')", name="status"),
        listed_by("roadmap_id"),
    ),
)

feedback = owned_table(
    "feedback",
    columns=(
        Column("enterprise_id", ForeignKey("enterprise.id"), nullable=False),
        Column("project", String(80), nullable=False),
        Column("useful", Boolean, nullable=False),
        Column("why", String(20), nullable=False),
        Column("words", String(500)),
        Column("created_at", Moment, nullable=False),
    ),
    rules=(listed_by("enterprise_id"),),
)
