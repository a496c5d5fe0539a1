"""Where a firm is weak as its result page shows it: in plain words, in the order of its plan."""

import re
from collections.abc import Sequence

from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage, KeptPlan
from diagnosis.domain.scoring.verdict import next_position
from diagnosis.domain.text import Text
from diagnosis.present.ours import OURS, practice
from diagnosis.present.result.first_things import FIRST_SHOWN, in_order
from diagnosis.present.result.weak_points import show_weak_points
from diagnosis.present.retrofit.plan_words import name_of
from diagnosis.present.retrofit.spoken import when
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import Diagnosis

_ABBREVIATIONS = re.compile(r"\s*（[^（）]*[A-Z]{2,}[^（）]*）|\s*\([^()]*[A-Z]{2,}[^()]*\)")
_IN_PLAN = Text("计划里做：「{name}」，{when}。", "In the plan: “{name}”, {when}.")


def in_plain_words(text: Text) -> Text:
    """Return a practice without the abbreviations that it has in brackets.

    Examples
    --------
    >>> in_plain_words(Text("录入系统（QMS、LIMS）。", "Go into a system (QMS, LIMS).")).en
    'Go into a system.'
    """
    return Text(_ABBREVIATIONS.sub("", text.zh), _ABBREVIATIONS.sub("", text.en))


def show_weak_beside_plan(
    content: Content, diagnosis: Diagnosis, plan: KeptPlan | None, of_plan: Content, say: Say
) -> list[Shown]:
    """Return the weak points: first what the plan raises, in the order of the first things.

    `next` is the practice in plain words, `wording` as the form has it where that differs, `terms`
    what its words mean, `planned` what of the plan raises it and when, None where nothing does;
    `is_first` that one of the first things does;
    `ours` says what the sign in the wording means. `of_plan` is the content of the plan.
    """
    packages = [] if plan is None else in_order(diagnosis, plan)
    raised: dict[str, int] = {}
    for place, package in enumerate(packages):
        for item in _items_of(of_plan, package):
            raised.setdefault(item, place)
    positions = {gap.item: next_position(content.bank, gap) for _, gap in diagnosis.gaps}
    rows = show_weak_points(content, diagnosis, say)
    rows.sort(key=lambda row: raised.get(row["item"], len(packages)))
    return [
        row
        | _in_words(content, row["item"], positions[row["item"]] or 0, say)
        | {
            "planned": _planned(of_plan, packages, raised.get(row["item"]), say),
            "is_first": raised.get(row["item"], FIRST_SHOWN) < FIRST_SHOWN,
        }
        for row in rows
    ]


def _items_of(content: Content, package: KeptPackage) -> tuple[str, ...]:
    known = content.packages.get(package.id)
    return () if known is None else tuple(effect.item for effect in known.effects)


def _in_words(content: Content, item_id: str, position: int, say: Say) -> Shown:
    item = content.bank[item_id]
    wording = practice(item, position)
    plain = in_plain_words(item.positions[position])
    return {
        "next": say(plain),
        "wording": None if plain == wording else say(wording),
        "ours": say(OURS) if item.is_ours(position) else None,
        "terms": [{"term": say(each.term), "meaning": say(each.meaning)} for each in item.terms],
    }


def _planned(
    content: Content, packages: Sequence[KeptPackage], place: int | None, say: Say
) -> str | None:
    if place is None:
        return None
    package = packages[place]
    return str(say(_IN_PLAN.fill(name=name_of(content, package.id), when=when(package))))
