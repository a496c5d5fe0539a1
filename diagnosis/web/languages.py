"""Which language an answer is in: zh-Hans unless English is preferred."""

from flask import Response, request

from diagnosis.domain.text import Language

PAGES = "pages"
"""The blueprint of the pages, which people choose the language of."""
COOKIE = "diagnosis-language"
VARY = "Accept-Language, Accept-Encoding"
"""What every answer varies by."""
_BY_PRIMARY = {"zh": Language.ZH, "en": Language.EN}
_REFUSED = -1.0
"""Less welcome than what is not named at all."""


def wanted_language() -> Language:
    """Return the language of `Accept-Language`; any Chinese or English tag counts.

    Babel and plain prefix matching do not map zh-CN to zh-Hans, so the primary subtag decides;
    `en_US`, as Java and C write it, counts as `en-US`.
    `*` stands for whichever of the two is not named (RFC 9110, 12.5.4). Of two that are as welcome
    the one that is written first is taken; one that is refused (`q=0`) gives way to the other. On
    a page the language that was chosen there goes before.
    """
    if request.blueprint == PAGES and request.cookies.get(COOKIE) in list(Language):
        return Language(request.cookies[COOKIE])
    welcome: dict[Language, float] = {}
    any_other = 0.0
    for tag, quality in request.accept_languages:
        language = _BY_PRIMARY.get(tag.lower().replace("_", "-").partition("-")[0])
        if tag == "*":
            any_other = quality
        elif language is not None:
            welcome.setdefault(language, quality or _REFUSED)
    if not welcome:
        return Language.ZH
    for language in Language:
        welcome.setdefault(language, any_other)
    return max(welcome, key=lambda language: welcome[language])


def mark_language(response: Response, language: Language) -> Response:
    """Return the response with its language stated."""
    response.headers["Content-Language"] = str(language)
    response.headers["Vary"] = VARY
    return response
