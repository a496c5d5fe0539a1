"""`/admin`: is the service well, what it runs with, what firms agree to."""

from dataclasses import asdict

from flask import Response, current_app

from diagnosis import __version__
from diagnosis.domain.consent import ConsentTerms
from diagnosis.domain.text import Language
from diagnosis.present.access.consents import show_terms
from diagnosis.present.intake.forms import show_forms
from diagnosis.present.moments import day_words
from diagnosis.present.pages.served import show_served
from diagnosis.present.say import Shown, in_language
from diagnosis.web.exchange import container, content, say
from diagnosis.web.observe import STOPPING
from diagnosis.web.pages.page import page
from diagnosis.web.pages.site import site

_DIGITS = 12
"""So much of a digest is enough to tell two apart."""


@site.get("/admin")
def show_administration() -> Response:
    """Show the state of the service, the versions that it serves, the consent texts."""
    running = container()
    store = running.store.readiness()
    estimator = running.estimator
    models = estimator.models() if estimator else ()
    return page(
        "admin/overview.html",
        is_ready=store.trouble is None and STOPPING not in current_app.extensions,
        is_stopping=STOPPING in current_app.extensions,
        checks=asdict(store),
        code=__version__,
        digest=running.content.digest[:_DIGITS],
        standards=show_served(content(), models, running.refused_models, say()),
        refused_overstatement=running.refused_overstatement is not None,
        forms=show_forms(content(), say()),
        consents=[_in_both(terms) for terms in content().consents.values()],
    )


def _in_both(terms: ConsentTerms) -> dict[str, Shown]:
    """Return what a firm agrees to for a use, in each language."""
    since = day_words(terms.current.since)
    return {
        name: show_terms(terms, in_language(language)) | {"since_in_words": since.say(language)}
        for name, language in (("zh", Language.ZH), ("en", Language.EN))
    }
