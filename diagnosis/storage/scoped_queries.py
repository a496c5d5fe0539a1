"""Queries of what a principal may see: the only place where one is begun."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Result,
    Row,
    Select,
    Table,
    and_,
    select,
)

from diagnosis.services.ports.scope import Principal
from diagnosis.services.ports.store import FilterValue, Where
from diagnosis.storage.audit.firms_read import FirmsRead
from diagnosis.storage.identifiers import first_id
from diagnosis.storage.rows import IDENTITY, place_values
from diagnosis.storage.scope import OWNER, in_scope
from diagnosis.storage.tables import enterprise, enterprise_identity

P = ParamSpec("P")
Reader = TypeVar("Reader", bound="ScopedQueries")
HIGHEST = "\U0010ffff"
"""The character that sorts after every other."""
MANY_MATCHES = 2_000
"""So many matches are no longer sorted for a page: the newest rows are looked through instead."""


def _matches(table: Table, name: str, value: FilterValue) -> ColumnElement[bool]:
    """Return whether a row matches; a city takes in its districts, a form its versions."""
    if isinstance(value, datetime):  # ids sort by their moments, and have an index
        return and_(table.c.id >= first_id(value), table.c.created_at > value)
    if name == "city" and place_values(str(value))["district"] is not None:
        name = "district"
    if name == "form" and "@" not in str(value):
        name = "form_id"
    matches: ColumnElement[bool] = table.c[name] == value
    return matches


def prepared(
    build: Callable[Concatenate[Reader, P], Select[Any]], /
) -> Callable[Concatenate[Reader, P], Select[Any]]:
    """Build a query a single time for each kind of reader; its values are bound when it is run.

    To build one takes several times as long as to run it, and each submission needs a handful.
    """
    queries: dict[tuple[object, ...], Select[Any]] = {}

    @wraps(build)
    def query(self: Reader, /, *args: P.args, **kwargs: P.kwargs) -> Select[Any]:
        kind = (self.locks, self.reads_as, self.purpose, *args, *kwargs.values())
        if kind not in queries:
            queries[kind] = build(self, *args, **kwargs)
        return queries[kind]

    return query


class ScopedQueries:
    """What a principal may see, on one connection: how it is asked for."""

    locks = False
    """Whether one row that is read is kept from other writers until the transaction ends."""

    def __init__(self, connection: Connection, principal: Principal) -> None:
        self._connection = connection
        self._principal = principal
        self.reads_as = principal.reads_as
        self.purpose = principal.purpose
        self.firms_read: FirmsRead | None = None

    def _in_scope(self, table: FromClause) -> ColumnElement[bool]:
        return in_scope(table, reads_as=self.reads_as, purpose=self.purpose)

    def _select(self, table: FromClause, *columns: Column[Any]) -> Select[Any]:
        """Return a query of the rows that the principal may see."""
        return select(*(columns or (table,))).where(self._in_scope(table))

    def _run(self, query: Select[Any], **values: FilterValue) -> Result[Any]:
        """Run a query for the principal, with the values of what is bound in it."""
        result = self._connection.execute(query, {OWNER.key: self._principal.owner, **values})
        return result if self.firms_read is None else self.firms_read.passed(result)

    def _row(self, query: Select[Any], **values: FilterValue) -> Row[Any] | None:
        return self._run(query, **values).one_or_none()

    def _kept(self, query: Select[Any], table: Table) -> Select[Any]:
        """Return a query that keeps its row from other writers, where this reader does."""
        return query.with_for_update(of=table) if self.locks else query

    def _page(
        self,
        query: Select[Any],
        table: Table,
        where: Where,
        after: str | None,
        limit: int,
        order: ColumnElement[Any] | None = None,
    ) -> tuple[list[Row[Any]], str | None]:
        """Return rows newest first and the cursor of the next page.

        `order` is the column of the rows' ids whose index serves the filters.
        """
        ids = table.c.id if order is None else order
        for name, value in where.items():
            is_of = self._is_of if name in IDENTITY else _matches
            query = query.where(is_of(table, name, value))
        if after is not None:
            query = query.where(ids < after)
        query = query.order_by(ids.desc()).limit(limit + 1)
        matches = list(self._run(query))
        has_more = len(matches) > limit
        return matches[:limit], matches[limit - 1].id if has_more else None

    def _are_many(self, column: Column[Any], *conditions: ColumnElement[bool]) -> bool:
        """Return whether so many rows match that the newest are looked through for a page.

        To sort them all would take longer; where few match, to look for them would.
        """
        matches = self._select(column.table, column).where(*conditions).limit(MANY_MATCHES)
        looked = self._connection.execute(matches, {OWNER.key: self._principal.owner})
        return len(looked.all()) == MANY_MATCHES

    def _is_of(self, table: Table, name: str, value: FilterValue) -> ColumnElement[bool]:
        """Return whether a row's firm is of a credit code or site, or how its name begins.

        Rows of few firms are found by indexes alone, for those of a page only to be read; among
        those of many the firm of each is looked at.
        """
        column, firm_id = enterprise_identity.c[name], enterprise_identity.c.enterprise_id
        is_of = self._equals(column, name, value)
        if self._are_many(firm_id, is_of):
            unindexed = self._equals(column.concat(""), name, value)
            return and_(self._in_scope(enterprise_identity), unindexed)
        firms = self._select(enterprise_identity, firm_id).where(is_of)
        if table is enterprise:
            return enterprise.c.id.in_(firms)
        rows = table.alias()
        of_firms = self._select(rows, rows.c.id).where(rows.c.enterprise_id.in_(firms))
        return table.c.id.in_(of_firms)

    def _equals(
        self, column: ColumnElement[Any], name: str, value: FilterValue
    ) -> ColumnElement[bool]:
        if name != "name":
            is_equal: ColumnElement[bool] = column == value
            return is_equal
        # Both ways use the index on the names: SQLite compares bytes, PostgreSQL patterns.
        if self._connection.dialect.name == "postgresql":
            return column.startswith(str(value), autoescape=True)
        return and_(column >= str(value), column < f"{value}{HIGHEST}")
