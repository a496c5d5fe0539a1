"""Two plans side by side."""

from marshmallow import Schema, fields

from diagnosis.domain.retrofit.follow_up.progress import Status
from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.plan import PlanAimSchema
from diagnosis.web.schemas.shapes import listed, maybe, nested
from diagnosis.web.schemas.shared_shapes import money

_UNIT = "in the unit of the field that holds it"


class NumberPairSchema(Schema):
    """A number of two plans, and the second less the first. 两个数的对照。"""

    first = maybe(fields.Float, f"Of the first plan, {_UNIT}; null: it has none.")
    second = maybe(fields.Float, f"Of the second plan, {_UNIT}; null: it has none.")
    difference = maybe(fields.Float, f"Second less first, {_UNIT}; null: one has none.")


class LevelPairSchema(Schema):
    """A level by two plans, and the second less the first. 两个级别的对照。"""

    first = shared.level("Level by the first plan, 0–5; null: not known.")
    second = shared.level("Level by the second plan, 0–5; null: not known.")
    difference = maybe(
        fields.Integer, "Second less first, a number of levels, −5 to 5; null: one is not known.",
        minimum=-5, maximum=5,
    )  # fmt: skip


class MoneyRangePairSchema(Schema):
    """Sums of two plans. 两个金额区间的对照。"""

    low = nested(NumberPairSchema, "Low ends, 万元.")
    mid = nested(NumberPairSchema, "Middles, 万元.")
    high = nested(NumberPairSchema, "High ends, 万元.")


class PlanNumbersSchema(Schema):
    """Numbers of two plans. 数字的对照。"""

    people_months = nested(NumberPairSchema, "The firm's own work, people-months.")
    gap = nested(NumberPairSchema, "How far each may be from the best plan, 0–1.")


class PlanMoneySchema(Schema):
    """Costs of two plans. 费用的对照。"""

    build_wan = nested(MoneyRangePairSchema, "What each costs to build, 万元 (10,000 yuan).")
    run_wan_per_year = nested(MoneyRangePairSchema, "What a year costs to run, 万元.")
    three_years_wan = nested(
        MoneyRangePairSchema, "What each costs to build and to run for three years, 万元."
    )


class PlanAimsSchema(Schema):
    """Targets of two plans. 目标的对照。"""

    first = nested(PlanAimSchema, "Target of the first plan.")
    second = nested(PlanAimSchema, "Target of the second plan.")


class StandingPairSchema(Schema):
    """Level and score by a standard once each plan is done. 完成后级别的对照。"""

    standard = shared.standard_id()
    revision = shared.revision()
    promised_level = nested(LevelPairSchema, "Level that each plan promises, 0–5.")
    score = nested(NumberPairSchema, f"Score in the unit of its standard ({shared.SCORE_SCALES}).")


class PackageOfEitherPlanSchema(Schema):
    """A package that only one of two plans has. 只有一方有的改造包。"""

    id = shared.project()
    name = shared.name("What it is called today")
    why = maybe(
        fields.String,
        "Why the other plan has it not: `done` and `running` are in place or in hand there, "
        "`dropped` was given up, the others as in `left_out`; null: that plan does not know it.",
        enum=[*closed_sets.LEFT_OUT, str(Status.DROPPED)],
    )
    reason = shared.perhaps_a_sentence("The same in words, null: not known")
    build_wan = money("What it costs to build")
    three_years_wan = money("What it costs to build and to run for three years")


class PackageOfBothPlansSchema(Schema):
    """A package that two plans have, and when each starts it. 双方都有的改造包。"""

    id = shared.project()
    name = shared.name("What it is called today")
    start_month = nested(NumberPairSchema, "When it starts, months from the start of each plan.")


class PlanComparisonSchema(Schema):
    """Two plans side by side. 两份计划的对照。"""

    summary = shared.sentence("How many packages more and fewer, and which of them are no loss")
    numbers = nested(PlanNumbersSchema, "What each takes.")
    money = nested(PlanMoneySchema, "What each costs.")
    target = nested(PlanAimsSchema, "What each aims at.")
    levels = listed(StandingPairSchema, "Where each standard stands once each is done.")
    only_first = listed(PackageOfEitherPlanSchema, "Packages of the first plan alone.")
    only_second = listed(PackageOfEitherPlanSchema, "Packages of the second plan alone.")
    in_both = listed(PackageOfBothPlansSchema, "Packages of both.")


class RoadmapComparisonSchema(PlanComparisonSchema):
    """Two stored roadmaps side by side. 两份路线图的对照。"""

    first_id = shared.an_id("Id of the first roadmap, that of the address.")
    second_id = shared.an_id("Id of the second roadmap, that of `with`.")
