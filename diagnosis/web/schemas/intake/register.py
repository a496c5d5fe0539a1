"""Enterprises, chains and parks as they are kept."""

from marshmallow import Schema, fields

from diagnosis.domain.intake.limits import PLACE
from diagnosis.services.intake.registers import LONGEST_NAME
from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import limited, maybe, must

_PARK_PLACE = (
    "City or district it lies in (GB/T 2260, 6 digits), or town of Dongguan or Zhongshan "
    "(9 digits) (所在地市、区县或镇街)."
)


class EnterpriseSchema(Schema):
    """A registered site of a firm. 登记的企业（按厂区）。"""

    id = shared.an_id("Id of the enterprise (企业编号).")
    version = shared.version()
    created_at = shared.made_at("When it was registered, ISO 8601 in UTC.")
    updated_at = shared.made_at("When its facts last changed, ISO 8601 in UTC.")
    name = maybe(fields.String, "Registered name of the firm (企业名称); null: it is nameless.")
    credit_code = maybe(
        fields.String, "Unified social credit code (统一社会信用代码); null: it is nameless."
    )
    site = maybe(fields.String, "The plant (厂区); null: the firm has one, or is nameless.")
    industry = maybe(fields.String, "Industry by GB/T 4754-2017 (行业); null: not known.")
    city = maybe(fields.String, "Code of the city, district or town (所在地); null: not known.")
    employees = maybe(fields.Integer, "Headcount (从业人员), persons; null: not known.", minimum=0)
    revenue_wan = shared.wan("Revenue of the last year (营业收入), null: not known")
    production_type = maybe(
        fields.String,
        "Production type as the firm states it (离散型 or 流程型); null: by its industry.",
        enum=closed_sets.PRODUCTION_TYPES,
    )
    chain = maybe(fields.String, "Chain that its facts state (产业链), by name; null: none.")
    park = maybe(fields.String, "Park that its facts state (园区), by name; null: none.")
    size_class = shared.size_class()
    chain_id = shared.perhaps_an_id("Id of the registered chain it belongs to; null: none.")
    park_id = shared.perhaps_an_id("Id of the registered park it belongs to; null: none.")
    division_name = maybe(fields.String, "Name of the division of its industry (行业大类).")
    city_name = maybe(fields.String, "Name of its city, district or town.")


class ChainRequestSchema(Schema):
    """A chain to register, or its next name. 登记产业链。"""

    name = must(
        fields.String, "Name of the chain; firms that state exactly it belong to it (产业链名称).",
        minLength=1, maxLength=LONGEST_NAME,
    )  # fmt: skip


class ParkRequestSchema(Schema):
    """A park to register, or its next name and place. 登记园区。"""

    name = must(
        fields.String, "Name of the park; firms that state exactly it belong to it (园区名称).",
        minLength=1, maxLength=LONGEST_NAME,
    )  # fmt: skip
    city = limited(PLACE, _PARK_PLACE, null=True)


class ChainSchema(Schema):
    """A registered chain. 产业链。"""

    id = shared.an_id("Id of the chain (产业链编号).")
    name = must(fields.String, "Name of the chain.")
    created_at = shared.made_at("When it was registered, ISO 8601 in UTC.")


class ParkSchema(Schema):
    """A registered park. 园区。"""

    id = shared.an_id("Id of the park (园区编号).")
    name = must(fields.String, "Name of the park.")
    created_at = shared.made_at("When it was registered, ISO 8601 in UTC.")
    city = maybe(fields.String, _PARK_PLACE)
    city_name = maybe(fields.String, "Name of that place; null: not known.")
