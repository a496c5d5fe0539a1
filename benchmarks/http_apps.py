"""The four applications that `http` races, each under the same gunicorn settings.

hello: bare Flask · preview: our service, nothing stored · stored: our service · textbook: the same
diagnosis written in the usual way (a marshmallow schema with a field per item, the answer dumped
through schemas, an ORM row per answer).
"""

import re
from contextlib import nullcontext
from dataclasses import replace
from functools import cache
from typing import Any

from flask import Flask, Response, jsonify, request
from marshmallow import RAISE, Schema, ValidationError, fields, validate
from sqlalchemy import Engine, Float, ForeignKey, String
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from diagnosis.bootstrap import container, prepare_store
from diagnosis.domain.intake.item import POSITION_VALUES, Item, ItemType
from diagnosis.domain.text import Language
from diagnosis.present.say import in_language
from diagnosis.present.scoring.diagnosis import show_diagnosis
from diagnosis.services.intake.sheets import read
from diagnosis.services.scoring.diagnose import diagnose
from diagnosis.web.app import create_app
from diagnosis.web.observe import set_up_logging
from diagnosis.web.schemas.diagnosis import DiagnosisSchema, PreviewSchema
from diagnosis.web.serve import freeze_memory


def hello() -> Flask:
    """Return a bare Flask application."""
    app = Flask("hello")

    @app.get("/")
    def say_hello() -> str:
        return "hello"

    freeze_memory()
    return app


def rested(app: Flask) -> Flask:
    """Return an application as `serve` runs it: logging on, the collector told to rest."""
    set_up_logging("info")
    freeze_memory()
    return app


def service() -> Flask:
    """Return our service with its trained estimate."""
    services = container()
    prepare_store(services)
    return rested(create_app(services))


def service_without_queue() -> Flask:
    """Return our service whose writers do not queue at the file lock: SQLite's wait is all."""
    services = container()
    services.store.file.turn = lambda seconds=None: nullcontext()
    prepare_store(services)
    return rested(create_app(services))


def service_by_rule() -> Flask:
    """Return our service scoring by rule alone, as the budget is stated."""
    services = container()
    prepare_store(services)
    return rested(create_app(replace(services, estimator=None)))


class Rows(DeclarativeBase):
    """The tables of the textbook."""


class SheetRow(Rows):
    """A submitted sheet."""

    __tablename__ = "textbook_sheet"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    credit_code: Mapped[str] = mapped_column(String(18))
    answers: Mapped[list["AnswerRow"]] = relationship(back_populates="sheet")
    levels: Mapped[list["LevelRow"]] = relationship(back_populates="sheet")


class AnswerRow(Rows):
    """One answer."""

    __tablename__ = "textbook_answer"
    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("textbook_sheet.id"))
    item: Mapped[str] = mapped_column(String(80))
    value: Mapped[str] = mapped_column(String(400))
    sheet: Mapped[SheetRow] = relationship(back_populates="answers")


class LevelRow(Rows):
    """One standard's result."""

    __tablename__ = "textbook_level"
    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("textbook_sheet.id"))
    standard: Mapped[str] = mapped_column(String(80))
    level: Mapped[int | None]
    score: Mapped[float | None] = mapped_column(Float)
    sheet: Mapped[SheetRow] = relationship(back_populates="levels")


class ShareAnswer(Schema):
    """A share."""

    part = fields.Float(required=True)
    whole = fields.Float(required=True)


def _field(item: Item, top: int) -> fields.Field[Any]:
    if item.type is ItemType.LADDER:
        return fields.Float(
            validate=validate.OneOf([position for position in POSITION_VALUES if position <= top])
        )
    options = [option.id for option in item.options]
    if item.type is ItemType.SINGLE:
        return fields.String(validate=validate.OneOf(options))
    if item.type is ItemType.MULTIPLE:
        return fields.List(fields.String(validate=validate.OneOf(options)))
    return fields.Nested(ShareAnswer)


class FirmSchema(Schema):
    """The facts of a firm."""

    class Meta:
        """Refuse what is not known."""

        unknown = RAISE

    name = fields.String(required=True, validate=validate.Length(max=200))
    credit_code = fields.String(
        required=True, validate=validate.Regexp(re.compile("[0-9A-Z]{18}"))
    )
    industry = fields.String()
    city = fields.String()
    employees = fields.Integer(strict=True)
    revenue_wan = fields.Float()
    production_type = fields.String(validate=validate.OneOf(["discrete", "process"]))
    site = fields.String()
    chain = fields.String()
    park = fields.String()


@cache
def sheet_schema() -> Schema:
    """Return the textbook's schema of a sheet, made once."""
    content = container().content
    form = list(content.forms["full"].values())[-1]
    answers = {
        entry.item: _field(content.bank[entry.item], entry.top) for entry in form.entries.values()
    }
    schema_fields: dict[str, Any] = {
        "form": fields.String(required=True),
        "enterprise": fields.Nested(FirmSchema, required=True),
        "answers": fields.Nested(Schema.from_dict(answers), required=True),  # type: ignore[arg-type]
        "period": fields.Integer(strict=True),
        "reference": fields.String(),
    }
    return Schema.from_dict(schema_fields)()


def _store(engine: Engine, sheet: dict[str, Any], shown: dict[str, Any]) -> int:
    with Session(engine) as session:
        row = SheetRow(
            name=sheet["enterprise"]["name"], credit_code=sheet["enterprise"]["credit_code"]
        )
        row.answers = [
            AnswerRow(item=item, value=str(value)) for item, value in sheet["answers"].items()
        ]
        row.levels = [
            LevelRow(
                standard=standard["standard"], level=standard["level"], score=standard["score"]
            )
            for standard in shown["standards"]
        ]
        session.add(row)
        session.commit()
        return row.id


def textbook() -> Flask:
    """Return the same diagnosis written in the usual way."""
    services = container()
    content = services.content
    app = Flask("textbook")
    engine = services.store.engine.execution_options(writes=True)
    Rows.metadata.create_all(engine)
    schema, out, stored = sheet_schema(), PreviewSchema(), DiagnosisSchema(partial=True)

    @app.post("/preview")
    def preview() -> Response | tuple[Response, int]:
        return answer(keep=False)

    @app.post("/stored")
    def store() -> Response | tuple[Response, int]:
        return answer(keep=True)

    def answer(*, keep: bool) -> Response | tuple[Response, int]:
        try:
            sheet = schema.load(request.get_json())
        except ValidationError as error:
            return jsonify(error.messages), 422
        diagnosis = diagnose(content, read(content, sheet))
        shown = show_diagnosis(content, diagnosis, in_language(Language.ZH))
        if not keep:
            return jsonify(out.dump(shown))
        number = _store(engine, sheet, shown)
        return jsonify(stored.dump(shown) | {"id": number}), 201

    freeze_memory()
    return app
