"""A diagnosis as levels alone: what portals sort many firms by."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.diagnosis import pins
from diagnosis.web.schemas.estimate import AgreementSchema
from diagnosis.web.schemas.shapes import listed, maybe, must, nested, sometimes, texts
from diagnosis.web.schemas.verdict import LevelScoreSchema


class SheetReadingSchema(Schema):
    """What one standard makes of the sheet: by rule from the answers, or by a model. 读数。"""

    standard = shared.standard_id()
    revision = shared.revision()
    basis = must(
        fields.String,
        "Whose word it is: self (by rule from the firm's own answers), estimated (by a model), "
        "verified (by a visit).",
        enum=closed_sets.BASES,
    )
    model = maybe(fields.String, "Id of the model; null: by rule.")
    level = shared.level("Level, 0–5; null where none is given, and `why` says why.")
    score = shared.score(
        f"Score in the unit of its standard ({shared.SCORE_SCALES}); a model's is the expected "
        "score."
    )
    coverage = shared.maybe_share(
        "Weight of the answered questions ÷ weight of those not cut, 0–1; null: by a model."
    )
    margin = maybe(
        fields.Float, "Largest overstatement that the claimed level survives, ladder steps 0–5, "
        "rounded down to 0.05; null: by rule, level 0 or no level.", **shared.POSITION,
    )  # fmt: skip
    provisional = nested(
        LevelScoreSchema,
        "What the answers so far come to; null with a level, or where nothing was answered.",
        null=True,
    )
    level_low = shared.level(
        "Level with all blanks at their worst, 0–5; null: nothing is blank, or nothing answered."
    )
    level_high = shared.level(
        "Level with all blanks at their best, 0–5; null: nothing is blank, or nothing answered."
    )
    why = maybe(
        fields.String,
        "Why there is no level: too-few-answers, blanks-decide, conditions-unknown, insufficient "
        "(the answers carry no estimate); or why no model is served: missing, digest, structure, "
        "schema, golden, unregistered, options. null with a level.",
        enum=closed_sets.WHY_NO_LEVEL,
    )
    notices = texts(
        "Codes of what the standard says beside it; `for-reference`: it is not made for firms of "
        "this size."
    )
    cuts = texts("Ids of the sub-domains that were cut.")


class LevelAgreementSchema(AgreementSchema):
    """How an estimate and the rule agree, by the standard's id. 与规则是否一致。"""

    standard = shared.standard_id()


class PreviewLevelsSchema(Schema):
    """Levels and flags of a diagnosis that was not stored; no text. 只含级别的预览。"""

    form = shared.form_ref()
    reference = shared.reference()
    period = shared.period()
    readings = listed(SheetReadingSchema, "Level and score by each standard and each model.")
    agreement = listed(LevelAgreementSchema, "How each model that is served agrees with the rule.")
    consistency = texts("Ids of the checks that answers fail together.")
    notices = texts(
        "Codes of what must be known of the result; `notice` of the full result says it in words.",
        enum=closed_sets.NOTICES,
    )
    provenance = pins()


class DiagnosisLevelsSchema(PreviewLevelsSchema):
    """Levels and flags of a stored diagnosis; its address gives the rest. 只含级别的诊断。"""

    id = shared.an_id("Id of the diagnosis (诊断编号).")
    enterprise_id = shared.enterprise_id()
    assessment_id = shared.assessment_id()
    created_at = shared.made_at()
    standing = shared.standing()
    register_effect = shared.register_effect()
    kept_as_shown = sometimes(
        fields.Boolean, "true: it was stored by an earlier release, and its flags were not kept."
    )
