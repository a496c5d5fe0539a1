"""A diagnosis as a preview shows it."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.estimate import EstimateSchema
from diagnosis.web.schemas.shapes import listed, maybe, must, nested, sometimes, texts
from diagnosis.web.schemas.shared_shapes import NamedSchema, money
from diagnosis.web.schemas.verdict import ItemGapSchema, StandardResultSchema


class MatchedTradeSchema(Schema):
    """The trade of a firm, whose spine its next steps follow. 所属行业族。"""

    id = shared.trade_id()
    name = shared.name("Name of the trade")
    matched_by = must(fields.String, "What it was found by.", enum=closed_sets.MATCHED_BY)
    matched_how = shared.sentence("How sure the match is")
    steps = must(fields.Integer, "How many steps its spine has.", minimum=1)
    steps_open = must(
        fields.Integer,
        "How many of them do not stand yet, by the answers; those of which nothing is on offer to "
        "the firm do not count.",
        minimum=0,
    )


class NextStepRaiseSchema(Schema):
    """A question that a step raises. 提升的题目。"""

    item = shared.item()
    name = shared.item_name()
    before = must(
        fields.Float, "Position today, 0–5 on the ladder.", data_key="from", **shared.POSITION
    )
    to = shared.whole_position("Where the lightest package that raises it brings it")
    ours = shared.ours("that position")


class NextStepPackageSchema(NamedSchema):
    """A package that does a step. 做这一步的改造包。"""

    grade = must(fields.String, "light: a start; full: the whole system.", enum=closed_sets.GRADES)
    first_step = shared.sentence("What to do first of all")


class NextStepSchema(Schema):
    """What to do next: an open step of the trade's spine, or a package of the plan. 下一步。"""

    kind = must(
        fields.String,
        "spine: a step of the spine of the trade; pain: beside the spine, what treats the first "
        "pain of the firm, where none of the first steps does; plan: a package of the default "
        "plan, which follows when a stored diagnosis is read.",
        enum=closed_sets.NEXT_STEP_KINDS,
    )
    number = maybe(
        fields.Integer,
        "Number of the step in the spine, the first is 1; null: pain or plan.",
        minimum=1,
    )
    name = shared.name("Name of the step")
    why = shared.sentence("Why it comes here")
    before = shared.perhaps_a_sentence("What must stand before, null: pain or plan")
    done_when = shared.sentence("When it counts as done")
    packages = listed(
        NextStepPackageSchema, "Packages on offer to the firm that do it, the lightest first."
    )
    employees = must(
        fields.Integer, "How many people the firm that it costs so much employs.", minimum=0
    )
    build_wan = money(
        "What it costs once: lowest and highest of the packages, and the middle of the lightest"
    )
    run_wan_per_year = money("What it costs to run for a year, taken in the same way")
    answered = must(
        fields.Boolean, "Whether any answer was about it; false: it may be done already."
    )
    raises = listed(NextStepRaiseSchema, "Questions that it raises, and from where to where.")
    notices = texts("What must be known of the step, sentences.")


class InconsistencySchema(Schema):
    """Answers or facts that cannot both be true, or rarely are; no score moves. 不一致。"""

    id = must(fields.String, "Id of the check that they fail.")
    severity = must(
        fields.String,
        "contradiction: cannot be true by the wording; doubt: may be, though rarely.",
        enum=closed_sets.SEVERITIES,
    )
    items = texts("Ids of the questions that it is about.")
    pointers = texts("Where they stand in the sheet, JSON Pointers (RFC 6901).")
    message = shared.sentence("What does not fit together")
    ask = shared.sentence("What to ask the firm")


class IgnoredAnswerSchema(Schema):
    """An answer that was kept and not scored. 不计分的答案。"""

    item = shared.item()
    value = fields.Raw(required=True, metadata={"description": "The answer as it was written."})
    standard = shared.maybe_standard_id(
        "Id of the standard that leaves it out; null: all of them do."
    )
    why = shared.sentence("Why it is not scored")


class ProvenanceSchema(Schema):
    """The pins by which a result can be recomputed. 可复算的依据。"""

    form = shared.form_ref()
    form_status = must(
        fields.String, "How far that version of the form is (问卷状态).",
        enum=closed_sets.FORM_STATUSES,
    )  # fmt: skip
    standards = texts("The standards, each as id@revision.", pattern=closed_sets.STANDARD_REF)
    code = shared.code_version()
    content = shared.content_digest()
    model = fields.List(
        fields.String(),
        required=True,
        allow_none=True,
        metadata={"description": "Ids of the models that estimated; null: none did."},
    )


def pins() -> shared.Field:
    """Return the pins of a result."""
    return nested(ProvenanceSchema, "By what it can be recomputed.")


class DiagnosedEnterpriseSchema(Schema):
    """The facts of the firm that a result rests on; what was not stated is left out. 企业信息。"""

    name = sometimes(fields.String, "Registered name of the firm (企业名称).")
    credit_code = sometimes(fields.String, "Unified social credit code (统一社会信用代码).")
    site = sometimes(fields.String, "The plant (厂区).")
    industry = sometimes(fields.String, "Industry by GB/T 4754-2017 (行业), C13 to C43 or finer.")
    city = sometimes(fields.String, "Code of its city, district or town (所在地).")
    employees = sometimes(fields.Integer, "Headcount (从业人员), persons.", minimum=0)
    revenue_wan = sometimes(fields.Float, "Revenue of the last year (营业收入), 万元.", minimum=0)
    production_type = shared.production_type()
    production_type_from = must(
        fields.String,
        "Where the production type comes from: given by the firm, assumed from the division of "
        "its industry, or discrete by default.",
        enum=closed_sets.PRODUCTION_TYPE_SOURCES,
    )
    chain = sometimes(fields.String, "Chain that it belongs to (产业链), by name.")
    park = sometimes(fields.String, "Park that it lies in (园区), by name.")
    size_class = shared.size_class()
    division_name = sometimes(fields.String, "Name of the division of its industry (行业大类).")
    city_name = sometimes(fields.String, "Name of its city, district or town.")


class DiagnosisPreviewSchema(Schema):
    """A diagnosis that was not stored. 未保存的诊断。"""

    form = shared.form_ref()
    reference = shared.reference()
    period = shared.period()
    enterprise = nested(DiagnosedEnterpriseSchema, "The facts that the result rests on.")
    standards = listed(StandardResultSchema, "What each standard says, by rule (各标准的结果).")
    gaps = listed(
        ItemGapSchema,
        "Questions below the next level: by each standard first those that the open steps of the "
        "trade raise, in their order; then those that lift most; last what is about a business "
        "that the firm said that it has not.",
    )
    trade = nested(
        MatchedTradeSchema, "The trade whose spine the next steps follow; null: none.", null=True
    )
    next_steps = listed(
        NextStepSchema,
        "What to do next: the first three steps of the spine of the trade that do not stand; "
        "where none of them treats the first pain of the firm, the third is what does and can "
        "begin soon.",
    )
    consistency = listed(InconsistencySchema, "Answers that do not fit together; no score moves.")
    ignored = listed(IgnoredAnswerSchema, "Answers that were kept and not scored.")
    estimate = listed(EstimateSchema, "What models estimate beside the rules; no level changes.")
    provenance = pins()
    notice = texts("What must be known of the result, sentences: it is no official rating.")
