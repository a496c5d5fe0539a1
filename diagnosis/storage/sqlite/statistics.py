"""What SQLite's planner is told of the tables, so that it answers lists by the right index.

A new file has no statistics, and without any SQLite takes an owner for as rare as a firm: a page
of a list then reads every row. These are of a register as it will be; `ANALYZE` replaces them.
"""

from sqlalchemy import Connection

ROWS = 100_000
"""The rows of a table; there are six readings to a diagnosis."""
MANY = {"reading": 6 * ROWS, "change": 5 * ROWS, "audit_entry": 8 * ROWS}
A_ROW = 1 / ROWS
SHARES = {
    "owner_id": 1.0, "about": 1.0, "state": 0.5, "basis": 0.5, "standing": 0.3, "size_class": 0.25,
    "standard": 0.25, "form_id": 0.2, "form": 0.2, "period": 0.2, "level": 0.2, "city": 0.05,
    "division": 0.03, "district": 0.005, "chain_id": 0.005, "park_id": 0.005,
    "site": 20 * A_ROW, "name": 2 * A_ROW, "credit_code": 2 * A_ROW, "enterprise_id": 2 * A_ROW,
    "reference": A_ROW,
}  # fmt: skip
"""The share of rows that have the same value of a column; of all others each row has its own."""


def state_statistics(connection: Connection) -> None:
    """Write the statistics of every index; connections opened from now on heed them."""
    connection.exec_driver_sql("ANALYZE sqlite_schema")  # makes their table
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    tables = connection.exec_driver_sql(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    )
    for table in tables.scalars().all():
        indexes = connection.exec_driver_sql(f"PRAGMA index_list('{table}')").all()
        for index in indexes:
            columns = connection.exec_driver_sql(f"PRAGMA index_info('{index.name}')").all()
            counts = _counts(table, [column.name for column in columns], bool(index.unique))
            # The key of a table without row ids goes by the name of the table.
            name = (
                table if index.origin == "pk" and _is_clustered(connection, table) else index.name
            )
            connection.exec_driver_sql(
                "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", (table, name, counts)
            )
    connection.exec_driver_sql("ANALYZE sqlite_schema")  # reads them


def _is_clustered(connection: Connection, table: str) -> bool:
    rows = connection.exec_driver_sql("PRAGMA table_list").all()
    return any(row.name == table and row.wr for row in rows)


def _counts(table: str, columns: list[str], is_unique: bool) -> str:
    """Return how many rows an index has, then how many are equal in its first columns."""
    rows = MANY.get(table, ROWS)
    equal = float(rows)
    counts = [rows]
    for column in columns:
        equal = max(1.0, equal * SHARES.get(column, A_ROW))
        counts.append(int(equal))
    if is_unique:
        counts[-1] = 1
    return " ".join(str(count) for count in counts)
