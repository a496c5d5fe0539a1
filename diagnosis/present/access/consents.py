"""Consents as JSON values: what a firm agrees to, how it stands to each use, the history."""

from diagnosis.domain.consent import ConsentTerms, ConsentText
from diagnosis.present.moments import iso
from diagnosis.present.say import Say, Shown
from diagnosis.services.consents import UseStanding
from diagnosis.services.ports.consents import ConsentRecord


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


def show_standing(standing: UseStanding, say: Say) -> Shown:
    """Return how a firm stands to a use; `consent` is null where it stated nothing."""
    last, terms = standing.last, standing.terms
    return {
        "use": terms.use.value,
        "name": say(terms.name),
        "counts": standing.counts,
        "current_version": terms.current.version,
        "consent": last and last.status.value,
        "text_version": last and last.text_version,
        "stated_at": last and iso(last.stated_at),
        "actor": last and last.actor,
    }


def show_statement(record: ConsentRecord) -> Shown:
    """Return what a firm stated of a use at a moment."""
    return {
        "id": record.id,
        "enterprise_id": record.enterprise_id,
        "use": record.use.value,
        "consent": record.status.value,
        "text_version": record.text_version,
        "stated_at": iso(record.stated_at),
        "actor": record.actor,
    }
