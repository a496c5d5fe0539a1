"""The eligibility rule of a support instrument in words."""

from collections.abc import Mapping
from typing import Any

from diagnosis.domain.retrofit.support.instrument import Instrument
from diagnosis.domain.retrofit.support.rule import AllOf, Condition, Rule
from diagnosis.domain.text import Text
from diagnosis.present import names
from diagnosis.present.numbers import amount
from diagnosis.present.per_object import per_content
from diagnosis.present.say import Say, Shown
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
    operator, operand = condition.operator, condition.operand
    if not condition.negated:
        return _words(content, instrument, operator, operand)
    if operator in _LESS:
        return _LESS[operator].fill(amount=amount(operand))
    if operator in _NO_MEMBERS:
        outside = names.names_of(_texts(content)[operator], operand)
        return _NO_MEMBERS[operator].fill(members=outside)
    return _NOT.fill(claim=_words(content, instrument, operator, operand))


def _words(content: Content, instrument: Instrument, operator: str, operand: Any) -> Text:
    if operator == "declared":
        return instrument.declarations[operand]
    if operator in _AMOUNTS:
        return _AMOUNTS[operator].fill(amount=amount(operand))
    if operator == "above_size":
        return _ABOVE if operand else _BELOW
    if operator == "package_with_ai":
        return _WITH_AI if operand else _WITHOUT_AI
    if operator == "level_after_at_least":
        standard = find_standard(content, operand["standard"])
        level = standard.levels[operand["level"]]
        return _LEVEL_AFTER.fill(standard=standard.name, level=level.name)
    if operator == "started_between":
        start, end = operand["from"] or "…", operand["to"] or "…"
        return _STARTED_BETWEEN.fill(start=start, end=end)
    inside = names.names_of(_texts(content)[operator], operand)
    return _MEMBERS[operator].fill(members=inside)


@per_content
def _texts(content: Content) -> Mapping[str, Mapping[str, Text]]:
    """Return the names of what each operator may list."""
    return {
        "place_in": names.names_of_places(content),
        "role_in": names.ROLES,
        "size_in": names.SIZES,
        "division_in": content.codes.industry_names,
        "listed_in": names.LISTS,
        "package_in": names.names_of_packages(content),
        "package_area_in": names.PACKAGE_AREAS,
    }


_NOT = Text("不是这种情况：{claim}", "not: {claim}")
_LEVEL_AFTER = Text(
    "改造后「{standard}」达到{level}", "after the retrofit at least {level} of {standard}"
)
_STARTED_BETWEEN = Text("项目开工在 {start} 至 {end}", "the project starts from {start} to {end}")
_WITH_AI = Text("计划里有用人工智能的包", "the plan has a package that uses AI")
_WITHOUT_AI = Text("计划里有不用人工智能的包", "the plan has a package that uses no AI")
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
_LESS = {
    "spend_at_least_wan": Text(
        "计入的投入不到 {amount} 万元", "less than {amount} 万元 of spending that counts"
    ),
    "interest_at_least_wan": Text(
        "贷款利息不到 {amount} 万元", "less than {amount} 万元 of loan interest"
    ),
    "equipment_at_least_wan": Text(
        "设备投入不到 {amount} 万元", "less than {amount} 万元 of equipment"
    ),
}
_MEMBERS = {
    "place_in": Text("在{members}", "in {members}"),
    "role_in": Text("是{members}", "is one of: {members}"),
    "size_in": Text("规模为{members}", "size class: {members}"),
    "division_in": Text("行业为{members}", "industry: {members}"),
    "listed_in": Text("在名单内：{members}", "listed in: {members}"),
    "package_in": Text("计划里有：{members}", "the plan has one of: {members}"),
    "package_area_in": Text(
        "计划里有这方面的包：{members}", "the plan has a package for: {members}"
    ),
}
_NO_MEMBERS = {
    "place_in": Text("不在{members}", "not in {members}"),
    "role_in": Text("不是{members}", "is none of: {members}"),
    "size_in": Text("规模不是{members}", "size class other than: {members}"),
    "division_in": Text("行业不是{members}", "industry other than: {members}"),
    "listed_in": Text("不在名单内：{members}", "not listed in: {members}"),
}
"""What is said where a condition is negated: a plain sentence, not a sentence in a sentence."""
