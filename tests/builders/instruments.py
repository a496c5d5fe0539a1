"""Support instruments."""

from dataclasses import replace
from datetime import date
from typing import Any

from diagnosis.domain.retrofit.support.eligibility import Offer
from diagnosis.domain.retrofit.support.instrument import (
    Instrument,
    Pays,
    Period,
    Standing,
    Stated,
)
from diagnosis.domain.retrofit.support.paid_packages import PaidPackages
from diagnosis.domain.retrofit.support.rule import Answer, compile_rule
from tests.builders.texts import MARK, TEXT


def paying_for(*packages: str, **more: Any) -> PaidPackages:
    """Return that some packages are paid for, in all parts of their money."""
    return PaidPackages(packages=frozenset(packages), **more)


def an_instrument(**changes: object) -> Instrument:
    """Return a grant of Shenzhen for uses of AI and `pkg-a`, with some changes.

    It takes applications as long as it is in force.
    """
    instrument = Instrument(
        id="ins-a",
        name=TEXT,
        kind="grant",
        level="city",
        codes=("440300",),
        offer=TEXT,
        eligible=compile_rule({"all": [{"place_in": ["440300"]}, {"declared": "filed"}]}),
        declarations={"filed": TEXT},
        pays=Pays(30, 100, None, "project-cost", MARK),
        by_level=(),
        paid=paying_for("pkg-a", with_ai=True),
        timing="after-the-fact",
        valid=Period(date(2025, 1, 1), date(2026, 12, 31), MARK),
        window=Period(date(2025, 1, 1), date(2026, 12, 31), MARK),
        finish_by=None,
        overlap_class=None,
        route=None,
        stated=Stated.IN_FORCE,
        read_in="original",
        measures=(),
        marks={},
        sources=(),
        confidence="high",
        checked="one-source",
        checked_on=date(2026, 11, 23),
        note=None,
    )
    return replace(instrument, **changes)  # type: ignore[arg-type]


def an_offer(instrument: Instrument | None = None) -> Offer:
    """Return an instrument, open, of which nothing is known for a firm."""
    return Offer(
        instrument=instrument or an_instrument(),
        answer=Answer.UNKNOWN,
        failing=(),
        unknown=(),
        standing=Standing.OPEN,
    )
