"""A diagnosis as levels alone: what portals sort many firms by."""

from marshmallow import Schema, fields

from diagnosis.web.schemas.diagnosis import AgreementSchema, LevelScoreSchema, ProvenanceSchema
from diagnosis.web.schemas.shapes import listed, maybe, must
from diagnosis.web.schemas.stored_diagnosis import EFFECTS


class SheetReadingSchema(Schema):
    """What one standard makes of the sheet: by rule from the firm's answers, or by a model."""

    standard = must(fields.String, description="The id of the standard.")
    revision = must(fields.Integer)
    basis = must(
        fields.String,
        enum=["self", "estimated", "verified"],
        description="self: by rule from the firm's own answers; estimated: by a model.",
    )
    model = maybe(fields.String)
    level = maybe(fields.Integer, description="null where none is given; `why` says why.")
    score = maybe(
        fields.Float, description="In the standard's own unit; a model's is the expected score."
    )
    coverage = maybe(fields.Float, description="Weight answered ÷ weight not cut, 0–1.")
    provisional = fields.Nested(LevelScoreSchema, required=True, allow_none=True)
    level_low = maybe(fields.Integer, description="The level with all blanks at their worst.")
    level_high = maybe(fields.Integer, description="The level with all blanks at their best.")
    why = maybe(
        fields.String,
        description="Why there is no level: too-few-answers, blanks-decide, conditions-unknown, "
        "insufficient; or why no model is served: missing, digest, structure, schema, golden, "
        "unregistered, options.",
    )
    notices = fields.List(
        fields.String(),
        required=True,
        metadata={
            "description": "Codes of what the standard says beside it; `for-reference`: it is not "
            "made for firms of this size."
        },
    )
    cuts = fields.List(
        fields.String(), required=True, metadata={"description": "Sub-domains that were cut."}
    )


class LevelAgreementSchema(AgreementSchema):
    """How an estimate and the rule agree, by the standard's id."""

    standard = must(fields.String)


class PreviewLevelsSchema(Schema):
    """Levels and flags of a diagnosis that was not stored; no text."""

    form = must(fields.String)
    reference = maybe(fields.String)
    period = maybe(fields.Integer)
    readings = listed(SheetReadingSchema)
    agreement = listed(LevelAgreementSchema)
    consistency = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Ids of the checks that answers fail together."},
    )
    notices = fields.List(
        fields.String(
            metadata={
                "enum": [
                    "unofficial",
                    "paraphrased",
                    "kept-level-stands",
                    "derived",
                    "unlisted-class",
                    "earlier-class",
                    "unconfirmed",
                ]
            }
        ),
        required=True,
    )
    provenance = fields.Nested(ProvenanceSchema, required=True)


class DiagnosisLevelsSchema(PreviewLevelsSchema):
    """Levels and flags of a stored diagnosis; its address gives the rest."""

    id = must(fields.UUID)
    enterprise_id = must(fields.UUID)
    assessment_id = must(fields.UUID)
    created_at = must(fields.DateTime)
    standing = must(fields.String, enum=["current", "superseded", "withdrawn"])
    register_effect = maybe(fields.String, enum=EFFECTS)
    kept_as_shown = fields.Boolean(
        metadata={"description": "true: of an earlier release; flags were not kept."}
    )
