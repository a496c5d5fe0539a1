"""Faults of what people type into forms, in words without a name of the API."""

from collections.abc import Iterable

from diagnosis.domain.fault import Expected, Fault
from diagnosis.domain.text import Language, Text
from diagnosis.present.faults import show_faults

_MISSING = Text("这一项要填。", "This is needed.")
_WHOLE = Text("请写整数，例如 60。", "Write a whole number, such as 60.")
_AMOUNT = Text(
    "请写数字，单位是万元，例如 2500；也可以写 1.2 亿。",
    "Write a number in units of 10,000 yuan, such as 2500; “26 million yuan” will do too.",
)
PAGE_FAULTS = {
    "invited-already": Text(
        "已经请过这家了，见下面的名单。", "They are invited already, see the list below."
    ),
    "several-industries": Text(
        "这个叫法有几种可能，请在下面选一种。", "This may be several trades: choose below."
    ),
    "name-taken": Text("这个名称已经登记过了。", "This name is registered already."),
    "firm-taken": Text(
        "这个信用代码和厂区已经登记过了。",
        "This credit code and site are registered already.",
    ),
    "file-too-large-to-compare": Text(
        "这个文件超过 5 MB，不会是本站的报告。", "This file has more than 5 MB: no report has."
    ),
    "has-keys": Text(
        "这个机构已经有密钥了：新的由它自己发。",
        "This organisation has keys already: it issues more itself.",
    ),
}
"""Messages of faults that pages alone note."""
_TEXTS = PAGE_FAULTS | {
    "missing-field": _MISSING,
    "blank-text": _MISSING,
    "number-as-text": _AMOUNT,
    "unknown-industry": Text(
        "没有认出这个行业。请写行业叫法（如 模具、灯饰、注塑），或者国标代码（如 C3525）。",
        "This trade is not known here. Write what it is called (such as moulds, lamps), or its "
        "code in GB/T 4754 (such as C3525).",
    ),
    "unknown-place": Text("请从列表里选一个地方。", "Choose a place from the list."),
    "outside-guangdong": Text("请从列表里选一个地方。", "Choose a place from the list."),
    "former-place": Text("请从列表里选一个地方。", "Choose a place from the list."),
    "unknown-value": Text("请从列表里选一项。", "Choose from the list."),
    "bad-id": Text(
        "编号不对：应是 36 个字符，像 0190f0c2-… 这样。", "This is no id: it has 36 characters."
    ),
    "bad-moment": Text("请写成 2026-11-28 这样。", "Write it like 2026-11-28."),
}
"""Messages of a form, by the code of the fault; others say what they say anywhere."""


def messages_by_field(faults: Iterable[Fault], language: Language) -> dict[str, str]:
    """Return what is wrong with each field of a form, by its name; the first fault counts."""
    messages: dict[str, str] = {}
    for fault in faults:
        field = fault.pointer.lstrip("/").partition("/")[0]
        messages.setdefault(field, field_message(fault, language))
    return messages


def field_message(fault: Fault, language: Language) -> str:
    """Return what is wrong with a field of a form, and how to mend it."""
    if fault.code == "wrong-type":
        expected = fault.values.get("expected")
        return (_WHOLE if expected is Expected.WHOLE else _AMOUNT).say(language)
    text = _TEXTS.get(fault.code)
    if text is not None:
        return text.say(language)
    message: str = show_faults((fault,), language)[0]["message"]
    return message
