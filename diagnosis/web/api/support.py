"""`/v1/support` and the support for an assessment: what public money may pay for it."""

from datetime import date as Date
from uuid import UUID

from flask import Response

from diagnosis.domain.fault import read_both
from diagnosis.present.catalogue.instrument import show_instrument, show_instrument_row
from diagnosis.present.promotion.preview import show_assessment_support
from diagnosis.services.catalogue.instruments import find_instruments
from diagnosis.services.promotion.match_assessment import support_of
from diagnosis.services.read.filters import SUPPORT_FILTERS, read_filter_day
from diagnosis.services.read.firm_claims import FirmClaims, parse_claims, read_claims
from diagnosis.services.transaction import require
from diagnosis.web import parameters as query
from diagnosis.web.api.cases import ROADMAP
from diagnosis.web.api.filters import ABOUT, filter_parameters, wanted_filters
from diagnosis.web.content_tags import TaggedBy
from diagnosis.web.exchange import (
    answer,
    caller,
    container,
    content,
    content_page,
    read_json,
    say,
)
from diagnosis.web.openapi.operation import Resource, body, documented
from diagnosis.web.openapi.plan_examples import CLAIMED
from diagnosis.web.schemas.catalogue.instrument import InstrumentRowSchema, InstrumentSchema
from diagnosis.web.schemas.shapes import page_of
from diagnosis.web.schemas.support import AssessmentSupportSchema
from diagnosis.web.schemas.wish import FirmClaimsSchema

resource = Resource(
    "support",
    __name__,
    url_prefix="/v1",
    description="Support instruments, and those for a firm and its plan. 扶持政策。",
)
_HOW = "; comma between, a hyphen before what does not hold. 逗号分隔，不成立的前面加连字符。"
DATE = query.text("date", 10, "The day (today). 哪一天（默认今天）。")
SUPPORT_DETAILS = query.flag(
    "details", "true: each instrument in full, with the packages that count. 附政策全文。"
)
CLAIM_PARAMETERS = (
    query.text("roles", 400, "Roles of the firm" + _HOW),
    query.text("listed", 400, "Lists that the firm is on" + _HOW),
    query.text("declared", 2000, "Declarations of the instruments" + _HOW),
)


def _day(date: str | None) -> Date:
    return read_filter_day(content(), date) or container().today()


@resource.view("/support")
@documented(
    200,
    page_of(InstrumentRowSchema),
    takes=filter_parameters(SUPPORT_FILTERS),
    tagged_by=TaggedBy.CONTENT,
)
def list_support(limit: int, cursor: str | None, **filters: str | None) -> Response:
    """List support instruments that fit, with their status on a day. 扶持政策列表。

    Filters are joined by “and”. `/v1/support/{id}` has the rule, declarations and sources. For
    orientation: the published text of an instrument prevails.
    """
    wanted = wanted_filters(filters, SUPPORT_FILTERS)
    on = wanted.on or container().today()
    instruments = find_instruments(content(), wanted, on)
    rows = [show_instrument_row(content(), instrument, say(), on=on) for instrument in instruments]
    return content_page(rows, limit, cursor)


@resource.view("/support/<instrument>")
@documented(
    200,
    InstrumentSchema,
    takes=(query.text("date", 10, ABOUT["date"]),),
    refuses=(404,),
    tagged_by=TaggedBy.CONTENT,
)
def get_support(instrument: str, date: str | None) -> Response:
    """Get a support instrument with its status on a day. 读取扶持政策。

    For orientation: the published text of the instrument prevails.
    """
    on = _day(date)
    known = require(content().instruments.get(instrument))
    return answer(show_instrument(content(), known, say(), on=on))


@resource.view("/assessments/<uuid:assessment_id>/support")
@documented(
    200,
    AssessmentSupportSchema,
    takes=(ROADMAP, DATE, SUPPORT_DETAILS, *CLAIM_PARAMETERS),
    refuses=(404, 503),
)
def match_support(
    assessment_id: UUID,
    roadmap: str | None,
    date: str | None,
    details: int | None,
    **written: str | None,
) -> Response:
    """Match support at a date: eligible, perhaps or not, and about how much. 扶持匹配。

    Roles, lists and declarations may be stated in the query; what is not stated stays unknown,
    and “perhaps” names it.
    """
    texts = {name: text for name, text in written.items() if text is not None}
    claims, on = read_both(lambda: parse_claims(content(), texts), lambda: _day(date))
    return _match(assessment_id, roadmap, on, claims, details=details is not None)


@resource.view("/assessments/<uuid:assessment_id>/support", "POST")
@documented(
    200, AssessmentSupportSchema, takes=(ROADMAP, DATE, SUPPORT_DETAILS), refuses=(404, 503),
    takes_body=body(FirmClaimsSchema, facts=CLAIMED),
)  # fmt: skip
def match_support_with_claims(
    assessment_id: UUID, roadmap: str | None, date: str | None, details: int | None
) -> Response:
    """Match support with what the firm says of itself; nothing is kept. 带企业声明的扶持匹配。

    Like the GET, with what the firm states of itself in the body.
    """
    claims, on = read_both(lambda: read_claims(content(), read_json()), lambda: _day(date))
    return _match(assessment_id, roadmap, on, claims, details=details is not None)


def _match(
    assessment_id: UUID, roadmap: str | None, on: Date, claims: FirmClaims, *, details: bool
) -> Response:
    support = support_of(
        content(),
        caller(),
        str(assessment_id),
        roadmap,
        claims=claims,
        on=on,
    )
    return answer(show_assessment_support(content(), support, say(), details=details))
