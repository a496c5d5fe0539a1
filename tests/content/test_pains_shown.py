"""What a package says it is for shows in what counts as done: money, a bill, an order's cost."""

import re

import pytest

from diagnosis.services.ports.content import Content

SHOWN = {
    "unknown-cost": "成本|毛利|工价|工钱|用料|用纸|用布|用了多少料|利用率|余料|多少克|收率|盘差"
    "|已花|外发费|预算对实际|材料价|运费|报废",
    "cash-in": "欠多少|收了多少|货款|资金|到期的款|费用",
    "energy": "用能|电、水、气|多少水和汽|能耗",
}
"""What the text has one of, by pain: costs and what goes into them, debts, metered energy."""


@pytest.mark.parametrize("pain", SHOWN)
def test_what_counts_as_done_shows_the_pain(content: Content, pain: str) -> None:
    serving = [each for each in content.packages.values() if pain in each.pains]
    assert len(serving) >= 2
    unshown = [each.id for each in serving if not re.search(SHOWN[pain], each.done_when.zh)]
    assert unshown == []


def test_who_does_it_all_costs_what_its_end_takes(content: Content) -> None:
    """Classes and some days of help; lists, rules and job descriptions are own people's work."""
    start = content.packages["pkg-start"]
    counts = {"headcount": 60.0}
    assert start.build_wan.at(counts).mid >= 1.0 and start.people_months.at(counts).mid >= 0.9
