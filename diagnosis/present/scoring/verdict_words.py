"""What a verdict says beside its numbers: why there is no level, what holds it back, notices."""

from diagnosis.domain.retrofit.catalogue.amounts import YUAN_PER_WAN
from diagnosis.domain.scoring.condition import ConditionKind, LevelCondition
from diagnosis.domain.scoring.standard import (
    GatedStandard,
    PointsStandard,
    StagedStandard,
    Standard,
    TiersStandard,
)
from diagnosis.domain.scoring.verdict import (
    BlanksDecide,
    ConditionsUnknown,
    Hold,
    HoldKind,
    TooFewAnswers,
    Verdict,
)
from diagnosis.domain.text import Text
from diagnosis.present.numbers import decimals, number, percent
from diagnosis.present.per_object import per_object
from diagnosis.present.say import SPACE, joined

_TOO_FEW = Text(
    "有确切答案的题只占该标准权重的 {coverage}%，不到 {minimum}%，只给参考结果。",
    "Definite answers carry {coverage} % of the weight, less than {minimum} %: provisional only.",
)
_NOTHING = Text(
    "该标准的题目都没有确切的答案（没有问到、没有作答或不清楚），没有结果。",
    "None of its questions has a definite answer (not asked, blank or not known): there is no "
    "result.",
)
_UNSCORED = Text(
    "{count} 道计分题都没有确切的答案，没有得分。",
    "None of the {count} questions with points has a definite answer: there is no score.",
)
_BLANKS = Text(
    "有的题没有确切的答案（没有作答或不清楚）：都按最差算是 {low} 级，都按最好算是 {high} 级。",
    "Some questions are blank or not known: level {low} with all of them worst, {high} with all "
    "of them best.",
)
_UNKNOWN = Text(
    "有 {count} 项条件还不知道，定不下级别。",
    "There is no level: conditions that are not known: {count}.",
)
FOR_REFERENCE = "for-reference"
"""The code of the notice that a standard is not made for firms of this size."""
_LARGE = Text(
    "该指标面向中小企业；本企业为大型，结果仅供参照。",
    "This index is for small and medium firms; this one is large: for reference only.",
)
_WHOLE = Text("整体", "Overall")
_TOTAL = Text("总分", "Total")
_COUNTED = {
    HoldKind.POINTS: Text("分数", "points"),
    HoldKind.SCENES: Text("达标场景数", "scenes"),
    HoldKind.CONSTRAINT_SCENES: Text("达标的约束性场景数", "constraint scenes (★)"),
}
_STAGED_SHORT = Text(
    "{level} 级要求整体达到 {needs}%，现为 {has}%。",
    "Level {level} asks for {needs}% overall; it is {has}%.",
)
_GATED_SHORT = Text(
    "{level} 级要求总分 {needs}，现为 {has}。",
    "Level {level} asks for a total of {needs}; it is {has}.",
)
_PART_SHORT = Text(
    "「{name}」按 {level} 级的要求只做到 {has}%；补齐了，整体能多 {costs}%。",
    "“{name}” meets {has}% of level {level}; that costs {costs} percentage points.",
)
_GATE = Text(
    "{level} 级的门槛：「{name}」至少 {needs}，现为 {has}。",
    "Gate of level {level}: “{name}” at least {needs}, now {has}.",
)
_GATE_UNANSWERED = Text(
    "{level} 级的门槛：「{name}」至少 {needs}，但有关的题都没有确切的答案。",
    "Gate of level {level}: “{name}” at least {needs}; no question of it has an answer.",
)
_ABOVE_UNANSWERED = Text(
    "{level} 级的门槛：「{name}」要高于 {needs}，但有关的题都没有确切的答案。",
    "Gate of level {level}: “{name}” above {needs}; no question of it has an answer.",
)
_WEAKEST = Text(
    "{level} 级的门槛：「{name}」里最弱的一项至少 {needs}，现为 {has}。",
    "Gate of level {level}: the weakest item of “{name}” at least {needs}, now {has}.",
)
_ABOVE = Text(
    "{level} 级的门槛：「{name}」要高于 {needs}，现为 {has}。",
    "Gate of level {level}: “{name}” above {needs}, now {has}.",
)
_COUNT_UNANSWERED = Text(
    "{level} 级要求{name} {needs}，有关的题都没有确切的答案。",
    "Level {level} asks for {needs} {name}; no question about them has a definite answer.",
)
_COUNT_SHORT = Text(
    "{level} 级要求{name} {needs}，现为 {has}。",
    "Level {level} asks for {needs} {name}; there are {has}.",
)
_NOT_KNOWN = Text("{name}：未知。", "{name}: not known.")
_NOT_MET = Text("{name}：未满足。", "{name}: not met.")
_CMMM = Text("智能制造能力成熟度（CMMM）自评 {level} 级以上", "CMMM level {level} or above")
_ABOVE_SIZE = Text(
    "规上企业（主营收入 {revenue} 万元以上）",
    "above-size firm (main revenue from {yuan} yuan)",
)
_LINK = Text("覆盖「{link}」环节", "link covered: {link}")
_BOUNDS = Text(
    "没有确切答案的题都按最差算是 {low} 级，都按最好算是 {high} 级。",
    "Level {low} with all that is blank or not known at its worst, {high} at its best.",
)
_STAYS = Text(
    "没有确切答案的题按最差、按最好算，都是 {low} 级。",
    "Level {low} whether what is blank or not known is at its worst or at its best.",
)
_BELOW_POINTS = Text(
    "光看分数够 {points} 级；达标的场景不够数，只能算 {level} 级。",
    "The points alone are enough for level {points}; too few scenes reach it: level {level}.",
)
_POINTS_ALONE = "points"
_AI_SHARE = Text(
    "用模型的场景占在用场景 {percent}% 以上",
    "a model in at least {percent} % of the scenes in use",
)


def why_no_level(verdict: Verdict) -> Text | None:
    """Return why a verdict gives no level or no score, None where it gives both."""
    standard = verdict.standard
    if not verdict.coverage and not isinstance(standard, TiersStandard):
        return _NOTHING
    why = _why_no_level(verdict)
    if isinstance(standard, PointsStandard) and verdict.unscored:
        unscored = _UNSCORED.fill(count=len(standard.questions))
        return unscored if why is None else joined((unscored, why), SPACE)
    return why


def what_blanks_leave_open(verdict: Verdict) -> Text | None:
    """Return the levels between which the blanks leave it, None without bounds.

    None too where it is what `why_no_level` says.
    """
    low, high = verdict.level_low, verdict.level_high
    if not isinstance(verdict.standard, StagedStandard | GatedStandard) or low is None:
        return None
    return (_STAYS if low == high else _BOUNDS).fill(low=low, high=high)


def why_below_points(verdict: Verdict) -> Text | None:
    """Return that scenes keep a level below what its points reach, None where they do not."""
    by_rule = {each.rule: each.level for each in verdict.aggregations}
    points, level = by_rule.get(_POINTS_ALONE), verdict.level
    if points is None or level is None or points <= level:
        return None
    return _BELOW_POINTS.fill(points=points, level=level)


def _why_no_level(verdict: Verdict) -> Text | None:
    match verdict.no_level:
        case TooFewAnswers(coverage, minimum):
            answered = percent(coverage, lines=(minimum,))
            return _TOO_FEW.fill(coverage=answered, minimum=percent(minimum))
        case BlanksDecide(low, high):
            return _BLANKS.fill(low=low, high=high)
        case ConditionsUnknown(conditions):
            return _UNKNOWN.fill(count=len(conditions))
    return None


def verdict_notices(verdict: Verdict) -> tuple[Text, ...]:
    """Return what must be said beside a verdict, its standard's own notices first."""
    standard = verdict.standard
    texts = standard.notices.values() if isinstance(standard, PointsStandard) else ()
    return (*texts, _LARGE) if verdict.for_reference else tuple(texts)


def verdict_notice_codes(verdict: Verdict) -> tuple[str, ...]:
    """Return the codes of what must be said beside a verdict, in the order of its texts."""
    standard = verdict.standard
    codes = standard.notices if isinstance(standard, PointsStandard) else ()
    return (*codes, FOR_REFERENCE) if verdict.for_reference else tuple(codes)


def condition_name(standard: Standard, condition: LevelCondition) -> Text:
    """Return what a condition of a tier asks for."""
    names = _condition_names(standard)
    if condition not in names:
        names[condition] = _name_condition(standard, condition).in_full()
    return names[condition]


@per_object
def _condition_names(_standard: Standard) -> dict[LevelCondition, Text]:
    """Return where the names of a standard's conditions are kept once they were worked out."""
    return {}


def _name_condition(standard: Standard, condition: LevelCondition) -> Text:
    assert isinstance(standard, TiersStandard)
    tier = standard.tiers[condition.level - 1]
    match condition.kind:
        case ConditionKind.LINK:
            links = {link.id: link.name for link in standard.links}
            return _LINK.fill(link=links[condition.about])
        case ConditionKind.DECLARED:
            return {part.id: part.name for part in standard.declared}[condition.about]
        case ConditionKind.JUDGED:
            return tier.judged[condition.number - 1]
        case ConditionKind.AI_SHARE:
            return _AI_SHARE.fill(percent=number(tier.ai_share_percent or 0))
        case ConditionKind.ABOVE_SIZE:
            wan = standard.above_size_revenue_wan
            return _ABOVE_SIZE.fill(revenue=number(wan), yuan=f"{wan * YUAN_PER_WAN:,.0f}")
    return _CMMM.fill(level=tier.cmmm_level)


def _condition_message(standard: Standard, condition: LevelCondition, *, is_known: bool) -> Text:
    known = _condition_messages(standard)
    message = known.get((condition, is_known))
    if message is None:
        text = _NOT_MET if is_known else _NOT_KNOWN
        message = text.fill(name=condition_name(standard, condition)).in_full()
        known[condition, is_known] = message
    return message


@per_object
def _condition_messages(_standard: Standard) -> dict[tuple[LevelCondition, bool], Text]:
    """Return where the messages about a standard's conditions are kept."""
    return {}


def hold_name(standard: Standard, hold: Hold) -> Text:
    """Return the name of what holds a level back."""
    if hold.condition is not None:
        return condition_name(standard, hold.condition)
    if hold.kind in _COUNTED:
        return _COUNTED[hold.kind]
    if hold.kind is HoldKind.TOTAL:
        return _TOTAL if isinstance(standard, GatedStandard) else _WHOLE
    assert isinstance(standard, StagedStandard | GatedStandard)
    return _part_names(standard)[hold.about]


@per_object
def _part_names(standard: StagedStandard | GatedStandard) -> dict[str, Text]:
    parts = standard.subdomains if isinstance(standard, StagedStandard) else standard.dimensions
    return {part.id: part.name for part in parts}


def hold_message(standard: Standard, hold: Hold) -> Text:
    """Return what holds a level back as a sentence: what is asked for and what there is."""
    if hold.condition is not None:
        return _condition_message(standard, hold.condition, is_known=hold.has is not None)
    name, level, has, needs = hold_name(standard, hold), hold.level, hold.has, hold.needs
    if hold.kind is HoldKind.TOTAL and has is not None:
        if isinstance(standard, GatedStandard):
            total = decimals(has, 2, lines=(needs,))
            return _GATED_SHORT.fill(level=level, needs=number(needs), has=total)
        reached = percent(has, 1, lines=(needs,)).removesuffix(".0")
        return _STAGED_SHORT.fill(level=level, needs=percent(needs), has=reached)
    if hold.kind is HoldKind.DIMENSION and has is not None:
        met, costs = percent(has, lines=(needs,)), percent(hold.costs or 0.0, 1, limits=(0.0,))
        shown = costs.removesuffix(".0")
        return _PART_SHORT.fill(name=name, level=level, has=met, costs=shown)
    if hold.kind in (HoldKind.GATE, HoldKind.WEAKEST_ITEM):
        return _gate_message(name, hold)
    if has is None:
        return _COUNT_UNANSWERED.fill(level=level, needs=number(needs), name=name)
    now = decimals(has, 2, lines=(needs,)).removesuffix(".00")
    return _COUNT_SHORT.fill(name=name, level=level, needs=number(needs), has=now)


def _gate_message(name: Text, hold: Hold) -> Text:
    """Return what a gate of a dimension asks for and what there is."""
    level, has, needs = hold.level, hold.has, hold.needs
    if has is None:
        # At least 0 is no gate: where 0 is asked for, it has to be passed.
        gate = _GATE_UNANSWERED if needs else _ABOVE_UNANSWERED
        return gate.fill(name=name, level=level, needs=number(needs))
    gate = _WEAKEST if hold.kind is HoldKind.WEAKEST_ITEM else _GATE
    if has >= needs:
        gate = _ABOVE
    now = decimals(has, 2, lines=(needs,))
    return gate.fill(name=name, level=level, needs=number(needs), has=now)
