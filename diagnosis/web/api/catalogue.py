"""`/v1/projects`, `/v1/cases`, `/v1/support`, `/v1/measures`: what a plant can do, who did it."""

from datetime import date
from typing import Any

from flask import Response

from diagnosis.present.catalogue.case import list_cases, render_case
from diagnosis.present.catalogue.instrument import list_support, render_instrument
from diagnosis.present.catalogue.measure import list_measures, render_measure
from diagnosis.present.catalogue.project import list_projects, render_project
from diagnosis.services.read.filters import (
    CASE_FILTERS,
    PROJECT_FILTERS,
    SUPPORT_FILTERS,
    Filters,
    read_filters,
)
from diagnosis.services.transaction import found
from diagnosis.web import parameters as ask
from diagnosis.web.contract import Resource, promise
from diagnosis.web.exchange import answer, content_page, say, wired
from diagnosis.web.schemas.catalogue import (
    CaseSchema,
    InstrumentSchema,
    MeasureSchema,
    ProjectRowSchema,
    ProjectSchema,
)
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "catalogue",
    __name__,
    url_prefix="/v1",
    description="Projects, real cases, support and measures. 改造项目、案例、扶持、行动计划举措。",
)
_ABOUT = {
    "industry": "GB/T 4754 division, C13 to C43, or finer. 行业。",
    "city": "GB/T 2260 code of Guangdong. 地市或区县。",
    "size": "large, medium, small or micro. 规模。",
    "scene": "One of the 40 scenes. 场景。",
    "text": "Words of the name or description. 文字。",
    "stage": "Stage of the retrofit. 阶段。",
    "goal": "quality, delivery, cost, energy or safety. 目标。",
    "measure": "A measure of the action plan. 行动计划举措。",
    "project": "A retrofit project. 改造项目。",
    "kind": "Kind of support. 扶持种类。",
    "date": "The day the status is wanted for (today). 哪一天的状态（默认今天）。",
    "open": "true: open to applications on that day. 是否可申报。",
}


def _takes(names: tuple[str, ...]) -> tuple[ask.Parameter, ...]:
    return (*ask.PAGING, *(ask.text(name, 100, _ABOUT[name]) for name in names))


def _filters(given: dict[str, Any], allowed: tuple[str, ...]) -> Filters:
    wanted = {name: value for name, value in given.items() if value is not None}
    return read_filters(wired().content, wanted, allowed)


def _today() -> date:
    return wired().clock().date()


@resource.at("/projects")
@promise(200, page_of(ProjectRowSchema), takes=_takes(PROJECT_FILTERS))
def list_retrofit_projects(limit: int, cursor: str | None, **given: Any) -> Response:
    """List retrofit projects that fit, by stage. 改造项目列表。"""
    filters = _filters(given, PROJECT_FILTERS)
    return content_page(list_projects(wired().content, filters, say()), limit, cursor)


@resource.at("/projects/<project>")
@promise(200, ProjectSchema, refuses=(404,))
def get_project(project: str) -> Response:
    """Get a project: needs, cost, effort, benefits, links. 读取改造项目。"""
    content = wired().content
    return answer(render_project(content, found(content.projects.get(project)), say()))


@resource.at("/cases")
@promise(200, page_of(CaseSchema), takes=_takes(CASE_FILTERS))
def list_real_cases(limit: int, cursor: str | None, **given: Any) -> Response:
    """List real cases that fit. 真实案例列表。"""
    filters = _filters(given, CASE_FILTERS)
    return content_page(list_cases(wired().content, filters, say()), limit, cursor)


@resource.at("/cases/<case>")
@promise(200, CaseSchema, refuses=(404,))
def get_case(case: str) -> Response:
    """Get a real case with its published figures and sources. 读取案例。"""
    content = wired().content
    return answer(render_case(content, found(content.cases.get(case)), say()))


@resource.at("/support")
@promise(200, page_of(InstrumentSchema), takes=_takes(SUPPORT_FILTERS))
def list_instruments(limit: int, cursor: str | None, **given: Any) -> Response:
    """List support instruments that fit, with their status on a day. 扶持政策列表。"""
    filters, content = _filters(given, SUPPORT_FILTERS), wired().content
    on = filters.on or _today()
    return content_page(list_support(content, filters, say(), on=on), limit, cursor)


@resource.at("/support/<instrument>")
@promise(200, InstrumentSchema, takes=(ask.text("date", 10, _ABOUT["date"]),), refuses=(404,))
def get_instrument(instrument: str, date: str | None) -> Response:
    """Get a support instrument with its status on a day. 读取扶持政策。"""
    content = wired().content
    on = _filters({"date": date}, ("date",)).on or _today()
    own = found(content.instruments.get(instrument))
    return answer(render_instrument(content, own, say(), on=on))


@resource.at("/measures")
@promise(200, page_of(MeasureSchema), takes=ask.PAGING)
def list_plan_measures(limit: int, cursor: str | None) -> Response:
    """List the measures of the action plan, and what here serves each. 行动计划举措列表。"""
    return content_page(list_measures(wired().content, say()), limit, cursor)


@resource.at("/measures/<measure>")
@promise(200, MeasureSchema, refuses=(404,))
def get_measure(measure: str) -> Response:
    """Get a measure of the action plan. 读取举措。"""
    content = wired().content
    return answer(render_measure(content, found(content.measures.get(measure)), say()))
