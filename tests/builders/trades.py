"""Trades to test with."""

from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.retrofit.catalogue.trade import SpineStep, Trade
from tests.builders.texts import TEXT


def a_trade(name: str, **more: object) -> Trade:
    """Return a discrete trade of no class, with nothing of its own, with some changes."""
    values: dict[str, object] = {
        "id": name,
        "name": TEXT,
        "about": None,
        "production_type": ProductionType.DISCRETE,
        "classes": (),
        "divisions": (),
        "process": (),
        "pains": (),
        "spine": (),
        "ai_uses": (),
        "not_apply": (),
        "figures": (),
        "notes": (),
        "drivers": (),
        "sources": (),
        "marks": {},
    }
    return Trade(**{**values, **more})  # type: ignore[arg-type]


def a_spine_step(*packages: str) -> SpineStep:
    """Return a step of a spine that packages do, the lightest first."""
    return SpineStep(name=TEXT, why=TEXT, before=TEXT, done_when=TEXT, packages=packages)
