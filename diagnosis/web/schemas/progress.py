"""Progress of a roadmap, and what a firm makes of recommended packages."""

from marshmallow import Schema, fields

from diagnosis.services.retrofit.feedback import MOST_REMARK_CHARACTERS
from diagnosis.services.retrofit.progress import MOST_CHARACTERS
from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import listed, may, maybe, must, nested
from diagnosis.web.schemas.shared_shapes import money

_NAME = "What it is called today: the package, or its step; null: no catalogue has it any more."
_TAKEN_OVER = "The package it is, or that took it over (改造包); null: none did."
_STATUS = "Where the package stands (状态): planned, running, done or dropped."


class ProgressNoteRequestSchema(Schema):
    """Where a package stands. 改造包进展。"""

    project = shared.project(
        "Id of a package of the plan, another id of the same package, or a step of it "
        "(改造包或旧项目编号)."
    )
    status = must(fields.String, _STATUS, enum=closed_sets.STATUSES)
    on = may(fields.Date, "Since when; today if left out, never a day to come.")
    reason = may(
        fields.String, "Why; needed where the package is dropped.", maxLength=MOST_CHARACTERS
    )
    cost_wan = shared.sent_wan("Spent on it so far (已花费)")


class ProgressRequestSchema(Schema):
    """Notes on packages of a roadmap, one a package. 记录进展。"""

    projects = fields.List(
        fields.Nested(ProgressNoteRequestSchema),
        required=True,
        metadata={"description": "The notes, at most one a package.", "minItems": 1},
    )


class PromisedItemSchema(Schema):
    """A question that a package was to raise: before, promised, and since. 承诺兑现。"""

    item = shared.item()
    name = shared.item_name()
    text = shared.item_text()
    before = shared.position("Before the plan; null: not answered")
    promised = shared.whole_position("Where the plan was to bring it")
    found_later = maybe(
        fields.Float,
        "In the newest later sheet, a position 0–5 on the ladder (档位); null: none, or blank.",
        data_key="found",
        **shared.POSITION,
    )
    kept = must(
        fields.String,
        "Whether the later sheet shows what was promised (是否兑现).",
        enum=closed_sets.FULFILMENTS,
    )
    kept_name = shared.name("The same in words")


class ProjectProgressSchema(Schema):
    """A package of a plan: where it stands, what it cost, what it brought. 改造包进展。"""

    id = shared.project()
    name = maybe(fields.String, _NAME)
    package = shared.perhaps_a_package(_TAKEN_OVER)
    status = must(fields.String, _STATUS, enum=closed_sets.STATUSES)
    status_name = shared.name("The same in words")
    on = maybe(fields.Date, "Since when; null: nothing was noted.")
    reason = maybe(fields.String, "Why, as it was noted; null: no reason.")
    planned_wan = money("What the plan counts for it")
    cost_wan = shared.wan("What was spent on it so far, null: not noted")
    cost_within = maybe(
        fields.String,
        "Where the real cost of a package that is done lies against the planned range; null: not "
        "done, or no cost noted.",
        enum=closed_sets.COST_PLACES,
    )
    cost_within_name = maybe(fields.String, "The same in words; null: as above.")
    items = listed(PromisedItemSchema, "Questions that it was to raise.")


class StatusCountsSchema(Schema):
    """Packages by status. 按状态的改造包数。"""

    planned = must(fields.Integer, "Number of packages that are planned.", minimum=0)
    running = must(fields.Integer, "Number of packages that are running.", minimum=0)
    done = must(fields.Integer, "Number of packages that are done.", minimum=0)
    dropped = must(fields.Integer, "Number of packages that were dropped.", minimum=0)


class PromisedItemCountsSchema(Schema):
    """Questions of packages that are done, by what became of them. 按兑现情况的题数。"""

    reached = must(fields.Integer, "Number of questions where it was reached.", minimum=0)
    partly = must(fields.Integer, "Number of questions where it was partly reached.", minimum=0)
    not_reached = must(
        fields.Integer, "Number of questions where it was not reached.", data_key="not-reached",
        minimum=0,
    )  # fmt: skip
    not_known = must(
        fields.Integer, "Number of questions of which it is not known.", data_key="not-known",
        minimum=0,
    )  # fmt: skip


class ProgressSummarySchema(Schema):
    """The plan in all. 总体进展。"""

    status = nested(StatusCountsSchema, "How many packages stand where.")
    planned_wan = money("What the plan counts for all its packages")
    spent_wan = shared.wan("What was spent so far, null: nothing was noted")
    spent_on = must(fields.Integer, "Number of packages whose cost was noted.", minimum=0)
    planned_for_spent_wan = money(
        "What the plan counts for these packages alone, null: there are none", null=True
    )
    items_of_done = nested(
        PromisedItemCountsSchema, "What became of the questions of packages that are done."
    )


class ReachedLevelsSchema(Schema):
    """Levels by a standard: before, promised, and reached since. 级别的兑现。"""

    standard = shared.standard_id()
    name = shared.name("Name of the standard")
    before = shared.level("Level before the plan, 0–5; null: none.")
    promised = shared.level("Level that the whole plan promised, 0–5; null: none.")
    promised_by_done = shared.level(
        "Level that the packages that are done should have brought, 0–5; null: none."
    )
    reached = shared.level("Level in the newest later diagnosis, 0–5; null: there is none.")


class LaterDiagnosisSchema(Schema):
    """The newest diagnosis of the firm after the plan. 之后的诊断。"""

    assessment_id = shared.assessment_id()
    diagnosis_id = shared.an_id("Id of the diagnosis (诊断编号).")
    created_at = shared.made_at()


class ProgressNoteSchema(Schema):
    """A note as it was made. 进展记录。"""

    project = shared.project()
    status = must(fields.String, _STATUS, enum=closed_sets.STATUSES)
    on = must(fields.Date, "Since when.")
    reason = maybe(fields.String, "Why; null: no reason was noted.")
    cost_wan = shared.wan("Spent on it until then, null: not noted")
    noted_at = shared.made_at("When it was noted, ISO 8601 in UTC.")
    remark = shared.perhaps_a_sentence(
        "That it is a mere step of a package, of which the note says nothing; null: it is more"
    )


class RoadmapProgressSchema(Schema):
    """How far a roadmap is: promised against reached. 路线图进展。"""

    roadmap_id = shared.an_id("Id of the roadmap (路线图编号).")
    summary = nested(ProgressSummarySchema, "The plan in all.")
    projects = listed(ProjectProgressSchema, "Each package of the plan.")
    levels = listed(ReachedLevelsSchema, "Each standard: promised against reached.")
    later = nested(
        LaterDiagnosisSchema, "The diagnosis it is compared with; null: there is none.", null=True
    )
    note = shared.perhaps_a_sentence("That there is no later diagnosis, null: there is one")
    history = listed(
        ProgressNoteSchema, "The newest hundred notes, in the order in which they were made."
    )
    earlier_notes = must(fields.Integer, "Number of notes before those.", minimum=0)


class FeedbackRequestSchema(Schema):
    """Whether a recommended package is useful; if not, why. 反馈。"""

    useful = must(fields.Boolean, "Whether the recommendation is useful (是否有用).")
    why = may(
        fields.String,
        "Why (原因): fits where it is useful; any other where it is not, and then needed.",
        enum=closed_sets.FEEDBACK_REASONS,
    )
    text = may(
        fields.String,
        "The reason in words; needed where `why` is other.",
        maxLength=MOST_REMARK_CHARACTERS,
    )


class FeedbackSchema(Schema):
    """What a firm makes of a package, and what its next plan makes of that. 企业反馈。"""

    id = shared.an_id("Id of the feedback.")
    enterprise_id = shared.enterprise_id()
    project = shared.project()
    project_name = maybe(fields.String, _NAME)
    package = shared.perhaps_a_package(_TAKEN_OVER)
    useful = must(fields.Boolean, "Whether the recommendation is useful.")
    why = must(fields.String, "Why (原因).", enum=closed_sets.FEEDBACK_REASONS)
    why_text = shared.name("The same in words")
    text = maybe(fields.String, "The reason in the firm's words; null: none.")
    next_plan = must(
        fields.String,
        "What the next plan makes of it: nothing (of a mere step of a package, too), taken as "
        "done, refused, or demoted (used only if the aim is out of reach without it).",
        enum=closed_sets.NEXT_PLAN,
    )
    next_plan_text = shared.sentence("The same in words")
    created_at = shared.made_at()


class FeedbackListSchema(Schema):
    """What a firm last made of each package. 反馈列表。"""

    items = listed(FeedbackSchema, "The last feedback on each package, newest first.")
