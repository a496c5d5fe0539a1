"""Packages."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import listed, maybe, must, nested, numbers_by, texts
from diagnosis.web.schemas.shared_shapes import (
    NamedSchema,
    bibliography,
    money,
    named,
    source_mark,
)

_PACKAGE = "^pkg(-[a-z0-9]+)+$"


class HeadcountRangeSchema(Schema):
    """For how many people it is made: what is offered, not what it costs. 人数范围。"""

    least = maybe(fields.Integer, "How many people at least; null: no limit.", minimum=1)
    most = maybe(fields.Integer, "How many people at most; null: no limit.", minimum=1)


class PeopleMonthsRangeSchema(Schema):
    """The firm's own work, people-months. 自有人月。"""

    low = must(fields.Float, "Low end, people-months.", minimum=0)
    mid = must(fields.Float, "Middle, people-months.", minimum=0)
    high = must(fields.Float, "High end, people-months.", minimum=0)


class PackageCostSchema(Schema):
    """What a package costs a firm of so many people: an estimate, no quote. 费用估计。"""

    employees = must(fields.Integer, "How many people such a firm employs.", minimum=1)
    fits_headcount = must(
        fields.Boolean,
        "Whether the package is made for so many people; false: what it would cost, not offered.",
    )
    build_wan = money("To build it, once")
    run_wan_per_year = money("To run it, a year")
    three_years_wan = money("To build it and run it for three years")
    people_months = nested(PeopleMonthsRangeSchema, "The firm's own work, people-months.")
    counts = numbers_by(
        "How many of each driver the cost was taken with, by its id; not rounded to whole ones.",
        minimum=0,
    )


class MonthsRangeSchema(Schema):
    """A time in months. 月数区间。"""

    low = must(fields.Float, "At least so many months.", minimum=0)
    high = must(fields.Float, "At most so many months.", minimum=0)
    mark = source_mark()


class NeededItemSchema(Schema):
    """A question and the position that must hold before. 前置条件。"""

    item = shared.item()
    at_least = shared.whole_position("Where it must be at least")
    name = shared.item_name()
    text = shared.item_text()
    practice = shared.sentence("What that position looks like")
    ours = shared.ours("that position")


class PackageRowSchema(Schema):
    """A package as a list shows it. 改造包列表中的一行。"""

    id = must(fields.String, "Id of the package (改造包编号).", pattern=_PACKAGE)
    area = must(
        fields.String, "What part of the firm it is about.", enum=closed_sets.PACKAGE_AREAS
    )
    area_name = shared.name("Name of the area")
    grade = must(fields.String, "light: a start; full: the whole system.", enum=closed_sets.GRADES)
    grade_name = shared.name("Name of the grade")
    family = maybe(
        fields.String, "What joins the grades of one thing: only one is bought; null: no grades."
    )
    name = shared.name("Name of the package")
    what = shared.sentence("What is done")
    first_step = shared.sentence("What to do on Monday")
    done_when = shared.sentence("When it counts as done")
    trades = named("The trade whose own it is; empty: for every trade.")
    headcount = nested(HeadcountRangeSchema, "For how many people it is made.")
    pains = named("Pains that it serves (痛点).")
    ai = must(fields.Boolean, "Whether it uses AI.")
    costs = listed(PackageCostSchema, "What it costs firms of some sizes.")
    months = nested(MonthsRangeSchema, "How long it takes, months.")


class PackageStepSchema(Schema):
    """An organisational step: it costs time, no money. 步骤。"""

    name = shared.sentence("What is done")
    earlier = shared.projects("Ids of earlier projects that it took over.")


class TraitNeedSchema(Schema):
    """What the business of a firm must be like. 业务特点。"""

    trait = must(fields.String, "The trait, as in `business.traits` of a sheet.")
    values = texts("Values that serve; `true` for yes.")


class NeededPackageSchema(NamedSchema):
    """A package that is needed before, and the grades that serve instead. 前置包。"""

    or_instead = named("Packages any of which serves instead of it.")


class PackageNeedsSchema(Schema):
    """What must work before a package. 前提。"""

    packages = listed(NeededPackageSchema, "Packages that must work; each, or another grade.")
    items = listed(NeededItemSchema, "Questions and the positions that they must have.")


class PackageEffectSchema(Schema):
    """Where an answer stands once the package is done. 效果。"""

    item = shared.item()
    name = shared.item_name()
    kind = must(
        fields.String,
        "position: on the ladder; options: they hold; choice: that option or a later one; share: "
        "per cent of the whole; systems: areas that run in a system.",
        enum=closed_sets.EFFECT_KINDS,
    )
    to = maybe(
        fields.Integer, "Position on the ladder, 1–5; null: no ladder.", minimum=1, maximum=5
    )
    to_percent = maybe(
        fields.Integer, "Share of the whole, per cent; null: no share.", minimum=1, maximum=100
    )
    practice = shared.perhaps_a_sentence("What the position looks like, null: no ladder")
    ours = maybe(
        fields.Boolean,
        "Whether no clause of a standard is known behind the position; null: no ladder.",
    )
    months_of_records = maybe(
        fields.Integer,
        "Months of records that the way from 0 to the position asks for; null: none.",
        minimum=1,
    )
    options = named("Options or business areas that hold.")


class CostPartsSchema(Schema):
    """What the money to build goes to, per cent; sums to 100. 费用构成。"""

    software = must(fields.Float, "Licences and cloud, per cent.", minimum=0, maximum=100)
    hardware = must(
        fields.Float, "Terminals, sensors, machines, per cent.", minimum=0, maximum=100
    )
    services = must(
        fields.Float, "Set-up and clean-up by others, per cent.", minimum=0, maximum=100
    )
    mark = source_mark()


class CostTermSchema(Schema):
    """A term of a cost: the amount at a count of its driver, growing by a power. 费用项。"""

    driver = must(fields.String, "What it grows with; `fixed`: it does not grow.")
    driver_name = shared.name("Name of the driver")
    at = maybe(fields.Float, "How many of the driver the amount is for; null: fixed.", minimum=0)
    exponent = maybe(
        fields.Float,
        "Power that the cost grows by, a number above 0, at most 1; null: fixed.",
        minimum=0,
        maximum=1,
    )
    low = must(fields.Float, "Low end, in the unit of the function.", minimum=0)
    mid = must(fields.Float, "Middle, in the unit of the function.", minimum=0)
    high = must(fields.Float, "High end, in the unit of the function.", minimum=0)
    mark = source_mark()


class PublishedBenefitSchema(Schema):
    """What a package brought others, as published: a range in its unit. 公开的成效。"""

    name = shared.name("What gets better")
    low = must(fields.Float, "Low end, in the unit that `unit` names.", minimum=0)
    high = must(fields.Float, "High end, in the unit that `unit` names.", minimum=0)
    unit = must(fields.String, "Unit of both ends.", enum=closed_sets.UNIT_IDS)
    unit_name = shared.name("Name of the unit")
    direction = must(
        fields.String, "Whether the figure goes up or down.", enum=closed_sets.DIRECTIONS
    )
    mark = source_mark()
    note = shared.perhaps_a_sentence("What else must be known of it, null without")


class CaseLinkSchema(Schema):
    """A case that did a package. 做过该改造包的案例。"""

    id = must(fields.String, "Id of the case (案例编号).")
    company = shared.name("Name of the firm")
    unconfirmed = shared.unconfirmed("the case")


class PackageSchema(PackageRowSchema):
    """A package in full. 改造包。"""

    note = shared.perhaps_a_sentence("What else must be known of it, null without")
    other_grades = named("The other grades of the same thing.")
    steps = listed(PackageStepSchema, "Organisational steps; they cost time, no money.")
    earlier = shared.projects("Ids of earlier projects that it took over, those of steps too.")
    traits = listed(TraitNeedSchema, "What the business of a firm must be like; empty: any.")
    needs = nested(PackageNeedsSchema, "What must work before it.")
    effects = listed(PackageEffectSchema, "Where answers stand once it is done.")
    cost_covers = shared.sentence("What the money is for, and what it is not for")
    cost_parts_pct = nested(CostPartsSchema, "What the money to build goes to, per cent.")
    build_terms = listed(CostTermSchema, "Terms of the cost to build, 万元; they add up.")
    run_terms = listed(CostTermSchema, "Terms of the cost to run, 万元 a year; they add up.")
    people_terms = listed(CostTermSchema, "Terms of the firm's own work, people-months.")
    brings = listed(
        PublishedBenefitSchema, "What it brought others, by published cases; empty: not known."
    )
    brings_unknown = shared.perhaps_a_sentence("Why nothing is stated, and what to measure")
    measures = named("Measures of the action plan that it serves (行动计划举措).")
    support = named("Support instruments that may pay for it (扶持政策).")
    cases = listed(CaseLinkSchema, "Real cases that did it.")
    sources = bibliography()
