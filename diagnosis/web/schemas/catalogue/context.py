"""The national context."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import maybe, must
from diagnosis.web.schemas.shared_shapes import bibliography, source_mark


class ContextCardSchema(Schema):
    """A national decision that a firm should know of, with nothing to apply for. 国家背景。"""

    id = must(fields.String, "Id of the card.", pattern="^ctx(-[a-z0-9]+)+$")
    name = shared.name("Its name")
    issued = must(
        fields.String,
        "When it was issued, a day, a month or a year as ISO 8601.",
        pattern="^[0-9]{4}(-[0-9]{2}){0,2}$",
    )
    until = maybe(fields.Date, "Last day of its term; null: it has none.")
    says = shared.sentence("What it says, in our words")
    means = shared.sentence("What it means for a firm, in our words")
    unconfirmed = shared.unconfirmed("the card")
    mark = source_mark()
    sources = bibliography()
