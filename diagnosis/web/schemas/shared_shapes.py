"""Objects that several schemas hold: ranges of money, ids with names, marks and sources."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import listed, maybe, must, nested


class MoneyRangeSchema(Schema):
    """An amount of money in 万元 (10,000 yuan) as a range. 金额区间。"""

    low = must(fields.Float, "Low end, 万元.")
    mid = must(
        fields.Float, "Middle, 万元: geometric mean of the ends; of a sum, that of middles."
    )
    high = must(fields.Float, "High end, 万元.")


def money(about: str, *, null: bool = False) -> shared.Field:
    """Return a range of money."""
    text = f"{about}, 万元 (10,000 yuan): low, middle and high."
    return nested(MoneyRangeSchema, text, null=null)


class NamedSchema(Schema):
    """An id with its name. 编号和名称。"""

    id = must(fields.String, "The id, the same in every language.")
    name = shared.name("The name")


def named(about: str) -> shared.Field:
    """Return a list of ids with their names."""
    return listed(NamedSchema, about)


class SourceMarkSchema(Schema):
    """Where a number comes from and how far it was checked. 数字的出处。"""

    basis = must(
        fields.String,
        "cited: read in a source; derived: follows from one; estimated; ours: our choice.",
        enum=closed_sets.MARK_BASES,
    )
    checked = shared.checked()
    confidence = shared.confidence()
    unconfirmed = shared.unconfirmed("the number")
    sources = shared.source_ids()
    note = shared.perhaps_a_sentence("What else must be known of the number, null without")


def source_mark(about: str = "Where the numbers beside it come from.") -> shared.Field:
    """Return where numbers come from."""
    return nested(SourceMarkSchema, about)


class SourceLinkSchema(Schema):
    """A link to an original, and when it was noted. 原文链接。"""

    url = must(fields.String, "Address of the original.", format="uri")
    status = must(
        fields.String, "not-checked: nobody tests whether the link works.", enum=["not-checked"]
    )
    on = must(fields.Date, "Day that the link was noted.")


class SourceSchema(Schema):
    """An entry of the bibliography. 来源。"""

    id = must(fields.String, "Id that marks and questions name in their `sources`.")
    publisher = shared.name("Who published it")
    title = shared.name("The title")
    date = maybe(
        fields.String,
        "Day, month or year of publication (2024-10-28, 2024-10 or 2024); null: not known.",
        pattern="^[0-9]{4}(-[0-9]{2}){0,2}$",
    )
    kind = must(fields.String, "What kind of source it is.", enum=closed_sets.SOURCE_KINDS)
    licence = must(
        fields.String, "facts-only: facts and figures are taken over, no text.",
        enum=["facts-only"],
    )  # fmt: skip
    checked = shared.checked("In how many sources its facts were read.")
    checked_on = must(fields.Date, "Day of the last check.")
    link = nested(SourceLinkSchema, "Where the original is; null: no link is known.", null=True)


def bibliography(about: str = "The sources that are named, in full.") -> shared.Field:
    """Return a list of sources."""
    return listed(SourceSchema, about)
