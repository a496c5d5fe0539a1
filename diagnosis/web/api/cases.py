"""`/v1/cases` and the cases near to an assessment: who did it before."""

from uuid import UUID

from flask import Response

from diagnosis.present.catalogue.case import show_case
from diagnosis.present.promotion.preview import show_assessment_cases
from diagnosis.services.catalogue.cases import find_cases
from diagnosis.services.promotion.match_assessment import cases_of
from diagnosis.services.read.filters import CASE_FILTERS
from diagnosis.services.transaction import require
from diagnosis.web import parameters as query
from diagnosis.web.api.filters import filter_parameters, wanted_filters
from diagnosis.web.content_tags import TaggedBy
from diagnosis.web.exchange import answer, caller, content, content_page, say
from diagnosis.web.openapi.operation import Resource, documented
from diagnosis.web.schemas.case_match import AssessmentCasesSchema
from diagnosis.web.schemas.catalogue.case import CaseSchema
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "cases",
    __name__,
    url_prefix="/v1",
    description="Real cases, and those near to a firm. 真实案例。",
)
ROADMAP = query.identity(
    "roadmap", "A roadmap of it; its newest if left out. 路线图（默认最新）。"
)


CASE_DETAILS = query.flag(
    "details", "true: each case in full, and how near it is in each respect. 附案例全文。"
)


@resource.view("/cases")
@documented(
    200, page_of(CaseSchema), takes=filter_parameters(CASE_FILTERS), tagged_by=TaggedBy.CONTENT
)
def list_cases(limit: int, cursor: str | None, **filters: str | None) -> Response:
    """List real cases that fit. 真实案例列表。

    Filters are joined by “and”. Each figure has a mark that says how far it was checked.
    """
    cases = find_cases(content(), wanted_filters(filters, CASE_FILTERS))
    return content_page([show_case(content(), case, say()) for case in cases], limit, cursor)


@resource.view("/cases/<case>")
@documented(200, CaseSchema, refuses=(404,), tagged_by=TaggedBy.CONTENT)
def get_case(case: str) -> Response:
    """Get a real case with its published figures and sources. 读取案例。

    What rests on memory alone says so; `caution` says what to mind before quoting it.
    """
    return answer(show_case(content(), require(content().cases.get(case)), say()))


@resource.view("/assessments/<uuid:assessment_id>/cases")
@documented(200, AssessmentCasesSchema, takes=(ROADMAP, CASE_DETAILS), refuses=(404, 503))
def match_cases(assessment_id: UUID, roadmap: str | None, details: int | None) -> Response:
    """Match the nearest real cases, each with why and why not. 最相近的真实案例。

    Five cases at most, nearest first, by gap, industry, size, scene and region. The list is
    never padded: `nothing_near` says that no case may be called near.
    """
    cases = cases_of(content(), caller(), str(assessment_id), roadmap)
    return answer(show_assessment_cases(content(), cases, say(), details=details is not None))
