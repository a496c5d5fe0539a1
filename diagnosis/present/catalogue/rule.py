"""The eligibility rule of a support instrument in words."""

from collections.abc import Mapping
from typing import Any

from diagnosis.domain.retrofit.support.instrument import Instrument
from diagnosis.domain.retrofit.support.rule import AllOf, Condition, Rule
from diagnosis.domain.text import Text
from diagnosis.present import names
from diagnosis.present.say import Say, Shown, names_by_id, number
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.standards import find_standard


def show_rule(content: Content, instrument: Instrument, rule: Rule, say: Say) -> Shown:
    """Return a rule as a tree: `all` or `any` over parts, each condition with its words."""
    if isinstance(rule, Condition):
        return show_condition(content, instrument, rule, say)
    parts = [show_rule(content, instrument, part, say) for part in rule.parts]
    return {"all" if isinstance(rule, AllOf) else "any": parts}


def show_condition(
    content: Content, instrument: Instrument, condition: Condition, say: Say
) -> Shown:
    """Return one condition: operator, operand, whether negated, and its words."""
    return {
        "condition": condition.operator,
        "operand": condition.operand,
        "negated": condition.negated,
        "text": say(words(content, instrument, condition)),
    }


def words(content: Content, instrument: Instrument, condition: Condition) -> Text:
    """Return a condition as a short claim in both languages."""
    plain = _words(content, instrument, condition.operator, condition.operand)
    if not condition.negated:
        return plain
    return Text(f"不属于：{plain.zh}", f"not: {plain.en}")


def _words(content: Content, instrument: Instrument, operator: str, operand: Any) -> Text:
    if operator == "declared":
        return instrument.declarations[operand]
    if operator in _AMOUNTS:
        return _AMOUNTS[operator].fill(amount=number(operand))
    if operator == "above_size":
        return _ABOVE if operand else _BELOW
    if operator == "level_after_at_least":
        standard = find_standard(content, operand["standard"])
        level = standard.levels[operand["level"]]
        return Text(
            f"改造后「{standard.name.zh}」达到{level.name.zh}",
            f"after the retrofit at least {level.name.en} of {standard.name.en}",
        )
    if operator == "started_between":
        start, end = operand["from"] or "…", operand["to"] or "…"
        return Text(f"项目开工在 {start} 至 {end}", f"the project starts from {start} to {end}")
    zh, en = _MEMBERS[operator]
    inside = names.names_of(_texts(content, operator), operand)
    return Text(zh.format(inside.zh), en.format(inside.en))


def _texts(content: Content, operator: str) -> Mapping[str, Text]:
    return {
        "place_in": {**content.codes.places, **names.REGIONS},
        "role_in": names.ROLES,
        "size_in": names.SIZES,
        "division_in": content.codes.industry_names,
        "listed_in": names.LISTS,
        "project_in": names_by_id(content.projects.values()),
        "project_stage_in": names.STAGES,
    }[operator]


_ABOVE = Text("规模以上企业", "above the statistical size threshold")
_BELOW = Text("规模以下企业", "below the statistical size threshold")
_AMOUNTS = {
    "spend_at_least_wan": Text(
        "计入的投入不少于 {amount} 万元", "at least {amount} 万元 of spending that counts"
    ),
    "interest_at_least_wan": Text(
        "贷款利息不少于 {amount} 万元", "at least {amount} 万元 of loan interest"
    ),
    "equipment_at_least_wan": Text(
        "设备投入不少于 {amount} 万元", "at least {amount} 万元 of equipment"
    ),
}
_MEMBERS = {
    "place_in": ("在{}", "in {}"),
    "role_in": ("是{}", "is one of: {}"),
    "size_in": ("规模为{}", "size class: {}"),
    "division_in": ("行业为{}", "industry: {}"),
    "listed_in": ("在名单内：{}", "listed in: {}"),
    "project_in": ("项目属于：{}", "the plan has one of: {}"),
    "project_stage_in": ("项目属于阶段：{}", "the plan has a project of the stage: {}"),
}
