"""The list of forms, and what became of every item between two of them, as JSON values."""

from collections.abc import Iterable, Mapping

from diagnosis.domain.intake.form import Form, FormChange, newest
from diagnosis.present.intake.form import show_minutes
from diagnosis.present.say import Say, Shown
from diagnosis.services.intake.forms import FormComparison
from diagnosis.services.ports.content import Content


def show_forms(content: Content, say: Say) -> list[Shown]:
    """Return the newest version of every form that is not withdrawn, briefly.

    Each names all versions of its form, and which of them are withdrawn.
    """
    return [_row(content, versions, say) for versions in content.forms.values()]


def _row(content: Content, versions: Mapping[str, Form], say: Say) -> Shown:
    form = newest(versions.values())
    return {
        "id": form.id,
        "form": form.ref,
        "version": form.version,
        "versions": list(versions),
        "withdrawn": [version for version, other in versions.items() if other.is_withdrawn],
        "status": str(form.status),
        "title": say(form.title),
        "purpose": say(form.purpose),
        "minutes": show_minutes(content, form),
        "standards": list(form.standards),
        "item_count": len(form.entries),
    }


def show_form_comparison(comparison: FormComparison) -> Shown:
    """Return what became of every item between two forms."""
    return {
        "old": comparison.old.ref,
        "new": comparison.new.ref,
        "items": show_changes(comparison.changes),
    }


def show_changes(changes: Iterable[FormChange]) -> list[Shown]:
    """Return what became of each item: kept, changed (and what of it), new, gone."""
    return [
        {"item": change.item, "change": change.change, "what": list(change.what)}
        for change in changes
    ]
