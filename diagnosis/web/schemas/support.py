"""Support beside a firm and its plan, and a roadmap's preview with all that belongs to it."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.case_match import CaseMatchesSchema
from diagnosis.web.schemas.catalogue.instrument import InstrumentSchema, RuleConditionSchema
from diagnosis.web.schemas.comparison import PlanComparisonSchema
from diagnosis.web.schemas.plan import PlanInBriefSchema, PlanSchema
from diagnosis.web.schemas.shapes import listed, maybe, must, nested, texts
from diagnosis.web.schemas.shared_shapes import MoneyRangeSchema, money, named

_ELIGIBLE = (
    "Whether the firm and its plan meet the rule: eligible, perhaps (something is not known), or "
    "not (是否符合)."
)


_IN_FULL = (
    "Whether nothing is left out to keep the answer short (20 kB): where something is, `details` "
    "has it all."
)
_OR_SHORT = "may be empty too where `in_full` is false"
_STATUS = "Where it stands on the day (状态); `statuses` has the words."
_MOST = "Most that the firm can get at that level, null: not stated, not known or not confirmed"
_LEVEL = (
    "Level that its money is graded by, 0–5: the plan's, without a plan the first that pays and "
    "is not below today's; null: not graded, or not known."
)


class SupportedPackageSchema(Schema):
    """A package of the plan and its days. 计划中的改造包。"""

    id = shared.package()
    name = shared.name("Name of the package")
    start = must(fields.Date, "Day that it starts.")
    end = must(fields.Date, "Day that it is done.")


class SupportEstimateSchema(Schema):
    """What an instrument may pay for the plan. 预计支持金额。"""

    low = must(fields.Float, "At least, 万元; 0 where nothing is sure.", minimum=0)
    mid = shared.wan("Middle, null where only a ceiling is known")
    high = must(fields.Float, "At most, 万元.", minimum=0)
    is_sure = must(
        fields.Boolean,
        "Whether it can be counted on: the firm is eligible, it is open, rate and base are known.",
    )


class SupportWarningSchema(Schema):
    """A warning beside an instrument. 提醒。"""

    code = must(fields.String, "The warning for programs.", enum=closed_sets.SUPPORT_WARNINGS)
    text = shared.sentence("The warning")


class SupportDetailsSchema(Schema):
    """An instrument in full, and the packages that count or do not. 政策全文和计入的包。"""

    instrument = nested(InstrumentSchema, "The instrument in full.")
    counted = listed(SupportedPackageSchema, "Packages of the plan whose money counts.")
    too_late = listed(SupportedPackageSchema, "Packages that end after its last day.")
    too_early = listed(SupportedPackageSchema, "Packages that start before it is in force.")


class SupportOfferSchema(Schema):
    """An instrument beside a firm and its plan. 可用的政策。"""

    id = must(fields.String, "Id of the instrument (政策编号).", pattern="^ins(-[a-z0-9]+)+$")
    name = shared.name("Its name")
    kind = must(fields.String, "Kind of support (扶持种类).", enum=closed_sets.INSTRUMENT_KINDS)
    status = must(fields.String, _STATUS, enum=closed_sets.INSTRUMENT_STANDINGS)
    eligible = must(fields.String, _ELIGIBLE, enum=closed_sets.ELIGIBILITIES)
    in_full = must(fields.Boolean, _IN_FULL)
    open_questions = listed(
        RuleConditionSchema, f"Conditions of which it is not known if they hold; {_OR_SHORT}."
    )
    to_settle = texts(
        f"The same in words: one for each thing to settle, alternatives in one; {_OR_SHORT}."
    )
    level = shared.level(_LEVEL)
    most_wan = shared.wan(_MOST)
    deadline = maybe(
        fields.Date,
        "Next day not to miss: to file, to finish, or the last of the rule; null: none.",
    )
    counted_wan = nested(
        MoneyRangeSchema,
        "Money of the plan that counts, 万元: of the packages that it pays for, the parts that it "
        "pays for; null: none.",
        null=True,
    )
    estimate_wan = nested(
        SupportEstimateSchema, "What it may pay, 万元; null: nothing to reckon with.", null=True
    )
    rule = shared.sentence("How the money is worked out")
    warnings = listed(SupportWarningSchema, f"What to mind; {_OR_SHORT}.")
    details = nested(
        SupportDetailsSchema, "Everything of it; null: not asked for (`details`).", null=True
    )


class UnavailableSupportSchema(Schema):
    """An instrument that has ended or refuses the firm. 不可用的政策。"""

    id = must(fields.String, "Id of the instrument (政策编号).", pattern="^ins(-[a-z0-9]+)+$")
    name = shared.name("Its name")
    eligible = must(fields.String, _ELIGIBLE, enum=closed_sets.ELIGIBILITIES)
    status = must(fields.String, _STATUS, enum=closed_sets.INSTRUMENT_STANDINGS)
    level = shared.level(
        "First level that pays, at or above the plan's, 0–5; null: its money is not graded."
    )
    most_wan = shared.wan("Most that it would pay then, null: not stated or not confirmed")
    in_full = must(fields.Boolean, _IN_FULL)
    reasons = texts(
        f"Why the firm cannot have it, as the bureau would put it; empty: it ended; {_OR_SHORT}."
    )
    failing = listed(
        RuleConditionSchema, f"Conditions that do not hold; empty: none fails; {_OR_SHORT}."
    )


class SupportGroupSchema(Schema):
    """What a firm may have of one group, the most useful first. 一组政策。"""

    id = must(fields.String, "The group for programs.", enum=closed_sets.SUPPORT_GROUPS)
    name = shared.name("Its name")
    instruments = listed(
        SupportOfferSchema,
        "What the firm can or perhaps can have: most money for this firm or plan first, then what "
        "pays for the plan, honours last; the nearest government first, then the likeliest.",
    )


class SupportContextSchema(Schema):
    """A goal, or money between governments: nothing to apply for. 背景。"""

    id = must(fields.String, "Id of the instrument (政策编号).", pattern="^ins(-[a-z0-9]+)+$")
    name = shared.name("Its name")
    offer = shared.sentence("What it says")
    note = shared.perhaps_a_sentence(
        "What else must be known of it, null: nothing, or not asked for (`details`)"
    )


class HiddenSupportSchema(Schema):
    """Instruments for other firms, not listed. 没有列出的政策。"""

    why = must(fields.String, "Why they are not listed.", enum=closed_sets.HIDDEN_SUPPORT)
    why_text = shared.sentence("The same in words")
    count = must(fields.Integer, "Number of instruments.", minimum=0)
    instruments = texts("Their ids; `/v1/support` has them.", pattern="^ins(-[a-z0-9]+)+$")


class SupportPaymentSchema(Schema):
    """What one instrument pays in a sum, for which packages. 计入的支持。"""

    id = must(fields.String, "Id of the instrument (政策编号).", pattern="^ins(-[a-z0-9]+)+$")
    name = shared.name("Its name")
    packages = shared.packages("Packages that it pays for.")
    support_wan = money("What it pays")


class SupportNotCountedSchema(Schema):
    """An instrument that is in no sum, and the one that took its place. 未计入的支持。"""

    id = must(fields.String, "Id of the instrument (政策编号).", pattern="^ins(-[a-z0-9]+)+$")
    name = shared.name("Its name")
    instead = must(
        fields.String, "Id of the instrument that is counted instead.",
        pattern="^ins(-[a-z0-9]+)+$",
    )  # fmt: skip
    why = must(
        fields.String, "Both are of one class, or pay for the same packages.",
        enum=closed_sets.NOT_COUNTED,
    )  # fmt: skip
    why_text = shared.sentence("The same in words")


class SupportSumSchema(Schema):
    """A sum of support, and the plan's cost after it; nothing is counted twice. 支持合计。"""

    support_wan = money("What all that is counted pays")
    draws = listed(SupportPaymentSchema, "What is counted, instrument by instrument.")
    left_out = listed(SupportNotCountedSchema, "What is not counted, and why.")
    cost_after_wan = money("What the plan costs after it")


class SilentSupportSchema(Schema):
    """What may pay for the plan, though nobody can say how much. 金额说不准的支持。"""

    count = must(fields.Integer, "Number of instruments.", minimum=0)
    instruments = named("The instruments, the most useful first.")
    note = shared.perhaps_a_sentence("Why they are in no sum, null: there are none")


class PlanSupportSchema(Schema):
    """A plan's cost before and after support. 计划与支持。"""

    in_words = shared.sentence("What the plan may be paid")
    cost_wan = money("What the plan costs to build")
    sure = nested(SupportSumSchema, "What can be counted on (有把握的).")
    possible = nested(
        SupportSumSchema,
        "What is possible if every open question is answered in its favour (可能的).",
    )
    without_amount = nested(
        SilentSupportSchema,
        "What may pay for packages of it, though no amount can be stated (说不准的).",
        data_key="unknown",
    )


class SupportMatchesSchema(Schema):
    """Every instrument beside a firm at a date. 扶持匹配。"""

    date = must(fields.Date, "Day that it is matched for.")
    statuses = named("The statuses that occur, in words.")
    groups = listed(SupportGroupSchema, "What the firm can or perhaps can have, by what it does.")
    context = listed(
        SupportContextSchema,
        "Goals and transfers that nobody applies for; national decisions are at `/v1/context`.",
    )
    ended = listed(UnavailableSupportSchema, "Those that have ended by that day.")
    refused = listed(UnavailableSupportSchema, "Those whose rule refuses the firm.")
    hidden = listed(HiddenSupportSchema, "Those for firms of another place or role, by reason.")
    plan = nested(PlanSupportSchema, "Sums for the plan; null: there is none.", null=True)
    notices = texts("What must be known of the match, sentences.")


class AssessmentSupportSchema(SupportMatchesSchema):
    """Support for the firm of an assessment. 答卷的扶持匹配。"""

    assessment_id = shared.assessment_id()
    roadmap_id = shared.perhaps_an_id("Id of the roadmap it was matched with; null: none.")


class RoadmapPreviewSchema(Schema):
    """A plan that is not kept; what is not asked for is null. 试算结果。"""

    roadmap = nested(PlanSchema, "The plan.")
    what_if = nested(
        PlanInBriefSchema, "The plan with what would differ; null: not asked.", null=True
    )
    comparison = nested(
        PlanComparisonSchema, "The plan beside the what-if; null: not asked.", null=True
    )
    support = nested(SupportMatchesSchema, "Support for the plan; null: not asked.", null=True)
    cases = nested(CaseMatchesSchema, "Cases near to the firm; null: not asked.", null=True)
