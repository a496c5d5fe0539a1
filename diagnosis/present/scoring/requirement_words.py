"""The names of what a level of a standard asks for, as plans speak of it."""

from diagnosis.domain.scoring.condition import ConditionKind, LevelCondition
from diagnosis.domain.scoring.standard import Standards
from diagnosis.domain.text import Text
from diagnosis.present.parts import part_names
from diagnosis.present.per_object import per_object

_SHARE = Text("达到 {level} 级要求的比例", "share of the requirements of level {level} met")
_SCENES = Text("达到 {level} 级的场景数", "scenes at level {level} or above")
_STARS = Text("达到 {level} 级的约束性场景数", "constraint scenes at level {level} or above")
_WEAKEST = Text("「{name}」里低于门槛的一项", "an item of “{name}” below the gate")
_NAMES = {
    ConditionKind.TOTAL: Text("总分", "total"),
    ConditionKind.POINTS: Text("15 个问题的分数", "points of the 15 questions"),
    ConditionKind.ABOVE_SIZE: Text("规上企业", "above-size firm"),
    ConditionKind.AI_SHARE: Text("用模型的场景占比", "share of scenes with a model"),
    ConditionKind.CMMM_LEVEL: Text("CMMM 级别（答题不足）", "CMMM level (too few answers)"),
}


def requirement_name(standards: Standards, standard: str, requirement: LevelCondition) -> Text:
    """Return the name of a requirement of a standard, by the standard's id."""
    known = _known_names(standards)
    if (standard, requirement) not in known:
        known[standard, requirement] = _name(standards, standard, requirement).in_full()
    return known[standard, requirement]


@per_object
def _known_names(_standards: Standards) -> dict[tuple[str, LevelCondition], Text]:
    """Return where the names of requirements are kept once they were worked out."""
    return {}


def _name(standards: Standards, standard: str, requirement: LevelCondition) -> Text:
    match requirement.kind:
        case ConditionKind.SHARE:
            return _SHARE.fill(level=requirement.number)
        case ConditionKind.SCENES:
            return _SCENES.fill(level=requirement.level)
        case ConditionKind.STARS:
            return _STARS.fill(level=requirement.level)
        case ConditionKind.WEAKEST:
            return _WEAKEST.fill(name=part_names(standards)[standard, requirement.about])
        case ConditionKind.DIMENSION | ConditionKind.LINK | ConditionKind.DECLARED:
            return part_names(standards)[standard, requirement.about]
    return _NAMES[requirement.kind]
