"""The list of forms, and what became of every item between two of them, as JSON values."""

from collections.abc import Iterable

from diagnosis.domain.intake.form import Form, FormChange
from diagnosis.present.say import Say, Shown
from diagnosis.services.intake.forms import FormComparison
from diagnosis.services.ports.content import Content


def show_forms(content: Content, say: Say) -> list[Shown]:
    """Return the newest version of every form, briefly."""
    newest = ((list(versions), list(versions.values())[-1]) for versions in content.forms.values())
    return [_row(versions, form, say) for versions, form in newest]


def _row(versions: list[str], form: Form, say: Say) -> Shown:
    return {
        "id": form.id,
        "form": form.ref,
        "version": form.version,
        "versions": versions,
        "status": form.status,
        "title": say(form.title),
        "purpose": say(form.purpose),
        "minutes": {"low": form.minutes[0], "high": form.minutes[1], "basis": "estimated"},
        "standards": list(form.standards),
        "items": len(form.entries),
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
