"""Real cases beside a firm and its plan."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.catalogue.case import CaseSchema
from diagnosis.web.schemas.shapes import listed, maybe, must, nested, numbers_by, texts
from diagnosis.web.schemas.shared_shapes import named


class NearPartSchema(Schema):
    """How near a case is in one respect. 某一方面的相近程度。"""

    part = must(
        fields.String,
        "The respect: gap (what it did that the firm has not reached), industry, size, scene or "
        "region.",
        enum=closed_sets.NEAR_PARTS,
    )
    name = shared.name("Its name")
    near = shared.share("How near it is in this respect, 0–1: 0 far, 1 the same.")


class ItemBelowCaseSchema(Schema):
    """A question on which the firm is below what a case did. 低于案例的题目。

    The position of the case is shown nowhere: it is our reading and no rating.
    """

    item = shared.item()
    name = shared.item_name()
    text = shared.item_text()
    topic = shared.name("What the question is about")
    your_position = must(
        fields.Float, "Where the firm is, a position 0–5 on the ladder (档位).", **shared.POSITION
    )


class SharedPackageSchema(Schema):
    """A package of the plan, and what a case did: the same or another grade. 共同的改造包。"""

    id = shared.package("Id of the package of the plan.")
    name = shared.name("Its name")
    done = shared.package("Id of the package that the case did: the same, or its other grade.")
    done_name = shared.name("Its name")


class CaseInBriefSchema(Schema):
    """Who a case was and what it did; `/v1/cases/{id}` has all of it. 案例要点。"""

    id = must(fields.String, "Id of the case (案例编号).")
    company = shared.name("Name of the firm")
    size = maybe(fields.String, "Size class; null: not published.", enum=closed_sets.SIZES)
    summary = shared.sentence("What was done")
    unconfirmed = shared.unconfirmed("the case")
    caution = shared.perhaps_a_sentence("What to mind before quoting it, null: nothing")


class CaseDetailsSchema(Schema):
    """A case in full, and how near it is in each respect. 案例全文和各方面的远近。"""

    case = nested(CaseSchema, "The case in full.")
    parts = listed(NearPartSchema, "How near it is in each respect that is known.")
    where_you_are_below = listed(
        ItemBelowCaseSchema, "Questions on which the firm is below what the case did."
    )


class CaseMatchSchema(Schema):
    """A case beside a firm: how near, why, and why not. 相近案例。"""

    case = nested(CaseInBriefSchema, "The case, briefly.")
    near = shared.share(
        "How near it is, 0–1 (0 far, 1 the same): the weighted mean of the respects and of what "
        "is not known, which counts as far (相近程度)."
    )
    is_near = must(
        fields.Boolean,
        "Whether it may be called near: not from another industry, and near enough.",
    )
    why = texts("Why it is near, sentences.")
    why_not = texts("Why it is not, sentences.")
    scenes_of_your_plan = named("Scenes that the case and the plan share (场景).")
    packages_of_your_plan = listed(SharedPackageSchema, "Packages that the case and plan share.")
    details = nested(
        CaseDetailsSchema, "Everything of it; null: not asked for (`details`).", null=True
    )


class LargerCasesSchema(Schema):
    """Far larger plants of the same industry, for direction only. 更大的同行。"""

    note = shared.perhaps_a_sentence("What they are good for, null: there are none")
    cases = listed(CaseMatchSchema, "The cases, two at most.")


class NearnessMethodSchema(Schema):
    """How nearness is worked out. 相近程度的算法。"""

    basis = must(fields.String, "ours: every number of it is our choice.", enum=["ours"])
    weights = numbers_by(
        "Weight of each respect, 0–1, by its id; shares of their sum.", keys=closed_sets.NEAR_PARTS
    )
    near_from = shared.share("From this nearness on a case may be called near, 0–1.")
    in_part_from = shared.share("From this nearness on a case is near in part, 0–1.")
    looked_at = must(fields.Integer, "Number of cases that were looked at.", minimum=0)
    note = shared.sentence("What the method is and is not")


class CaseMatchesSchema(Schema):
    """The nearest cases, and what must be stated of them. 相近案例列表。"""

    cases = listed(CaseMatchSchema, "The cases, nearest first, five at most.")
    larger = nested(LargerCasesSchema, "Far larger plants of the same industry.")
    nothing_near = must(fields.Boolean, "Whether no case may be called near.")
    notes = texts("What must be known of the matches, sentences.")
    method = nested(NearnessMethodSchema, "How nearness is worked out.")


class AssessmentCasesSchema(CaseMatchesSchema):
    """The cases nearest to the firm of an assessment. 答卷的相近案例。"""

    assessment_id = shared.assessment_id()
    roadmap_id = shared.perhaps_an_id("Id of the roadmap they were matched with; null: none.")
