"""The names of what a level of a standard asks for, as plans speak of it."""

from diagnosis.domain.scoring.standard import Standards
from diagnosis.domain.scoring.yardstick import LevelCondition
from diagnosis.domain.text import Text
from diagnosis.present.parts import part_names

_SHARE = Text("{level} 级要求的达标比例", "share of the requirements of level {level} met")
_SCENES = Text("达到 {level} 级的场景数", "scenes at level {level} or above")
_STARS = Text("达到 {level} 级的约束性场景数", "constraint scenes at level {level} or above")
_NAMES = {
    "total": Text("总分", "total"),
    "points": Text(
        "15 个问题的分数（项目不改变它）", "points of the 15 questions (projects leave them)"
    ),
    "above-size": Text("规上企业", "above-size firm"),
    "ai-share": Text("用模型的场景占比", "share of scenes with a model"),
    "cmmm-level": Text("CMMM 级别（答题不足）", "CMMM level (too few answers)"),
}


def requirement_name(standards: Standards, standard: str, requirement: LevelCondition) -> Text:
    """Return the name of a requirement of a standard, by the standard's id."""
    part = requirement.part
    if part in _NAMES:
        return _NAMES[part]
    if part == "scenes":
        return _SCENES.fill(level=requirement.level)
    if part == "stars":
        return _STARS.fill(level=requirement.level)
    kind, _, rest = part.partition("-")
    if kind == "level":
        return _SHARE.fill(level=rest)
    names = part_names(standards)
    return names[standard, rest if kind in ("link", "declared") else part]
