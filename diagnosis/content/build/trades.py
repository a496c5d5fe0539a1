"""Parsed trades into values."""

from collections.abc import Iterable, Mapping
from typing import Any

from diagnosis.content.build.marks import Marks, build_marks
from diagnosis.content.build.texts import text, text_or_none
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.retrofit.catalogue.cost_function import Driver
from diagnosis.domain.retrofit.catalogue.trade import (
    AiUse,
    NotApplying,
    SpineStep,
    Trade,
    TradeClass,
    TradeFigure,
    TradeNote,
    TradePain,
    Trades,
)
from diagnosis.domain.text import Text

Plain = Mapping[str, Any]


def build_trades(documents: Iterable[Plain], drivers: Mapping[str, Driver]) -> Trades:
    """Return the trades, in the order of their files."""
    trades = (_trade(document, drivers) for document in documents)
    return Trades({trade.id: trade for trade in trades})


def _trade(plain: Plain, drivers: Mapping[str, Driver]) -> Trade:
    marks = build_marks(plain)
    return Trade(
        id=plain["id"],
        name=text(plain["name"]),
        about=text_or_none(plain.get("about")),
        production_type=ProductionType(plain["production_type"]),
        classes=tuple(
            TradeClass(entry["code"], entry["fit"] == "main") for entry in plain.get("classes", ())
        ),
        divisions=tuple(plain.get("divisions", ())),
        process=_texts(plain["process"]),
        pains=tuple(TradePain(entry["pain"], text(entry["says"])) for entry in plain["pains"]),
        spine=tuple(_spine_step(entry) for entry in plain["spine"]),
        ai_uses=tuple(_ai_use(entry, marks) for entry in plain["ai_uses"]),
        not_apply=tuple(
            NotApplying(text(entry["name"]), tuple(entry.get("packages", ())))
            for entry in plain["not_apply"]
        ),
        figures=tuple(_figure(entry, marks) for entry in plain["figures"]),
        notes=tuple(
            TradeNote(text(entry["says"]), marks[entry["mark"]])
            for entry in plain.get("notes", ())
        ),
        drivers=tuple(_driver(entry, marks, drivers) for entry in plain.get("drivers", ())),
        sources=tuple(plain.get("sources", ())),
        marks=marks,
    )


def _texts(plain: Mapping[str, list[str]]) -> tuple[Text, ...]:
    """Return the texts of a map of two lists of one length."""
    return tuple(Text(zh, en) for zh, en in zip(plain["zh"], plain["en"], strict=True))


def _spine_step(plain: Plain) -> SpineStep:
    return SpineStep(
        name=text(plain["name"]),
        why=text(plain["why"]),
        before=text(plain["before"]),
        done_when=text(plain["done_when"]),
        packages=tuple(plain["packages"]),
    )


def _ai_use(plain: Plain, marks: Marks) -> AiUse:
    return AiUse(
        name=text(plain["name"]),
        data_first=text(plain["data_first"]),
        rules_first=text(plain["rules_first"]),
        package=plain["package"],
        example=text_or_none(plain.get("example")),
        example_mark=marks[plain["example_mark"]] if "example" in plain else None,
    )


def _figure(plain: Plain, marks: Marks) -> TradeFigure:
    return TradeFigure(
        name=text(plain["name"]), says=text(plain["says"]), mark=marks[plain["mark"]]
    )


def _driver(plain: Plain, marks: Marks, drivers: Mapping[str, Driver]) -> Driver:
    """Return a count that a trade has of its own; the name is that of the driver."""
    return Driver(
        id=plain["driver"],
        name=drivers[plain["driver"]].name,
        at_60_people=plain["at_60_people"],
        exponent=plain["exponent"],
        mark=marks[plain["mark"]],
    )
