"""Who visited whom, when and why: what every line of a file of visits says beside its answers."""

import re
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from diagnosis.classifier.training.fitting.near_copies import ALIKE_SHARE, Cells, near_copies
from diagnosis.services.promotion.visit_lines import WHYS

IDENTITY = ("firm", "visit", "consultant", "date", "why")
LONGEST_VISIT_ID = 80
SHOWN_REPEATS = 5
"""How many repeated lines a refusal names."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRecord:
    """Who was visited by whom, when and why.

    `firm`, `visit` and `consultant` are ids of the deployment, at most 80 characters; `date` the
    day, YYYY-MM-DD; `why` one of `WHYS`: drawn at `random`, a `double` visit that a second
    consultant pays to a firm visited before, `requested` by the firm, of a firm `suspected` to
    claim too much, or a `follow-up` of an earlier visit; `channel` how the sheet came, "" where
    that is not known; `by_lot` has the items that were drawn to be checked: others were chosen.
    """

    firm: str
    visit: str
    consultant: str
    date: str
    why: str
    channel: str = ""
    rule_revision: int | None = None
    by_lot: frozenset[str] = frozenset()


def record_from(plain: object) -> VisitRecord:
    """Return the record of a line. Raises ValueError saying what is missing or wrong."""
    if not isinstance(plain, Mapping):
        raise ValueError("expected a JSON object, one visit")
    missing = [name for name in IDENTITY if name not in plain]
    if missing:
        raise ValueError(
            f"missing {', '.join(missing)}: a visit says firm, visit, consultant, date and why"
            " since nothing may be learned from one firm many times; add them to old files"
        )
    if plain["why"] not in WHYS:
        raise ValueError(f"why: {plain['why']!r}; expected one of {WHYS}")
    revision = plain.get("rule_revision")
    if revision is not None and type(revision) is not int:
        raise ValueError(f"rule_revision: {revision!r}; expected a whole number")
    return VisitRecord(
        firm=_name(plain, "firm"),
        visit=_name(plain, "visit"),
        consultant=_name(plain, "consultant"),
        date=_day(plain["date"]),
        why=plain["why"],
        channel=_name(plain, "channel") if plain.get("channel") else "",
        rule_revision=revision,
        by_lot=listed_items(plain, "by_lot"),
    )


def listed_items(plain: Mapping[str, object], key: str) -> frozenset[str]:
    """Return the item ids of a list, none where it is absent. Raises ValueError for others."""
    listed = plain.get(key, ())
    if not isinstance(listed, list | tuple) or not all(isinstance(item, str) for item in listed):
        raise ValueError(f"{key}: {listed!r}; expected a list of item ids")
    return frozenset(listed)


def _name(plain: Mapping[str, object], key: str) -> str:
    name = plain[key]
    if not isinstance(name, str) or not 0 < len(name.strip()) <= LONGEST_VISIT_ID:
        raise ValueError(f"{key}: {name!r}; expected a text of 1–{LONGEST_VISIT_ID} characters")
    return name.strip()


def _day(text: object) -> str:
    if not isinstance(text, str) or not _DAY.fullmatch(text):
        raise ValueError(f"date: {text!r}; expected YYYY-MM-DD")
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise ValueError(f"date: {text!r} is no day") from error


def check_records(
    records: Sequence[VisitRecord], contents: Sequence[Cells], lines: Sequence[int]
) -> None:
    """Refuse visits that stand in a file twice.

    `contents` are the claims and verified answers of each visit, `lines` its line. Two lines are
    of one visit if they share the visit id; the firm, consultant and day; or all claims and
    verified answers, unless two consultants came to one and the same verdict on one firm. Nearly
    all of them, if the firms differ, is as bad. Raises ValueError naming the lines.
    """
    repeats = [
        *_repeated(lines, [record.visit for record in records], "have the visit id {key!r}"),
        *_repeated(
            lines,
            [(record.firm, record.consultant, record.date) for record in records],
            "are of one firm, consultant and day {key!r}",
        ),
        *_pasted(records, contents, lines),
    ]
    # Copies that are exact are told as such, not again as near ones.
    repeats = repeats or _nearly_pasted(records, contents, lines)
    if repeats:
        more = len(repeats) - SHOWN_REPEATS
        rest = f"; and {more} more" if more > 0 else ""
        raise ValueError("; ".join(repeats[:SHOWN_REPEATS]) + rest)


def _repeated(lines: Sequence[int], keys: Sequence[Hashable], text: str) -> list[str]:
    """Return what is to be said of every group of lines with one key."""
    return [
        f"lines {_listed(lines, places)} {text.format(key=keys[places[0]])}; keep one"
        for places in _groups(keys)
    ]


def _pasted(
    records: Sequence[VisitRecord], contents: Sequence[Cells], lines: Sequence[int]
) -> list[str]:
    """Return what is to be said of lines with the same answers under other ids."""
    return [
        f"lines {_listed(lines, places)} have the same claims and verified answers; keep one"
        for places in _groups(contents)
        if not all(_agreed(records[a], records[b]) for a, b in combinations(places, 2))
    ]


def _nearly_pasted(
    records: Sequence[VisitRecord], contents: Sequence[Cells], lines: Sequence[int]
) -> list[str]:
    """Return what is to be said of lines of different firms with nearly the same answers."""
    return [
        f"lines {_listed(lines, places)} are of different firms, yet agree with the first of them"
        f" in at least {ALIKE_SHARE:.0%} of all claims and verified answers: no two firms that"
        " were visited are so alike; keep one"
        for places in near_copies(contents, [record.firm for record in records])
    ]


def _agreed(first: VisitRecord, second: VisitRecord) -> bool:
    """Return whether two consultants visited one firm, the second to check the first."""
    return (
        first.firm == second.firm
        and first.consultant != second.consultant
        and "double" in (first.why, second.why)
    )


def _groups(keys: Sequence[Hashable]) -> list[list[int]]:
    """Return the places of every key that stands there twice or more."""
    places = defaultdict(list)
    for place, key in enumerate(keys):
        places[key].append(place)
    return [group for group in places.values() if len(group) > 1]


def _listed(lines: Sequence[int], places: Sequence[int]) -> str:
    return ", ".join(str(lines[place]) for place in places)
