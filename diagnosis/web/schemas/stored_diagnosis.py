"""A diagnosis as it is stored: in full, as a line of the list, its withdrawal."""

from marshmallow import Schema, fields

from diagnosis.services.scoring.currency import LONGEST_REASON
from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.diagnosis import DiagnosisPreviewSchema
from diagnosis.web.schemas.shapes import listed, maybe, must, nested, sometimes


class RegisterEffectSchema(Schema):
    """What the register took from a sheet when it was submitted. 登记信息的更新。"""

    effect = must(
        fields.String, "What happened to the facts of the register.", enum=closed_sets.EFFECTS
    )
    message = shared.sentence("The same in words")


class WithdrawalSchema(Schema):
    """Why, when and by whom a diagnosis was withdrawn. 撤回记录。"""

    reason = must(fields.String, "Why, as the caller wrote it.")
    at = shared.made_at("When, ISO 8601 in UTC.")
    by = must(fields.String, "Who did it; `local` until callers have identities.")


class WithdrawalRequestSchema(Schema):
    """Why a diagnosis is withdrawn. 撤回请求。"""

    reason = must(
        fields.String, "Why it is withdrawn (撤回原因).", minLength=1, maxLength=LONGEST_REASON
    )


class VerifiedReadingSchema(Schema):
    """What a standard made of verified answers. 核实后的一个标准。"""

    standard = shared.standard_id()
    level = shared.level()
    score = maybe(fields.Float, "Score in the unit of the standard; null where there is none.")


class VerifiedLevelsSchema(Schema):
    """What the last signed visit verified. 最近一次签字走访核实的结果。"""

    visit_id = shared.an_id("Id of the visit (走访编号).")
    visited_by = must(fields.String, "Id of the consultant's organisation (走访机构).")
    signed_at = shared.made_at("When it was signed, ISO 8601 in UTC.")
    readings = listed(VerifiedReadingSchema, "Level by each standard, with verified answers.")


class DiagnosisSchema(DiagnosisPreviewSchema):
    """A stored diagnosis. 诊断。"""

    id = shared.an_id("Id of the diagnosis (诊断编号).")
    enterprise_id = shared.enterprise_id()
    assessment_id = shared.assessment_id()
    created_at = shared.made_at()
    standing = shared.standing()
    register = nested(
        RegisterEffectSchema,
        "What the register took from the sheet; null: stored by an earlier release.",
        null=True,
    )
    withdrawn = nested(
        WithdrawalSchema, "Why, when and by whom; null: it was not withdrawn.", null=True
    )
    verified = fields.Nested(
        VerifiedLevelsSchema,
        metadata={
            "description": "What the last signed visit that the caller sees verified, beside self "
            "and estimated (核实的级别); left out where there was none."
        },
    )
    kept_as_shown = sometimes(
        fields.Boolean, "true: answered as an earlier release showed it, text for text."
    )


class DiagnosisRowSchema(Schema):
    """A line of the list of diagnoses. 诊断列表中的一行。"""

    id = shared.an_id("Id of the diagnosis (诊断编号).")
    enterprise_id = shared.enterprise_id()
    assessment_id = shared.assessment_id()
    created_at = shared.made_at()
    credit_code = maybe(
        fields.String,
        "Unified social credit code (统一社会信用代码); null: it was deleted, "
        "or the firm is nameless.",
    )
    site = maybe(fields.String, "The plant (厂区); null: the firm has one.")
    form = shared.form_ref()
    reference = shared.reference()
    period = shared.period()
    division = maybe(
        fields.String, "Division of its industry (行业大类), C13 to C43; null: not known.",
        pattern="^C(1[3-9]|2[0-9]|3[0-9]|4[0-3])$",
    )  # fmt: skip
    city = maybe(fields.String, "Code of its city, district or town; null: not known.")
    size_class = shared.size_class()
    production_type = shared.production_type()
    levels = fields.Dict(
        keys=fields.String(metadata={"enum": closed_sets.STANDARDS}),
        values=fields.Integer(allow_none=True, metadata=dict(shared.LEVEL)),
        required=True,
        metadata={
            "description": "Level 0–5 by the id of each standard, from the firm's own answers; "
            "null where none is given (各标准的级别).",
        },
    )
    estimated_levels = fields.Dict(
        keys=fields.String(metadata={"enum": closed_sets.STANDARDS}),
        values=fields.Integer(allow_none=True, metadata=dict(shared.LEVEL)),
        required=True,
        metadata={
            "description": "Level 0–5 that a visit would most likely verify, by the id of each "
            "standard; null: no estimate (估计的级别).",
        },
    )
    verified_levels = fields.Dict(
        keys=fields.String(metadata={"enum": closed_sets.STANDARDS}),
        values=fields.Integer(allow_none=True, metadata=dict(shared.LEVEL)),
        required=True,
        metadata={
            "description": "Level 0–5 that the last signed visit verified, of those that the "
            "caller sees, by the id of each standard; null: none (核实的级别).",
        },
    )
    margins = fields.Dict(
        keys=fields.String(metadata={"enum": closed_sets.STANDARDS}),
        values=fields.Float(allow_none=True, metadata=dict(shared.POSITION)),
        required=True,
        metadata={
            "description": "Largest overstatement that the claimed level survives, ladder steps "
            "0–5 rounded down to 0.05, by the id of each standard; null: level 0, no level, or "
            "no estimate (自填级别经得起的高填).",
        },
    )
    standing = shared.standing()
    register_effect = shared.register_effect()
    chain_id = shared.perhaps_an_id("Id of the chain that the firm belongs to now; null: none.")
    park_id = shared.perhaps_an_id("Id of the park that the firm belongs to now; null: none.")
    content = shared.content_digest()
    code = shared.code_version()
