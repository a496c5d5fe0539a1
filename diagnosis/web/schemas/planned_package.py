"""A package of a plan: why here, what is done, what it costs and brings."""

from typing import Any

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import listed, maybe, must, nested, texts
from diagnosis.web.schemas.shared_shapes import money, named

_SHORT = "empty where the card is short"


def money_sums(what: str) -> tuple[fields.Field[Any], fields.Field[Any], fields.Field[Any]]:
    """Return what something costs to build, to run a year and over three years."""
    return (
        money(f"What {what} to build, once (建设费用)"),
        money(f"What {what} to run, a year (年运行费)"),
        money(f"What {what} to build and to run for three years (三年总账)"),
    )


class PlannedRaiseSchema(Schema):
    """What a package raises of a question, beside the packages done before it. 提升的题目。"""

    item = shared.item()
    name = shared.item_name()
    before = maybe(
        fields.Float, "Position before it, 0–5 on the ladder; null: not answered, or no ladder.",
        data_key="from", **shared.POSITION,
    )  # fmt: skip
    to = maybe(
        fields.Integer, "Position that the package brings it to, 1–5; null: no ladder.",
        minimum=1, maximum=5,
    )  # fmt: skip
    months_of_records = must(
        fields.Integer, "Months of records that it takes after the end; 0: none.", minimum=0
    )
    text = shared.sentence("The rise in words")


class PlanConditionSchema(Schema):
    """A condition of a level that a package advances. 补上的条件。"""

    level = shared.known_level("Level that asks for it, 1–5.")
    part = shared.part("Id of the condition: a part of the standard, or what is counted.")
    name = shared.name("Its name")


class PlannedBenefitSchema(Schema):
    """What a package brought elsewhere, by published cases. 别处的成效。"""

    text = shared.sentence("What changed")
    low = must(fields.Float, "Low end, in the unit that `unit` names.", minimum=0)
    high = must(fields.Float, "High end, in the unit that `unit` names.", minimum=0)
    unit = must(fields.String, "Unit of both ends.", enum=closed_sets.UNIT_IDS)
    direction = must(
        fields.String, "Whether the figure goes up or down.", enum=closed_sets.DIRECTIONS
    )
    sources = shared.source_ids("Ids of the sources; `/v1/packages/{id}` has them in full.")
    note = shared.perhaps_a_sentence("What else must be known of it, null without")


class PackageSupportSchema(Schema):
    """An instrument that may pay for a package. 可能的支持。"""

    id = must(fields.String, "Id of the instrument (政策编号).", pattern="^ins(-[a-z0-9]+)+$")
    name = shared.name("Its name")
    deadline = maybe(fields.Date, "Next day not to miss; null: none.")
    at_most_wan = maybe(
        fields.Float, "At most so much, 万元 (10,000 yuan); null: no cap is known.", minimum=0
    )


class PackageCaseSchema(Schema):
    """A real case near to the firm that did it. 相近案例。"""

    id = must(fields.String, "Id of the case (案例编号).")
    company = shared.name("Name of the firm")


class BriefPackageSchema(Schema):
    """A package of a plan that stands beside another plan. 对照方案里的改造包。"""

    id = shared.project("Id of the package (改造包编号).")
    name = shared.name("What it is called today")
    start_month = must(fields.Float, "When it starts, months from the start of the plan.")
    end_month = must(fields.Float, "When it is done, months from the start of the plan.")
    build_wan = money("What it costs to build, once (建设费用)")
    three_years_wan = money("What it costs to build and to run for three years (三年总账)")
    cost = shared.name("What it costs to build and to run, as one speaks of it")
    reason = shared.perhaps_a_sentence("Why it is here, null: the other plan has it too")
    first_step = shared.perhaps_a_sentence("What to do on Monday, null: the other plan has it too")


class PlannedPackageSchema(Schema):
    """A package of the plan: when, for how much, and why here. 计划中的改造包。"""

    id = shared.project("Id of the package (改造包编号); earlier planner: of a project.")
    name = shared.name("What it is called today")
    grade = maybe(
        fields.String,
        "light: a start; full: the whole system; null: an earlier project.",
        enum=closed_sets.GRADES,
    )
    grade_name = maybe(fields.String, "Name of the grade; null: an earlier project.")
    ai = must(fields.Boolean, "Whether it uses AI.")
    reason = shared.sentence("Why it is here")
    first_step = shared.perhaps_a_sentence("What to do on Monday, null: an earlier project")
    start_month = must(fields.Float, "When it starts, months from the start of the plan.")
    end_month = must(fields.Float, "When it is done, months from the start of the plan.")
    when = shared.name("The months in which it is worked on, counted from 1, to the half month")
    build_wan, run_wan_per_year, three_years_wan = money_sums("it costs")
    cost = shared.name("What it costs to build and to run, as one speaks of it")
    people_months = must(fields.Float, "The firm's own work on it, people-months.", minimum=0)
    spine_step = maybe(
        fields.Integer,
        "Number of the step among the first open ones of the trade, the first is 1; null: none.",
        minimum=1,
    )
    wanted = must(fields.Boolean, "Whether the wish asked for it.")
    conditions = listed(PlanConditionSchema, "Missing conditions of the levels aimed at.")
    serves = named("Pains and goals that it serves (痛点与目标).")
    enables = named("Packages of the plan that wait for it.")
    in_full = must(
        fields.Boolean,
        "Whether the card is in full. Long plans have short cards for what starts last, without "
        "`what`, `done_when`, `steps`, `raises` and `brings`, and if it must be without "
        "`conditions`, `serves`, `enables`, `support` and `case`: `details` has them.",
    )
    what = shared.perhaps_a_sentence("What is done, null where the card is short")
    done_when = shared.perhaps_a_sentence("When it counts as done, null where the card is short")
    steps = texts(f"Organisational steps, sentences; {_SHORT}.")
    raises = listed(PlannedRaiseSchema, f"Questions that it raises; {_SHORT}.")
    brings = listed(PlannedBenefitSchema, f"What it brought elsewhere; {_SHORT}.")
    brings_unknown = shared.perhaps_a_sentence(
        "Why nothing is stated and what to measure, null: it is, or the card is short"
    )
    support = listed(PackageSupportSchema, "Instruments that may pay for it, the most useful two.")
    case = nested(
        PackageCaseSchema, "The nearest case that did it; null: none is near.", null=True
    )
