"""The tables as migration 0003 leaves them; frozen, whatever the tables of the code become."""

import sqlalchemy as sa
from sqlalchemy.schema import SchemaItem

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
MOMENT = sa.DateTime(timezone=True)


def _owned(
    name: str, *, parts: tuple[SchemaItem, ...], listed: tuple[str, ...], whole: bool = True
) -> sa.Table:
    indexes = [sa.Index(None, "owner_id", "id")] if whole else []
    indexes += [sa.Index(None, "owner_id", column, "id") for column in listed]
    return sa.Table(
        name,
        metadata,
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("owner_id", sa.String(64), nullable=False),
        *parts,
        *indexes,
    )


def _of_enterprise() -> sa.Column[str]:
    return sa.Column("enterprise_id", sa.String(36), nullable=False)


def _identity(name: str, of: str, *rules: SchemaItem) -> sa.Table:
    return sa.Table(
        name,
        metadata,
        sa.Column(f"{of}_id", sa.ForeignKey(f"{of}.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("owner_id", sa.String(64), nullable=False),
        *(() if of == "enterprise" else (_of_enterprise(),)),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("credit_code", sa.String(18), nullable=False),
        sa.Column("site", sa.String(100), nullable=False),
        *rules,
    )


def _register(name: str) -> sa.Table:
    return _owned(
        name,
        parts=(
            sa.Column("name", sa.String(200), nullable=False),
            sa.Column("city", sa.String(6)),
            sa.Column("district", sa.String(9)),
            sa.Column("created_at", MOMENT, nullable=False),
            sa.UniqueConstraint("owner_id", "name"),
        ),
        listed=(),
    )


chain = _register("chain")
park = _register("park")
enterprise = _owned(
    "enterprise",
    parts=(
        sa.Column("industry", sa.String(5)),
        sa.Column("division", sa.String(3)),
        sa.Column("city", sa.String(6)),
        sa.Column("district", sa.String(9)),
        sa.Column("employees", sa.Integer),
        sa.Column("revenue_wan", sa.Float),
        sa.Column("production_type", sa.String(8)),
        sa.Column("size_class", sa.String(8)),
        sa.Column("chain", sa.String(200)),
        sa.Column("park", sa.String(200)),
        sa.Column("chain_id", sa.ForeignKey("chain.id")),
        sa.Column("park_id", sa.ForeignKey("park.id")),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
    ),
    listed=(
        "city",
        "district",
        "division",
        "size_class",
        "chain_id",
        "park_id",
    ),
)
enterprise_identity = _identity(
    "enterprise_identity",
    "enterprise",
    sa.Column("plant_hash", sa.String(64)),
    sa.UniqueConstraint("owner_id", "credit_code", "site"),
    sa.Index(None, "owner_id", "site", "enterprise_id"),
    sa.Index(
        None, "owner_id", "name", "enterprise_id", postgresql_ops={"name": "text_pattern_ops"}
    ),
    sa.Index(None, "plant_hash"),
)
assessment = _owned(
    "assessment",
    parts=(
        sa.Column("enterprise_id", sa.ForeignKey("enterprise.id"), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("form_id", sa.String(60), nullable=False),
        sa.Column("form", sa.String(80), nullable=False),
        sa.Column("reference", sa.String(200)),
        sa.Column("period", sa.Integer),
        sa.Column("diagnosis_id", sa.String(36)),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("submitted_at", MOMENT),
        sa.Column("prefilled_from", sa.String(36)),
        sa.Column("sheet", sa.LargeBinary, nullable=False),
        sa.CheckConstraint("state IN ('draft', 'submitted')", name="state"),
    ),
    listed=("enterprise_id", "reference", "state", "form_id", "form", "period"),
)
sheet_identity = _identity("sheet_identity", "assessment")
diagnosis = _owned(
    "diagnosis",
    parts=(
        sa.Column("enterprise_id", sa.ForeignKey("enterprise.id"), nullable=False),
        sa.Column("assessment_id", sa.ForeignKey("assessment.id"), nullable=False, unique=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("form_id", sa.String(60), nullable=False),
        sa.Column("form", sa.String(80), nullable=False),
        sa.Column("reference", sa.String(200)),
        sa.Column("period", sa.Integer),
        sa.Column("division", sa.String(3)),
        sa.Column("city", sa.String(6)),
        sa.Column("district", sa.String(9)),
        sa.Column("size_class", sa.String(8)),
        sa.Column("production_type", sa.String(8), nullable=False),
        sa.Column("chain_id", sa.ForeignKey("chain.id")),
        sa.Column("park_id", sa.ForeignKey("park.id")),
        sa.Column("standing", sa.String(10), nullable=False),
        sa.Column("register_effect", sa.String(10)),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("estimates", sa.LargeBinary, nullable=False),
        sa.Index(None, "owner_id", "enterprise_id", "form_id", "id"),
    ),
    listed=(
        "reference", "form_id", "form", "period", "division", "city", "district",
        "size_class", "standing", "chain_id", "park_id",
    ),
)  # fmt: skip
reading = sa.Table(
    "reading",
    metadata,
    *(
        sa.Column("diagnosis_id", sa.ForeignKey("diagnosis.id"), primary_key=True),
        sa.Column("standard", sa.String(80), primary_key=True),
        sa.Column("basis", sa.String(9), primary_key=True),
        sa.Column("owner_id", sa.String(64), nullable=False),
        _of_enterprise(),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("level", sa.Integer),
        sa.Column("score", sa.Float),
        sa.Column("coverage", sa.Float),
        sa.Column("margin", sa.Float),
        sa.Column("overstatement", sa.Float),
        sa.Column("model", sa.String(80)),
        sa.Column("vector", sa.Text, nullable=False),
        sa.CheckConstraint("basis IN ('self', 'estimated', 'verified')", name="basis"),
        sa.Index(None, "owner_id", "standard", "basis", "level", "diagnosis_id"),
    ),
    sqlite_with_rowid=False,
)
legacy_diagnosis = sa.Table(
    "legacy_diagnosis",
    metadata,
    *(
        sa.Column("diagnosis_id", sa.ForeignKey("diagnosis.id"), primary_key=True),
        sa.Column("owner_id", sa.String(64), nullable=False),
        _of_enterprise(),
        sa.Column("result", sa.Text, nullable=False),
        sa.Column("trace", sa.Text, nullable=False),
    ),
)
content_bundle = sa.Table(
    "content_bundle",
    metadata,
    *(
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("bundle", sa.LargeBinary, nullable=False),
    ),
)
request_key = sa.Table(
    "request_key",
    metadata,
    *(
        sa.Column("owner_id", sa.String(64), primary_key=True),
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("enterprise_id", sa.String(36)),
        sa.Column("answer", sa.Text),
        sa.Index(None, "created_at"),
        sa.Index(None, "enterprise_id"),
    ),
)
roadmap = _owned(
    "roadmap",
    parts=(
        sa.Column("enterprise_id", sa.ForeignKey("enterprise.id"), nullable=False),
        sa.Column("assessment_id", sa.ForeignKey("assessment.id"), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("standard", sa.String(80), nullable=False),
        sa.Column("level", sa.Integer),
        sa.Column("budget_wan", sa.Float),
        sa.Column("cost_mid_wan", sa.Float),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("wanted", sa.Text, nullable=False),
        sa.Column("plan", sa.Text, nullable=False),
    ),
    listed=("enterprise_id", "assessment_id", "standard", "level"),
)
legacy_roadmap = sa.Table(
    "legacy_roadmap",
    metadata,
    *(
        sa.Column("roadmap_id", sa.ForeignKey("roadmap.id"), primary_key=True),
        sa.Column("owner_id", sa.String(64), nullable=False),
        _of_enterprise(),
        sa.Column("result", sa.Text, nullable=False),
    ),
)
progress = _owned(
    "progress",
    parts=(
        sa.Column("roadmap_id", sa.ForeignKey("roadmap.id"), nullable=False),
        _of_enterprise(),
        sa.Column("project", sa.String(80), nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("on_day", sa.Date, nullable=False),
        sa.Column("reason", sa.String(500)),
        sa.Column("cost_wan", sa.Float),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("status IN ('planned', 'running', 'done', 'dropped')", name="status"),
    ),
    listed=("roadmap_id",),
    whole=False,
)
feedback = _owned(
    "feedback",
    parts=(
        sa.Column("enterprise_id", sa.ForeignKey("enterprise.id"), nullable=False),
        sa.Column("project", sa.String(80), nullable=False),
        sa.Column("useful", sa.Boolean, nullable=False),
        sa.Column("why", sa.String(20), nullable=False),
        sa.Column("words", sa.String(500)),
        sa.Column("created_at", MOMENT, nullable=False),
    ),
    listed=("enterprise_id",),
    whole=False,
)
withdrawal = sa.Table(
    "withdrawal",
    metadata,
    *(
        sa.Column("diagnosis_id", sa.ForeignKey("diagnosis.id"), primary_key=True),
        sa.Column("owner_id", sa.String(64), nullable=False),
        _of_enterprise(),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=False),
    ),
)
access_grant = _owned(
    "access_grant",
    parts=(
        sa.Column("enterprise_id", sa.ForeignKey("enterprise.id"), nullable=False),
        sa.Column("grantee", sa.String(64), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("purpose", sa.String(200), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT),
        sa.Column("revoked_at", MOMENT),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Index(None, "grantee", "enterprise_id"),
    ),
    listed=("enterprise_id",),
)
change = sa.Table(
    "change",
    metadata,
    *(
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            primary_key=True,
            autoincrement=True,
        ),
        sa.Column("owner_id", sa.String(64), nullable=False),
        sa.Column("enterprise_id", sa.String(36)),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("subject_id", sa.String(36), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Index(None, "owner_id", "number"),
    ),
    sqlite_autoincrement=True,
)
OWNED = tuple(name for name in metadata.tables if name != "content_bundle")
"""The tables whose rows belong to somebody."""
