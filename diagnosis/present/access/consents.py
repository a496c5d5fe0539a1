"""Consents as JSON values: the texts that a firm agrees to."""

from diagnosis.domain.consent import ConsentTerms, ConsentText
from diagnosis.present.say import Say, Shown


def show_terms(terms: ConsentTerms, say: Say) -> Shown:
    """Return what a firm agrees to for one use: the present text, and the earlier ones."""
    *earlier, current = (_show_text(text, say) for text in terms.texts)
    head: Shown = {"id": terms.use.value, "name": say(terms.name)}
    return head | current | {"counts_from": terms.least_version, "earlier": earlier}


def _show_text(text: ConsentText, say: Say) -> Shown:
    return {
        "version": text.version,
        "since": text.since.isoformat(),
        "asks_again": text.asks_again,
        "text": say(text.text),
    }
