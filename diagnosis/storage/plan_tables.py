"""The tables of plans: roadmaps, notes on their progress, words on projects."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from diagnosis.storage.tables import Moment, metadata

roadmap = Table(
    "roadmap",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("owner_id", String(64), nullable=False),
    Column("enterprise_id", ForeignKey("enterprise.id"), nullable=False),
    Column("assessment_id", ForeignKey("assessment.id"), nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("standard", String(80), nullable=False),
    Column("level", Integer),
    Column("budget_wan", Float),
    Column("cost_mid_wan", Float),
    Column("wanted", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Index(None, "owner_id", "id"),
    Index(None, "owner_id", "enterprise_id", "id"),
    Index(None, "owner_id", "assessment_id", "id"),
)

progress = Table(
    "progress",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("owner_id", String(64), nullable=False),
    Column("roadmap_id", ForeignKey("roadmap.id"), nullable=False),
    Column("project", String(80), nullable=False),
    Column("status", String(8), nullable=False),
    Column("on_day", Date, nullable=False),
    Column("reason", String(500)),
    Column("cost_wan", Float),
    Column("created_at", Moment, nullable=False),
    CheckConstraint("status IN ('planned', 'running', 'done', 'dropped')", name="status"),
    Index(None, "owner_id", "roadmap_id", "id"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("owner_id", String(64), nullable=False),
    Column("enterprise_id", ForeignKey("enterprise.id"), nullable=False),
    Column("project", String(80), nullable=False),
    Column("useful", Boolean, nullable=False),
    Column("why", String(20), nullable=False),
    Column("words", String(500)),
    Column("created_at", Moment, nullable=False),
    Index(None, "owner_id", "enterprise_id", "id"),
)
