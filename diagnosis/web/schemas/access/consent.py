"""Consents: their texts."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas.shapes import listed, must


class ConsentTextSchema(Schema):
    """A version of what a firm agrees to. 同意书的一个版本。"""

    version = must(
        fields.Integer, "Number of the version of the text, from 1 (文本版本).", minimum=1
    )
    since = must(fields.String, "Since which day it is shown (起用日期).", format="date")
    asks_again = must(
        fields.Boolean,
        "Whether who agreed to an earlier version has to be asked again; true of the first.",
    )
    text = must(fields.String, "What the firm agrees to, in plain words (同意的内容).")


class ConsentTermsSchema(ConsentTextSchema):
    """What a firm agrees to for one use: the present text, and those before it. 同意书。"""

    id = must(fields.String, "The use (用途).", enum=closed_sets.CONSENT_USES)
    name = must(fields.String, "Name of the use (用途名称).")
    counts_from = must(
        fields.Integer, "Number of the earliest version that consent still counts for.", minimum=1
    )
    earlier = listed(ConsentTextSchema, "Earlier versions, oldest first; empty where none is.")
