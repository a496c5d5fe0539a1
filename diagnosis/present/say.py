"""How a text is said: in one language, or in both for keeping."""

from operator import attrgetter
from typing import Any

from diagnosis.domain.text import Language, Say, Text


def in_language(language: Language) -> Say:
    """Return a way to say texts in one language."""
    return attrgetter("zh" if language is Language.ZH else "en")


def in_both(text: Text) -> dict[str, str]:
    """Return a text in both languages, for storing."""
    return {"zh": text.zh, "en": text.en}


def localise(value: Any, language: Language) -> Any:
    """Return a value rendered by `in_both` as `in_language` would have rendered it."""
    if isinstance(value, dict):
        if value.keys() == {"zh", "en"}:
            return value["zh"] if language is Language.ZH else value["en"]
        return {key: localise(below, language) for key, below in value.items()}
    if isinstance(value, list):
        return [localise(one, language) for one in value]
    return value
