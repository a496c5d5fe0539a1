"""A text in both languages of the service, and the way one of them is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """The two languages every text exists in; the values are BCP 47 tags."""

    ZH = "zh-Hans"
    EN = "en"


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """One text in Simplified Chinese and in English.

    Examples
    --------
    >>> Text("级别", "level").say(Language.EN)
    'level'
    """

    zh: str
    en: str

    def __eq__(self, other: object) -> bool:
        """Return whether both say the same in both languages."""
        return isinstance(other, Text) and (self.zh, self.en) == (other.zh, other.en)

    def __hash__(self) -> int:
        return hash((self.zh, self.en))

    def say(self, language: Language) -> str:
        """Return the text in one language."""
        return self.zh if language is Language.ZH else self.en

    def fill(self, **values: object) -> "Text":
        """Return the text with its `{name}` places filled; a text fills them in its language.

        Examples
        --------
        >>> at_level = Text("{part}：{level} 级", "{part}: level {level}")
        >>> at_level.fill(part=Text("数据", "data"), level=2)
        _FilledByTexts(zh='数据：2 级', en='data: level 2')
        """
        for value in values.values():
            if isinstance(value, Text):
                return _FilledByTexts(self, values)
        return FilledText(self, values)

    def in_full(self) -> "Text":
        """Return the text as one that is put together already, for keeping."""
        return Text(self.zh, self.en)


class FilledText(Text):
    """A text that is put together whenever it is said, in the language it is said in alone.

    An answer is in one language: what it does not say in the other one is never made.
    """

    __slots__ = ("_template", "_values")
    _template: Text
    _values: Mapping[str, object]
    __setattr__ = object.__setattr__  # the slots of this class are set, those of `Text` never

    def __init__(self, template: Text, values: Mapping[str, object]) -> None:
        self._template = template
        self._values = values

    @property
    def zh(self) -> str:
        """Return the text in Chinese."""
        return self._template.zh.format_map(self._values)

    @property
    def en(self) -> str:
        """Return the text in English."""
        return self._template.en.format_map(self._values)


class _FilledByTexts(FilledText):
    """A text that texts fill."""

    __slots__ = ()

    @property
    def zh(self) -> str:
        """Return the text in Chinese."""
        values = self._values.items()
        return self._template.zh.format_map(
            {name: value.zh if isinstance(value, Text) else value for name, value in values}
        )

    @property
    def en(self) -> str:
        """Return the text in English."""
        values = self._values.items()
        return self._template.en.format_map(
            {name: value.en if isinstance(value, Text) else value for name, value in values}
        )
