"""Projects, cases, support instruments and measures."""

from marshmallow import Schema, fields

from diagnosis.web.schemas.shapes import MarkSchema, SourceSchema, listed, maybe, must, texts


class NamedSchema(Schema):
    """An id with its name."""

    id = must(fields.String)
    name = must(fields.String)


class RangeSchema(Schema):
    """A range; `mid` is its middle."""

    low = must(fields.Float)
    mid = must(fields.Float)
    high = must(fields.Float)


class CostSchema(Schema):
    """A cost in 万元 by size class; null = not made for that size."""

    micro = fields.Nested(RangeSchema, required=True, allow_none=True)
    small = fields.Nested(RangeSchema, required=True, allow_none=True)
    medium = fields.Nested(RangeSchema, required=True, allow_none=True)
    large = fields.Nested(RangeSchema, required=True, allow_none=True)
    mark = fields.Nested(MarkSchema, required=True)


class MonthsSchema(Schema):
    """A time in months."""

    low = must(fields.Float)
    high = must(fields.Float)
    mark = fields.Nested(MarkSchema, required=True)


class EffectSchema(Schema):
    """An item and the position that the project brings it to."""

    item = must(fields.String)
    to = must(fields.Integer)
    text = must(fields.String)
    practice = must(fields.String)


class ProjectRowSchema(Schema):
    """A project as a list shows it."""

    id = must(fields.String)
    stage = must(fields.String)
    stage_name = must(fields.String)
    name = must(fields.String)
    what = must(fields.String)
    effects = listed(EffectSchema)
    cost_wan = fields.Nested(CostSchema, required=True)
    duration_months = fields.Nested(MonthsSchema, required=True)
    payback_months = fields.Nested(MonthsSchema, required=True, allow_none=True)
    payback_reason = maybe(fields.String)
    goals = listed(NamedSchema)
    industries = fields.Raw(
        required=True, metadata={"description": "`all`, or a list of id and name."}
    )
    scenes = listed(NamedSchema)
    sources = listed(SourceSchema)


class StandInSchema(NamedSchema):
    """A needed project and those that serve instead."""

    or_instead = listed(NamedSchema)


class NeededItemSchema(Schema):
    """An item and the position that must hold before."""

    item = must(fields.String)
    at_least = must(fields.Integer)
    text = must(fields.String)
    practice = must(fields.String)


class NeedsSchema(Schema):
    """What must be there before a project."""

    projects = listed(StandInSchema)
    items = listed(NeededItemSchema)


class EffortSchema(Schema):
    """Person-months by size class."""

    micro = maybe(fields.Float)
    small = maybe(fields.Float)
    medium = maybe(fields.Float)
    large = maybe(fields.Float)
    mark = fields.Nested(MarkSchema, required=True)


class PriorSchema(Schema):
    """How likely a firm of a size takes the project up, 0–1."""

    micro = maybe(fields.Float)
    small = maybe(fields.Float)
    medium = maybe(fields.Float)
    large = maybe(fields.Float)
    note = must(fields.String)
    mark = fields.Nested(MarkSchema, required=True)


class BenefitSchema(Schema):
    """A benefit as a range in its unit."""

    name = must(fields.String)
    low = must(fields.Float)
    high = must(fields.Float)
    unit = must(fields.String)
    unit_name = must(fields.String)
    direction = must(fields.String)
    mark = fields.Nested(MarkSchema, required=True)


class CaseLinkSchema(Schema):
    """A case that used a project."""

    id = must(fields.String)
    company = must(fields.String)
    unconfirmed = must(fields.Boolean)


class ProjectSchema(ProjectRowSchema):
    """A project in full."""

    done_when = must(fields.String)
    note = maybe(fields.String)
    needs = fields.Nested(NeedsSchema, required=True)
    stands_in_for = listed(NamedSchema)
    excludes = listed(NamedSchema)
    running_wan_per_year = fields.Nested(CostSchema, required=True)
    people_months = fields.Nested(EffortSchema, required=True)
    benefits = listed(BenefitSchema)
    adoption_prior = fields.Nested(PriorSchema, required=True)
    measures = listed(NamedSchema)
    support = listed(NamedSchema)
    cases = listed(CaseLinkSchema)


class SiteSchema(Schema):
    """Where a case happened."""

    name = must(fields.String)
    place = maybe(fields.String)


class CaseIndustrySchema(Schema):
    """The industry of a case."""

    division = must(fields.String)
    division_name = must(fields.String)
    mark = fields.Nested(MarkSchema, required=True)


CaseIndustrySchema._declared_fields["class"] = fields.String(required=True, allow_none=True)


class MetricSchema(Schema):
    """A published figure."""

    name = must(fields.String)
    value = fields.Raw(required=True, allow_none=True)
    unit = maybe(fields.String)
    unit_name = maybe(fields.String)
    direction = maybe(fields.String)
    kind = must(fields.String)
    baseline = maybe(fields.String)
    note = maybe(fields.String)
    unconfirmed = must(fields.Boolean)
    mark = fields.Nested(MarkSchema, required=True)


class CaseSchema(Schema):
    """A real case."""

    id = must(fields.String)
    company = must(fields.String)
    site = fields.Nested(SiteSchema, required=True)
    industry = fields.Nested(CaseIndustrySchema, required=True)
    size = maybe(fields.String)
    size_mark = fields.Nested(MarkSchema, required=True, allow_none=True)
    year = fields.Raw(required=True, allow_none=True)
    recognition = fields.List(fields.Raw(), required=True)
    scenes = listed(NamedSchema)
    summary = must(fields.String)
    projects = listed(NamedSchema)
    metrics = listed(MetricSchema)
    conflicts = texts()
    note = maybe(fields.String)
    confidence = must(fields.String)
    checked = must(fields.String)
    unconfirmed = must(fields.Boolean)
    caution = maybe(fields.String)
    sources = listed(SourceSchema)


class JurisdictionSchema(Schema):
    """Whose instrument it is."""

    level = must(fields.String)
    places = listed(NamedSchema)


class StatedSchema(Schema):
    """The status its source states, and when that was read."""

    status = must(fields.String)
    name = must(fields.String)
    on = must(fields.Date)
    stale = must(fields.Boolean)


class PeriodSchema(Schema):
    """A period; null = not known or open-ended."""

    to = maybe(fields.Date)
    mark = fields.Nested(MarkSchema, required=True)


PeriodSchema._declared_fields["from"] = fields.Date(required=True, allow_none=True)


class DeclarationSchema(Schema):
    """A condition that only the firm can declare."""

    id = must(fields.String)
    text = must(fields.String)


class PaysSchema(Schema):
    """What an instrument pays; amounts in 万元."""

    rate_pct = maybe(fields.Float)
    cap_wan = maybe(fields.Float)
    pool_wan = maybe(fields.Float)
    base = must(fields.String)
    base_name = must(fields.String)
    mark = fields.Nested(MarkSchema, required=True)


class ByLevelSchema(Schema):
    """A cap by the level reached."""

    standard = must(fields.String)
    level = must(fields.Integer)
    cap_wan = maybe(fields.Float)
    mark = fields.Nested(MarkSchema, required=True)


class InstrumentSchema(Schema):
    """A support instrument, and where it stands on a day."""

    id = must(fields.String)
    name = must(fields.String)
    kind = must(fields.String)
    kind_name = must(fields.String)
    jurisdiction = fields.Nested(JurisdictionSchema, required=True)
    offer = must(fields.String)
    date = must(fields.Date)
    status = must(fields.String)
    status_name = must(fields.String)
    open = maybe(fields.Boolean)
    stated = fields.Nested(StatedSchema, required=True)
    valid = fields.Nested(PeriodSchema, required=True)
    window = fields.Nested(PeriodSchema, required=True, allow_none=True)
    eligible_if = fields.Dict(
        keys=fields.String(), required=True, metadata={"description": "The rule as a tree."}
    )
    declarations = listed(DeclarationSchema)
    pays = fields.Nested(PaysSchema, required=True)
    by_level = listed(ByLevelSchema)
    pays_for = listed(NamedSchema)
    timing = must(fields.String)
    timing_name = must(fields.String)
    overlap_class = fields.Raw(required=True, allow_none=True)
    route = maybe(fields.String)
    measures = listed(NamedSchema)
    read_in = must(fields.String)
    confidence = must(fields.String)
    checked = must(fields.String)
    unconfirmed = must(fields.Boolean)
    note = maybe(fields.String)
    cautions = texts()
    sources = listed(SourceSchema)


class MeasurePartSchema(Schema):
    """The part of the plan a measure stands in."""

    number = must(fields.Integer)
    name = must(fields.String)


class MeasureSchema(Schema):
    """A measure of the action plan, and what here serves it."""

    id = must(fields.String)
    part = fields.Nested(MeasurePartSchema, required=True)
    name = must(fields.String)
    says = must(fields.String)
    number_checked = fields.Raw(required=True, allow_none=True)
    unconfirmed = must(fields.Boolean)
    services = texts()
    unserved = maybe(fields.String)
    projects = listed(NamedSchema)
    support = listed(NamedSchema)
    mark = fields.Nested(MarkSchema, required=True)
    sources = listed(SourceSchema)
