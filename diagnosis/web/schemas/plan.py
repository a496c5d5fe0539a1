"""A roadmap's plan: phases, projects, costs, promised levels, what is left out and why."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import listed, maybe, must, nested, texts
from diagnosis.web.schemas.shared_shapes import money
from diagnosis.web.schemas.verdict import LevelScoreSchema

RISE = (
    "Rise of the target standard's weighted mean, points of 0–5 (of miit-sme-2024 the mean of its "
    "scenes, of smart-factory-2025 that of gbt-39116-2020)"
)
"""The unit that plans are worth something in."""


class StandardStandingSchema(Schema):
    """Where the firm stands by a standard. 所处级别。"""

    standard = shared.standard_id()
    revision = shared.revision()
    level = shared.level()
    level_name = shared.level_name()
    score = shared.score()
    provisional = nested(
        LevelScoreSchema,
        "What the answers so far come to; null with a level, or where nothing was answered.",
        null=True,
    )


class PlannedRaiseSchema(Schema):
    """A question that a project raises, and what that adds. 提升的题目。"""

    item = shared.item()
    name = shared.item_name()
    text = shared.item_text()
    before = maybe(
        fields.Float, "Position today, 0–5 on the ladder; null: not answered.",
        data_key="from", **shared.POSITION,
    )  # fmt: skip
    to = shared.whole_position("Where the project brings it")
    ours = shared.ours("that position")
    gain = must(fields.Float, f"{RISE}, by this raise alone.", minimum=0)


class PlanRequirementSchema(Schema):
    """A condition of a level that a project serves. 服务的条件。"""

    level = shared.known_level("Level that asks for it, 1–5.")
    part = shared.part("Id of the condition: a part of the standard, or what is counted.")
    name = shared.name("Its name")


class PlannedProjectSchema(Schema):
    """A project of the plan: when, for how much, and why. 计划中的项目。"""

    id = shared.project()
    name = shared.name("Name of the project")
    stage = shared.stage()
    stage_name = shared.name("Name of the stage")
    start_month = must(fields.Float, "When it starts, months from the start of the plan.")
    end_month = must(fields.Float, "When it is done, months from the start of the plan.")
    cost_wan = money("What it costs (建设费用)")
    running_wan_per_year = money("What it costs to run, each year from when it is done (年运行费)")
    people_months = must(fields.Float, "The firm's own work on it, people-months.", minimum=0)
    adoption_prior = shared.adoption_prior()
    raises = listed(PlannedRaiseSchema, "Questions that it raises.")
    requirements = listed(PlanRequirementSchema, "Missing conditions of the level it advances.")
    goals = texts("Goals of the wish that it serves.", enum=closed_sets.GOALS)
    scenes = texts("Ids of the scenes of the wish that it serves.")
    enables = shared.projects("Projects of the plan that need it.")
    wanted = must(fields.Boolean, "Whether the wish asked for it.")
    reason = shared.sentence("Why it is in the plan")


class PlanPhaseSchema(Schema):
    """A phase: its projects, cost, and where every standard stands after it. 阶段。"""

    number = must(fields.Integer, "Number of the phase, from 1.", minimum=1)
    from_month = must(fields.Float, "Its start, months from the start of the plan.")
    until_month = must(fields.Float, "Its end, months from the start of the plan.")
    budget_wan = shared.wan("Limit on what starts in it, null: none")
    cost_wan = money("What its projects cost")
    people_months = must(fields.Float, "The firm's own work in it, people-months.", minimum=0)
    value = must(fields.Float, f"{RISE}, from the start of the plan to the end of this phase.")
    standards = listed(StandardStandingSchema, "Where each standard stands once it is done.")
    projects = listed(PlannedProjectSchema, "The projects that start in it.")


class LeftOutProjectSchema(Schema):
    """A project that is not in the plan, and why. 未列入的项目。"""

    id = shared.project()
    name = shared.name("Name of the project")
    why = must(fields.String, "Why it is left out, for programs.", enum=closed_sets.LEFT_OUT)
    reason = shared.sentence("Why it is left out")
    projects = shared.projects("Projects that the reason names.")
    needs_wan = shared.wan("What it costs with all that it needs, null: not the reason")
    left_wan = shared.wan("What is left of the budget, null: not the reason")
    gain = maybe(fields.Float, f"{RISE}, if it were added; null: not worked out.")


class FeasibleAlternativeSchema(Schema):
    """The smallest budget, time or level that works; null: not the way out. 可行的条件。"""

    budget_wan = shared.wan("Budget that suffices, null: more money is not the way out")
    months = maybe(
        fields.Float, "Months that suffice; null: more time is not the way out.", minimum=0
    )
    level = shared.level("Highest level that the projects reach, 0–5; null: not the way out.")
    level_cost_wan = shared.wan("What that level costs, null: not the way out")


class InfeasibleWishSchema(Schema):
    """A wish that cannot be had, and what would do. 做不到的要求。"""

    wish = must(
        fields.String, "What was wished for: the target, or wanted projects.",
        enum=closed_sets.WISHES,
    )  # fmt: skip
    code = must(fields.String, "What stands in the way.", enum=closed_sets.OBSTACLES)
    projects = shared.projects("Projects that it is about.")
    works = nested(FeasibleAlternativeSchema, "What would work.")
    no_less_than_wan = shared.wan("Proven: no budget below this suffices, null: nothing is proven")
    message = shared.sentence("What stands in the way and what works")


class FrontierPointSchema(Schema):
    """An efficient plan: no other costs less and brings more. 效率前沿上的计划。"""

    cost_wan = money("What it costs")
    value = must(fields.Float, f"{RISE}.")
    level = shared.known_level("Level of the target standard that it reaches, 0–5.")
    months = must(fields.Float, "When its last project is done, months from the start.", minimum=0)
    projects = shared.projects("Its projects, in the order of their starts.")


class PlanTargetSchema(Schema):
    """The target, and whether the plan reaches it. 目标。"""

    standard = shared.standard_id()
    revision = shared.revision()
    name = shared.name("Name of the standard")
    level = shared.level("Level to be reached, 1–5; null: the most gain was sought.")
    reached = maybe(
        fields.Boolean,
        "Whether the plan reaches that level; null: none was named, or nothing that the standard "
        "reads was answered, or too little for a level (`warnings` say so).",
    )


class PlanBoundSchema(Schema):
    """How good the plan is proven to be. 最优性证明。"""

    measure = must(
        fields.String,
        "What plans are measured by, and the unit of `worth` and `bound`: cost-wan (cost of "
        "reaching the level, 万元), rise (of the mean, points of 0–5), progress (towards a level "
        "out of reach, 0–1).",
        enum=closed_sets.CRITERIA,
    )
    worth = must(fields.Float, "What this plan is worth, in the unit of `measure`.")
    bound = maybe(
        fields.Float,
        "What no plan can beat, in the unit of `measure`: a lower bound on a cost, an upper bound "
        "on the others; null: none was worked out.",
    )
    solver = must(
        fields.String, "How it was found: fast (search), exact or highs.", enum=closed_sets.SOLVERS
    )
    finished = must(fields.Boolean, "Whether the search ended by itself: nothing better exists.")


class PlanFollowUpSchema(Schema):
    """What earlier feedback and progress made of the plan. 企业反馈的影响。"""

    done = shared.projects("Projects taken as done.")
    refused = shared.projects("Projects left out since the firm does not want them.")
    demoted = shared.projects("Projects used only if the aim is out of reach without them.")
    note = shared.perhaps_a_sentence("That demoted ones had to be used, null: they had not")


class PlanProvenanceSchema(Schema):
    """The pins by which a plan can be recomputed. 可复算的依据。"""

    form = shared.form_ref()
    standards = texts("The standards, each as id@revision.", pattern=closed_sets.STANDARD_REF)
    code = shared.code_version()
    content = shared.content_digest()


class PlanSchema(Schema):
    """A roadmap: phases, costs, promised levels, reasons, how close to the best. 路线图。"""

    target = nested(PlanTargetSchema, "What it aims at, and whether it gets there (目标).")
    objective = must(
        fields.String, "What it is best at among all plans.", enum=closed_sets.OBJECTIVES
    )
    budget_wan = shared.wan("Budget in all (总预算), null: none")
    budget_binds = must(
        fields.String, "Which end of the cost ranges budgets bind.", enum=closed_sets.BUDGET_ENDS
    )
    size_class = must(
        fields.String, "Size class that costs are taken for (规模).", enum=closed_sets.SIZES
    )
    cost_wan = money("What all its projects cost to build (建设费用)")
    running_wan_per_year = money("What a year costs to run once all is done (年运行费)")
    running_wan_in_plan = money("What running costs add up to until the plan ends (计划期内)")
    annual_wan = money(
        "What a year costs on average: building spread over the plan's years, and a year's "
        "running (年均费用)"
    )
    people_months = must(fields.Float, "The firm's own work on it, people-months.", minimum=0)
    value = must(fields.Float, f"{RISE}, if all of it is carried out.")
    expected_value = must(
        fields.Float, f"{RISE}, each project weighed by its adoption prior: an order of magnitude."
    )
    expected_value_note = shared.sentence("What `expected_value` rests on")
    gap = shared.maybe_share(
        "How far it may be from the best plan, a share of the bound (of the cost, where a level "
        "is reached), 0–1; 0: proven the best; null: not known."
    )
    bound = nested(PlanBoundSchema, "What proves how good it is.")
    cut_short = must(
        fields.Boolean,
        "Whether the limit on the work of a request ended a search: there may be a better plan. "
        "搜索是否提前结束。",
    )
    before = listed(StandardStandingSchema, "Where each standard stands today.")
    phases = listed(PlanPhaseSchema, "The phases, one after the other.")
    left_out = listed(LeftOutProjectSchema, "Every other project, and why it is left out.")
    infeasible = listed(InfeasibleWishSchema, "Wishes that cannot be had, and what would do.")
    frontier = listed(
        FrontierPointSchema, "Efficient plans of all budgets, cheapest first; empty: not wanted."
    )
    warnings = texts("What to mind of the wish or the plan, sentences.")
    unscored = texts("Ids of blank questions that it raises: they are not scored.")
    notice = texts("What must be known of the plan, sentences: ranges are estimates.")
    provenance = nested(PlanProvenanceSchema, "By what it can be recomputed.")
    starts_on = must(fields.Date, "First day of the plan.")
    follow_up = nested(
        PlanFollowUpSchema, "What feedback and progress made of it.", data_key="heeded"
    )
