"""Retrofit projects."""

from typing import Any

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import listed, maybe, must, nested
from diagnosis.web.schemas.shared_shapes import (
    MoneyRangeSchema,
    NamedSchema,
    bibliography,
    named,
    source_mark,
)

_SIZES = {"micro": "微型", "small": "小型", "medium": "中型", "large": "大型"}


def _cost(size: str) -> fields.Field[Any]:
    """Return what a project costs firms of a size."""
    about = f"For {size} firms ({_SIZES[size]}), 万元; null: it is not made for them."
    return nested(MoneyRangeSchema, about, null=True)


def _amount(size: str, unit: str, **more: Any) -> fields.Field[Any]:
    """Return a number for firms of a size."""
    about = f"For {size} firms ({_SIZES[size]}), {unit}; null: it is not made for them."
    return maybe(fields.Float, about, minimum=0, **more)


class CostBySizeSchema(Schema):
    """A cost by size class. 按规模的费用。"""

    micro = _cost("micro")
    small = _cost("small")
    medium = _cost("medium")
    large = _cost("large")
    mark = source_mark()


class MonthsRangeSchema(Schema):
    """A time in months. 月数区间。"""

    low = must(fields.Float, "At least so many months.", minimum=0)
    high = must(fields.Float, "At most so many months.", minimum=0)
    mark = source_mark()


class ProjectEffectSchema(Schema):
    """A question and the position that a project brings it to. 效果。"""

    item = shared.item()
    to = shared.whole_position("Where the project brings it")
    name = shared.item_name()
    text = shared.item_text()
    practice = shared.sentence("What that position looks like")
    ours = shared.ours("that position")


class ProjectRowSchema(Schema):
    """A project as a list shows it. 改造项目列表中的一行。"""

    id = shared.project()
    stage = shared.stage()
    stage_name = shared.name("Name of the stage")
    name = shared.name("Name of the project")
    what = shared.sentence("What is done")
    effects = listed(ProjectEffectSchema, "Questions that it raises, and to where.")
    cost_wan = nested(CostBySizeSchema, "What it costs by size class, 万元 (10,000 yuan).")
    duration_months = nested(MonthsRangeSchema, "How long it takes, months.")
    payback_months = nested(
        MonthsRangeSchema, "After how many months it has paid for itself; null: not stated.",
        null=True,
    )  # fmt: skip
    payback_reason = shared.perhaps_a_sentence("Why no payback is stated, null where one is")
    goals = named("Goals that it serves: quality, delivery, cost, energy, safety.")
    industries = must(
        fields.Raw,
        "Industries it is made for: `all`, or divisions (C13 to C43) with their names.",
        oneOf=[
            {"type": "string", "enum": ["all"]},
            {"type": "array", "items": {"$ref": "#/components/schemas/Named"}},
        ],
    )
    scenes = named("Scenes that it is part of (场景).")
    sources = bibliography()


class NeededProjectSchema(NamedSchema):
    """A project that is needed before, and those that serve instead. 前置项目。"""

    or_instead = named("Projects any of which serves instead of it.")


class NeededItemSchema(Schema):
    """A question and the position that must hold before. 前置条件。"""

    item = shared.item()
    at_least = shared.whole_position("Where it must be at least")
    name = shared.item_name()
    text = shared.item_text()
    practice = shared.sentence("What that position looks like")
    ours = shared.ours("that position")


class ProjectNeedsSchema(Schema):
    """What must be there before a project. 前提。"""

    projects = listed(NeededProjectSchema, "Projects that must be done; each, or what stands in.")
    items = listed(NeededItemSchema, "Questions and the positions that they must have.")


class EffortBySizeSchema(Schema):
    """The firm's own work by size class, people-months. 按规模的人月。"""

    micro = _amount("micro", "people-months")
    small = _amount("small", "people-months")
    medium = _amount("medium", "people-months")
    large = _amount("large", "people-months")
    mark = source_mark()


class AdoptionPriorSchema(Schema):
    """How likely a firm of a size takes the project up, 0–1. 采纳先验。"""

    micro = _amount("micro", "0–1", maximum=1)
    small = _amount("small", "0–1", maximum=1)
    medium = _amount("medium", "0–1", maximum=1)
    large = _amount("large", "0–1", maximum=1)
    note = shared.sentence("What the numbers rest on")
    mark = source_mark()


class ProjectBenefitSchema(Schema):
    """A benefit as a range in its unit. 收益。"""

    name = shared.name("What gets better")
    low = must(fields.Float, "Low end, in the unit that `unit` names.", minimum=0)
    high = must(fields.Float, "High end, in the unit that `unit` names.", minimum=0)
    unit = must(fields.String, "Unit of both ends.", enum=closed_sets.UNIT_IDS)
    unit_name = shared.name("Name of the unit")
    direction = must(
        fields.String, "Whether the figure goes up or down.", enum=closed_sets.DIRECTIONS
    )
    mark = source_mark()


class CaseLinkSchema(Schema):
    """A case that used a project. 用过该项目的案例。"""

    id = must(fields.String, "Id of the case (案例编号).")
    company = shared.name("Name of the firm")
    unconfirmed = shared.unconfirmed("the case")


class ProjectSchema(ProjectRowSchema):
    """A project in full. 改造项目。"""

    done_when = shared.sentence("When it counts as done")
    note = shared.perhaps_a_sentence("What else must be known of it, null without")
    needs = nested(ProjectNeedsSchema, "What must be there before it.")
    stands_in_for = named("Projects that it serves instead of.")
    excludes = named("Projects that make no sense beside it.")
    running_wan_per_year = nested(
        CostBySizeSchema, "What it costs to run by size class, 万元 a year (年运行费)."
    )
    people_months = nested(
        EffortBySizeSchema, "The firm's own work on it by size class, people-months (人月)."
    )
    benefits = listed(ProjectBenefitSchema, "What it brings, as ranges.")
    adoption_prior = nested(
        AdoptionPriorSchema, "Share of such recommendations that were carried out, 0–1, by size."
    )
    measures = named("Measures of the action plan that it serves (行动计划举措).")
    support = named("Support instruments that may pay for it (扶持政策).")
    cases = listed(CaseLinkSchema, "Real cases that used it.")
