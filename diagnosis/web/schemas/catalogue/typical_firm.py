"""What typical firms spend."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import must, nested
from diagnosis.web.schemas.shared_shapes import bibliography, named, source_mark


class SpendRangeSchema(Schema):
    """A range of money, 万元. 花费区间。"""

    low = must(fields.Float, "Low end, 万元.", minimum=0)
    high = must(fields.Float, "High end, 万元.", minimum=0)


class TypicalFirmSchema(Schema):
    """What a typical firm spends to climb a level: an estimate, no quote. 典型企业。"""

    id = must(fields.String, "Its id.")
    name = shared.name("What it is called")
    employees = must(fields.Integer, "How many people it employs.", minimum=1)
    standard = shared.standard_id("The standard by which it climbs.")
    from_level = shared.known_level("Level that it starts from, a number 0–5.")
    to_level = shared.known_level("Level that it climbs to, a number 0–5.")
    packages = named("Packages that it buys.")
    build_wan = nested(SpendRangeSchema, "What that costs to build, 万元.")
    run_wan_per_year = must(fields.Float, "What it costs to run, 万元 a year.", minimum=0)
    says = shared.sentence("What the range rests on")
    mark = source_mark()
    sources = bibliography()
