"""A text in both languages of the service, and the way one of them is chosen."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """The two languages every text exists in; the values are BCP 47 tags."""

    ZH = "zh-Hans"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """One text in Simplified Chinese and in English.

    Examples
    --------
    >>> Text("级别", "level").say(Language.EN)
    'level'
    """

    zh: str
    en: str

    def say(self, language: Language) -> str:
        """Return the text in one language."""
        return self.zh if language is Language.ZH else self.en

    def fill(self, **values: object) -> "Text":
        """Return the text with its `{name}` places filled in both languages."""
        return Text(self.zh.format(**values), self.en.format(**values))
