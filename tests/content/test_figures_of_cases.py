"""Figures of cases say what came out of a retrofit, never how much of something there is."""

from diagnosis.services.ports.content import Content

COUNTED = (
    "搬运小车",
    "协同渠道商",
    "协同供应商",
    "光通量",
    "材料组合",
    "集群注塑",
    "智能体数",
    "部署方案",
    "车间面积",
    "混流型号",
    "混线车型",
)
"""What was counted of firms and told a boss of another nothing: 800000 家, 1000 流明."""


def test_no_figure_counts_what_was_bought_or_how_large_a_firm_is(content: Content) -> None:
    for case in content.cases.values():
        for metric in case.metrics:
            assert not [word for word in COUNTED if word in metric.name.zh], case.id
