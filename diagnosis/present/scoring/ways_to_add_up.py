"""What each way of adding up makes of the answers by a standard."""

from diagnosis.domain.scoring.standard import Standard
from diagnosis.domain.scoring.verdict import Aggregation, Verdict
from diagnosis.domain.text import Text
from diagnosis.present.say import COLON, joined, plain
from diagnosis.present.scoring.level_lines import written

_RULES = {
    "weighted-mean": Text("加权平均", "weighted mean"),
    "weakest-subdomain": Text("最弱的子域", "weakest sub-domain"),
    "staged": Text("逐级判定", "staged"),
    "points": Text("只看分数", "points alone"),
    "weakest-of-points-and-constraint-scenes": Text(
        "分数与约束性场景取低", "lower of points and constraint scenes"
    ),
    "points-with-scene-gate": Text("分数加场景门槛", "points with the gate of scenes"),
    "weakest-dimension": Text("最弱的维度", "weakest dimension"),
    "gated": Text("平均加门槛", "mean with gates"),
}
"""The names of the ways to add up."""
_DOT = plain(" · ")
_SCORE = Text("（{score}）", " ({score})")
_NOTHING = plain("")


def ways_to_add_up(verdict: Verdict) -> Text | None:
    """Return the level, and the score, by each way to add up; None where there is one alone."""
    if not verdict.aggregations:
        return None
    return joined((_way(verdict.standard, each) for each in verdict.aggregations), _DOT)


def _way(standard: Standard, aggregation: Aggregation) -> Text:
    level = plain("–" if aggregation.level is None else aggregation.level)
    total = aggregation.score
    score = _NOTHING if total is None else _SCORE.fill(score=written(standard, total))
    return joined((_RULES[aggregation.rule], joined((level, score), _NOTHING)), COLON)
