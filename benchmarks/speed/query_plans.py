"""How a database answers the queries that something sends."""

from collections.abc import Callable

from sqlalchemy import Engine, event


def plans_of(engine: Engine, action: Callable[[], object]) -> tuple[str, ...]:
    """Return the plan of every SELECT that an action sends, line by line."""
    statements: list[tuple[str, object]] = []

    def note(_c: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        statements.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    try:
        action()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    lines: list[str] = []
    with engine.connect() as connection:
        for statement, values in statements:
            if statement.startswith("SELECT"):
                rows = connection.exec_driver_sql(explain + statement, values)  # type: ignore[arg-type]
                lines += [str(row[-1]) for row in rows]
    return tuple(lines)
