"""What is offered to every trade speaks the words of none; a trade hears nothing of another's."""

from collections.abc import Iterator

import pytest

from diagnosis.domain.retrofit.catalogue.package import Package
from diagnosis.services.ports.content import Content

STRANGE = {
    "trade-food": ("模具", "换模", "贴片", "锅调", "每锅"),
    "trade-frozen-food": ("模具", "换模", "卡尺", "配方上锁", "没有冷藏冷冻", "每锅"),
    "trade-furniture": ("模具", "换模", "贴片", "药水", "每锅"),
    "trade-pcb": ("贴片", "飞达", "锡膏", "卡尺", "千分尺", "抽屉", "漏装", "门面"),
    "trade-electronics-assembly": ("药水", "镀铜", "沉金"),
    "trade-garments-knit": ("模具", "换模", "药水", "锅"),
}
"""Words that are laughable in a trade's plan."""


def spoken(package: Package) -> Iterator[str]:
    """Yield what a boss hears of a package in a plan."""
    yield from (package.name.zh, package.what.zh, package.first_step.zh, package.done_when.zh)
    yield from (step.name.zh for step in package.steps)


@pytest.mark.parametrize("name", STRANGE)
def test_a_plan_has_no_words_of_other_trades(content: Content, name: str) -> None:
    trade = content.trades.by_id[name]
    for package in trade.offers(content.packages.values()):
        for text in spoken(package):
            assert not [word for word in STRANGE[name] if word in text], (package.id, text)


@pytest.mark.parametrize("name", ["trade-lamps", "trade-small-appliances", "trade-garments-knit"])
def test_the_first_thing_to_do_at_assembly_tables_is_not_about_machines(
    content: Content, name: str
) -> None:
    """A lamp maker has benches and lines: whether a 机台 is free is nobody's question there."""
    trade = content.trades.by_id[name]
    for package in trade.offers(content.packages.values()):
        assert "机台" not in package.first_step.zh, package.id
    board = content.packages["pkg-scheduling-board"]
    assert not [text for text in spoken(board) if "机台" in text]


def test_no_reason_of_a_spine_calls_tracing_a_facade(content: Content) -> None:
    for trade in content.trades.by_id.values():
        for step in trade.spine:
            assert "门面" not in step.why.zh, (trade.id, step.name.zh)
