"""`/v1/roadmaps`: costed plans, previewed or kept; their comparison, progress and tables."""

from uuid import UUID

from flask import Response

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.fields import missing_field
from diagnosis.present.promotion.preview import show_preview
from diagnosis.present.retrofit.plan_tables import plan_tables
from diagnosis.present.retrofit.progress import show_progress
from diagnosis.present.retrofit.stored_plan import (
    show_plan_row,
    show_stored_comparison,
    show_stored_plan,
    show_what_if,
)
from diagnosis.present.say import Shown
from diagnosis.present.tables import Table, as_csv
from diagnosis.services.ports.store import FilterValue
from diagnosis.services.promotion.beside_plan import beside_stored
from diagnosis.services.promotion.preview import preview_plan
from diagnosis.services.retrofit.keep_plan import (
    StoredPlan,
    compare_stored,
    get_plan,
    list_plans,
    plan_assessment,
)
from diagnosis.services.retrofit.progress import PlanProgress, progress_of, record_progress
from diagnosis.services.retrofit.what_if import plan_what_if
from diagnosis.web import parameters as query
from diagnosis.web.access.who_asks import is_known
from diagnosis.web.api.filters import CREATED_AFTER, level_parameter, where
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
from diagnosis.web.openapi.operation import Resource, body, documented
from diagnosis.web.openapi.plan_examples import CHANGED, PREVIEW, PROGRESS, WISH
from diagnosis.web.schemas.comparison import RoadmapComparisonSchema
from diagnosis.web.schemas.progress import ProgressRequestSchema, RoadmapProgressSchema
from diagnosis.web.schemas.roadmap import RoadmapRowSchema, RoadmapSchema, RoadmapWhatIfSchema
from diagnosis.web.schemas.shapes import page_of
from diagnosis.web.schemas.support import RoadmapPreviewSchema
from diagnosis.web.schemas.wish import RoadmapPreviewRequestSchema, RoadmapRequestSchema

resource = Resource(
    "roadmaps",
    __name__,
    url_prefix="/v1",
    description="Costed plans with reasons, proof and progress. 改造路线图。",
)
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAN_DETAILS = query.flag("details", "true: every card in full, however long. 卡片都附全文。")
FILTERS = (
    query.identity("enterprise_id", "Id of the enterprise. 企业编号。"),
    query.identity("assessment_id", "Id of the assessment. 答卷编号。"),
    query.text("standard", 80, "Target standard. 目标标准。"),
    level_parameter("promised_level", "Level that the plan promises. 承诺到的级别。"),
    CREATED_AFTER,
)


@resource.view("/assessments/<uuid:assessment_id>/roadmaps", "POST")
@documented(
    201, RoadmapSchema, refuses=(404, 503), keyed=True,
    takes_body=body(RoadmapRequestSchema, wish=WISH),
)  # fmt: skip
def create_roadmap(assessment_id: UUID) -> Response:
    """Plan a submitted assessment and keep the roadmap. 生成并保存路线图。

    The plan is verified by the scorer of the diagnosis, and says how far from the best it may
    be. The same wish is planned anew each time; roadmaps never change.
    """
    request, key = read_keyed()
    made = plan_assessment(planning(), caller(), str(assessment_id), request, key)
    shown = _shown(made.value)
    return created(shown, f"/v1/roadmaps/{made.value}", replayed=made.replayed)


def _shown(roadmap_id: str, *, details: bool = False) -> Shown:
    """Return a stored plan with support and cases beside its packages."""
    stored = _stored(roadmap_id)
    beside = beside_stored(caller(), stored)
    return show_stored_plan(stored, wanted_language(), beside, details=details)


def _stored(roadmap_id: str) -> StoredPlan:
    return get_plan(container().versions, caller(), roadmap_id)


@resource.view("/roadmaps/preview", "POST")
@documented(
    200, RoadmapPreviewSchema, refuses=(503,),
    takes_body=body(RoadmapPreviewRequestSchema, preview=PREVIEW),
)  # fmt: skip
def preview_roadmap() -> Response:
    """Plan a sheet, with a what-if beside it; nothing is kept. 试算路线图，不保存。

    Support and cases for the plan are matched where that is asked for. Whoever sends no key shares
    a single turn to plan in each worker process: 503 comes sooner than with a key.
    """
    running = container()
    limits = running.limits if is_known() else running.limits.for_anonymous()
    preview = preview_plan(
        running.content, running.solver, read_json(), running.today(), limits=limits
    )
    return answer(show_preview(running.content, preview, say()))


@resource.view("/roadmaps")
@documented(200, page_of(RoadmapRowSchema), takes=(*query.STORED_PAGING, *FILTERS), refuses=(503,))
def list_roadmaps(limit: int, cursor: str | None, **filters: FilterValue | None) -> Response:
    """List roadmaps, newest first. 路线图列表。

    Filters are joined by “and”.
    """
    return stored_page(list_plans(caller(), where(filters), cursor, limit), show_plan_row)


@resource.view("/roadmaps/<uuid:roadmap_id>")
@documented(200, RoadmapSchema, takes=(PLAN_DETAILS,), refuses=(404, 503))
def get_roadmap(roadmap_id: UUID, details: int | None) -> Response:
    """Get a roadmap. 读取路线图。

    Its numbers are those of the day it was made; texts are in the language asked for. At most
    40 kB, for which long plans have short cards; with `details` all of it.
    """
    return answer(_shown(str(roadmap_id), details=details is not None))


@resource.view("/roadmaps/<uuid:roadmap_id>/compare")
@documented(
    200, RoadmapComparisonSchema, refuses=(404, 503),
    takes=(query.identity("with", "The other roadmap; required. 另一份路线图（必填）。"),),
)  # fmt: skip
def compare_roadmaps(roadmap_id: UUID, **parameters: str | None) -> Response:
    """Compare two roadmaps side by side. 两份路线图对照。

    Differences are the second less the first.
    """
    other = parameters["with"]
    if other is None:
        raise FaultyInput([missing_field("with")])
    comparison = compare_stored(container().versions, caller(), str(roadmap_id), other)
    return answer(show_stored_comparison(comparison, wanted_language()))


@resource.view("/roadmaps/<uuid:roadmap_id>/compare", "POST")
@documented(
    200, RoadmapWhatIfSchema, takes=(PLAN_DETAILS,), refuses=(404, 503),
    takes_body=body(RoadmapRequestSchema, what_if=CHANGED),
)  # fmt: skip
def what_if_roadmap(roadmap_id: UUID, details: int | None) -> Response:
    """Compare a roadmap with what other wishes would give; nothing is kept. 换个要求会怎样。

    Only wishes that differ are sent; null takes one away. At most 60 kB; with `details` both
    plans are in full.
    """
    what_if = plan_what_if(planning(), caller(), str(roadmap_id), read_json())
    beside = beside_stored(caller(), what_if.stored)
    shown = show_what_if(what_if, wanted_language(), beside, details=details is not None)
    return answer(shown)


def _progress(roadmap_id: UUID) -> PlanProgress:
    return progress_of(content(), caller(), str(roadmap_id))


@resource.view("/roadmaps/<uuid:roadmap_id>/progress")
@documented(200, RoadmapProgressSchema, refuses=(404, 503))
def get_roadmap_progress(roadmap_id: UUID) -> Response:
    """Get a roadmap's progress: what was promised, what was reached. 进展与兑现。

    What was reached is read from the newest later diagnosis of the firm.
    """
    return answer(show_progress(content(), _progress(roadmap_id), say()))


@resource.view("/roadmaps/<uuid:roadmap_id>/progress", "POST")
@documented(
    201, RoadmapProgressSchema, refuses=(404, 503), keyed=True,
    takes_body=body(ProgressRequestSchema, notes=PROGRESS),
)  # fmt: skip
def add_roadmap_progress(roadmap_id: UUID) -> Response:
    """Note where packages of a roadmap stand; notes are added, never changed. 记录进展。

    The last note on a package counts; the answer is the progress after it.
    """
    notes, key = read_keyed()
    made = record_progress(content(), caller(), str(roadmap_id), notes, key)
    shown = show_progress(content(), _progress(roadmap_id), say())
    return created(shown, f"/v1/roadmaps/{roadmap_id}/progress", replayed=made.replayed)


def _tables(roadmap_id: UUID) -> tuple[Table, ...]:
    stored = _stored(str(roadmap_id))
    return plan_tables(stored, _progress(roadmap_id), wanted_language())


def _download(file: bytes, kind: str, name: str) -> Response:
    response = Response(file, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return mark_language(response, wanted_language())


@resource.view("/roadmaps/<uuid:roadmap_id>/table.csv")
@documented(200, {"type": "string"}, refuses=(404, 503), content_type=CSV)
def get_roadmap_csv(roadmap_id: UUID) -> Response:
    """Get the plan as CSV, one row a package. 路线图表格（CSV）。

    UTF-8 with a byte-order mark, so that spreadsheets open it.
    """
    file = as_csv(_tables(roadmap_id)[0])
    return _download(file, "text/csv; charset=utf-8", f"roadmap-{roadmap_id}.csv")


@resource.view("/roadmaps/<uuid:roadmap_id>/table.xlsx")
@documented(200, {"type": "string", "format": "binary"}, refuses=(404, 503), content_type=XLSX)
def get_roadmap_workbook(roadmap_id: UUID) -> Response:
    """Get the plan, levels and left-out packages as a workbook. 路线图表格（XLSX）。

    Three sheets; headings are in the language asked for.
    """
    file = container().plan_workbook(_tables(roadmap_id))
    return _download(file, XLSX, f"roadmap-{roadmap_id}.xlsx")
