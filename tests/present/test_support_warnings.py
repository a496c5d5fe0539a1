"""What a boss reads beside an instrument of support."""

from dataclasses import replace
from datetime import date

import pytest

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.retrofit.catalogue.amounts import Money
from diagnosis.domain.retrofit.support.eligibility import PlannedPackage
from diagnosis.domain.retrofit.support.instrument import Instrument, Period, Standing
from diagnosis.domain.retrofit.support.likelihood import LongShot
from diagnosis.domain.retrofit.support.warnings import (
    EndsSoon,
    EndsTooLate,
    FileBeforeStart,
    LevelAfter,
    LongShotForSize,
    MayBeOver,
    NextLevel,
    NotOpen,
    OneFundPerItem,
    PaidAfterwards,
    StartedBeforeFiling,
    StartsTooEarly,
    SupportWarning,
    Threshold,
    TooLateToStart,
    TooSmall,
)
from diagnosis.domain.text import Text
from diagnosis.present.retrofit.support_warnings import warning_text
from tests.builders import MARK, a_package, an_instrument, an_offer

LINE = PlannedPackage(
    replace(a_package(), name=Text("产线", "Line")),
    Money(4, 6, 9),
    Money(),
    date(2026, 2, 1),
    date(2026, 5, 1),
)

UNLIKELY = an_instrument(
    long_shot=LongShot(frozenset({SizeClass.SMALL}), Text("难。", "hard.")),
    may_be_over=Text("满了。", "full."),
)


@pytest.mark.parametrize(
    ("warning", "zh", "en"),
    [
        (
            FileBeforeStart(None),
            "先备案、后开工：开工前没有备案的不给钱。",
            "File first: no money otherwise.",
        ),
        (
            FileBeforeStart(LINE),
            "先备案、后开工：「产线」计划 2026-02-01 开工，须在这之前办好备案。",
            "File before the start: Line is planned to start on 2026-02-01.",
        ),
        (
            FileBeforeStart(LINE, (LINE, LINE)),
            "先备案再开工：「产线」、「产线」照计划 2026-02-01 起就动手，备案一般来不及；"
            "没备案就开工的，这笔钱不给。想拿这笔钱，备案办好再动手。",
            "File first, then start: “Line”, “Line” are planned from 2026-02-01 on, sooner than a "
            "filing takes, and what starts unfiled is not paid. If you want this money, begin "
            "once the filing is done.",
        ),
        (LongShotForSize(), "很难拿到：难。", "Hard to get: hard."),
        (MayBeOver(), "可能已经没有了：满了。", "Perhaps over: full."),
        (
            EndsSoon(date(2026, 12, 31), 33),
            "只剩 33 天，2026年12月31日到期。",
            "33 days are left: it ends on 31 Dec 2026.",
        ),
        (EndsSoon(date(2026, 11, 28), 0), "今天到期。", "It ends today."),
        (
            StartedBeforeFiling(LINE),
            "「产线」2026-02-01 已经开工，没备案就开工的投入一般不算。",
            "Line started on 2026-02-01: spending before filing as a rule does not count.",
        ),
        (
            PaidAfterwards(),
            "先做后补：完工、验收并凭发票才拿得到钱，期间全部由企业垫付。",
            "Paid afterwards, on invoices and acceptance: the firm pays all of it first.",
        ),
        (
            EndsTooLate((LINE,)),
            "要在 2026-12-31 前做完；计划里这些到那天还做不完，没有计入："
            "产线（最早的 2026-05-01 做完）。",
            "To be done by 2026-12-31; not done by then, so not counted: Line (the first is done "
            "on 2026-05-01).",
        ),
        (
            StartsTooEarly((LINE,) * 7),
            "在 2025-01-01 生效前就开工，投入没有计入：产线、产线、产线、产线、产线等 7 项。",
            "Started before it is in force on 2025-01-01, so not counted: "
            "Line, Line, Line, Line, Line and 2 more.",
        ),
        (
            LevelAfter("s", 2, True),
            "改造后评测要达到 2 级才给钱，以第三方评测为准；按模拟能达到。",
            "Paid only if a test after the retrofit gives level 2 or above; "
            "the simulation reaches it.",
        ),
        (
            LevelAfter("s", 2, False, 1, date(2026, 12, 31)),
            "改造后评测要达到 2 级才给钱，以第三方评测为准；"
            "照这份计划，到 2026-12-31 模拟是 1 级。",
            "Paid only if a test after the retrofit gives level 2 or above; "
            "with this plan the simulation gives 1 on 2026-12-31.",
        ),
        (
            LevelAfter("s", 2, True, 3),
            "改造后评测要达到 2 级才给钱，以第三方评测为准；照这份计划，模拟是 3 级。",
            "Paid only if a test after the retrofit gives level 2 or above; "
            "with this plan the simulation gives 3.",
        ),
        (
            TooLateToStart(date(2026, 12, 31), 36, "done"),
            "要在 2026-12-31 前全部完工，今天起只剩 36 天；改造一般要三个月以上，"
            "现在才开工赶不上。已经在改、能按期完工的，请声明。",
            "All must be finished by 2026-12-31, 36 days from now; a retrofit takes three months "
            "or more, so what starts now misses it. If yours is under way and will be done, "
            "declare it.",
        ),
        (
            LevelAfter("s", 2, None),
            "改造后评测要达到 2 级才给钱，以第三方评测为准；还没有计划可以模拟。",
            "Paid only if a test after the retrofit gives level 2 or above; "
            "there is no plan to simulate.",
        ),
        (
            NextLevel(3, 30, 60),
            "若评测到 3 级，上限由 30 万元升到 60 万元。",
            "At level 3 the cap rises from 30 万元 to 60 万元.",
        ),
        (
            Threshold("equipment_at_least_wan", 700, None),
            "门槛：新设备购置额不少于 700 万元。",
            "Threshold: at least 700 万元 of new equipment.",
        ),
        (
            Threshold("spend_at_least_wan", 700, 90),
            "门槛：计入的投入不少于 700 万元；本计划算得上的钱最多 90 万元。",
            "Threshold: at least 700 万元 of spending that counts; "
            "what counts of the plan comes to 90 万元 at most.",
        ),
        (
            OneFundPerItem((replace(an_instrument(), name=Text("贷款贴息", "interest grant")),)),
            "同一项投入只能拿其中一项，另有：贷款贴息。",
            "One investment draws one of these only; also possible: interest grant.",
        ),
        (
            TooSmall(0.123),
            "最多只能拿到 0.12 万元，不值得申报，没有计入合计。",
            "At most 0.12 万元 for this plan: not worth an application, and in no sum.",
        ),
    ],
    ids=lambda value: value.code if hasattr(value, "code") else "",
)
def test_a_warning_in_words(warning: SupportWarning, zh: str, en: str) -> None:
    assert warning_text(an_offer(UNLIKELY), warning) == Text(zh, en)


@pytest.mark.parametrize(
    ("standing", "instrument", "en"),
    [
        (
            Standing.BEFORE_WINDOW,
            an_instrument(window=Period(date(2026, 3, 1), None, MARK)),
            "Filing runs from 2026-03-01 to …: not yet.",
        ),
        (
            Standing.WINDOW_CLOSED,
            an_instrument(window=Period(None, date(2025, 4, 1), MARK)),
            "Filing ran from … to 2025-04-01: over.",
        ),
        (Standing.NOT_YET, an_instrument(), "In force from 2025-01-01 only."),
        (Standing.ENDED, an_instrument(), "Ended on 2026-12-31."),
        (
            Standing.ENDED,
            an_instrument(valid=Period(None, None, MARK)),
            "Ended, by its source.",
        ),
        (
            Standing.CHECK_CURRENT_YEAR,
            an_instrument(window=Period(date(2025, 3, 1), date(2025, 4, 1), MARK)),
            "Called by the year: look up this year's notice "
            "(last seen: 2025-03-01 to 2025-04-01).",
        ),
        (
            Standing.CHECK_CURRENT_YEAR,
            an_instrument(window=None),
            "Called by the year: look up this year's notice.",
        ),
        (
            Standing.RULES_IN_FORCE,
            an_instrument(window=None),
            "The rules are in force, but no call was seen: ask the office first.",
        ),
    ],
)
def test_when_an_application_can_be_made(
    standing: Standing, instrument: Instrument, en: str
) -> None:
    assert warning_text(an_offer(instrument), NotOpen(standing)).en == en
