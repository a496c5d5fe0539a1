"""Which language an answer is in: zh-Hans unless English is preferred."""

from flask import Response, request

from diagnosis.domain.text import Language

VARY = "Accept-Language, Accept-Encoding"
"""What every answer varies by."""


def wanted_language() -> Language:
    """Return the language of `Accept-Language`; any Chinese or English tag counts.

    Babel and plain prefix matching do not map zh-CN to zh-Hans, so the primary subtag decides.
    """
    for tag, quality in request.accept_languages:
        if quality == 0:  # RFC 9110, 12.4.2: not acceptable
            continue
        primary = tag.lower().partition("-")[0]
        if primary == "en":
            return Language.EN
        if primary == "zh":
            return Language.ZH
    return Language.ZH


def mark_language(response: Response, language: Language) -> Response:
    """Return the response with its language stated."""
    response.headers["Content-Language"] = str(language)
    response.headers["Vary"] = VARY
    return response
