"""Why an instrument refuses a firm, as somebody at the bureau would say it."""

from datetime import date

from diagnosis.domain.retrofit.support.eligibility import SHORTEST_RETROFIT, Offer
from diagnosis.domain.retrofit.support.rule import (
    AllOf,
    AnyOf,
    Condition,
    Rule,
    conditions,
)
from diagnosis.domain.retrofit.support.warnings import (
    THRESHOLDS,
    EndsTooLate,
    LevelAfter,
    SupportWarning,
    Threshold,
    TooLateToStart,
    warnings,
)
from diagnosis.domain.text import Text
from diagnosis.present.catalogue.rule import words
from diagnosis.present.retrofit.support_warnings import warning_text
from diagnosis.present.say import joined
from diagnosis.services.ports.content import Content

_ONLY_FOR = Text("要符合这一条，贵厂不符合：{claim}。", "Asked for, and not so: {claim}.")
_PLAN_LACKS = Text(
    "要{claim}才给，这份计划没有。", "Paid only where {claim}, which this one does not."
)
_OF_THE_PLAN = ("package_in", "package_area_in", "package_with_ai")
_ONE_OF = Text(
    "下面几种情况要有一种，贵厂都没有：{claims}。",
    "One of these is asked for, and none is so: {claims}.",
)
_AND = Text("，同时", " and ")
_OR = Text("；或者", "; or ")
_EITHER = Text("，或者", ", or ")
_SOONER = Text("想拿这笔钱，就把它们提前做。", "To get it, do them sooner.")
_TOO_LATE = (TooLateToStart, EndsTooLate)


def reasons(content: Content, offer: Offer, on: date) -> list[Text]:
    """Return why a rule refuses a firm at a date, one sentence for each of its parts that fail.

    Where there is no time left, that is the reason: what the plan would reach by then is not, but
    a level that it never reaches is.
    """
    known = warnings(offer, (), on)
    rule = offer.instrument.eligible
    parts = rule.parts if isinstance(rule, AllOf) else (rule,)
    failing = [part for part in parts if _fails(part, offer)]
    late = [each for each in known if isinstance(each, _TOO_LATE)]
    is_of_time = offer.misses_end or any(_hangs_on_time(part, offer) for part in failing)
    has_time = bool(offer.counted) and not offer.too_late
    if has_time or not late or not is_of_time:
        return [_reason(content, offer, part, known) for part in failing]
    others = [
        part for part in failing if not _hangs_on_time(part, offer) or _is_never(part, offer)
    ]
    return [
        warning_text(offer, late[0]),
        *([_SOONER] if _can_be_sooner(offer, on) else []),
        *(_reason(content, offer, part, known) for part in others),
    ]


def _can_be_sooner(offer: Offer, on: date) -> bool:
    """Return whether the packages that end too late could end in time, begun now."""
    end = offer.instrument.last_day
    return offer.misses_end and end is not None and on + SHORTEST_RETROFIT <= end


def open_questions(content: Content, offer: Offer) -> list[Text]:
    """Return what is to be settled, one text for each part of a rule: alternatives are one."""
    rule = offer.instrument.eligible
    parts = rule.parts if isinstance(rule, AllOf) else (rule,)
    texts = (_open(content, offer, part) for part in parts)
    return [text for text in texts if text is not None]


def _open(content: Content, offer: Offer, part: Rule) -> Text | None:
    """Return what is not known of a part of a rule; None where nothing is open."""
    if isinstance(part, Condition):
        return words(content, offer.instrument, part) if part in offer.unknown else None
    below = (_open(content, offer, each) for each in part.parts)
    texts = [text for text in below if text is not None]
    if not texts:
        return None
    return joined(texts, _AND if isinstance(part, AllOf) else _EITHER)


def _fails(part: Rule, offer: Offer) -> bool:
    if isinstance(part, Condition):
        return part in offer.failing
    kind = any if isinstance(part, AllOf) else all
    return kind(_fails(below, offer) for below in part.parts)


def _hangs_on_time(part: Rule, offer: Offer) -> bool:
    """Return whether a condition cannot hold where nothing that it pays for is done in time."""
    finish = offer.instrument.finish_by
    if not isinstance(part, Condition):
        return False
    is_finish = finish is not None and (part.operator, part.operand) == (
        "declared",
        finish.declaration,
    )
    return is_finish or part.operator in (
        "level_after_at_least",
        "started_between",
        *_OF_THE_PLAN,
    )


def _is_never(part: Rule, offer: Offer) -> bool:
    """Return whether a part asks for a level that the whole plan stays below."""
    if not isinstance(part, Condition) or part.operator != "level_after_at_least":
        return False
    final = offer.final_levels.get(part.operand["standard"])
    return final is not None and final < part.operand["level"]


def _reason(content: Content, offer: Offer, part: Rule, known: tuple[SupportWarning, ...]) -> Text:
    part = _narrowed(part, offer)
    if not isinstance(part, Condition):
        return _ONE_OF.fill(claims=_claims(content, offer, part))
    for warning in known:
        is_level = isinstance(warning, LevelAfter) and part.operator == "level_after_at_least"
        is_limit = isinstance(warning, Threshold) and (
            (warning.operator, warning.at_least_wan) == (part.operator, part.operand)
        )
        if is_level or is_limit:
            return warning_text(offer, warning)
    text = _PLAN_LACKS if part.operator in _OF_THE_PLAN else _ONLY_FOR
    return text.fill(claim=words(content, offer.instrument, part))


def _narrowed(part: Rule, offer: Offer) -> Rule:
    """Return what fails of a part, without alternatives that are for other places or trades."""
    if isinstance(part, Condition):
        return part
    failing = [_narrowed(below, offer) for below in part.parts if _fails(below, offer)]
    if isinstance(part, AnyOf):
        failing = [below for below in failing if not _is_for_others(below)] or failing
        failing = [_lowest(failing)] if _is_one_threshold(failing) else failing
    return failing[0] if len(failing) == 1 else type(part)(tuple(failing))


def _is_one_threshold(parts: list[Rule]) -> bool:
    """Return whether alternatives are limits of one amount: the lowest of them is the way in."""
    operators = {part.operator if isinstance(part, Condition) else None for part in parts}
    return len(operators) == 1 and operators <= set(THRESHOLDS)


def _lowest(parts: list[Rule]) -> Rule:
    return min(parts, key=lambda part: part.operand if isinstance(part, Condition) else 0)


def _is_for_others(part: Rule) -> bool:
    return any(each.operator in ("place_in", "division_in") for each in conditions(part))


def _claims(content: Content, offer: Offer, part: Rule) -> Text:
    """Return what fails of a part: alternatives, each with all that it asks for and that fails."""
    if isinstance(part, Condition):
        return words(content, offer.instrument, part)
    between = _AND if isinstance(part, AllOf) else _OR
    return joined((_claims(content, offer, below) for below in part.parts), between)
