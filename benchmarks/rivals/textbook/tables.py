"""The tables of the textbook: a row per answer, both texts and the trace as JSON."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Rows(DeclarativeBase):
    """All tables."""


class FirmRow(Rows):
    """A firm."""

    __tablename__ = "textbook_firm"
    __table_args__ = (UniqueConstraint("credit_code", "site"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    credit_code: Mapped[str] = mapped_column(String(18))
    site: Mapped[str] = mapped_column(String(100))
    industry: Mapped[str | None] = mapped_column(String(5))
    city: Mapped[str | None] = mapped_column(String(9))
    employees: Mapped[int | None]
    revenue_wan: Mapped[float | None]


class SheetRow(Rows):
    """A submitted sheet."""

    __tablename__ = "textbook_sheet"
    id: Mapped[int] = mapped_column(primary_key=True)
    firm_id: Mapped[int] = mapped_column(ForeignKey("textbook_firm.id"), index=True)
    form: Mapped[str] = mapped_column(String(80))
    period: Mapped[int | None]
    reference: Mapped[str | None] = mapped_column(String(200))
    result_zh: Mapped[str]
    result_en: Mapped[str]
    trace: Mapped[str]
    answers: Mapped[list["AnswerRow"]] = relationship(back_populates="sheet")
    levels: Mapped[list["LevelRow"]] = relationship(back_populates="sheet")


class AnswerRow(Rows):
    """One answer."""

    __tablename__ = "textbook_answer"
    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("textbook_sheet.id"), index=True)
    item: Mapped[str] = mapped_column(String(80))
    value: Mapped[str] = mapped_column(String(400))
    sheet: Mapped[SheetRow] = relationship(back_populates="answers")


class LevelRow(Rows):
    """One standard's result."""

    __tablename__ = "textbook_level"
    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("textbook_sheet.id"), index=True)
    standard: Mapped[str] = mapped_column(String(80))
    level: Mapped[int | None]
    score: Mapped[float | None]
    sheet: Mapped[SheetRow] = relationship(back_populates="levels")
