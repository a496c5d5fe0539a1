"""Faults in words: what is wrong with a caller's input and how to cure it, in both languages."""

from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from reprlib import Repr

from diagnosis.domain.characters import identifying
from diagnosis.domain.fault import (
    LONGEST_POINTER,
    MOST_FAULTS,
    UNTOLD,
    Conflict,
    Expected,
    Fault,
)
from diagnosis.domain.person_number import (
    PERSON_DIGITS,
    first_number_of_person,
    without_numbers_of_persons,
)
from diagnosis.domain.text import Language, Text
from diagnosis.present.expected import CONFLICTS, EXPECTED
from diagnosis.present.file_faults import FILE_FAULTS
from diagnosis.present.identity_faults import COMPOSED, IDENTITY_FAULTS
from diagnosis.present.numbers import number
from diagnosis.present.request_faults import REQUEST_FAULTS
from diagnosis.present.say import joined, plain

FAULTS = {
    **IDENTITY_FAULTS,
    **REQUEST_FAULTS,
    **FILE_FAULTS,
    "bad-json": Text("不是合法的 JSON：{detail}。", "This is not valid JSON: {detail}."),
    "too-few-answers": Text(
        "应答 {asked} 题，只答了 {answered} 题，不到一半（答「不清楚」也算）。"
        "请继续作答；确定就这样提交，请加 accept_incomplete: true。",
        "Only {answered} of {asked} questions answered, less than half (“not known” counts). "
        "Answer more, or submit the sheet as it is with accept_incomplete: true.",
    ),
    "number-as-text": Text(
        "「{value}」写成了文本。数值不要加引号，请写 {number}。",
        "{value!r} is text. Write the number without quotes: {number}.",
    ),
    "wrong-type": Text("这里应为{expected}。", "Expected here: {expected}."),
    "missing-field": Text("缺少必填项「{name}」。", "The field {name!r} is required."),
    "unknown-field": Text(
        "没有「{name}」这一项。可用：{allowed}。",
        "There is no field {name!r}. Allowed: {allowed}.",
    ),
    "out-of-range": Text("应在 {low} 到 {high} 之间。", "Must be from {low} to {high}."),
    "unknown-form": Text(
        "没有名为「{form}」的问卷。可用：{allowed}。",
        "There is no form {form!r}. Allowed: {allowed}.",
    ),
    "form-gone": Text(
        "这份答卷用的问卷「{form}」{version} 版已经停用，现有：{allowed}。草稿请换版（upgrade）；"
        '已提交的请从它起一份新草稿（POST /v1/assessments，写 "from"），还问的题答案会带过去。',
        "The form {form!r} of this sheet is no more in version {version}. There is: {allowed}. A "
        'draft moves on by its upgrade; from a submitted one begin a new draft by "from" in POST '
        "/v1/assessments: answers to what is still asked are taken over.",
    ),
    "unknown-version": Text(
        "问卷「{form}」没有 {version} 版。现有：{allowed}。",
        "The form {form!r} has no version {version}. There is: {allowed}.",
    ),
    "form-withdrawn": Text(
        "问卷「{form}」已停用，不再接收新的答卷和草稿。{hint}",
        "The form {form!r} is withdrawn: it takes no new sheet and no new draft. {hint}",
    ),
    "form-conflict": Text(
        "答卷写的是「{sheet}」，而要求的是「{asked}」。请只用一种。",
        "The sheet names {sheet!r} but {asked!r} was asked for. Use one.",
    ),
    "unknown-item": Text("题库中没有「{item}」。{hint}", "The item bank has no {item!r}. {hint}"),
    "item-not-asked": Text(
        "问卷「{form}」不问「{item}」。请删去该答案，或换一份问卷。",
        "The form {form!r} does not ask {item!r}. Leave it out or use another form.",
    ),
    "blank-null": Text(
        'null 不是答案：不填就删去这一题，不清楚就写 "not_known"。',
        'null is no answer: leave the item out, or write "not_known".',
    ),
    "bad-position": Text(
        "应为 0 到 {top} 的档位数：{whole}。",
        "Must be a position from 0 to {top}: {whole}.",
    ),
    "unknown-option": Text(
        '「{value}」不是本题选项。{hint}可用：{allowed}；不清楚就写 "not_known"。',
        "{value!r} is no option of this item. {hint}Allowed: {allowed}; "
        '"not_known" where you do not know.',
    ),
    "bad-choice": Text(
        "应为一个选项编号（文本）。可用：{allowed}。",
        "Must be one option id (text). Allowed: {allowed}.",
    ),
    "bad-choices": Text(
        '应为不重复的选项编号列表；都没有写 ["none"]，没填就删去这一题。可用：{allowed}。',
        'Must be a list of distinct option ids; ["none"] for none, leave the item out if blank. '
        "Allowed: {allowed}.",
    ),
    "none-with-others": Text(
        '"none" 不能和其他选项同时选。', '"none" cannot stand beside other options.'
    ),
    "bad-share": Text(
        '应写成 {{"part": 12, "whole": 40}} 这样，且 whole 大于 0、0 ≤ part ≤ whole ≤ {most}。',
        'Write it like {{"part": 12, "whole": 40}}, with whole > 0 and 0 ≤ part ≤ whole ≤ {most}.',
    ),
    "not-applicable-refused": Text(
        "本题不能答「不适用」：{why}", "This item cannot be answered not applicable: {why}"
    ),
    "unknown-reason": Text(
        "「{reason}」不是本题可用的不适用理由。可用：{allowed}。",
        "{reason!r} is no reason of this item. Allowed: {allowed}.",
    ),
    "never-inferred": Text(
        "「{item}」的答案从不由其他答案推定。请从列表中删去。",
        "The answer to {item!r} is never inferred from others. Take it off the list.",
    ),
    "skipped-though-answered": Text(
        "「{item}」有答案，不是没答的题。请从列表中删去，或删去它的答案。",
        "{item!r} has an answer, so it was not passed over. Take it off the list, or its answer.",
    ),
    "verified-not-known": Text(
        "没看清的不算核实。请删去这一题。",
        "What a visit could not tell verifies nothing. Leave the item out.",
    ),
    "confirmed-without-answer": Text(
        "「{item}」没有答案，无从确认。请写进 answers，或从列表中删去。",
        "{item!r} has no answer to confirm. Put it into answers, or take it off the list.",
    ),
    "unknown-value": Text(
        "没有「{value}」。{hint}可用：{allowed}。",
        "There is no {value!r}. {hint}Allowed: {allowed}.",
    ),
    "bad-date": Text(
        "「{value}」不是日期，应写成 2026-11-23 这样。",
        "{value!r} is no date. Write it like 2026-11-23.",
    ),
    "unknown-chain": Text(
        "没有登记过产业链「{name}」，可用 GET /v1/chains 查看。",
        "No chain {name!r} is registered. See GET /v1/chains.",
    ),
    "unknown-park": Text(
        "没有登记过园区「{name}」，可用 GET /v1/parks 查看。",
        "No park {name!r} is registered. See GET /v1/parks.",
    ),
    "unknown-package": Text(
        "目录中没有改造包「{package}」。{hint}", "The catalogue has no package {package!r}. {hint}"
    ),
    "wish-conflict": Text(
        "「{package}」：{why}。", "The wishes on “{package}” contradict: {why}."
    ),
    "unknown-standard": Text(
        "没有标准「{standard}」。可用：{allowed}。",
        "There is no standard {standard!r}. Allowed: {allowed}.",
    ),
    "fixed-field": Text(
        "「{name}」登记后不能改。请另行登记。",
        "The field {name!r} cannot change. Register another enterprise.",
    ),
    "only-one": Text(
        "以下各项必须写一个，且只能写一个：{allowed}。",
        "Write one of these, and only one: {allowed}.",
    ),
    "unknown-enterprise": Text("没有登记过这家企业。", "No such enterprise is registered."),
    "unknown-assessment": Text(
        "没有这份已提交的答卷。", "There is no submitted assessment of this id."
    ),
    "withdrawn-assessment": Text(
        "这份答卷的诊断已撤回，不能从它开始。请改用另一份已提交的答卷。",
        "The diagnosis of this assessment was withdrawn. Begin from another submitted one.",
    ),
}
_NOTHING = Text("", "")
_ALLOWED = Text("可用：{allowed}。", "Allowed: {allowed}.")
"""The end of a message that is left out where nothing is allowed."""
_NO_ANSWER = Text(
    "应答 {asked} 题，一题都没有答（答「不清楚」也算）。"
    "请先作答；确定就这样提交，请加 accept_incomplete: true。",
    "None of the {asked} questions is answered (“not known” counts). "
    "Answer them, or submit the sheet as it is with accept_incomplete: true.",
)
_MEANT = Text("是否想写「{near}」？", "Did you mean {near!r}?")
_VALUE_MEANT = Text("是否想写「{near}」？", "Did you mean {near!r}? ")
_OPTION_MEANT = Text('请写它的编号 "{near}"。', 'Write its id, "{near}". ')
_FORMS_LISTED = Text("现有问卷见 /v1/questionnaires。", "/v1/questionnaires lists the forms.")
_USE_INSTEAD = Text(
    "请改用「{instead}」；已有的草稿可以换到新版（upgrade）。",
    "Use {instead!r}; a draft begun before moves to it by its upgrade.",
)
_PACKAGES_LISTED = Text("改造包清单见 /v1/packages。", "/v1/packages lists them.")
_CLOSE = Text("相近的有：{names}。", "Close ones: {names}.")
_ALL_JUDGED = Text("这项能力每家企业都要看。", "every firm is judged on it.")
_NOT_CUT = Text("「{part}」不允许裁剪。", "the sub-domain “{part}” may not be cut.")
_WHOLE_ONLY = Text("本问卷只收整数", "this form takes whole ones only")
_WHOLE_OR_PARTS = Text(
    "整数，或整数加 .5（部分达到）、.8（大部分达到）", "whole, or plus .5 (partly) or .8 (mostly)"
)
_NOT_KNOWN = Text('；不清楚就写 "not_known"', '; "not_known" where you do not know')
_LONG_NUMBER = Text("数字过长", "a number is too long")
_PLACE_IN_JSON = Text("第 {line} 行第 {column} 列", "{reason}, line {line} column {column}")
_CHARACTER_IN_JSON = Text(
    "第 {line} 行第 {column} 列的「{character}」是中文输入法的字符，请改成英文的 {meant}",
    "line {line} column {column} has {character}; JSON is written with {meant}",
)
_MORE = Text("…等 {count} 项", "… ({count} in all)")
_LONGEST = LONGEST_POINTER
"""How long a pointer or a value may be in an answer, in characters; the rest is cut."""
_MOST_DIGITS = 15
"""The digits of a number in a message: as many as a float surely holds."""
_LONGEST_WHOLE = 10 ** (PERSON_DIGITS - 1)
"""A whole number below stands in a message as it is: it is too short for that of a person."""
_LONGEST_LIST = 400
"""How long a list of what is allowed may be in a message, in characters."""
_brief = Repr()
_DROPPED = {
    "item-not-asked": Text("问卷「{form}」不问这一题。", "The form {form!r} does not ask this."),
    "unknown-item": Text("题库中已没有这一题。", "The item bank no longer has this item."),
    "unknown-option": Text(
        "原来选的「{value}」现在不是选项。", "What was chosen, {value!r}, is no option any more."
    ),
    "unknown-reason": Text(
        "原来的理由「{reason}」现在不能用。", "The reason {reason!r} is not taken any more."
    ),
}
"""Why an answer was dropped, by the code of its fault: there is nothing for the caller to mend."""
_NOT_TAKEN = Text("这个答案现在不收。", "This answer is not taken any more.")

Values = Mapping[str, object]


def show_fault(fault: Fault, language: Language) -> dict[str, str]:
    """Return `{pointer, code, message}` for a JSON answer."""
    return {
        "pointer": _shortened(fault.pointer),
        "code": fault.code,
        "message": fault_message(fault, language),
    }


def show_faults(faults: Sequence[Fault], language: Language) -> list[dict[str, str]]:
    """Return the first faults for a JSON answer: as many as one tells."""
    return [show_fault(fault, language) for fault in faults[:MOST_FAULTS] if fault is not UNTOLD]


def fault_message(fault: Fault, language: Language) -> str:
    """Return what is wrong and how to cure it, in one language."""
    values = dict(fault.values)
    compose = _COMPOSED.get(fault.code)
    if compose is not None:
        name, text = compose(values)
        values[name] = text
    return _filled(_template(fault), values, language)


def _filled(template: Text, values: Values, language: Language) -> str:
    """Return a message with its values, each fit to be sent."""
    chosen = {
        name: _listed(str(value), language) if name == "allowed" else _shown(value, language)
        for name, value in values.items()
    }
    return template.say(language).format(**chosen)


def why_dropped(fault: Fault, language: Language) -> str:
    """Return why an answer was not carried over to another form, in one language."""
    reason = _DROPPED.get(fault.code)
    if reason is not None:
        return _filled(reason, fault.values, language)
    message = fault_message(fault, language)
    return (" " if language is Language.EN else "").join((_NOT_TAKEN.say(language), message))


def _template(fault: Fault) -> Text:
    """Return the message of a fault before its values are put in."""
    if fault.code == "too-few-answers" and not fault.values["answered"]:
        return _NO_ANSWER
    text = FAULTS[fault.code]
    if fault.values.get("allowed") != "":
        return text
    return Text(text.zh.replace(_ALLOWED.zh, ""), text.en.replace(_ALLOWED.en, "").rstrip())


def _expected(values: Values) -> tuple[str, Text]:
    kind = values["expected"]
    text = EXPECTED[kind] if isinstance(kind, Expected) else Text(str(kind), str(kind))
    limits = {name: values[name] for name in ("most", "low", "high") if name in values}
    return "expected", text.fill(**limits) if limits else text


def _near_item(values: Values) -> tuple[str, Text]:
    near = values.get("near")
    return "hint", _MEANT.fill(near=near) if near else _NOTHING


def _near_value(values: Values) -> tuple[str, Text]:
    near = values.get("near")
    return "hint", _VALUE_MEANT.fill(near=near) if near else _NOTHING


def _near_option(values: Values) -> tuple[str, Text]:
    near = values.get("near")
    return "hint", _OPTION_MEANT.fill(near=near) if near else _NOTHING


def _instead(values: Values) -> tuple[str, Text]:
    instead = values.get("instead")
    if instead is None:
        return "hint", _FORMS_LISTED
    return "hint", _USE_INSTEAD.fill(instead=instead)


def _near_packages(values: Values) -> tuple[str, Text]:
    near = values.get("near")
    names = [str(name) for name in near] if isinstance(near, tuple) else []
    if not names:
        return "hint", _PACKAGES_LISTED
    return "hint", _CLOSE.fill(names=joined(map(plain, names)))


def _not_cut(values: Values) -> tuple[str, Text]:
    part = values.get("part")
    if not isinstance(part, Text):
        return "why", _ALL_JUDGED
    return "why", _NOT_CUT.fill(part=part)


def _conflict(values: Values) -> tuple[str, Text]:
    kind = values["conflict"]
    text = CONFLICTS[kind] if isinstance(kind, Conflict) else _NOTHING
    return "why", text.fill(other=values.get("other"))


def _whole_only(values: Values) -> tuple[str, Text]:
    whole = _WHOLE_ONLY if values.get("whole_only") else _WHOLE_OR_PARTS
    return "whole", joined((whole, _NOT_KNOWN), _NOTHING) if values.get("in_words") else whole


def _json_detail(values: Values) -> tuple[str, Text]:
    if "line" not in values:
        return "detail", _LONG_NUMBER
    text = _CHARACTER_IN_JSON if "character" in values else _PLACE_IN_JSON
    return "detail", text.fill(**values)


_COMPOSED: dict[str, Callable[[Values], tuple[str, Text]]] = {
    **COMPOSED,
    "wrong-type": _expected,
    "unknown-item": _near_item,
    "unknown-value": _near_value,
    "unknown-option": _near_option,
    "form-withdrawn": _instead,
    "unknown-package": _near_packages,
    "not-applicable-refused": _not_cut,
    "wish-conflict": _conflict,
    "bad-position": _whole_only,
    "bad-json": _json_detail,
}
"""The part of a message that is worked out from a fault's values, by code: its name and text."""


def _shown(value: object, language: Language) -> object:
    """Return a value of a message, short and fit to be sent, whatever a caller wrote."""
    if isinstance(value, Text):
        return value.say(language)
    if isinstance(value, float) and isfinite(value):
        return _shortened(number(value, digits=_MOST_DIGITS))
    if isinstance(value, float) or (isinstance(value, int) and abs(value) < _LONGEST_WHOLE):
        return value
    if not isinstance(value, str):
        value = _brief.repr(value)
    return _shortened(value)


def _listed(names: str, language: Language) -> str:
    """Return a list of what is allowed, cut where it is long."""
    if len(names) <= _LONGEST_LIST:
        return names
    shown = names[:_LONGEST_LIST].rpartition(", ")[0]
    return shown + _MORE.fill(count=names.count(", ") + 1).say(language)


def _shortened(text: str) -> str:
    """Return a text that a caller wrote, cut where it is long and without numbers of persons."""
    hidden = _without_persons(text)
    return _encodable(hidden if len(hidden) <= _LONGEST else hidden[:_LONGEST] + "…")


def _without_persons(text: str) -> str:
    """Return a text without numbers of persons; it is as written where it has none."""
    if len(text) < PERSON_DIGITS:
        return text
    hidden = without_numbers_of_persons(text)
    seen = identifying(hidden)  # what nobody sees may stand between the digits
    return hidden if first_number_of_person(seen) is None else without_numbers_of_persons(seen)


def _encodable(text: str) -> str:
    """Return a text with its lone surrogates written as escapes."""
    return text.encode("utf-8", "backslashreplace").decode()
