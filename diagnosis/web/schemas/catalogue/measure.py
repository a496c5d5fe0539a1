"""Measures of the action plan."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import maybe, must, nested, texts
from diagnosis.web.schemas.shared_shapes import bibliography, named, source_mark


class MeasurePartSchema(Schema):
    """The part of the action plan that a measure stands in. 所在部分。"""

    number = must(fields.Integer, "Number of the part, from 1.", minimum=1)
    name = shared.name("Name of the part")


class MeasureSchema(Schema):
    """A measure of the action plan, and what here serves it. 行动计划举措。"""

    id = must(fields.String, "Id of the measure.", pattern="^measure-[0-9]{2}$")
    part = nested(MeasurePartSchema, "Where in the plan it stands; null: not known.", null=True)
    name = shared.name("Its name")
    says = shared.sentence("What it asks for, in our words")
    number_checked = maybe(
        fields.Boolean, "Whether its number in the plan was checked; null: not known."
    )
    unconfirmed = shared.unconfirmed("the measure")
    services = texts("Parts of this service that serve it.", enum=closed_sets.SERVICES)
    unserved = shared.perhaps_a_sentence("What of it is not served here, null: all is")
    packages = named("Packages of retrofit that serve it (改造包).")
    support = named("Support instruments that serve it (扶持政策).")
    mark = source_mark()
    sources = bibliography()
