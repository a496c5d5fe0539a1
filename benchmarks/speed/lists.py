"""P5: what a page of a list costs at many rows beside what it costs at few, filter by filter.

The requests are WSGI calls in process, on both databases in turn: the first page, and one that
begins where nine of ten rows have been shown. Both databases answer with equally many rows.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from statistics import median
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import text

from benchmarks.speed.filter_values import ABSENT, Shown, Wanted, filters_of, queries_of
from benchmarks.speed.query_plans import plans_of
from benchmarks.wsgi import WrongStatus, call
from diagnosis.bootstrap import Container
from diagnosis.web.app import create_app
from diagnosis.web.openapi.document import document
from tests.keys import MINT, let_in

LISTS = ("/v1/diagnoses", "/v1/enterprises", "/v1/assessments")
PAGE = 20
MOST = 200
DEEP = 0.9
"""The share of all rows that a deep cursor has behind it."""
SUSPECT, SURE, LONGER = 1.1, 4.0, 4
"""Between which ratios a page is measured again, and how much longer: noise may have made it."""
PAGES_KEPT = 12


@dataclass(frozen=True)
class Page:
    """A page of a list: its path, its query, and whether it is the first or a deep one."""

    path: str
    wanted: Wanted
    is_deep: bool
    limit: int = PAGE

    @property
    def about(self) -> str:
        """Return what the report calls it."""
        return f"{self.path}: {self.wanted.about}, {'deep' if self.is_deep else 'first'} page"


@dataclass(frozen=True, kw_only=True)
class MeasuredPage:
    """What a page costs at few and at many rows, in µs; `rows` on it.

    `plan` is how the database answers it at many rows, where it misses the floor.
    """

    about: str
    rows: int
    few_us: float
    many_us: float
    plan: tuple[str, ...] = ()

    @property
    def ratio(self) -> float:
        """Return the cost at many rows ÷ that at few."""
        return self.many_us / self.few_us


class Lists:
    """The lists of one database."""

    def __init__(self, container: Container) -> None:
        self._container = container
        container.__dict__["key_mint"] = MINT
        let_in(container.store)
        self._app: Flask = create_app(container)
        self._cursors = {path: self._cursor(path) for path in LISTS}
        (newest,) = json.loads(self._get("/v1/diagnoses?limit=1"))["items"]
        self._firm: str = newest["enterprise_id"]

    def document(self) -> Shown:
        """Return the document of the API."""
        return document(self._app)

    def rows(self, path: str) -> list[Shown]:
        """Return every row of a list, newest first."""
        rows: list[Shown] = []
        url: str | None = f"{path}?limit={MOST}"
        while url is not None:
            shown = json.loads(self._get(url))
            rows += shown["items"]
            url = shown["next"]
        return rows

    def address(self, page: Page) -> str:
        """Return the address of a page."""
        query = {**page.wanted.query, "limit": str(page.limit)}
        if query.get("enterprise_id", ABSENT["uuid"]) != ABSENT["uuid"]:
            query["enterprise_id"] = self._firm  # ids differ from one database to the other
        if page.is_deep:
            query["cursor"] = self._cursors[page.path]
        return f"{page.path}?{urlencode(query)}"

    def count(self, page: Page) -> int:
        """Return how many rows a page has."""
        return len(json.loads(self._get(self.address(page)))["items"])

    def spend(self, address: str, clock: Callable[[], float]) -> float:
        """Return what a page costs, in µs."""
        began = clock()
        self._get(address)
        return (clock() - began) * 1e6

    def plan(self, page: Page) -> tuple[str, ...]:
        """Return how the database answers the queries of a page."""
        return plans_of(self._container.store.engine, lambda: self._get(self.address(page)))

    def _cursor(self, path: str) -> str:
        """Return the id of the row that nine of ten rows of a list come before."""
        table = path.rpartition("/")[2]
        table = {"diagnoses": "diagnosis"}.get(table, table.removesuffix("s"))
        with self._container.store.engine.connect() as connection:
            many = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            query = text(f"SELECT id FROM {table} ORDER BY id LIMIT 1 OFFSET :skipped")
            row_id = connection.execute(query, {"skipped": int(many * (1 - DEEP))}).scalar_one()
        return str(row_id)

    def _get(self, address: str) -> bytes:
        return call(self._app, address)


def queries_of_list(few: Lists, path: str) -> tuple[list[Wanted], list[str]]:
    """Return what a list is asked for, with each filter in turn; and filters without a value."""
    rows = few.rows(path)
    queries = [Wanted("no filter", {})]
    unknown = []
    for declared in filters_of(few.document(), path):
        known = queries_of(declared, rows)
        queries += known
        unknown += [] if known else [f"{path}: {declared.name}"]
    return queries, unknown


def comparable(page: Page, few: Lists, many: Lists) -> Page | None:
    """Return a page short enough for both databases to fill it.

    None where only one has rows, or a filter is refused.
    """
    try:
        counts = few.count(page), many.count(page)
    except WrongStatus:  # a filter names nothing here, and is refused
        return None
    if counts[0] == counts[1]:
        return page
    if min(counts) == 0:
        return None
    return replace(page, limit=min(counts))


@dataclass(frozen=True)
class MeasuredLists:
    """What pages cost, the one that grows most first; filters that no value is known for."""

    pages: tuple[MeasuredPage, ...]
    unknown: tuple[str, ...]


def measure_lists(
    few: Lists,
    many: Lists,
    *,
    turns: int,
    floor: float,
    clock: Callable[[], float] = time.process_time,
) -> MeasuredLists:
    """Return what the pages of all lists cost, by a clock that counts seconds.

    The pages that miss the floor are kept, or so many that grow most.
    """
    measured, unknown = [], []
    for path in LISTS:
        queries, not_known = queries_of_list(few, path)
        unknown += not_known
        for query, is_deep in product(queries, (False, True)):
            page = comparable(Page(path, query, is_deep), few, many)
            if page is not None:
                measure = partial(_measure, page, few, many, floor=floor, clock=clock)
                spent = measure(turns=turns)
                if SUSPECT < spent.ratio < SURE:
                    spent = measure(turns=turns * LONGER)
                measured.append(spent)
    measured.sort(key=lambda page: page.ratio, reverse=True)
    slow = sum(page.ratio > floor for page in measured)
    return MeasuredLists(tuple(measured[: max(slow, PAGES_KEPT)]), tuple(unknown))


def _measure(
    page: Page, few: Lists, many: Lists, *, turns: int, floor: float, clock: Callable[[], float]
) -> MeasuredPage:
    addresses = few.address(page), many.address(page)
    spent: tuple[list[float], list[float]] = ([], [])
    for turn in range(turns + 2):
        for place, lists in enumerate((few, many)):
            cost = lists.spend(addresses[place], clock)
            if turn > 1:  # the first turns only warm up
                spent[place].append(cost)
    few_us, many_us = map(median, spent)
    measured = MeasuredPage(
        about=page.about, rows=many.count(page), few_us=few_us, many_us=many_us
    )
    return replace(measured, plan=many.plan(page)) if measured.ratio > floor else measured
