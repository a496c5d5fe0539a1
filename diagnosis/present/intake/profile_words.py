"""What a page says of a fact of the profile that cannot be taken, in words of whoever typed it."""

from diagnosis.domain.fault import Fault
from diagnosis.domain.text import Language, Text
from diagnosis.present.faults import fault_message

_AMOUNT = Text(
    "请填数字，单位是万元，例如 2500；也可以写 1.2 亿。",
    "Give a number in units of 10,000 yuan, such as 2500; 26 million yuan will do too.",
)
_WORDS = {
    "industry": Text(
        "没认出这个行业。换个说法试试，例如「注塑」「五金」「灯饰」，"
        "或填国民经济行业代码，例如 3525。",
        "This trade is not known here. Try another word, such as “moulds”, or a class of "
        "GB/T 4754 such as 3525.",
    ),
    "city": Text("请从列表里选。", "Choose from the list."),
    "employees": Text("请填整数，例如 60。", "Give a whole number, such as 60."),
    "revenue_wan": _AMOUNT,
    "yearly_budget_wan": _AMOUNT,
    "pains": Text("同一件事选了两次。", "The same thing was chosen twice."),
    "name": Text("请填营业执照上的企业名称。", "Give the firm's name as on its business licence."),
}
_MISSING = Text("请填写。", "Please fill this in.")


def profile_fault(name: str, fault: Fault, language: Language) -> str:
    """Return what to say at the field of a fact; of a credit code, which character is wrong."""
    text = _MISSING if fault.code == "missing-field" else _WORDS.get(name)
    return fault_message(fault, language) if text is None else text.say(language)
