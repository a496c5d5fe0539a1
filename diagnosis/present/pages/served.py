"""What the service scores and estimates with, standard by standard, for whoever runs it."""

from collections.abc import Iterable, Mapping

from diagnosis.domain.estimate import RefusalCode
from diagnosis.domain.scoring.standard import Standard
from diagnosis.domain.text import Text
from diagnosis.present.say import Say, Shown
from diagnosis.present.scoring.estimate import REASONS
from diagnosis.present.scoring.overstatement import FACTS_TO_CHECK, overstatement_basis
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.estimator import ModelStatus

_OTHER = Text("模型不能用", "the model cannot be used")


def show_served(
    content: Content, models: Iterable[ModelStatus], refused: Mapping[str, str], say: Say
) -> list[Shown]:
    """Return each standard with its revision, its models, and what is taken off answers.

    `refused` says why a standard that should have a model has none, as its code and a detail.
    """
    known = tuple(models)
    return [_served(content, standard, known, refused, say) for standard in content.standards]


def _served(
    content: Content,
    standard: Standard,
    models: tuple[ModelStatus, ...],
    refused: Mapping[str, str],
    say: Say,
) -> Shown:
    reason = refused.get(standard.id)
    return {
        "id": standard.id,
        "name": say(standard.name),
        "revision": standard.revision,
        "official": standard.official,
        "models": [
            {
                "model": model.model,
                "current": model.current,
                "served": model.served,
                "verified_visits": model.verified_visits,
            }
            for model in models
            if model.standard == standard.id
        ],
        "refused": reason and say(refusal_in_words(reason)),
        "overstatement": _overstatement(content, standard, say),
    }


def refusal_in_words(reason: str) -> Text:
    """Return why a model is not served, from its code, which stands before a colon."""
    code = reason.partition(":")[0]
    return REASONS[RefusalCode(code)] if code in list(RefusalCode) else _OTHER


def _overstatement(content: Content, standard: Standard, say: Say) -> object:
    """Return what is assumed of overstatement, None where content assumes nothing."""
    if standard.id == content.standards.tiers.id:
        return say(FACTS_TO_CHECK)
    rules = content.deflated
    return None if rules is None else say(overstatement_basis(rules.overstatement_of(standard.id)))
