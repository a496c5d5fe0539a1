"""How likely a level is, said aloud: firms in ten, and never a percentage."""

import re
from dataclasses import replace

import pytest

from diagnosis.domain.estimate import CheckReason, Estimate, SpotCheck
from diagnosis.domain.text import Language
from diagnosis.present.likelihood import firms_in_ten, likely_levels
from diagnosis.report.chapters.levels import LIKELY_VERIFIED
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import diagnose
from tests.builders import an_example
from tests.report.printed import print_diagnosis

SEEN = Estimate(
    standard="gbt-39116-2020",
    model="m",
    level=1,
    probabilities=(0.25, 0.68, 0.07, 0.0, 0.0, 0.0),
    levels=(0, 1, 2),
)


@pytest.mark.parametrize(
    ("share", "zh", "en"),
    [
        (1.0, "二十家有十九家以上", "more than nineteen in twenty"),
        (0.95, "二十家有十九家以上", "more than nineteen in twenty"),
        (0.949, "十家大约九家", "about nine in ten"),
        (0.5, "十家大约五家", "about five in ten"),
        (0.05, "十家大约一家", "about one in ten"),
        (0.049, "二十家不到一家", "fewer than one in twenty"),
    ],
)
def test_a_probability_is_told_as_firms(share: float, zh: str, en: str) -> None:
    assert (firms_in_ten(share).zh, firms_in_ten(share).en) == (zh, en)


def test_the_level_held_most_likely_is_told_with_what_else_may_be() -> None:
    text = likely_levels(SEEN)
    assert text is not None and text.zh == (
        "最可能是 1 级：模拟的厂里像这样填的，十家大约七家是这一级。0–2 级都有可能。"
    )
    either = likely_levels(replace(SEEN, levels=(0, 1)))
    assert either is not None and either.zh.endswith("0 级、1 级都有可能。")
    alone = likely_levels(replace(SEEN, levels=(1,)))
    assert alone is not None and "都有可能" not in alone.zh


def test_a_model_that_sees_another_level_than_is_served_is_told_to() -> None:
    text = likely_levels(replace(SEEN, level=0))
    assert text is not None and text.zh.startswith("模型看得不一样，最可能是 1 级")
    assert text.en.startswith("The model sees it otherwise: level 1")


def test_level_five_is_left_to_a_visit() -> None:
    shares = (0.0, 0.0, 0.02, 0.08, 0.3, 0.6)
    sure = replace(SEEN, level=4, probabilities=shares, levels=(3, 4, 5))
    text = likely_levels(sure)
    assert text is not None and text.zh == (
        "模拟的厂里像这样填的，十家大约九家到得了 4 级；是不是更高，要到现场核实了才算。"
        "3–5 级都有可能。"
    )
    assert text.en.startswith("Of simulated firms with such answers about nine in ten reach")
    assert "most likely" not in text.en
    low = likely_levels(replace(sure, probabilities=(0.0, 0.0, 0.3, 0.1, 0.6, 0.0)))
    assert low is not None and "十家大约六家是这一级" in low.zh


def test_what_was_learned_from_visits_is_no_longer_of_simulated_firms() -> None:
    text = likely_levels(replace(SEEN, verified_visits=60))
    assert text is not None and "模拟" not in text.zh and "simulated" not in text.en


def test_without_a_level_nothing_is_likely() -> None:
    assert likely_levels(replace(SEEN, level=None)) is None
    assert likely_levels(replace(SEEN, probabilities=())) is None


def test_without_a_model_it_is_told_what_the_chances_rest_on() -> None:
    text = likely_levels(replace(SEEN, model=None))
    assert text is not None and "按假定推算" in text.zh and "模型" not in text.zh
    other = likely_levels(replace(SEEN, model=None, level=0))
    assert other is not None and other.zh.startswith("连看走眼的一起算，最可能是 1 级")


@pytest.mark.parametrize("language", Language)
def test_the_terminal_gives_levels_and_checks_without_a_percentage(
    content: Content, capsys: pytest.CaptureFixture[str], language: Language
) -> None:
    sheet = read(content, an_example("foshan-furniture-maker"))
    checks = (
        SpotCheck("logistics-tracking", CheckReason.WEIGHT, 0.09),
        SpotCheck("data-collection", CheckReason.ABOVE_OTHERS, 0.05),
    )
    estimates = (replace(SEEN, checks=checks),)
    print_diagnosis(content, replace(diagnose(content, sheet), estimates=estimates), language)
    head = f"\n{LIKELY_VERIFIED.say(language)}\n"
    shown = capsys.readouterr().out.split(head)[1].split("\n\n")[0]
    assert "%" not in shown and re.search(r"1\. .+\n\s+2\. ", shown)
