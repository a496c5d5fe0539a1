"""The help of an item with the names of the items that it refers to."""

import re
from collections.abc import Iterable, Mapping

from diagnosis.domain.intake.form import Form
from diagnosis.domain.intake.item import Item
from diagnosis.domain.intake.references import REFERENCE, references
from diagnosis.domain.text import Text
from diagnosis.services.ports.content import Content

_CLAUSE_ENDS_ZH = re.compile(r"(?<=[。；])")
_CLAUSE_ENDS_EN = re.compile(r"(?<=[.;])\s+")


def item_help(content: Content, form: Form, item: Item) -> Text:
    """Return the help of an item as a form says it: by the names of other items that it asks."""
    others = references(item.help.zh) & form.entries.keys()
    return with_names(item.help, {other: content.bank[other].name for other in others})


def with_names(text: Text, names: Mapping[str, Text]) -> Text:
    """Return a text with the names of the items that it refers to.

    A clause that refers to an item which is not among the names is left out: who fills in a form
    that does not ask it would look for it in vain. Clauses end at a full stop or a semicolon.

    Parameters
    ----------
    names
        The name of each item that the form asks, by id.

    Examples
    --------
    >>> meaning = Text("只问计划；谁管，见{head}题。", "The plan; who leads: see {head}.")
    >>> with_names(meaning, {"head": Text("负责人", "Leader")})
    Text(zh='只问计划；谁管，见「负责人」题。', en='The plan; who leads: see “Leader”.')
    >>> with_names(meaning, {})
    Text(zh='只问计划。', en='The plan.')

    """
    if not references(text.zh):
        return text
    zh = _clauses(_CLAUSE_ENDS_ZH.split(text.zh), {id_: f"「{n.zh}」" for id_, n in names.items()})
    en = _clauses(_CLAUSE_ENDS_EN.split(text.en), {id_: f"“{n.en}”" for id_, n in names.items()})
    return Text("".join(zh), " ".join(_capital_after_stops(en)))


def _clauses(clauses: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """Return the clauses whose references have names; a stop that ends a lost one is kept."""
    kept: list[str] = []
    for clause in clauses:
        if references(clause) <= names.keys():
            kept.append(REFERENCE.sub(lambda match: names[match[1]], clause))
        elif kept and kept[-1][-1] in "；;":
            kept[-1] = kept[-1][:-1] + clause[-1]
    return kept


def _capital_after_stops(clauses: Iterable[str]) -> Iterable[str]:
    starts = True
    for clause in clauses:
        yield clause[:1].upper() + clause[1:] if starts else clause
        starts = not clause.endswith(";")
