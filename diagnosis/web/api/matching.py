"""`/v1/assessments/{id}`: its roadmaps, the cases near to its firm, the support for it."""

from typing import Any
from uuid import UUID

from flask import Response

from diagnosis.services.promotion.match_assessment import cases_of, support_of
from diagnosis.services.read.filters import read_filters
from diagnosis.services.read.firm_facts import CLAIMS, Said, read_claims, read_said
from diagnosis.services.retrofit.keep_plan import get_roadmap, plan_and_store, show_roadmap
from diagnosis.web import parameters as ask
from diagnosis.web.contract import Resource, body, promise
from diagnosis.web.exchange import answer, books, created, read_json, read_keyed, say, wired
from diagnosis.web.languages import wanted_language
from diagnosis.web.plan_examples import CLAIMED, WISH
from diagnosis.web.schemas.matching import AssessmentCasesSchema, AssessmentSupportSchema
from diagnosis.web.schemas.roadmap import RoadmapSchema
from diagnosis.web.schemas.wish import FirmClaimsSchema, RoadmapWishSchema

resource = Resource(
    "matching",
    __name__,
    url_prefix="/v1/assessments",
    description="Plans, real cases and support for an assessment. 计划、案例、扶持匹配。",
)
ROADMAP = ask.identity("roadmap", "A roadmap of it; its newest if left out. 路线图（默认最新）。")
_HOW = "; comma between, a hyphen before what does not hold. 逗号分隔，不成立的前面加连字符。"
DATE = ask.text("date", 10, "The day (today). 哪一天（默认今天）。")
SAYS = (
    ask.text("roles", 400, "Roles of the firm" + _HOW),
    ask.text("listed", 400, "Lists that the firm is on" + _HOW),
    ask.text("declared", 2000, "Declarations of the instruments" + _HOW),
)


@resource.at("/<uuid:assessment_id>/roadmaps", "POST")
@promise(
    201, RoadmapSchema, refuses=(404, 503), keyed=True,
    takes_body=body(RoadmapWishSchema, most_gain=WISH),
)  # fmt: skip
def create_roadmap(assessment_id: UUID) -> Response:
    """Plan a submitted assessment and keep the roadmap. 生成并保存路线图。"""
    given, ticket = read_keyed()
    own = wired()
    made, replayed = plan_and_store(
        own.content, own.solver, books(), str(assessment_id), given, ticket
    )
    record = get_roadmap(books(), made["id"])
    location = f"/v1/roadmaps/{record.id}"
    return created(show_roadmap(record, wanted_language()), location, replayed=replayed)


@resource.at("/<uuid:assessment_id>/cases")
@promise(200, AssessmentCasesSchema, takes=(ROADMAP,), refuses=(404, 503))
def match_real_cases(assessment_id: UUID, roadmap: str | None) -> Response:
    """Match the nearest real cases, each with why and why not. 最相近的真实案例。"""
    return answer(cases_of(wired().content, books(), str(assessment_id), roadmap, say()))


def _support(assessment_id: UUID, roadmap: str | None, date: str | None, said: Said) -> Response:
    own = wired()
    read = read_filters(own.content, {} if date is None else {"date": date}, ("date",))
    on = read.on or own.clock().date()
    found = support_of(own.content, books(), str(assessment_id), roadmap, said, say(), on=on)
    return answer(found)


@resource.at("/<uuid:assessment_id>/support")
@promise(200, AssessmentSupportSchema, takes=(ROADMAP, DATE, *SAYS), refuses=(404, 503))
def match_support_for(
    assessment_id: UUID, roadmap: str | None, date: str | None, **says: Any
) -> Response:
    """Match support at a date: eligible, perhaps or not, and about how much. 扶持匹配。"""
    content = wired().content
    roles, listed, declared = (
        read_claims(content, name, says[name] or "", f"/{name}") for name in CLAIMS
    )
    said = Said(roles, listed, declared)
    return _support(assessment_id, roadmap, date, said)


@resource.at("/<uuid:assessment_id>/support", "POST")
@promise(
    200, AssessmentSupportSchema, takes=(ROADMAP, DATE), refuses=(404, 503),
    takes_body=body(FirmClaimsSchema, facts=CLAIMED),
)  # fmt: skip
def match_support_with_facts(
    assessment_id: UUID, roadmap: str | None, date: str | None
) -> Response:
    """Match support with what the firm says of itself; nothing is kept. 带企业声明的扶持匹配。"""
    return _support(assessment_id, roadmap, date, read_said(wired().content, read_json(), ""))
