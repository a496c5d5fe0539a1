"""How a text is said: in one language, or in both for keeping."""

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any, Protocol

from diagnosis.domain.text import Language, Text

Say = Callable[[Text], object]
"""Says a text: as a word of one language, or as a value of both."""

Shown = dict[str, Any]
"""A JSON object of an answer; its keys are those of the schemas in web/schemas."""


def in_language(language: Language) -> Say:
    """Return a way to say texts in one language."""
    return attrgetter("zh" if language is Language.ZH else "en")


def in_both(text: Text) -> dict[str, str]:
    """Return a text in both languages, for keeping."""
    return {"zh": text.zh, "en": text.en}


def localise(value: Any, language: Language) -> Any:
    """Return a value said by `in_both` as `in_language` would have said it."""
    if isinstance(value, dict):
        if value and value.keys() <= {"zh", "en"}:
            return value.get("zh" if language is Language.ZH else "en", "")
        return {key: localise(below, language) for key, below in value.items()}
    if isinstance(value, list):
        return [localise(below, language) for below in value]
    return value


_COMMA = Text("、", ", ")
COLON = Text("：", ": ")
SEMICOLON = Text("；", "; ")
SPACE = Text("", " ")
_QUOTED = Text("「{name}」", "“{name}”")


class JoinedText(Text):
    """Several texts as one, put together in the language it is said in alone."""

    __slots__ = ("_separator", "_texts")
    _texts: tuple[Text, ...]
    _separator: Text
    __setattr__ = object.__setattr__  # the slots of this class are set, those of `Text` never

    def __init__(self, texts: tuple[Text, ...], separator: Text) -> None:
        self._texts = texts
        self._separator = separator

    @property
    def zh(self) -> str:
        """Return the text in Chinese."""
        return self._separator.zh.join([text.zh for text in self._texts])

    @property
    def en(self) -> str:
        """Return the text in English."""
        return self._separator.en.join([text.en for text in self._texts])


def joined(texts: Iterable[Text], separator: Text = _COMMA) -> Text:
    """Return several texts as one list.

    Examples
    --------
    >>> joined([Text("质量", "quality"), Text("成本", "cost")])
    JoinedText(zh='质量、成本', en='quality, cost')
    """
    known = tuple(texts)
    return known[0] if len(known) == 1 else JoinedText(known, separator)


def quoted(name: Text) -> Text:
    """Return a name in quotes."""
    return _QUOTED.fill(name=name)


def plain(value: object) -> Text:
    """Return a number, a date or a name that is the same in both languages."""
    return Text(str(value), str(value))


class Named(Protocol):
    """An entry of the content with an id and a name."""

    @property
    def id(self) -> str:
        """Return the id."""
        ...

    @property
    def name(self) -> Text:
        """Return the name."""
        ...


def names_by_id(entries: Iterable[Named]) -> dict[str, Text]:
    """Return the names of entries by their ids."""
    return {entry.id: entry.name for entry in entries}


def named(names: Mapping[str, Text], ids: Iterable[str], say: Say) -> list[Shown]:
    """Return ids with their names."""
    return [{"id": identity, "name": say(names[identity])} for identity in ids]
