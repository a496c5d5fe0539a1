"""Real cases."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import listed, maybe, must, nested, texts
from diagnosis.web.schemas.shared_shapes import (
    SourceMarkSchema,
    bibliography,
    named,
    source_mark,
)


class CaseSiteSchema(Schema):
    """Where a case happened. 案例所在地。"""

    name = shared.name("Name of the place")
    place = maybe(
        fields.String, "GB/T 2260 code, or two-letter code of a country abroad; null: not known."
    )


class CaseIndustrySchema(Schema):
    """The industry of a case. 案例的行业。"""

    division = must(fields.String, "GB/T 4754-2017 division, C13 to C43 (行业大类).")
    division_name = shared.name("Name of the division")
    finer_class = maybe(
        fields.String,
        "GB/T 4754-2017 group or class, such as C3525 (行业中类或小类); null: not known.",
        data_key="class",
    )
    mark = source_mark("Where the industry comes from.")


class CaseMetricSchema(Schema):
    """A published figure. 公布的数字。"""

    name = shared.name("What was measured")
    value = maybe(fields.Float, "The figure, in the unit that `unit` names; null: none.")
    unit = maybe(fields.String, "Unit of `value`.", enum=closed_sets.UNIT_IDS)
    unit_name = maybe(fields.String, "Name of the unit in the language of the answer.")
    direction = maybe(
        fields.String,
        "up or down against the site's own past; level: a state that was reached.",
        enum=closed_sets.DIRECTIONS,
    )
    kind = must(fields.String, "How the figure is to be read.", enum=closed_sets.METRIC_KINDS)
    baseline = shared.perhaps_a_sentence("What it is measured against, null: not published")
    note = shared.perhaps_a_sentence("What else must be known of it, null without")
    expected = must(
        fields.Boolean,
        "Whether the source hopes for the figure or plans it; nobody measured it (预计).",
    )
    unconfirmed = shared.unconfirmed("the figure")
    mark = source_mark()


class CaseSchema(Schema):
    """A real case: what a named site did, and what was published about it. 真实案例。"""

    id = must(fields.String, "Id of the case (案例编号).")
    company = shared.name("Name of the firm")
    site = nested(CaseSiteSchema, "Where it happened.")
    industry = nested(CaseIndustrySchema, "Industry of the site.")
    size = maybe(
        fields.String,
        "Size class of the site (规模); null: not published.",
        enum=closed_sets.SIZES,
    )
    size_inferred = must(
        fields.Boolean,
        "Whether the size was concluded from reports that give neither staff nor revenue (推断).",
    )
    size_mark = nested(SourceMarkSchema, "Where the size comes from; null without.", null=True)
    year = maybe(fields.Integer, "Year that the case stands for; null: not published.")
    recognition = texts("Ids of the titles that the site was given, such as wef-lighthouse.")
    scenes = named("Scenes that it shows (场景).")
    summary = shared.sentence("What was done and reached")
    packages = named("Packages of retrofit that it did (改造包).")
    metrics = listed(CaseMetricSchema, "Figures that were published.")
    conflicts = texts("Where sources contradict one another, sentences.")
    note = shared.perhaps_a_sentence("What else must be known of it, null without")
    confidence = shared.confidence()
    checked = shared.checked()
    unconfirmed = shared.unconfirmed("the case")
    caution = shared.perhaps_a_sentence("What to mind before quoting it, null without")
    sources = bibliography()
