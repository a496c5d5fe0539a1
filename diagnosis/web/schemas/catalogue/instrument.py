"""Support instruments."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import listed, maybe, must, nested, texts
from diagnosis.web.schemas.shared_shapes import bibliography, named, source_mark


class JurisdictionSchema(Schema):
    """Whose instrument it is. 适用地区。"""

    level = must(fields.String, "Level of government (政府层级).", enum=closed_sets.JURISDICTIONS)
    places = named("Places that it is for, by GB/T 2260 code; 000000: the whole country.")


class StatedStatusSchema(Schema):
    """The status that its source states, and when that was read. 来源所述状态。"""

    status = must(fields.String, "Status by the source.", enum=closed_sets.STATED)
    name = shared.name("Name of the status")
    on = must(fields.Date, "Day that the source was read.")
    stale = must(fields.Boolean, "Whether that is more than a year before `date`.")


class ValidityPeriodSchema(Schema):
    """A period, both days included. 期间。"""

    first_day = maybe(fields.Date, "First day; null: not known or open.", data_key="from")
    to = maybe(fields.Date, "Last day; null: not known or open.")
    mark = source_mark("Where the days come from.")


class DeclarationSchema(Schema):
    """A condition that only the firm can declare. 声明项。"""

    id = must(fields.String, "Id to send in `declared`.")
    text = shared.sentence("What is declared")


class SupportAmountSchema(Schema):
    """What an instrument pays. 支持标准。"""

    rate_pct = maybe(
        fields.Float, "Rate of the base, per cent, 0–100; null: no rate, or it was not read.",
        minimum=0, maximum=100,
    )  # fmt: skip
    cap_wan = shared.wan("Most that one firm can get, null: not stated")
    pool_wan = shared.wan("Money there is for all firms together, null: not stated")
    base = must(
        fields.String, "What the rate is taken of; none: no rate.", enum=closed_sets.PAY_BASE_IDS
    )
    base_name = shared.name("Name of the base")
    mark = source_mark()


class CostPartNameSchema(Schema):
    """A part of the money to build a package. 费用构成。"""

    id = must(fields.String, "Which part.", enum=closed_sets.COST_PARTS)
    name = shared.name("Its name")


class LevelCapSchema(Schema):
    """A cap by the level reached after the retrofit. 按级别的上限。"""

    standard = shared.standard_id()
    level = shared.known_level("Level reached, 1–5.")
    cap_wan = shared.wan("Most that a firm on that level can get, null: not stated")
    mark = source_mark()


class PaidPackagesSchema(Schema):
    """Which packages count: all that any of these names, but for the excepted. 算哪些改造包。"""

    every_package = must(fields.Boolean, "Whether all packages of a plan may count.")
    with_ai = must(fields.Boolean, "Whether every use of AI may count.")
    areas = named("Areas whose packages may count.")
    packages = named("Packages that may count.")
    excepted = named("Packages that never count.")
    parts = listed(
        CostPartNameSchema, "What of the money to build a package counts, of its `cost_parts_pct`."
    )


class RuleConditionSchema(Schema):
    """A condition of a rule in words. 条件。"""

    condition = must(fields.String, "What it asks about.", enum=closed_sets.CONDITIONS)
    operand = fields.Raw(
        required=True,
        allow_none=True,
        metadata={
            "description": "What it asks for, as the rule writes it: ids, an amount in 万元 where "
            "`condition` ends in _wan, true or false, or an object."
        },
    )
    negated = must(fields.Boolean, "true: it must not hold.")
    text = shared.sentence("The condition")


class InstrumentRowSchema(Schema):
    """A support instrument as a list shows it, and where it stands on a day. 扶持政策列表。"""

    id = must(fields.String, "Id of the instrument (政策编号).", pattern="^ins(-[a-z0-9]+)+$")
    name = shared.name("Its name")
    kind = must(
        fields.String,
        "Kind of support (扶持种类); policy-goal: nothing to apply for.",
        enum=closed_sets.INSTRUMENT_KINDS,
    )
    kind_name = shared.name("Name of the kind")
    jurisdiction = nested(JurisdictionSchema, "Whose it is, and where it holds.")
    offer = shared.sentence("What it offers")
    date = must(fields.Date, "Day that the status is of.")
    status = must(
        fields.String,
        "Where it stands on that day (状态): open, inside a filing window that is known; "
        "rules-in-force, but no call was seen; not-yet in force; before its filing window; "
        "window closed; ended; look up this year's notice; nothing to file.",
        enum=closed_sets.INSTRUMENT_STANDINGS,
    )
    status_name = shared.name("Name of the status")
    open = maybe(fields.Boolean, "Whether it can be applied for on that day; null: not known.")
    valid = nested(ValidityPeriodSchema, "When it is in force.")
    window = nested(
        ValidityPeriodSchema, "When it can be applied for; null: not known.", null=True
    )
    finish_by = maybe(fields.Date, "Day by which the work must be finished; null: none is known.")
    pays = nested(SupportAmountSchema, "What it pays.")
    by_level = listed(LevelCapSchema, "Caps by the level reached after the retrofit.")
    unconfirmed = shared.unconfirmed("amount or rate")


class InstrumentSchema(InstrumentRowSchema):
    """A support instrument in full. 扶持政策。"""

    stated = nested(StatedStatusSchema, "What its source states of it.")
    eligible_if = fields.Dict(
        keys=fields.String(),
        required=True,
        metadata={
            "description": "The rule as a tree: `all` or `any` over parts, with RuleCondition at "
            "its leaves (申报条件)."
        },
    )
    declarations = listed(DeclarationSchema, "What only the firm can declare.")
    pays_for = nested(
        PaidPackagesSchema,
        "Which packages of a plan may count, and what of their money; null: none.",
        null=True,
    )
    timing = must(
        fields.String, "When it is paid: before or after the work.", enum=closed_sets.TIMING_IDS
    )
    timing_name = shared.name("The same in words")
    overlap_class = maybe(
        fields.String, "Class of which a package draws one instrument alone; null: none."
    )
    route = shared.perhaps_a_sentence("How to apply, null: not known")
    measures = named("Measures of the action plan that it serves (行动计划举措).")
    read_in = must(
        fields.String, "Whether the original was read, or a re-post.", enum=closed_sets.READ_IN
    )
    confidence = shared.confidence()
    checked = shared.checked()
    note = shared.perhaps_a_sentence("What else must be known of it, null without")
    cautions = texts("What a reader must be told beside it, sentences.")
    sources = bibliography()
