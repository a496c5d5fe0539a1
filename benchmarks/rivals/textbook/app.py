"""The application of the textbook: load, score, say in both languages, keep, answer."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify, request
from marshmallow import Schema, ValidationError
from sqlalchemy import Engine, create_engine, event, select
from sqlalchemy.orm import Session

from benchmarks.rivals.models import RivalModel, load_or_fit
from benchmarks.rivals.textbook.answers import Answers, Result, is_not_applicable
from benchmarks.rivals.textbook.estimates import LevelEstimate, estimate
from benchmarks.rivals.textbook.gated import score_gated
from benchmarks.rivals.textbook.points import score_points, score_tiers
from benchmarks.rivals.textbook.say import Shown, Speaker
from benchmarks.rivals.textbook.sheet_schema import sheet_schema
from benchmarks.rivals.textbook.staged import score_staged
from benchmarks.rivals.textbook.tables import AnswerRow, FirmRow, LevelRow, Rows, SheetRow
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.scoring.standard import Standard
from diagnosis.domain.text import Language
from diagnosis.services.ports.content import Content

Loaded = dict[str, Any]
"""A sheet as marshmallow loads it."""


@dataclass(frozen=True)
class Diagnosed:
    """A sheet's results and estimates, said in both languages."""

    results: list[Result]
    texts: dict[Language, Shown]


def score(content: Content, answers: Answers, firm: Loaded) -> list[Result]:
    """Return the results of a sheet by the four standards, in their order."""
    standards = content.standards
    kind = ProductionType(firm.get("production_type", "discrete"))
    exempt = {
        item
        for item in answers
        for reason in content.bank[item].reasons
        if is_not_applicable(answers, item, reason.id)
        and reason.is_proved_by(kind, firm.get("industry"))
    }
    staged = score_staged(standards.staged, answers, kind, exempt)
    return [
        staged,
        score_points(standards.points, answers),
        score_tiers(standards.tiers, answers, staged.level, firm.get("revenue_wan")),
        score_gated(standards.gated, answers),
    ]


def trace_of(standards: Sequence[Standard], results: Sequence[Result]) -> Shown:
    """Return the way from each total to every answer that it counts."""
    return {
        standard.ref: {
            "level": result.level,
            "score": result.score,
            "conditions": result.conditions,
            "parts": [
                {
                    "part": part.id,
                    "weight": part.weight,
                    "score": part.score,
                    "answers": [
                        {"item": item, "value": value} for item, value in part.counted.items()
                    ],
                }
                for part in result.parts
            ],
        }
        for standard, result in zip(standards, results, strict=True)
    }


class TextbookService:
    """Diagnoses loaded sheets, and keeps them."""

    def __init__(self, content: Content, models: tuple[RivalModel, ...], engine: Engine) -> None:
        self._content = content
        self._ordered: tuple[Standard, ...] = tuple(content.standards)
        self._models = models
        self._engine = engine
        self._speaker = Speaker(self._ordered, content.bank)

    def diagnose(self, sheet: Loaded) -> Diagnosed:
        """Return what a sheet comes to."""
        answers: Answers = sheet["answers"]
        results = score(self._content, answers, sheet["enterprise"])
        estimates: list[LevelEstimate] = [
            estimate(each.standard, each.model, each.features, answers) for each in self._models
        ]
        texts = {
            language: self._speaker.say(results, estimates, language) for language in Language
        }
        return Diagnosed(results, texts)

    def keep(self, sheet: Loaded, diagnosed: Diagnosed) -> int:
        """Store a sheet with what it comes to; return its id."""
        trace = trace_of(self._ordered, diagnosed.results)
        with Session(self._engine) as session:
            firm = self._firm(session, sheet["enterprise"])
            session.add(firm)
            session.flush()
            row = SheetRow(
                firm_id=firm.id,
                form=sheet["form"],
                period=sheet.get("period"),
                reference=sheet.get("reference"),
                result_zh=json.dumps(diagnosed.texts[Language.ZH], ensure_ascii=False),
                result_en=json.dumps(diagnosed.texts[Language.EN]),
                trace=json.dumps(trace),
            )
            row.answers = [
                AnswerRow(item=item, value=json.dumps(value))
                for item, value in sheet["answers"].items()
            ]
            row.levels = [
                LevelRow(standard=standard.id, level=result.level, score=result.score)
                for standard, result in zip(self._ordered, diagnosed.results, strict=True)
            ]
            session.add(row)
            session.commit()
            return row.id

    @staticmethod
    def _firm(session: Session, facts: Loaded) -> FirmRow:
        site = facts.get("site", "")
        query = select(FirmRow).where(
            FirmRow.credit_code == facts["credit_code"], FirmRow.site == site
        )
        known = session.scalar(query)
        if known is not None:
            return known
        kept = ("name", "credit_code", "industry", "city", "employees", "revenue_wan")
        return FirmRow(site=site, **{name: facts.get(name) for name in kept})


def open_engine(path: Path) -> Engine:
    """Return an engine on a SQLite file with the service's settings: WAL, synchronous=FULL."""
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _set(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    return engine


def textbook(content: Content, models_folder: Path, database: Path) -> Flask:
    """Return the application."""
    engine = open_engine(database)
    Rows.metadata.create_all(engine)
    service = TextbookService(content, load_or_fit(content, models_folder), engine)
    form = list(content.forms["full"].values())[-1]
    schema = sheet_schema(form, content.bank)
    app = Flask("textbook")

    @app.post("/preview")
    def preview() -> Response | tuple[Response, int]:
        return answer(service, schema, keep=False)

    @app.post("/stored")
    def store() -> Response | tuple[Response, int]:
        return answer(service, schema, keep=True)

    return app


def answer(service: TextbookService, schema: Schema, *, keep: bool) -> tuple[Response, int]:
    """Return the answer to a request."""
    try:
        sheet = schema.load(request.get_json())
    except ValidationError as error:
        return jsonify(error.messages), 422
    diagnosed = service.diagnose(sheet)
    wanted = request.accept_languages.best_match([str(each) for each in Language])
    shown = diagnosed.texts[Language(wanted or Language.ZH)]
    if not keep:
        return jsonify(shown), 200
    return jsonify({"id": service.keep(sheet, diagnosed), **shown}), 201
