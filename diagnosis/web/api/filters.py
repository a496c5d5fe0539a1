"""The filters of lists, as query parameters."""

from collections.abc import Mapping
from dataclasses import replace

from diagnosis.services.ports.store import FilterValue, Where
from diagnosis.services.read.filters import Filters, read_filters
from diagnosis.services.read.stored_filters import read_where
from diagnosis.web import parameters as query
from diagnosis.web.exchange import caller, content
from diagnosis.web.openapi_parts import JsonSchema
from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas.shared_fields import LEVEL

PLACE = "Code of a city or district (GB/T 2260), or of a town (9 digits). 地市、区县或镇街。"
MARGIN_BELOW = (
    "Whose claimed level by the `standard` a smaller overstatement takes away, in ladder steps: "
    "the shakiest first to visit. 高填不到这么多档，自填级别就保不住。"
)
PLACE_DIGITS = 9
"""The digits of the longest code of a place, that of a town."""
ABOUT = {
    "industry": "GB/T 4754 division, C13 to C43, or finer. 行业。",
    "city": PLACE,
    "size": "large, medium, small or micro. 规模。",
    "scene": "One of the 40 scenes. 场景。",
    "text": "Words of the name or description. 文字。",
    "measure": "A measure of the action plan. 行动计划举措。",
    "package": "A package, or an earlier project that it took over. 改造包。",
    "kind": "Kind of support. 扶持种类。",
    "trade": "A trade: what firms of it are offered. 行业族。",
    "area": "What part of the firm it is about. 业务范围。",
    "grade": "light or full. 轻量或完整。",
    "pain": "One of the fourteen pains. 痛点。",
    "date": "The day the status is wanted for (today). 哪一天的状态（默认今天）。",
    "open": "true: open to applications on that day. 是否可申报。",
}


CREATED_AFTER = query.moment(
    "created_after", "Younger than a moment, or since the start of a day. 此后新建。"
)
MEMBERSHIP = (
    query.text("chain", 200, "A registered chain, by id or exact name. 产业链。"),
    query.text("park", 200, "A registered park, by id or exact name. 园区。"),
)
NAME = query.text("name", 200, "How the name of the firm begins. 企业名称开头。")


CHOICES: Mapping[str, JsonSchema] = {
    "size": {"type": "string", "enum": closed_sets.SIZES},
    "kind": {"type": "string", "enum": closed_sets.INSTRUMENT_KINDS},
    "area": {"type": "string", "enum": closed_sets.PACKAGE_AREAS},
    "grade": {"type": "string", "enum": closed_sets.GRADES},
    "pain": {"type": "string", "enum": closed_sets.PAIN_IDS},
    "open": {"type": "string", "enum": ["true", "false"]},
    "date": {"type": "string", "format": "date"},
}
"""What the filters of the catalogue take, where it is a closed set or a day."""


def level_parameter(name: str, about: str) -> query.Parameter:
    """Return a filter of stored things that takes a level."""
    return query.whole(name, LEVEL["minimum"], LEVEL["maximum"], about)


def filter_parameters(names: tuple[str, ...]) -> tuple[query.Parameter, ...]:
    """Return the paging of a list of the catalogue, and the filters that it takes."""
    return (*query.PAGING, *(filter_parameter(name) for name in names))


def filter_parameter(name: str) -> query.Parameter:
    """Return a filter of the catalogue as a parameter; one that is left empty keeps all."""
    parameter = replace(query.text(name, 100, ABOUT[name]), may_be_empty=True)
    return replace(parameter, schema=CHOICES[name]) if name in CHOICES else parameter


def where(filters: Mapping[str, FilterValue | None]) -> Where:
    """Return what stored rows must equal: the filters that have a value.

    Raises
    ------
    FaultyInput
        With every value that names nothing.

    """
    return read_where(content(), caller(), filters)


def wanted_filters(values: Mapping[str, str | None], allowed: tuple[str, ...]) -> Filters:
    """Return the filters of a list of the catalogue.

    Raises
    ------
    FaultyInput
        With every value that does not exist.

    """
    wanted = {name: value for name, value in values.items() if value is not None}
    return read_filters(content(), wanted, allowed)
