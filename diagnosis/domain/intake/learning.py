"""What the register takes over from a submitted sheet, and gives back where it is withdrawn."""

from dataclasses import replace

from diagnosis.domain.characters import identifying
from diagnosis.domain.intake.enterprise import FIELDS, Enterprise

IDENTITY = ("name", "credit_code", "site")
"""The facts that say who a firm is: no sheet changes them."""
LEARNED = tuple(name for name in FIELDS if name not in IDENTITY)


def is_same_name(first: str | None, second: str | None) -> bool:
    """Return whether two names are of one firm: but for widths, capitals and blanks.

    Examples
    --------
    >>> is_same_name("ABC（广东）有限公司", "abc (广东) 有限公司")
    True
    """
    return _plain(first) == _plain(second)


def _plain(name: str | None) -> str:
    return "".join(identifying(name or "").casefold().split())


def learn(known: Enterprise, stated: Enterprise) -> Enterprise:
    """Return the facts of a firm after a sheet; what the sheet leaves out stays known."""
    facts = {name: getattr(stated, name) for name in LEARNED}
    return replace(known, **{name: fact for name, fact in facts.items() if fact is not None})


def unlearn(known: Enterprise, withdrawn: Enterprise, before: Enterprise) -> Enterprise:
    """Return the facts of a firm after a sheet was withdrawn.

    What still is as the withdrawn sheet stated it becomes what the sheet `before` states; what was
    changed by hand since then stays.
    """
    facts = {
        name: getattr(before, name)
        for name in LEARNED
        if getattr(known, name) == getattr(withdrawn, name)
    }
    return replace(known, **{name: fact for name, fact in facts.items() if fact is not None})
