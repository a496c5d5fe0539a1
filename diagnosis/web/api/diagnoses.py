"""`/v1/diagnoses`: a sheet in, a diagnosis out, stored or not; its trace and summary."""

from uuid import UUID

from flask import Response

from diagnosis.domain.intake.currency import year_of
from diagnosis.domain.intake.limits import PERIOD
from diagnosis.domain.overstatement import MOST_STEPS
from diagnosis.present.retrofit.plan_steps import show_stored_with_steps, summarised_with_steps
from diagnosis.present.scoring.advice import show_counterfactual
from diagnosis.present.scoring.diagnosis import show_diagnosis
from diagnosis.present.scoring.levels import show_levels
from diagnosis.present.scoring.stored import (
    show_diagnosis_row,
    show_stored_levels,
    show_stored_trace,
)
from diagnosis.report.chapters.summary import summary_of
from diagnosis.report.formats.markdown import print_markdown
from diagnosis.services.intake.sheets import read_checked
from diagnosis.services.ports.records import Basis
from diagnosis.services.ports.store import FilterValue
from diagnosis.services.retrofit.plan_steps import with_plan_steps
from diagnosis.services.scoring import currency, stored_diagnoses
from diagnosis.services.scoring.advise import counterfactual
from diagnosis.services.scoring.diagnose_checked import diagnose_checked
from diagnosis.services.scoring.stored_diagnoses import Stored
from diagnosis.services.scoring.submissions import Submission, submit_sheet
from diagnosis.web import parameters as query
from diagnosis.web.api.filters import (
    CREATED_AFTER,
    MARGIN_BELOW,
    MEMBERSHIP,
    NAME,
    PLACE,
    PLACE_DIGITS,
    level_parameter,
    where,
)
from diagnosis.web.exchange import (
    answer,
    caller,
    container,
    content,
    created,
    planning,
    read_json,
    read_keyed,
    say,
    stored_page,
)
from diagnosis.web.languages import mark_language, wanted_language
from diagnosis.web.openapi.examples import SHEET
from diagnosis.web.openapi.operation import MARKDOWN, Resource, body, documented, either
from diagnosis.web.preferences import Return, mark_preference, wanted_return
from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas.diagnosis import DiagnosisPreviewSchema
from diagnosis.web.schemas.intake.sheet import PreviewRequestSchema, SubmissionSchema
from diagnosis.web.schemas.levels import DiagnosisLevelsSchema, PreviewLevelsSchema
from diagnosis.web.schemas.model import CounterfactualRequestSchema, CounterfactualSchema
from diagnosis.web.schemas.shapes import page_of
from diagnosis.web.schemas.stored_diagnosis import (
    DiagnosisRowSchema,
    DiagnosisSchema,
    WithdrawalRequestSchema,
)
from diagnosis.web.schemas.trace import TraceSchema

resource = Resource(
    "diagnoses",
    __name__,
    url_prefix="/v1/diagnoses",
    description="A sheet in, an explained diagnosis out. 诊断。",
)
PREVIEW_BODY = body(PreviewRequestSchema, sheet=SHEET)
SUBMISSION_BODY = body(SubmissionSchema, sheet=SHEET)
RAISE_BODY = body(
    CounterfactualRequestSchema, next_level={"sheet": SHEET, "standard": "gbt-39116-2020"}
)
BASES = tuple(str(basis) for basis in Basis)
LEVELS_VIEW = "levels"
VIEW = query.choice(
    "view",
    ("full", LEVELS_VIEW),
    "`levels`: levels and flags alone, at less cost. 只要级别和标记。",
)
FILTERS = (
    query.text("reference", 200, "The caller's own id of the sheet. 外部编号。"),
    query.identity("enterprise_id", "Id of the enterprise. 企业编号。"),
    query.text("credit_code", 18, "Unified social credit code. 统一社会信用代码。"),
    query.text("site", 100, "The plant. 厂区。"),
    query.text("form", 80, "Form, id@version. 问卷。"),
    query.whole("period", *PERIOD.ends, "The year the answers stand for. 所属年度。"),
    query.text("division", 3, "GB/T 4754 division, C13 to C43. 行业大类。"),
    query.text("city", PLACE_DIGITS, PLACE),
    query.choice("size_class", tuple(closed_sets.SIZES), "Size class. 规模。"),
    query.choice("standing", tuple(closed_sets.STANDINGS), "Among those of its site. 是否现行。"),
    query.flag("latest", "true: one a firm, the youngest of its current ones. 每家企业只取最新。"),
    query.text("standard", 80, "Read by this standard. 有该标准的结果。"),
    level_parameter("level", "On this level by the `standard`. 该标准的级别。"),
    query.choice("basis", BASES, "Whose word the level is (self). 自评、估计或核实。"),
    query.number("margin_below", 0, round(MOST_STEPS), MARGIN_BELOW),
    *MEMBERSHIP,
    NAME,
    CREATED_AFTER,
)


def stored_answer(submission: Submission, preferred: Return | None) -> Response:
    """Return a stored diagnosis: the one just made, or the one an earlier request made.

    In full, or with its levels alone where the minimum is preferred.
    """
    stored = submission.stored
    if preferred is Return.MINIMAL:
        shown = show_stored_levels(stored)
    else:
        stored = with_plan_steps(planning(), caller(), stored)
        shown = show_stored_with_steps(stored, wanted_language())
    location = f"/v1/diagnoses/{stored.row.id}"
    return mark_preference(created(shown, location, replayed=submission.replayed), preferred)


def _stored(diagnosis_id: UUID) -> Stored:
    return stored_diagnoses.get_diagnosis(container().versions, caller(), str(diagnosis_id))


def _with_steps(diagnosis_id: UUID) -> Stored:
    """Return a stored diagnosis with the steps of its default plan."""
    return with_plan_steps(planning(), caller(), _stored(diagnosis_id))


@resource.view("/preview", "POST")
@documented(
    200,
    either(DiagnosisPreviewSchema, PreviewLevelsSchema),
    takes=(VIEW,),
    takes_body=PREVIEW_BODY,
)
def preview_diagnosis(view: str | None) -> Response:
    """Diagnose a sheet without storing anything. 只诊断，不保存。

    Each standard gives a level by rule; models estimate beside it. Facts of the firm may be
    left out; half a sheet is diagnosed too, and says what it cannot tell. What a visit
    `verified` makes the estimates surer.
    """
    checked, explained = read_checked(content(), read_json()), view != LEVELS_VIEW
    diagnosis = diagnose_checked(
        content(),
        checked,
        estimator=container().estimator,
        explained=explained,
        year=year_of(None, container().clock()),
    )
    if not explained:
        return answer(show_levels(content(), diagnosis))
    return answer(show_diagnosis(content(), diagnosis, say()))


@resource.view("", "POST")
@documented(
    201, either(DiagnosisSchema, DiagnosisLevelsSchema), takes_body=SUBMISSION_BODY, keyed=True,
    prefers=True, refuses=(503,),
)  # fmt: skip
def create_diagnosis() -> Response:
    """Diagnose a sheet and store the result; registers the enterprise where new. 诊断并保存。

    A draft is begun and submitted in a single step. Name and credit code are needed; less than
    half of the questions answered is refused unless `accept_incomplete` is true.
    """
    body, key = read_keyed()
    preferred = wanted_return()
    explained = preferred is not Return.MINIMAL
    submission = submit_sheet(container().diagnosing, caller(), body, key, explained=explained)
    return stored_answer(submission, preferred)


@resource.view("")
@documented(
    200, page_of(DiagnosisRowSchema), takes=(*query.STORED_PAGING, *FILTERS), refuses=(503,)
)
def list_diagnoses(limit: int, cursor: str | None, **filters: FilterValue | None) -> Response:
    """List stored diagnoses, newest first. 诊断列表。

    Filters are joined by “and”. `latest=true` gives one line a firm.
    """
    page = stored_diagnoses.list_diagnoses(caller(), where(filters), cursor, limit)
    return stored_page(page, lambda row: show_diagnosis_row(content(), row))


@resource.view("/<uuid:diagnosis_id>")
@documented(200, DiagnosisSchema, refuses=(404, 503))
def get_diagnosis(diagnosis_id: UUID) -> Response:
    """Get a stored diagnosis. 读取诊断结果。

    Levels and scores are those of the day it was submitted; texts are in the language asked
    for.
    """
    return answer(show_stored_with_steps(_with_steps(diagnosis_id), wanted_language()))


@resource.view("/<uuid:diagnosis_id>/trace")
@documented(200, TraceSchema, refuses=(404, 503))
def get_diagnosis_trace(diagnosis_id: UUID) -> Response:
    """Get the trace from each total to every answer, weight and clause. 得分的来龙去脉。

    Sums of `share_of_whole` times `value` give the weighted means of the standards that have
    weights.
    """
    return answer(show_stored_trace(content(), _stored(diagnosis_id), wanted_language()))


@resource.view("/<uuid:diagnosis_id>/summary")
@documented(200, {"type": "string"}, refuses=(404, 503), content_type=MARKDOWN)
def get_diagnosis_summary(diagnosis_id: UUID) -> Response:
    """Get a stored diagnosis as one Markdown page. 一页摘要（Markdown）。

    Made for printing: levels, dimensions, what holds the next level back, what to do next.
    """
    language = wanted_language()
    stored = _with_steps(diagnosis_id)
    document = summary_of(summarised_with_steps(stored), stored.row, language)
    page = Response(print_markdown(document), content_type="text/markdown; charset=utf-8")
    return mark_language(page, language)


@resource.view("/<uuid:diagnosis_id>/withdrawal", "POST")
@documented(
    200, DiagnosisRowSchema, refuses=(404, 503),
    takes_body=body(WithdrawalRequestSchema, mistake={"reason": "填错了厂区"}),
)  # fmt: skip
def withdraw_diagnosis(diagnosis_id: UUID) -> Response:
    """Withdraw a diagnosis: it stays readable, and what it superseded is current again. 撤回。

    Nothing is deleted: lists say `withdrawn`, the diagnosis says why, when and by whom. It
    cannot be taken back.
    """
    row = currency.withdraw_diagnosis(content(), caller(), str(diagnosis_id), read_json())
    return answer(show_diagnosis_row(content(), row))


@resource.view("/counterfactuals", "POST")
@documented(200, CounterfactualSchema, takes_body=RAISE_BODY)
def find_counterfactual() -> Response:
    """Say which raised answers reach a level by rule. 反事实。

    Answers are taken as they are and raised step by step until the standard's own rule gives the
    level. No model has a part in it: what an estimate expects is no aim.
    """
    raises = counterfactual(content(), read_json())
    return answer(show_counterfactual(content(), raises, say()))
