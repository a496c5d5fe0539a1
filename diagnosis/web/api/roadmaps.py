"""`/v1/roadmaps`: costed plans, previewed or kept; their comparison, progress and tables."""

from typing import Any
from uuid import UUID

from flask import Response

from diagnosis.present.retrofit.plan_tables import Table, as_csv, roadmap_tables
from diagnosis.services.promotion.preview import preview_roadmap
from diagnosis.services.retrofit.keep_plan import (
    compare_stored,
    get_roadmap,
    list_roadmaps,
    show_roadmap,
    show_roadmap_row,
)
from diagnosis.services.retrofit.progress import record_progress, show_progress
from diagnosis.web import parameters as ask
from diagnosis.web.api.diagnoses import chosen
from diagnosis.web.contract import Resource, body, promise
from diagnosis.web.exchange import (
    answer,
    books,
    created,
    read_json,
    read_keyed,
    say,
    stored_page,
    wired,
)
from diagnosis.web.languages import mark_language, wanted_language
from diagnosis.web.plan_examples import PREVIEW, PROGRESS
from diagnosis.web.schemas.matching import RoadmapPreviewSchema
from diagnosis.web.schemas.progress import NotesBodySchema, RoadmapProgressSchema
from diagnosis.web.schemas.roadmap import (
    RoadmapRowSchema,
    RoadmapSchema,
    StoredComparisonSchema,
)
from diagnosis.web.schemas.shapes import page_of
from diagnosis.web.schemas.wish import RoadmapPreviewBodySchema

resource = Resource(
    "roadmaps",
    __name__,
    url_prefix="/v1/roadmaps",
    description="Costed plans with reasons, proof and progress. 改造路线图。",
)
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILTERS = (
    ask.identity("enterprise_id", "Id of the enterprise. 企业编号。"),
    ask.identity("assessment_id", "Id of the assessment. 答卷编号。"),
    ask.text("standard", 80, "Target standard. 目标标准。"),
    ask.whole("level", 1, 9, "Target level. 目标级别。"),
)


@resource.at("/preview", "POST")
@promise(200, RoadmapPreviewSchema, takes_body=body(RoadmapPreviewBodySchema, preview=PREVIEW))
def preview_a_roadmap() -> Response:
    """Plan a sheet, with a what-if beside it; nothing is kept. 试算路线图，不保存。"""
    own = wired()
    today = own.clock().date()
    return answer(preview_roadmap(own.content, own.solver, read_json(), say(), today))


@resource.at("")
@promise(200, page_of(RoadmapRowSchema), takes=(*ask.STORED_PAGING, *FILTERS), refuses=(503,))
def list_stored_roadmaps(limit: int, cursor: str | None, **filters: Any) -> Response:
    """List roadmaps, newest first. 路线图列表。"""
    found = list_roadmaps(books(), chosen(filters), cursor, limit)
    return stored_page(found, show_roadmap_row)


@resource.at("/<uuid:roadmap_id>")
@promise(200, RoadmapSchema, refuses=(404, 503))
def get_stored_roadmap(roadmap_id: UUID) -> Response:
    """Get a roadmap. 读取路线图。"""
    return answer(show_roadmap(get_roadmap(books(), str(roadmap_id)), wanted_language()))


@resource.at("/<uuid:roadmap_id>/compare")
@promise(
    200, StoredComparisonSchema, refuses=(404, 503),
    takes=(ask.identity("with", "The other roadmap; required. 另一份路线图（必填）。"),),
)  # fmt: skip
def compare_two_roadmaps(roadmap_id: UUID, **given: str | None) -> Response:
    """Compare two roadmaps side by side. 两份路线图对照。"""
    other = given["with"] or ""
    return answer(compare_stored(books(), str(roadmap_id), other, wanted_language()))


@resource.at("/<uuid:roadmap_id>/progress")
@promise(200, RoadmapProgressSchema, refuses=(404, 503))
def get_progress(roadmap_id: UUID) -> Response:
    """Get a roadmap's progress: what was promised, what was reached. 进展与兑现。"""
    return answer(show_progress(wired().content, books(), str(roadmap_id), say()))


@resource.at("/<uuid:roadmap_id>/progress", "POST")
@promise(
    201, RoadmapProgressSchema, refuses=(404, 503), keyed=True,
    takes_body=body(NotesBodySchema, notes=PROGRESS),
)  # fmt: skip
def note_progress(roadmap_id: UUID) -> Response:
    """Note where projects of a roadmap stand; notes are added, never changed. 记录进展。"""
    given, ticket = read_keyed()
    own = str(roadmap_id)
    _, replayed = record_progress(books(), own, given, ticket)
    shown = show_progress(wired().content, books(), own, say())
    return created(shown, f"/v1/roadmaps/{own}/progress", replayed=replayed)


def _tables(roadmap_id: UUID) -> tuple[Table, ...]:
    own, language = str(roadmap_id), wanted_language()
    record = get_roadmap(books(), own)
    progress = show_progress(wired().content, books(), own, say())
    noted = {one["id"]: one for one in progress["projects"]}
    return roadmap_tables(show_roadmap(record, language), record.starts_on, noted, language)


def _download(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return mark_language(response, wanted_language())


@resource.at("/<uuid:roadmap_id>/table.csv")
@promise(200, {"type": "string"}, refuses=(404, 503), content_type=CSV)
def get_roadmap_csv(roadmap_id: UUID) -> Response:
    """Get the plan as CSV, one row a project. 路线图表格（CSV）。"""
    plan = _tables(roadmap_id)[0]
    return _download(as_csv(plan), "text/csv; charset=utf-8", f"roadmap-{roadmap_id}.csv")


@resource.at("/<uuid:roadmap_id>/table.xlsx")
@promise(200, {"type": "string", "format": "binary"}, refuses=(404, 503), content_type=XLSX)
def get_roadmap_workbook(roadmap_id: UUID) -> Response:
    """Get the plan, levels and left-out projects as a workbook. 路线图表格（XLSX）。"""
    content = wired().roadmap_workbook(_tables(roadmap_id))
    return _download(content, XLSX, f"roadmap-{roadmap_id}.xlsx")
