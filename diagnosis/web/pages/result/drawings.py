"""The charts of a result and a plan, as safe parts of a page."""

from collections.abc import Sequence

from markupsafe import Markup

from diagnosis.domain.scoring.standard import StagedStandard
from diagnosis.domain.text import Language, Text
from diagnosis.present.pages.other_readers import to_others
from diagnosis.present.result.page_words import without_characters
from diagnosis.present.say import Shown
from diagnosis.report.charts.caption import Caption
from diagnosis.report.charts.gantt import GanttBar, GanttPhase, draw_gantt
from diagnosis.report.charts.level_steps import Stairs, draw_level_steps
from diagnosis.report.charts.radar import draw_radar
from diagnosis.report.charts.radar_axes import RadarAxis
from diagnosis.report.charts.yearly_bars import YearlyMoney, draw_yearly_bars
from diagnosis.services.scoring.diagnose import Diagnosis

_RADAR = Text("各块的成熟度", "Maturity by field of work")
_GANTT = Text("什么时候做什么", "What is done when")
_YEARS = Text("三年里每年花多少", "Money by year")
_FEWEST = 8
"""A radar with fewer values than this shows no shape."""


def draw_ladder(ladder: Shown, number: int, language: Language) -> Markup:
    """Return the steps of a standard; `number` tells it from others of the page."""
    caption = Caption(f"steps{number}", ladder["name"], language)
    return _safe(draw_level_steps(Stairs(ladder["levels"], ladder["level"]), caption), language)


def draw_fields(diagnosis: Diagnosis, language: Language) -> Markup | None:
    """Return the radar of the maturity model's fields, None where too little was answered."""
    for verdict in diagnosis.verdicts:
        if isinstance(verdict.standard, StagedStandard):
            axes = [RadarAxis(each.name.say(language), each.score) for each in verdict.dimensions]
            if sum(axis.value is not None for axis in axes) < _FEWEST:
                return None
            return _safe(draw_radar(axes, _caption("radar", _RADAR, language)), language)
    return None


def draw_calendar(phases: Sequence[Shown], language: Language) -> Markup | None:
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
    return _safe(draw_gantt(bars, _caption("gantt", _GANTT, language), bands), language)


def draw_years(years: Sequence[Shown], language: Language) -> Markup | None:
    """Return what a plan costs year by year, None where nothing is in it."""
    if not years:
        return None
    money = [YearlyMoney(year["name"], year["build"], year["run"], 0.0) for year in years]
    return _safe(draw_yearly_bars(money, _caption("years", _YEARS, language)), language)


def for_others(drawing: Markup) -> Markup:
    """Return a drawing as it stands before a reader who is not the firm."""
    return Markup(to_others(drawing))


def _caption(prefix: str, title: Text, language: Language) -> Caption:
    return Caption(prefix, title.say(language), language)


def _safe(svg: str, language: Language) -> Markup:
    """Return a drawing that stands in a page as it is: each text in it is escaped already."""
    return Markup(svg if language is Language.ZH else without_characters(svg))
