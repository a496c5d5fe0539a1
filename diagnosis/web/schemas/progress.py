"""Progress of a roadmap, and what a firm says of projects."""

from marshmallow import Schema, fields, validate

from diagnosis.web.schemas.roadmap import EndsSchema, nested
from diagnosis.web.schemas.shapes import listed, maybe, must
from diagnosis.web.schemas.wish import may, money

STATUSES = ["planned", "running", "done", "dropped"]
WHYS = [
    "fits", "not-for-us", "tried-before", "done-already", "too-expensive", "no-people", "not-now",
    "other",
]  # fmt: skip


class NoteBodySchema(Schema):
    """Where a project stands; a dropped one needs a reason."""

    project = fields.String(required=True, metadata={"description": "A project of the plan."})
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    on = may(fields.Date, "Since when; today if left out, never a day to come.")
    reason = fields.String(allow_none=True, validate=validate.Length(max=500))
    cost_wan = money("Spent on it so far, 万元.")


class NotesBodySchema(Schema):
    """Notes on projects of a roadmap, one a project."""

    projects = fields.List(fields.Nested(NoteBodySchema), required=True)


class KeptItemSchema(Schema):
    """An item that a project was to raise: before, promised, and found in a later sheet."""

    item = must(fields.String)
    text = must(fields.String)
    before = maybe(fields.Float)
    promised = must(fields.Integer)
    found_later = fields.Float(required=True, allow_none=True, data_key="found")
    kept = must(fields.String, enum=["reached", "partly", "not-reached", "not-known"])
    kept_name = must(fields.String)


class ProjectProgressSchema(Schema):
    """A project of a plan: where it stands, what it cost, what it brought."""

    id = must(fields.String)
    name = maybe(fields.String)
    status = must(fields.String, enum=STATUSES)
    status_name = must(fields.String)
    on = maybe(fields.Date)
    reason = maybe(fields.String)
    planned_wan = nested(EndsSchema)
    cost_wan = maybe(fields.Float)
    cost_within = maybe(fields.String, enum=["below", "within", "above", None])
    items = listed(KeptItemSchema)


class StatusCountsSchema(Schema):
    """Projects by status."""

    planned = must(fields.Integer)
    running = must(fields.Integer)
    done = must(fields.Integer)
    dropped = must(fields.Integer)


class KeptCountsSchema(Schema):
    """Items of projects that are done, by what became of them."""

    reached = must(fields.Integer)
    partly = must(fields.Integer)


KeptCountsSchema._declared_fields["not-reached"] = fields.Integer(required=True)
KeptCountsSchema._declared_fields["not-known"] = fields.Integer(required=True)


class ProgressSummarySchema(Schema):
    """The plan in all."""

    status = nested(StatusCountsSchema)
    planned_wan = nested(EndsSchema)
    spent_wan = maybe(fields.Float)
    items_of_done = nested(KeptCountsSchema)


class LevelsReachedSchema(Schema):
    """Levels before, promised by the whole plan, by what is done, and reached since."""

    standard = must(fields.String)
    name = must(fields.String)
    before = maybe(fields.Integer)
    promised = maybe(fields.Integer)
    promised_by_done = maybe(fields.Integer)
    reached = maybe(fields.Integer)


class LaterSchema(Schema):
    """The newest diagnosis of the enterprise after the plan."""

    assessment_id = must(fields.UUID)
    diagnosis_id = must(fields.UUID)
    created_at = must(fields.DateTime)


class NoteSchema(Schema):
    """A note as it was made."""

    project = must(fields.String)
    status = must(fields.String, enum=STATUSES)
    on = must(fields.Date)
    reason = maybe(fields.String)
    cost_wan = maybe(fields.Float)
    noted_at = must(fields.DateTime)


class RoadmapProgressSchema(Schema):
    """How far a roadmap is: promised against reached."""

    roadmap_id = must(fields.UUID)
    summary = nested(ProgressSummarySchema)
    projects = listed(ProjectProgressSchema)
    levels = listed(LevelsReachedSchema)
    later = nested(LaterSchema, null=True)
    note = maybe(fields.String)
    history = listed(NoteSchema)


class FeedbackBodySchema(Schema):
    """Whether a recommended project is useful; if not, why. `other` needs a text."""

    useful = fields.Boolean(required=True)
    why = may(fields.String, "Needed where it is not useful.", enum=[*WHYS, None])
    text = fields.String(allow_none=True, validate=validate.Length(max=500))


class FeedbackSchema(Schema):
    """What a firm says of a project, and what its next plan makes of it."""

    id = must(fields.UUID)
    enterprise_id = must(fields.UUID)
    project = must(fields.String)
    project_name = maybe(fields.String)
    useful = must(fields.Boolean)
    why = must(fields.String, enum=WHYS)
    why_text = must(fields.String)
    text = maybe(fields.String)
    next_plan = must(fields.String, enum=["nothing", "done", "refused", "demoted"])
    next_plan_text = must(fields.String)
    created_at = must(fields.DateTime)


class FeedbackListSchema(Schema):
    """What an enterprise last said of each project."""

    items = listed(FeedbackSchema)
