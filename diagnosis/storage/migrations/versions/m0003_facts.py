"""Facts instead of rendered answers: readings, plan values, identity apart, pinned content.

What earlier releases showed stays, in legacy tables: the content it was made with was not kept.
Rows are copied through temporary tables, for the tables refer to one another.
"""

from collections.abc import Callable, Iterator
from typing import Any

import orjson
import sqlalchemy as sa
from alembic import op

from diagnosis.storage.migrations.legacy_plan import plan_values
from diagnosis.storage.migrations.legacy_readings import readings_of
from diagnosis.storage.migrations.plain_texts import write_plainly, write_sites_plainly
from diagnosis.storage.migrations.row_security import lay_open, secure
from diagnosis.storage.migrations.schema_0003 import OWNED, metadata
from diagnosis.storage.packed import pack

revision = "0003"
down_revision = "0002"

COPIED = (
    "feedback", "progress", "roadmap", "diagnosis", "assessment", "request_key", "enterprise",
)  # fmt: skip
"""Children before their parents."""
_CHINA_YEARS = {
    "sqlite": "strftime('%Y', {0}.created_at, '+8 hours')",
    "postgresql": "to_char({0}.created_at AT TIME ZONE 'Asia/Shanghai', 'YYYY')",
}
"""The year in which a row came, in China, by the kind of database."""
IDENTITY = ("name", "credit_code", "site")
CITY = (
    "CASE WHEN city IS NULL THEN NULL ELSE substr(city, 1, 4) || '00' END AS city,"
    " CASE WHEN city LIKE '%00' THEN NULL ELSE city END AS district"
)
COPIES = {
    "enterprise": "id, owner_id, industry, division, {city}, employees, revenue_wan,"
    " production_type, size_class, chain, park, version, created_at, updated_at",
    "assessment": "id, owner_id, enterprise_id, state, form AS form_id, form, reference, period,"
    " diagnosis_id, version, created_at, updated_at, submitted_at, {packed} AS sheet",
    "diagnosis": "id, owner_id, enterprise_id, assessment_id, created_at, form AS form_id, form,"
    " reference, period, division, {city}, size_class, production_type,"
    " 'current' AS standing, content, code, {packed} AS estimates",
    "request_key": "owner_id, key, fingerprint, created_at, answer",
    "roadmap": "id, owner_id, enterprise_id, assessment_id, created_at, starts_on, standard,"
    " level, budget_wan, cost_mid_wan, '' AS content, wanted, '{{}}' AS plan",
    "progress": "*, (SELECT enterprise_id FROM before_roadmap WHERE id = roadmap_id)"
    " AS enterprise_id",
    "feedback": "*",
}
"""What each new table takes out of the old one, parents before their children."""


def upgrade() -> None:
    """Copy every row, and take the facts out of what was rendered."""
    connection = op.get_bind()
    for table in COPIED:
        op.execute(f"CREATE TEMPORARY TABLE before_{table} AS SELECT * FROM {table}")
    for table in COPIED:
        op.drop_table(table)
    metadata.create_all(connection)
    for table, columns in COPIES.items():
        _copy(connection, table, columns.format(city=CITY, packed=_packed(connection)))
    op.execute(
        "INSERT INTO enterprise_identity (enterprise_id, owner_id, name, credit_code, site)"
        " SELECT id, owner_id, name, credit_code, site FROM before_enterprise"
    )
    op.execute(
        "INSERT INTO legacy_diagnosis (diagnosis_id, owner_id, enterprise_id, result, trace)"
        " SELECT id, owner_id, enterprise_id, result, trace FROM before_diagnosis"
    )
    op.execute(
        "INSERT INTO legacy_roadmap (roadmap_id, owner_id, enterprise_id, result)"
        " SELECT id, owner_id, enterprise_id, result FROM before_roadmap"
    )
    for change in (_forms, _standings, _sheets, _readings, _plans, _keys, _names):
        change(connection)
    for table in COPIED:
        op.execute(f"DROP TABLE before_{table}")
    if connection.dialect.name == "postgresql":
        secure(connection, {name: _whose(metadata.tables[name]) for name in OWNED})


def _packed(connection: sa.Connection) -> str:
    """Return an empty list as the columns of packed texts take it."""
    data = pack("[]").hex()
    if connection.dialect.name == "postgresql":
        return f"decode('{data}', 'hex')"
    return f"X'{data}'"


def _whose(table: sa.Table) -> str | None:
    """Return the column of the enterprise that a row is of, None where it is of none."""
    if table.name == "enterprise":
        return "id"
    may_be_granted = "enterprise_id" in table.c and table.name != "request_key"
    return "enterprise_id" if may_be_granted else None


def _copy(connection: sa.Connection, table: str, columns: str) -> None:
    rows = f"(SELECT {columns} FROM before_{table}) AS taken"
    names = [column["name"] for column in sa.inspect(connection).get_columns(table)]
    taken = connection.execute(sa.text(f"SELECT * FROM {rows} LIMIT 0")).keys()
    shared = ", ".join(name for name in names if name in set(taken))
    op.execute(f"INSERT INTO {table} ({shared}) SELECT {shared} FROM {rows}")


def _forms(connection: sa.Connection) -> None:
    """Set the id of each form, which stands before the @."""
    for table in ("assessment", "diagnosis"):
        forms = connection.execute(sa.text(f"SELECT DISTINCT form FROM {table}")).scalars().all()
        for form in forms:
            change = sa.text(f"UPDATE {table} SET form_id = :form_id WHERE form = :form")
            connection.execute(change, {"form_id": form.partition("@")[0], "form": form})


def _standings(connection: sa.Connection) -> None:
    """Supersede what has a newer sheet of the same site and form: newest period, then day."""
    came = _CHINA_YEARS[connection.dialect.name]
    period, other = (
        f"COALESCE({table}.period, CAST({came.format(table)} AS INTEGER))"
        for table in ("diagnosis", "other")
    )
    op.execute(
        "UPDATE diagnosis SET standing = 'superseded' WHERE EXISTS ("
        "SELECT 1 FROM diagnosis AS other WHERE other.enterprise_id = diagnosis.enterprise_id"
        " AND other.form_id = diagnosis.form_id AND ("
        f"{other} > {period} OR ({other} = {period}"
        " AND other.id > diagnosis.id)))"
    )


def _rows(connection: sa.Connection, query: str) -> Iterator[list[Any]]:
    """Yield the rows of a query, so many at a time."""
    result = connection.execute(sa.text(query), execution_options={"yield_per": 200})
    for part in result.partitions():
        yield list(part)


def _loaded(text: str | None) -> dict[str, Any]:
    """Return a JSON object; an empty one for whatever is none."""
    try:
        value = orjson.loads(text or "{}")
    except orjson.JSONDecodeError:
        return {}
    return value if isinstance(value, dict) else {}


def _each(
    connection: sa.Connection,
    query: str,
    change: str,
    values: Callable[[Any], list[dict[str, Any]]],
) -> None:
    """Run a change with what is made of each row of a query."""
    for part in _rows(connection, query):
        made = [each for row in part for each in values(row)]
        if made:
            connection.execute(sa.text(change), made)


def _sheets(connection: sa.Connection) -> None:
    """Part who a firm is from what it answered."""
    identities: list[dict[str, Any]] = []

    def nameless(row: Any) -> list[dict[str, Any]]:
        sheet = _loaded(row.sheet)
        facts = sheet.get("enterprise")
        facts = facts if isinstance(facts, dict) else {}
        identity = {name: str(facts.pop(name, None) or "") for name in IDENTITY}
        head = {"id": row.id, "owner_id": row.owner_id, "enterprise_id": row.enterprise_id}
        identities.append({**head, **identity})
        return [{"id": row.id, "sheet": pack(orjson.dumps(sheet).decode())}]

    _each(
        connection,
        "SELECT id, owner_id, enterprise_id, sheet FROM before_assessment",
        "UPDATE assessment SET sheet = :sheet WHERE id = :id",
        nameless,
    )
    if identities:
        add = (
            "INSERT INTO sheet_identity (assessment_id, owner_id, enterprise_id, name,"
            " credit_code, site)"
            " VALUES (:id, :owner_id, :enterprise_id, :name, :credit_code, :site)"
        )
        connection.execute(sa.text(add), identities)


def _readings(connection: sa.Connection) -> None:
    """Write the level, score and coverage by each standard and model as rows."""
    _each(
        connection,
        "SELECT * FROM before_diagnosis",
        "INSERT INTO reading (diagnosis_id, owner_id, enterprise_id, standard, revision, basis,"
        " level, score, coverage, model, vector) VALUES (:diagnosis_id, :owner_id,"
        " :enterprise_id, :standard, :revision, :basis, :level, :score, :coverage, :model,"
        " :vector)",
        lambda row: readings_of(row, _loaded(row.result)),
    )


def _plans(connection: sa.Connection) -> None:
    """Write the values of each plan, and the content that it was made with."""

    def values(row: Any) -> list[dict[str, Any]]:
        plan = plan_values(_loaded(row.result))
        content = plan["pins"]["content"]
        return [{"id": row.id, "content": content, "plan": orjson.dumps(plan).decode()}]

    _each(
        connection,
        "SELECT id, result FROM before_roadmap",
        "UPDATE roadmap SET plan = :plan, content = :content WHERE id = :id",
        values,
    )


def _keys(connection: sa.Connection) -> None:
    """Name the enterprise that the answer of a request holds, so that it can be deleted."""

    def named(row: Any) -> list[dict[str, Any]]:
        answer = _loaded(row.answer)
        is_enterprise = "facts" in answer or "credit_code" in answer
        enterprise = answer.get("enterprise_id") or (answer.get("id") if is_enterprise else None)
        if not isinstance(enterprise, str):
            return []
        return [{"owner_id": row.owner_id, "key": row.key, "enterprise_id": enterprise}]

    _each(
        connection,
        "SELECT owner_id, key, answer FROM before_request_key",
        "UPDATE request_key SET enterprise_id = :enterprise_id"
        " WHERE owner_id = :owner_id AND key = :key",
        named,
    )


def _names(connection: sa.Connection) -> None:
    """Write what names things in the one way in which it is read from now on."""
    write_plainly(connection, "enterprise_identity", "enterprise_id", ("name",))
    write_sites_plainly(connection)
    write_plainly(connection, "sheet_identity", "assessment_id", ("name", "site"))
    write_plainly(connection, "enterprise", "id", ("chain", "park"))
    for table in ("assessment", "diagnosis"):
        write_plainly(connection, table, "id", ("reference",))


def downgrade() -> None:
    """Go back, where nothing would be lost: facts cannot be turned into rendered answers.

    Raises
    ------
    RuntimeError
        Where there are assessments.

    """
    from diagnosis.storage.migrations.versions import m0001_registers, m0002_roadmaps

    connection = op.get_bind()
    if connection.execute(sa.text("SELECT 1 FROM assessment LIMIT 1")).first() is not None:
        raise RuntimeError("there are assessments: facts cannot be turned into rendered answers")
    if connection.dialect.name == "postgresql":
        lay_open(connection, OWNED)
    metadata.drop_all(connection)
    m0001_registers.upgrade()
    m0002_roadmaps.upgrade()
