"""The report of pages: what is over what is asked for is named, and timing is only told."""

from benchmarks.pages import MeasuredPage, rows
from tests.browser.weight import Weight


def a_row(name: str, weight: Weight, paints: list[float], by_hello: list[float]) -> list[str]:
    (row,) = rows([MeasuredPage(name=name, weight=weight, paints=paints, by_hello=by_hello)])
    return row


def test_a_page_within_what_is_asked_for() -> None:
    row = a_row("start", Weight(60_000, 40_000), [1400.0, 1500.0, 1600.0], [6.0])
    assert row == ["start", "60.0", "40.0", "1500 (1400–1600)", "6.00", "kept"]


def test_what_is_over_is_named() -> None:
    row = a_row("start", Weight(60_001, 40_001), [1501.0], [6.1])
    assert row[-1] == "over: page, styles and scripts, paint, CPU"


def test_the_reference_may_weigh_more_and_a_browser_may_be_missing() -> None:
    row = a_row("docs", Weight(90_000, 0), [], [2.0])
    assert row == ["docs", "90.0", "0.0", "–", "2.00", "reference"]
