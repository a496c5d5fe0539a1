"""A roadmap's plan: what it comes to, its phases, promised levels, what was nearly chosen."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.planned_package import (
    BriefPackageSchema,
    PackageSupportSchema,
    PlannedPackageSchema,
    money_sums,
)
from diagnosis.web.schemas.shapes import listed, maybe, must, nested, texts
from diagnosis.web.schemas.shared_shapes import NamedSchema, money, named
from diagnosis.web.schemas.verdict import LevelScoreSchema

_FROM_START = "months from the start of the plan"
_PROMISED = (
    "Level that is promised, 0–5: never above what a firm of this size can be promised; null: not "
    "known."
)


class StandardStandingSchema(Schema):
    """Where the firm stands by a standard. 所处级别。"""

    standard = shared.standard_id()
    revision = shared.revision()
    level = shared.level("Level that the answers come to, 0–5; null: they do not settle it.")
    promised_level = shared.level(_PROMISED)
    level_name = shared.level_name("Name of `level` by its standard; null without a level.")
    score = shared.score()
    provisional = nested(
        LevelScoreSchema,
        "What the answers so far come to; null with a level, or where nothing was answered.",
        null=True,
    )


class PlanPhaseSchema(Schema):
    """A phase: its packages, cost, and where every standard stands after it. 阶段。"""

    number = must(fields.Integer, "Number of the phase, from 1.", minimum=1)
    from_month = must(fields.Float, f"Its start, {_FROM_START}.")
    until_month = must(fields.Float, f"Its end, {_FROM_START}.")
    budget_wan = shared.wan("Limit on what is built of what starts in it, null: none")
    build_wan, run_wan_per_year, three_years_wan = money_sums("its packages cost")
    people_months = must(fields.Float, "The firm's own work in it, people-months.", minimum=0)
    packages = listed(PlannedPackageSchema, "The packages that start in it.")
    standards = listed(StandardStandingSchema, "Where each standard stands at its end.")


class AccountYearSchema(Schema):
    """What is paid in a year of the plan. 分年账。"""

    year = must(fields.Integer, "Number of the year of the plan, the first is 1.", minimum=1)
    build_wan = money("What is built")
    run_wan = money("What runs in that year, from when each package is done")
    total_wan = money("Both")


class PlannedFirmSchema(Schema):
    """What the plan goes by beside the answers. 按怎样的企业规划。"""

    size_class = must(
        fields.String, "Size class; small where it cannot be told (规模).", enum=closed_sets.SIZES
    )
    employees = maybe(fields.Integer, "How many people; null: not told.", minimum=0)
    trade = nested(NamedSchema, "Its trade (行业族); null: earlier planner.", null=True)
    matched_by = maybe(
        fields.String,
        "What the trade was found by; null: earlier planner.",
        enum=closed_sets.MATCHED_BY,
    )


class LackingPositionSchema(Schema):
    """A question whose position an AI package waits for. 还差的题。"""

    item = shared.item()
    name = shared.item_name()
    before = maybe(
        fields.Float, "What was answered, 0–5 on the ladder; null: not answered.",
        data_key="from", **shared.POSITION,
    )  # fmt: skip
    needs = shared.whole_position("Where it has to be")
    package = shared.perhaps_a_package(
        "Which of `lacking_packages` brings it: it is not lacking beside that; null: none."
    )


class FirstAiSchema(Schema):
    """The first AI step: when, or what is lacking before it is worth it. 人工智能第一步。"""

    package = shared.package("Id of the AI package.")
    name = shared.name("Its name")
    start_month = maybe(fields.Float, f"When it starts, {_FROM_START}; null: not in the plan.")
    lacking_packages = named("Packages that have to work before; any grade of each will do.")
    lacking_items = listed(LackingPositionSchema, "Questions that have to stand higher before.")
    message = shared.sentence("The same")
    support = listed(
        PackageSupportSchema,
        "Support with computing, models or data sets that it can still apply for.",
    )


class NearlyChosenSchema(Schema):
    """A package that just missed. 差一点选上的。"""

    id = shared.package()
    name = shared.name("Name of the package")
    with_needs = fields.List(
        fields.Nested(NamedSchema),
        required=True,
        data_key="with",
        metadata={"description": "What it needs that is not in the plan either."},
    )
    cost_wan = must(
        fields.Float, "What that counts against the budget, 万元 (10,000 yuan).", minimum=0
    )
    why = must(fields.String, "Why it is not in the plan.", enum=closed_sets.LEFT_OUT)
    message = shared.sentence("The same")


class LeftOutPackagesSchema(Schema):
    """How many packages one reason leaves out. 没有列入的。"""

    why = must(fields.String, "The reason, for programs.", enum=closed_sets.LEFT_OUT)
    reason = shared.name("The reason in words")
    count = must(fields.Integer, "Number of packages.", minimum=1)
    packages = fields.List(
        fields.Nested(NamedSchema),
        required=True,
        allow_none=True,
        metadata={"description": "Which they are; null: `left_out` of the wish did not ask."},
    )


class FeasibleAlternativeSchema(Schema):
    """What can be had; null: not the way out. 可行的条件。"""

    budget_wan = shared.wan("Money that suffices, null: more money is not the way out")
    packages = maybe(
        fields.Integer, "Number of packages that it takes; null: not the way out.", minimum=0
    )
    level = shared.level("Level that can be had, 0–5; null: the wish is no level.")
    level_cost_wan = shared.wan("What that level costs, null: not worked out")
    instead = named(
        "Packages that do for a firm of this size what the wanted one does for others; empty "
        "where size is not what stands in the way, or nothing does."
    )


class InfeasibleWishSchema(Schema):
    """A wish that cannot be had, and what would do. 做不到的要求。"""

    wish = must(
        fields.String, "What was wished for: the target, or wanted packages.",
        enum=closed_sets.WISHES,
    )  # fmt: skip
    code = must(fields.String, "What stands in the way.", enum=closed_sets.OBSTACLES)
    packages = named("Packages that it is about.")
    level = shared.level("Level that is out of reach, 1–5; null: the wish is no level.")
    works = nested(FeasibleAlternativeSchema, "What would work.")
    unreached = texts("Conditions of the level that no package brings, in words.")
    message = shared.sentence("What stands in the way and what works")


class CurvePointSchema(Schema):
    """How far another budget gets. 多少钱到哪里。"""

    budget_wan = shared.wan("The budget, null: without one")
    three_years_wan = money("What its plan costs to build and run for three years")
    level = shared.level("Level of the target standard that is promised, 0–5; null: not known.")
    months = must(fields.Float, f"When its last package is done, {_FROM_START}.", minimum=0)
    packages = must(fields.Integer, "Number of its packages.", minimum=0)


class PlanAimSchema(Schema):
    """What a plan aims at, and whether it gets there. 目标。"""

    standard = shared.standard_id()
    revision = shared.revision()
    name = shared.name("Name of the standard")
    level = shared.level("Highest level aimed at, 1–5; null: none may be promised.")
    reached = maybe(
        fields.Boolean,
        "Whether the plan reaches that level; null: none was aimed at, or too little was answered "
        "for a level (`warnings` say so).",
    )


class PlanTargetSchema(PlanAimSchema):
    """What a plan aims at, and what it promises. 目标与承诺。"""

    promised_level = shared.level(_PROMISED)


class PlanBoundSchema(Schema):
    """How good the plan is proven to be. 最优性证明。"""

    measure = must(
        fields.String,
        "What plans are measured by, and the unit of `value` and `bound`: cost-wan (cost of "
        "reaching the level, 万元), worth (what comes before all weighing, "
        "then weighted parts of 0–1 each). A larger budget never lowers the worth.",
        enum=closed_sets.CRITERIA,
    )
    value = must(fields.Float, "What this plan comes to, in the unit of `measure`.")
    bound = maybe(
        fields.Float,
        "What no plan can beat, in the unit of `measure`: a lower bound on a cost, an upper bound "
        "on worth; null: none was proven.",
    )
    repaired = must(
        fields.Boolean, "Whether the best set of packages did not fit in time and was cut back."
    )


class PlanFollowUpSchema(Schema):
    """What earlier feedback and progress made of the plan. 企业反馈的影响。"""

    done = shared.projects("Packages taken as done.")
    refused = shared.projects(
        "Packages left out since the firm does not want them, or gave them up (dropped)."
    )
    running = shared.projects("Packages in hand: not planned again, counted from their end.")
    steps = shared.projects(
        "Ids of the wish, of feedback and of progress that are mere steps of a package: they say "
        "nothing of it (`notice`)."
    )
    demoted = shared.projects("Packages used only if the aim is out of reach without them.")
    note = shared.perhaps_a_sentence("That demoted ones had to be used, null: they had not")


class PlanProvenanceSchema(Schema):
    """The pins by which a plan can be recomputed. 可复算的依据。"""

    form = shared.form_ref()
    standards = texts("The standards, each as id@revision.", pattern=closed_sets.STANDARD_REF)
    code = shared.code_version()
    content = shared.content_digest()


class BriefPhaseSchema(Schema):
    """A phase of a plan that stands beside another. 对照方案的阶段。"""

    number = must(fields.Integer, "Number of the phase, from 1.", minimum=1)
    from_month = must(fields.Float, f"Its start, {_FROM_START}.")
    until_month = must(fields.Float, f"Its end, {_FROM_START}.")
    three_years_wan = money("What its packages cost to build and to run for three years")
    packages = listed(BriefPackageSchema, "The packages that start in it.")


class PlanCoreSchema(Schema):
    """What compares of a plan. 方案要点。"""

    summary = shared.sentence(
        "How many packages, what they cost, what level they reach. Every number of packages in a "
        "plan counts each of its cards as one, naming who does it all too; only of those at once "
        "that is none, since it takes no hands"
    )
    target = nested(PlanTargetSchema, "What it aims at, and what it promises (目标).")
    serves = named("Pains and goals that it was to serve, the worst first (痛点与目标).")
    budget_wan = shared.wan("Budget in all (总预算), null: none")
    build_wan, run_wan_per_year, three_years_wan = money_sums("all its packages cost")
    people_months = must(fields.Float, "The firm's own work on it, people-months.", minimum=0)
    months = must(fields.Float, f"When its last package is done, {_FROM_START}.", minimum=0)
    first_ai = nested(
        FirstAiSchema, "The first AI step; null: no AI package is made for the firm.", null=True
    )
    after = listed(StandardStandingSchema, "Where each standard stands at the end of the plan.")
    infeasible = listed(InfeasibleWishSchema, "Wishes that cannot be had, and what would do.")
    warnings = texts("What to mind of the wish or the plan, sentences.")
    gap = shared.maybe_share(
        "How far it may be from the best plan, a share of the bound (of the cost, where a level "
        "is reached), 0–1; 0: proven the best; null: not known."
    )
    cut_short = must(
        fields.Boolean,
        "Whether the time of a request ended a search: there may be a better plan. "
        "搜索是否提前结束。",
    )
    starts_on = must(fields.Date, "First day of the plan.")


class PlanSchema(PlanCoreSchema):
    """A roadmap: packages in phases, costs, promised levels, what would do more. 路线图。"""

    objective = must(
        fields.String, "What it is best at among all plans.", enum=closed_sets.OBJECTIVES
    )
    firm = nested(PlannedFirmSchema, "What it goes by beside the answers.")
    budget_covers = must(
        fields.String,
        "What the budget is for: building and three years of running (total), or building alone.",
        enum=closed_sets.BUDGET_COVERS,
    )
    budget_binds = must(
        fields.String, "Which end of the cost ranges budgets bind.", enum=closed_sets.BUDGET_ENDS
    )
    account = listed(AccountYearSchema, "What is paid in which year of the plan (分年账).")
    account_note = shared.perhaps_a_sentence(
        "Why the years do not add up to the three-year account, null where they do"
    )
    horizon_months = must(
        fields.Float,
        f"How far it looks ahead: the end of the last phase, {_FROM_START}.",
        minimum=0,
    )
    before = listed(StandardStandingSchema, "Where each standard stands today.")
    phases = listed(PlanPhaseSchema, "The phases in which something starts, one after the other.")
    nearly = listed(NearlyChosenSchema, "What was nearly chosen, at most three.")
    left_out = listed(LeftOutPackagesSchema, "How many packages are left out, by the reason.")
    curve = listed(CurvePointSchema, "How far other budgets get; empty: none was asked for.")
    unscored = texts("Ids of blank questions that it raises: they are not scored.")
    bound = nested(PlanBoundSchema, "What proves how good it is.")
    notice = texts("What must be known of the plan, sentences: ranges are estimates.")
    provenance = nested(PlanProvenanceSchema, "By what it can be recomputed.")
    follow_up = nested(
        PlanFollowUpSchema, "What feedback and progress made of it.", data_key="heeded"
    )


class PlanInBriefSchema(PlanCoreSchema):
    """A plan beside another: what compares, and what is its alone. 对照方案。"""

    phases = listed(BriefPhaseSchema, "The phases in which something starts.")
    details = nested(PlanSchema, "The plan in full; null: not asked for (`details`).", null=True)
