"""Faults of what says who a firm is, in words: characters, credit codes, industries, places."""

from collections.abc import Callable, Mapping

from diagnosis.domain.characters import CharacterKind
from diagnosis.domain.intake.credit_code import (
    OLD_ORGANISATION,
    OLD_REGISTRATION,
    CodeTrouble,
)
from diagnosis.domain.text import Text
from diagnosis.present.say import joined

IDENTITY_FAULTS = {
    "bad-text": Text(
        "第 {position} 个字符（{character}）是{kind}，不能用，请删去或改掉。",
        "Character {position} ({character}) is {kind}. Take it out or write another.",
    ),
    "bad-credit-code": Text(
        "{detail}统一社会信用代码共 18 位：数字和大写字母，不用 I、O、S、V、Z。",
        "{detail}A unified social credit code has 18 digits or capitals (without I, O, S, V, Z).",
    ),
    "credit-code-check": Text(
        "统一社会信用代码的校验位不对，请核对（常见于抄错一位）。",
        "The check character of the credit code is wrong: look for a mistyped character.",
    ),
    "number-of-a-person": Text(
        "这是个人身份证号，没有保存。{hint}",
        "This is a person's id number; it was not stored. {hint}",
    ),
    "older-number": Text(
        "这像是{kind}。请填现在营业执照上的 18 位统一社会信用代码。",
        "This looks like {kind}. Write the credit code of 18 characters on today's business "
        "licence.",
    ),
    "code-of-no-firm": Text(
        "以「{begins}」开头的不是企业的代码：企业以 91 开头，个体工商户 92，农民专业合作社 93。",
        "A code that begins with {begins!r} is no firm's: those of firms begin with 91, of sole "
        "traders with 92, of farm cooperatives with 93.",
    ),
    "unknown-industry": Text(
        "{hint}行业代码应为 C13 至 C43，或 C 加 3–4 位数字（GB/T 4754-2017 制造业）。",
        "{hint}The industry must be C13 to C43, or C with 3–4 digits (GB/T 4754-2017, "
        "manufacturing).",
    ),
    "unknown-class": Text(
        "GB/T 4754 中没有「{industry}」。同级的有：{allowed}。",
        "GB/T 4754 has no {industry!r}. Beside it there are: {allowed}.",
    ),
    "outside-guangdong": Text(
        "「{place}」不在广东省。本服务目前只收广东的地市、区县或镇街代码（44 开头）。",
        "{place!r} is outside Guangdong. Only its cities, districts and towns (44…) are served.",
    ),
    "unknown-place": Text(
        "「{place}」不是广东的地市或区县代码（GB/T 2260，6 位），"
        "也不是东莞、中山的镇街代码（9 位）。{hint}",
        "{place!r} is no code of a Guangdong city or district (GB/T 2260, 6 digits), "
        "nor of a town in Dongguan or Zhongshan (9 digits).{hint}",
    ),
    "former-place": Text(
        "「{place}」（{name}）这个区划代码已不用，现在是：{successors}。请改用。",
        "{place!r} ({name}) is a code of former days. Write instead: {successors}.",
    ),
}

CHARACTERS = {
    CharacterKind.LINE_BREAK: Text("换行", "a line break"),
    CharacterKind.TAB: Text("制表符", "a tab"),
    CharacterKind.CONTROL: Text("控制字符", "a control character"),
    CharacterKind.DIRECTION: Text("改变书写方向的字符", "one that turns the direction of writing"),
    CharacterKind.UNSEEN: Text("看不见的字符", "an invisible character"),
    CharacterKind.PRIVATE: Text("别处显示不出的自造字", "a private character, unknown elsewhere"),
    CharacterKind.HALF: Text("不完整的字符", "half a character"),
    CharacterKind.LOST: Text("转码时丢失的字", "the sign of a character lost on the way"),
    CharacterKind.UNASSIGNED: Text("不存在的字符", "no character at all"),
    CharacterKind.MARK: Text(
        "叠得太多或没有字可附的符号", "a mark on no letter, or too many of them on it"
    ),
}
"""What a character is that a text may not have."""

_OLDER = {
    OLD_REGISTRATION: Text("旧的 15 位注册号", "a registration number of 15 digits, as firms had"),
    OLD_ORGANISATION: Text(
        "旧的 9 位组织机构代码", "an organisation code of 9 characters, as firms had"
    ),
}
_LENGTH = Text("这里有 {length} 位。", "This has {length} characters. ")
_AUTHORITY = Text(
    "第 3、4 位「{province}」不是省份代码。", "Positions 3 and 4, {province}, are no province. "
)
_MEANT = Text(
    "第 {position} 位是{what}，想写的多半是{meant}。",
    "Position {position} is {what}; {meant} is probably meant. ",
)
_NOT_THERE = Text(
    "第 {position} 位是{what}，这里不能有它。",
    "Position {position} is {what}, which cannot stand there. ",
)
_DIGIT = Text("数字 {character}", "the digit {character}")
_LETTER = Text("字母 {character}", "the letter {character}")
_BLANK = Text("空格", "a blank")
_SIGN = Text("「{character}」（{number}）", "“{character}” ({number})")
_PLACES_MEANT = Text("请填代码：{places}。", " Write the code: {places}.")
_INDUSTRY_MEANT = Text("是否想写 {meant}？", "Did you mean {meant}? ")
_PLACE = Text("{code}（{name}）", "{code} ({name})")
_ON_THE_LICENCE = Text(
    "请填营业执照上的统一社会信用代码（91、92 或 93 开头）。",
    "Write the credit code on the business licence, which begins with 91, 92 or 93.",
)
_TAKE_OUT = Text(
    "它从第 {position} 个字符开始，请删去。",
    "It begins at character {position}: take it out.",
)
_NOTHING = Text("", "")

Values = Mapping[str, object]


def _kind_of_character(values: Values) -> tuple[str, Text]:
    kind = values.get("kind")
    return "kind", CHARACTERS[kind] if isinstance(kind, CharacterKind) else _NOTHING


def _written(character: str) -> Text:
    """Return a character as a message names it."""
    if character == " ":
        return _BLANK
    if character.isascii() and character.isalnum():
        return (_DIGIT if character.isdigit() else _LETTER).fill(character=character)
    return _SIGN.fill(character=character, number=f"U+{ord(character):04X}")


def _code_detail(values: Values) -> tuple[str, Text]:
    trouble = values.get("trouble")
    if trouble is CodeTrouble.LENGTH:
        return "detail", _LENGTH.fill(length=values["length"])
    if trouble is CodeTrouble.AUTHORITY:
        return "detail", _AUTHORITY.fill(province=values["province"])
    if trouble is not CodeTrouble.CHARACTER:
        return "detail", _NOTHING
    what, meant = _written(str(values["character"])), values["meant"]
    if meant is None:
        return "detail", _NOT_THERE.fill(position=values["position"], what=what)
    chosen = _written(str(meant))
    return "detail", _MEANT.fill(position=values["position"], what=what, meant=chosen)


def _industry_meant(values: Values) -> tuple[str, Text]:
    meant = values.get("meant")
    return "hint", _NOTHING if meant is None else _INDUSTRY_MEANT.fill(meant=meant)


def _instead_of_person(values: Values) -> tuple[str, Text]:
    position = values.get("position")
    return "hint", _ON_THE_LICENCE if position is None else _TAKE_OUT.fill(position=position)


def _kind_of_older_number(values: Values) -> tuple[str, Text]:
    length = values.get("length")
    return "kind", _OLDER[length] if isinstance(length, int) else _NOTHING


def _successors(values: Values) -> tuple[str, Text]:
    now = values.get("now")
    places = now if isinstance(now, tuple) and now else ()
    names = [_PLACE.fill(code=code, name=name) for code, name in places]
    return "successors", joined(names) if names else _NOTHING


def _places_meant(values: Values) -> tuple[str, Text]:
    named = values.get("named")
    if not isinstance(named, tuple) or not named:
        return "hint", _NOTHING
    places = [_PLACE.fill(code=code, name=name) for code, name in named]
    return "hint", _PLACES_MEANT.fill(places=joined(places))


COMPOSED: Mapping[str, Callable[[Values], tuple[str, Text]]] = {
    "bad-text": _kind_of_character,
    "bad-credit-code": _code_detail,
    "unknown-industry": _industry_meant,
    "number-of-a-person": _instead_of_person,
    "older-number": _kind_of_older_number,
    "former-place": _successors,
    "unknown-place": _places_meant,
}
"""The part of a message that is worked out from a fault's values, by code: its name and text."""
