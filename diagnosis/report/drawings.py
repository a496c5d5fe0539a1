"""The charts of a result and a plan, as pages and reports show them."""

from collections.abc import Sequence

from diagnosis.domain.scoring.standard import StagedStandard
from diagnosis.domain.text import Language, Text
from diagnosis.present.result.page_words import without_characters
from diagnosis.present.say import Shown
from diagnosis.report.charts.caption import Caption
from diagnosis.report.charts.gantt import GanttBar, GanttPhase, draw_gantt
from diagnosis.report.charts.level_steps import Stairs, draw_level_steps
from diagnosis.report.charts.radar import draw_radar
from diagnosis.report.charts.radar_axes import RadarAxis
from diagnosis.report.charts.worth_effort import MOST_DOTS, Dot, draw_worth_effort
from diagnosis.report.charts.yearly_bars import YearlyMoney, draw_yearly_bars
from diagnosis.report.document import Figure
from diagnosis.services.scoring.diagnose import Diagnosis

_RADAR = Text("各块的成熟度", "Maturity by field of work")
_WORTH = Text("值不值、费不费", "Worth and effort")
_RAISED, _MONEY = Text("补上几道题", "questions raised"), Text("万元", "10,000 yuan")
_GANTT = Text("什么时候做什么", "What is done when")
_YEARS = Text("三年里每年花多少", "Money by year")
_FEWEST_AXES, _FEWEST_DOTS = 8, 3
"""With fewer values a radar has no shape, and a plot of dots nothing to compare."""


def draw_ladder(ladder: Shown, number: int, language: Language) -> Figure:
    """Return the steps of a standard; `number` tells it from others of the page."""
    caption = Caption(f"steps{number}", str(ladder["name"]), language)
    return _figure(caption, draw_level_steps(Stairs(ladder["levels"], ladder["level"]), caption))


def draw_fields(diagnosis: Diagnosis, language: Language) -> Figure | None:
    """Return the radar of the maturity model's fields, None where too little was answered."""
    for verdict in diagnosis.verdicts:
        if isinstance(verdict.standard, StagedStandard):
            axes = [RadarAxis(each.name.say(language), each.score) for each in verdict.dimensions]
            if sum(axis.value is not None for axis in axes) < _FEWEST_AXES:
                return None
            caption = _caption("radar", _RADAR, language)
            return _figure(caption, draw_radar(axes, caption))
    return None


def draw_worth(dots: Sequence[Dot], language: Language) -> Figure | None:
    """Return what packages raise against what they cost, None for too few of them."""
    if len(dots) < _FEWEST_DOTS:
        return None
    caption = _caption("worth", _WORTH, language)
    names = _RAISED.say(language), _MONEY.say(language)
    return _figure(caption, draw_worth_effort(dots[:MOST_DOTS], *names, caption))


def draw_calendar(phases: Sequence[Shown], language: Language) -> Figure | None:
    """Return the calendar of a plan, None where nothing is in it."""
    bars = [
        GanttBar(card["name"], card["start"], card["months"], card["money"])
        for phase in phases
        for card in phase["cards"]
    ]
    if not bars:
        return None
    bands = [
        GanttPhase(phase["name"], phase["from_month"], phase["until_month"]) for phase in phases
    ]
    caption = _caption("gantt", _GANTT, language)
    return _figure(caption, draw_gantt(bars, caption, bands))


def draw_years(years: Sequence[Shown], language: Language) -> Figure | None:
    """Return what a plan costs year by year, None where nothing is in it."""
    if not years:
        return None
    money = [YearlyMoney(year["name"], year["build"], year["run"], 0.0) for year in years]
    caption = _caption("years", _YEARS, language)
    return _figure(caption, draw_yearly_bars(money, caption))


def _caption(prefix: str, title: Text, language: Language) -> Caption:
    return Caption(prefix, title.say(language), language)


def _figure(caption: Caption, svg: str) -> Figure:
    is_chinese = caption.language is Language.ZH
    return Figure(caption.title, svg if is_chinese else without_characters(svg))
