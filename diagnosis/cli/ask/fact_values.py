"""Facts of a firm between what people type, what a sheet writes and how they are shown."""

from diagnosis.cli.ask.sheet_so_far import PlainFact
from diagnosis.domain.intake.enterprise import Enterprise
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.retrofit.catalogue.amounts import YUAN_PER_WAN
from diagnosis.domain.text import Text
from diagnosis.present.intake.code_names import industry_name, place_name
from diagnosis.present.intake.typed_amounts import is_likely_per_head, revenue_per_head
from diagnosis.present.names import PRODUCTION_TYPES
from diagnosis.present.numbers import amount
from diagnosis.present.say import plain
from diagnosis.services.ports.content import Content

_PEOPLE = Text("{count} 人", "{count} people")
_REVENUE = Text("{wan} 万元", "{yuan} yuan")
_PER_HEAD = Text(
    "合每人 {wan} 万元，请看看单位是不是万元；不对就输入 b 回来改。",
    "That is {yuan} yuan a head. Is it in units of 10,000 yuan? If not, type b to come back.",
)


def shown_fact(content: Content, name: str, value: PlainFact) -> Text:
    """Return a fact as people read it."""
    if name == "industry":
        return Text("{code} {name}", "{code} {name}").fill(
            code=value, name=industry_name(content.codes, str(value))
        )
    if name == "city":
        return place_name(content.codes, str(value))
    if name == "production_type":
        return PRODUCTION_TYPES[ProductionType(str(value))]
    if name == "employees":
        return _PEOPLE.fill(count=value)
    return shown_money(float(value)) if name == "revenue_wan" else plain(value)


def shown_money(wan: float) -> Text:
    """Return an amount of 万元 as people read it."""
    return _money(_REVENUE, wan)


def doubt_of_revenue(firm: Enterprise) -> Text | None:
    """Return what to look at where the revenue a head is not likely, None where it is."""
    per_head = revenue_per_head(firm)
    if per_head is None or is_likely_per_head(per_head):
        return None
    return _money(_PER_HEAD, per_head)


def _money(text: Text, wan: float) -> Text:
    """Return a text with money in it: in 万元 in Chinese, in yuan in English."""
    return text.fill(wan=amount(wan), yuan=f"{wan * YUAN_PER_WAN:,.0f}")
