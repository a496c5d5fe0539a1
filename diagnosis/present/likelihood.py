"""How likely something is, as it is said aloud: so many firms of ten, never a percentage."""

from diagnosis.domain.estimate import Estimate
from diagnosis.domain.overstatement import TOP_WITHOUT_VISIT
from diagnosis.domain.text import Text
from diagnosis.present.say import SPACE, joined

_NEARLY_ALL, _FEWEST = 0.95, 0.05
_ALL_BUT_ONE = Text("二十家有十九家以上", "more than nineteen in twenty")
_HARDLY_ANY = Text("二十家不到一家", "fewer than one in twenty")
_IN_TEN = Text("十家大约{count}家", "about {count} in ten")
_COUNTS = (
    Text("一", "one"), Text("两", "two"), Text("三", "three"), Text("四", "four"),
    Text("五", "five"), Text("六", "six"), Text("七", "seven"), Text("八", "eight"),
    Text("九", "nine"),
)  # fmt: skip
_MOST_LIKELY = Text(
    "最可能是 {level} 级：{firms}，{count}是这一级。",
    "Level {level} is most likely: of {firms} {count} are at it.",
)
_DIFFERS = Text(
    "模型看得不一样，最可能是 {level} 级：{firms}，{count}是这一级。",
    "The model sees it otherwise: level {level} is most likely; of {firms} {count} are at it.",
)
_TOP = Text(
    "{firms}，{count}到得了 {level} 级；是不是更高，要到现场核实了才算。",
    "Of {firms} {count} reach level {level}; whether it is a higher one, a visit alone can tell.",
)
_SIMULATED_FIRMS = Text("模拟的厂里像这样填的", "simulated firms with such answers")
_FIRMS = Text("模型看来，像这样填的厂", "firms with such answers, as the model sees them,")
_WORKED_OUT_FIRMS = Text(
    "按假定推算，像这样填的厂", "firms with such answers, by what is assumed,"
)
_OTHERWISE = Text(
    "连看走眼的一起算，最可能是 {level} 级：{firms}，{count}是这一级。",
    "With misjudgement counted in, level {level} is most likely: of {firms} {count} are at it.",
)
_SEVERAL = Text("{low}–{high} 级都有可能。", "Any of levels {low} to {high} may be.")
_EITHER = Text("{low} 级、{high} 级都有可能。", "Either of levels {low} and {high} may be.")


def firms_in_ten(share: float) -> Text:
    """Return a probability (0–1) as a count of firms, as coarse as it is known.

    Examples
    --------
    >>> firms_in_ten(0.68).zh, firms_in_ten(0.97).en, firms_in_ten(0.0).zh
    ('十家大约七家', 'more than nineteen in twenty', '二十家不到一家')
    """
    if share >= _NEARLY_ALL:
        return _ALL_BUT_ONE
    if share < _FEWEST:
        return _HARDLY_ANY
    whole = min(max(round(share * 10), 1), len(_COUNTS))
    return _IN_TEN.fill(count=_COUNTS[whole - 1])


def likely_levels(estimate: Estimate) -> Text | None:
    """Return which level a visit would most likely verify, how likely it is, what else may be.

    None where it estimates none, or where a visit verified every answer.
    """
    is_verified = estimate.deflated is not None and estimate.deflated.is_verified
    if estimate.level is None or not estimate.probabilities or is_verified:
        return None
    below, top = estimate.probabilities[:TOP_WITHOUT_VISIT], TOP_WITHOUT_VISIT
    shares = (*below, sum(estimate.probabilities[top:]))
    level = max(range(len(shares)), key=shares.__getitem__)
    firms, differs = _FIRMS if estimate.verified_visits else _SIMULATED_FIRMS, _DIFFERS
    if estimate.model is None:
        firms, differs = _WORKED_OUT_FIRMS, _OTHERWISE
    may_be_above = sum(estimate.probabilities[top + 1 :]) >= _FEWEST
    same = _TOP if level == top and may_be_above else _MOST_LIKELY
    likely = (same if level == estimate.level else differs).fill(
        level=level,
        firms=firms,
        count=firms_in_ten(shares[level]),
    )
    low, high = estimate.levels[0], estimate.levels[-1]
    if low == high:
        return likely
    span = _EITHER if high == low + 1 else _SEVERAL
    return joined((likely, span.fill(low=low, high=high)), SPACE)
