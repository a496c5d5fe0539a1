"""Visits: begun, on a sheet, verified item by item."""

from marshmallow import Schema, fields

from diagnosis.services.visits.answers import LONGEST_DIFFERENCE, LONGEST_REMARK
from diagnosis.services.visits.visit import (
    LONGEST_EMPLOYER,
    LONGEST_TIE,
    LONGEST_VISITOR,
    MOST_TIES,
)
from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.access.evidence import EvidenceFileSchema
from diagnosis.web.schemas.catalogue.questionnaire import QuestionnaireItemSchema
from diagnosis.web.schemas.shapes import listed, may, maybe, must, nested, texts

_VALUE = "Verified answer, written as in `answers` of a sheet; what could not be told is left out."


class VisitRequestSchema(Schema):
    """Who visits a firm, for whom, and why. 走访登记。"""

    why = must(fields.String, "Why this firm is visited (走访原因).", enum=closed_sets.VISIT_WHYS)
    planned_on = must(fields.Date, "Day that it is planned for, in China (计划日期).")
    visitor = must(
        fields.String, "Who goes there (走访人): the firm sees it.",
        minLength=1, maxLength=LONGEST_VISITOR,
    )  # fmt: skip
    employer = must(
        fields.String, "Whom they work for (所在单位): firm and portal see it.",
        minLength=1, maxLength=LONGEST_EMPLOYER,
    )  # fmt: skip
    vendor_ties = fields.List(
        fields.String(metadata={"maxLength": LONGEST_TIE, "minLength": 1}),
        required=True,
        metadata={
            "description": "Each tie to a vendor of what firms may buy (与供应商的关系); an empty "
            "list states that there is none. Firm and portal see it.",
            "maxItems": MOST_TIES,
        },
    )


class VisitSchema(Schema):
    """A visit to a firm, about one diagnosis. 走访。"""

    id = shared.an_id("Id of the visit (走访编号).")
    enterprise_id = shared.enterprise_id()
    diagnosis_id = shared.an_id("Id of the diagnosis that it verifies (诊断编号).")
    visited_by = must(fields.String, "Id of the consultant's organisation (走访机构).")
    state = must(
        fields.String, "Open until it is signed or withdrawn (状态).",
        enum=closed_sets.VISIT_STATES,
    )  # fmt: skip
    why = must(fields.String, "Why this firm is visited (走访原因).", enum=closed_sets.VISIT_WHYS)
    why_name = shared.sentence("The same in words")
    planned_on = must(fields.Date, "Day that it is planned for, in China (计划日期).")
    visitor = must(fields.String, "Who goes there (走访人).")
    employer = must(fields.String, "Whom they work for (所在单位).")
    vendor_ties = texts("Each tie to a vendor that was stated; empty: none is (与供应商的关系).")
    version = shared.version()
    begun_by = must(fields.String, "Who began it: the actor of the key.")
    created_at = shared.made_at("When it was begun, ISO 8601 in UTC.")
    updated_at = shared.made_at("When it was last changed, ISO 8601 in UTC.")
    signed_by = maybe(fields.String, "Who signed it: the actor of the key; null: nobody yet.")
    signed_at = maybe(fields.DateTime, "When it was signed, ISO 8601 in UTC; null: not yet.")


class VerifiedAnswerSchema(Schema):
    """What a visit verified of an item. 核实的答案。"""

    value = must(fields.Raw, _VALUE)
    grade = maybe(
        fields.String, "What it rests on (证据等级); null: not stated.",
        enum=closed_sets.EVIDENCE_GRADES,
    )  # fmt: skip
    grade_name = shared.perhaps_a_sentence("The same in words; null: not stated")
    reason = maybe(fields.String, "Why it is not what was claimed (不同的原因); null: not stated.")
    note = maybe(fields.String, "What else is to be known; null: nothing.")
    actor = must(fields.String, "Who wrote it: the actor of the key.")
    changed_at = shared.made_at("When it was last written, ISO 8601 in UTC.")


class ItemVerifiedSchema(VerifiedAnswerSchema):
    """What a visit verified, with its item. 一题的核实结果。"""

    item = shared.item()


class VisitAnswersSchema(Schema):
    """All that a visit verified. 全部核实结果。"""

    answers = listed(ItemVerifiedSchema, "What was verified, by item.")


class SavedAnswerSchema(Schema):
    """An answer to save, as a whole. 要保存的答案。"""

    value = must(fields.Raw, _VALUE)
    grade = may(fields.String, "What it rests on (证据等级).", enum=closed_sets.EVIDENCE_GRADES)
    reason = may(
        fields.String, "Why it is not what was claimed (不同的原因).", maxLength=LONGEST_DIFFERENCE
    )
    note = may(fields.String, "What else is to be known.", maxLength=LONGEST_REMARK)


class SaveAnswersSchema(Schema):
    """Answers to save by item; the others stay. 保存核实结果。"""

    answers = fields.Dict(
        keys=fields.String(),
        values=fields.Nested(SavedAnswerSchema, allow_none=True),
        required=True,
        metadata={
            "description": "What was verified, by the id of the question, each as a whole; null "
            "takes an answer away. Questions that are not named stay as they are."
        },
    )


class ClaimContradictionSchema(Schema):
    """What speaks against a claim: another answer or fact. 矛盾之处。"""

    check = must(fields.String, "Id of the check.")
    severity = must(
        fields.String,
        "Whether both cannot be true, or rarely are.",
        enum=closed_sets.SEVERITIES,
    )
    message = shared.sentence("What does not fit")
    question = shared.sentence("What to ask")


class VisitLineSchema(Schema):
    """A question of the visit. 走访表的一题。"""

    item = shared.item()
    question = nested(QuestionnaireItemSchema, "The question, and what to look at as evidence.")
    claim = maybe(fields.Raw, "What the firm claimed, as in `answers`; null: left blank.")
    is_inferred = must(fields.Boolean, "true: it followed from other answers, and was confirmed.")
    worth = must(
        fields.Float,
        "Share 0–1 of the doubt about all claims that lies in this one, the largest of the "
        "standards; 0 where there is no model or no doubt.",
    )
    why = maybe(
        fields.String, "Why it is among the first to look at; null: it is not.",
        enum=closed_sets.CHECK_REASONS,
    )  # fmt: skip
    why_name = shared.perhaps_a_sentence("The same in words; null: it is not among them")
    contradictions = listed(
        ClaimContradictionSchema, "What speaks against it; none: nothing does."
    )
    evidence = listed(
        EvidenceFileSchema, "Files that the firm added to its answer, earliest first."
    )
    verified = nested(VerifiedAnswerSchema, "What was verified already; null: nothing.", null=True)


class VisitSheetSchema(Schema):
    """The sheet that a consultant takes along. 走访表。"""

    visit = nested(VisitSchema, "The visit that it is taken along to.")
    form = shared.form_ref()
    proposed = must(fields.Integer, "How many of the first lines are proposed to be looked at.")
    verified = must(fields.Integer, "How many questions were verified already.")
    lines = listed(
        VisitLineSchema,
        "The questions of the form: the proposed ones, then the others, each by falling `worth`.",
    )


class VisitFindingSchema(Schema):
    """What is amiss in a visit. 走访的问题。"""

    severity = must(
        fields.String, "An error stops the signature (严重程度).",
        enum=closed_sets.FINDING_SEVERITIES,
    )  # fmt: skip
    code = must(fields.String, "What is amiss.", enum=closed_sets.FINDING_CODES)
    pointer = must(fields.String, "Where, as a pointer into the answers; empty: the whole.")
    item = maybe(fields.String, "Id of the question (题项编号); null: of no single question.")
    message = shared.sentence("The same in words")


class VisitFindingsSchema(Schema):
    """All that is amiss in a visit. 走访的全部问题。"""

    can_be_signed = must(fields.Boolean, "true: nothing of it is an error (可以签字).")
    findings = listed(VisitFindingSchema, "What is amiss, errors first.")


class VisitReadingSchema(Schema):
    """What a standard or model made of the answers. 一个标准的结果。"""

    level = shared.level()
    level_name = shared.level_name()
    score = maybe(fields.Float, "Score in the unit of the standard; null where there is none.")
    coverage = maybe(fields.Float, "Share 0–1 of what the standard asks that has an answer.")
    revision = shared.revision()


class LevelsBesideSchema(Schema):
    """One standard: claimed, estimated and verified beside each other. 三个结果对照。"""

    standard = shared.standard_id()
    name = shared.name("Name of the standard")
    self = nested(VisitReadingSchema, "By the firm's own answers (自评).", null=True)
    estimated = nested(
        VisitReadingSchema, "Estimated from these alone (估计); null: no estimate.", null=True
    )
    verified = nested(
        VisitReadingSchema, "With the verified answers in their place (核实); null: not signed.",
        null=True,
    )  # fmt: skip
    estimated_after_visit = nested(
        VisitReadingSchema, "Estimated with what was verified; null: no estimate, or not signed.",
        null=True,
    )  # fmt: skip
    changed_by = texts(
        "Each question whose verified answer alone moves level, score or coverage by the "
        "standard, beside the claims to all others or what was verified of them."
    )


class ChangedAnswerSchema(Schema):
    """An answer that was verified as another one. 核实后变了的题。"""

    item = shared.item()
    name = shared.item_name()
    claim = maybe(fields.Raw, "What the firm claimed; null: left blank.")
    verified = nested(VerifiedAnswerSchema, "What was verified instead, and why.")


class VisitLevelsSchema(Schema):
    """A visit beside the diagnosis that it verifies. 走访对照。"""

    visit = nested(VisitSchema, "The visit whose results stand here.")
    standards = listed(LevelsBesideSchema, "The standards, in the order of the diagnosis.")
    changed = listed(ChangedAnswerSchema, "The answers that were verified as others.")


class RemarkRequestSchema(Schema):
    """What is said of an item of a signed visit. 异议或回复。"""

    item = must(fields.String, "Id of the question that it is about (题项编号).", maxLength=80)
    note = must(fields.String, "What is said of it.", minLength=1, maxLength=LONGEST_REMARK)


class VisitReplySchema(Schema):
    """What an objection was answered. 回复。"""

    note = must(fields.String, "What was said of it.")
    actor = must(fields.String, "Who said it: the actor of the key.")
    created_at = shared.made_at("When it was said, ISO 8601 in UTC.")


class VisitObjectionSchema(VisitReplySchema):
    """What a firm objects to; it stands beside, and changes nothing. 异议。"""

    item = shared.item()
    name = shared.item_name()
    reply = nested(VisitReplySchema, "What it was answered; null: nothing yet.", null=True)


class VisitObjectionsSchema(Schema):
    """All that the firm of a visit objects to. 全部异议。"""

    objections = listed(VisitObjectionSchema, "What the firm objects to, by item.")


class VisitAgreementSchema(Schema):
    """How far a later visit agrees with the first. 两次走访是否一致。"""

    first_visit = shared.an_id("Id of the visit that was signed first.")
    second_visit = shared.an_id("Id of the later visit, by another consultant.")
    other_organisation = must(
        fields.Boolean, "true: of another organisation; false: another actor of the same one."
    )
    items = must(fields.Integer, "On how many questions both have an answer (n).")
    same = must(fields.Integer, "On how many of these it is the same.")
    share = maybe(fields.Float, "`same` of `items`, 0–1; null where there are none.")
    ladders = must(fields.Integer, "How many of the questions both answered with a position.")
    mean_distance = maybe(
        fields.Float,
        "Mean distance of these positions, in ladder steps 0–5; null: there are none.",
    )


class VisitAgreementsSchema(Schema):
    """How far consultants agree on a diagnosis. 顾问之间的一致程度。"""

    agreement = listed(VisitAgreementSchema, "Each later visit against the first.")
