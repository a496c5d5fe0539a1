"""A card tells every limit that is missed in its first lines, and none that is kept."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from diagnosis.classifier.artefacts.registry import read_registry
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.training.evaluation.card import card_as_markdown, card_of, first_lines
from diagnosis.classifier.training.evaluation.card_zh import card_in_chinese
from diagnosis.classifier.training.evaluation.evaluate import evaluate
from diagnosis.classifier.training.evaluation.figures import (
    Cell,
    Evaluation,
    Figures,
    ShiftCoverage,
)
from diagnosis.classifier.training.evaluation.limits import (
    AT_LEAST,
    AT_MOST,
    OF_ONE_TRAIT,
    must_hold,
)
from diagnosis.domain.text import Language
from diagnosis.present import model_card as words
from tests.classifier.builders import ASSUMED, MODELS, SHIPPED, a_config

HOME, SHIFTED = "new-worlds", "halo"
Change = Callable[[Evaluation, float], Evaluation]


@pytest.fixture(scope="module")
def measured(staged: Model) -> Evaluation:
    return evaluate(staged, a_config(), 9, assumed=ASSUMED, worlds=1, raises=2_000)


def best_only(enough: float, coverage: float) -> tuple[Figures, ...]:
    """Return what sheets with a firm's best answers alone bring: five of them, then half."""
    return ({"enough": enough, "coverage": 0.8}, {"enough": 0.0, "coverage": coverage})


@pytest.fixture(scope="module")
def kept(measured: Evaluation) -> Evaluation:
    """Return figures of which every one keeps its limit, none by more than it needs."""
    cells = tuple(
        replace(
            cell, qwk=0.9, qwk_deflated=0.86, qwk_merged=0.9, qwk_from={}, severe=0.007,
            severe_from={}, ece=0.03, ece_cumulative=0.01, rps=0.04, coverage=0.93, set_size=2.2,
            abstained=0.02,
        )
        for cell in measured.cells
    )  # fmt: skip
    return replace(
        measured,
        cells=cells,
        coverage_by_shift=tuple(
            ShiftCoverage(
                shift=here.shift, levels={str(level): 0.9 for level in range(6)},
                sizes={"micro": 0.9}, kinds={"process": 0.9}, channels={"portal": 0.9},
                least_industry=0.9,
            )
            for here in measured.coverage_by_shift
        ),
        best_only=best_only(0.0, 0.9),
        adaptive={
            shift: tuple(
                {"promise": wanted, "agreement": wanted, "questions": questions}
                for wanted, questions in ((0.9, 15), (0.95, 22), (0.98, 40))
            )
            for shift in measured.adaptive
        },
        first_visits={"qwk_learned": 0.8},
        checks={shift: checked(0.0) for shift in measured.adaptive},
        falls={"raises": 60_000, "level": 0, "served_level": 0},
        timing={"one_firm_median_us": 100.0},
        attribution_error=0.0,
    )  # fmt: skip


def checked(gain: float) -> tuple[Figures, ...]:
    """Return what five checks gain, in kappa."""
    return tuple({"checks": count, "qwk_served": 0.8 + gain * (count > 0)} for count in (0, 5))


def of_cells(name: str, shift: str, missing: float) -> Change:
    """Return a change of one measure in the cell of a shift at a missing rate."""

    def is_here(cell: Cell) -> bool:
        return (cell.shift, cell.missing) == (shift, missing)

    return lambda figures, value: replace(
        figures,
        cells=tuple(
            replace(cell, **{name: value}) if is_here(cell) else cell for cell in figures.cells
        ),
    )


def of_group(name: str, group: str) -> Change:
    """Return a change of the coverage of one group of firms in a shift."""

    def changed(here: ShiftCoverage, value: float) -> ShiftCoverage:
        return replace(here, **{name: {**getattr(here, name), group: value}})

    return lambda figures, value: replace(
        figures,
        coverage_by_shift=tuple(
            changed(here, value) if here.shift == SHIFTED else here
            for here in figures.coverage_by_shift
        ),
    )


def of_promise(place: int, name: str, shift: str) -> Change:
    """Return a change of what asking does by one promise in a shift."""

    def changed(figures: Evaluation, value: float) -> Evaluation:
        rows = list(figures.adaptive[shift])
        rows[place] = {**rows[place], name: value}
        return replace(figures, adaptive={**figures.adaptive, shift: tuple(rows)})

    return changed


BEYOND: dict[str, tuple[Change, float, float]] = {
    "severe_25": (of_cells("severe", HOME, 0.25), 0.0069, 0.0083),
    "home_coverage": (of_cells("coverage", HOME, 0.8), 0.931, 0.929),
    "home_set_size": (of_cells("set_size", HOME, 0.25), 2.19, 2.23),
    "least_coverage": (of_cells("coverage", SHIFTED, 0.8), 0.901, 0.899),
    "largest_set": (of_cells("set_size", SHIFTED, 0.5), 2.79, 2.81),
    "largest_set_80": (of_cells("set_size", SHIFTED, 0.8), 2.79, 3.06),
    **{
        f"coverage_level_{level}": (of_group("levels", str(level)), 0.91, 0.76)
        for level in range(6)
    },
    "coverage_sizes": (of_group("sizes", "large"), 0.91, 0.89),
    "coverage_types": (of_group("kinds", "discrete"), 0.91, 0.89),
    "coverage_channels": (of_group("channels", "park"), 0.91, 0.89),
    "best_half_coverage": (
        lambda figures, value: replace(figures, best_only=best_only(0.0, value)),
        0.91, 0.89,
    ),
    "best_five_enough": (
        lambda figures, value: replace(figures, best_only=best_only(value, 0.9)),
        0.0, 0.01,
    ),
    "first_visits": (
        lambda figures, value: replace(figures, first_visits={"qwk_learned": value}), 0.81, 0.727,
    ),
    "gain_of_checks": (
        lambda figures, value: replace(
            figures, checks={**figures.checks, SHIFTED: checked(value)}
        ),
        -0.005, -0.04,
    ),
    "promised_90": (of_promise(0, "agreement", SHIFTED), 0.91, 0.89),
    "promised_95": (of_promise(1, "agreement", SHIFTED), 0.96, 0.94),
    "promised_98": (of_promise(2, "agreement", SHIFTED), 0.99, 0.97),
    "questions_90": (of_promise(0, "questions", HOME), 14.9, 17.5),
    "questions_95": (of_promise(1, "questions", HOME), 21.9, 23.9),
    "falls": (
        lambda figures, value: replace(figures, falls={"raises": 60_000, "level": int(value)}),
        0, 1,
    ),
    "one_firm_us": (
        lambda figures, value: replace(figures, timing={"one_firm_median_us": value}), 99.0, 101.0,
    ),
    "qwk_25": (of_cells("qwk_merged", HOME, 0.25), 0.86, 0.81),
    "qwk_50": (of_cells("qwk_merged", HOME, 0.5), 0.84, 0.77),
    "qwk_80": (of_cells("qwk_merged", HOME, 0.8), 0.83, 0.64),
    "abstained_25": (of_cells("abstained", HOME, 0.25), 0.01, 0.03),
    "abstained_80": (of_cells("abstained", HOME, 0.8), 0.09, 0.11),
    "ece_25": (of_cells("ece", HOME, 0.25), 0.02, 0.04),
    "rps_25": (of_cells("rps", HOME, 0.25), 0.03, 0.05),
    "attribution_error": (
        lambda figures, value: replace(figures, attribution_error=value), 1e-12, 1e-6,
    ),
}  # fmt: skip
"""By measure: how one figure is changed, a value that keeps the limit and one that misses it."""


def opening(figures: Evaluation, language: Language) -> str:
    return "\n".join(first_lines(card_of(figures, a_config(), {}), language))


def missed(figures: Evaluation) -> tuple[str, ...]:
    return card_of(figures, a_config(), {}).missed


@pytest.mark.parametrize("language", Language)
def test_a_card_without_a_miss_says_so_and_lists_none(kept: Evaluation, language) -> None:
    assert missed(kept) == ()
    lines = first_lines(card_of(kept, a_config(), {}), language)
    assert lines[2:] == [words.NOTHING_MISSED.say(language)]


@pytest.mark.parametrize("measure", BEYOND)
def test_a_figure_beyond_its_limit_is_told_and_one_within_is_not(
    kept: Evaluation, measure: str
) -> None:
    change, within, beyond = BEYOND[measure]
    limit = {**AT_LEAST, **AT_MOST}[measure]

    assert measure not in missed(change(kept, within))
    figures = change(kept, beyond)
    assert measure in missed(figures)
    for language in Language:
        text = words.MEASURES[measure].say(language)
        assert text not in opening(change(kept, within), language)
        line = next(line for line in opening(figures, language).splitlines() if text in line)
        assert f"{beyond:.4g}" in line and f"{limit:.4g}" in line
        whole = card_in_chinese if language is Language.ZH else card_as_markdown
        head = whole(card_of(figures, a_config(), {})).partition("\n# ")[0]
        assert line in head


def test_every_measure_that_has_a_limit_is_tried_or_a_gain(kept: Evaluation) -> None:
    gains = {"gain_25", "gain_50", "gain_least"}
    rows = {row.measure for row in must_hold(kept)}

    assert rows == AT_LEAST.keys() | AT_MOST.keys()
    assert rows - BEYOND.keys() - gains == {"coverage_industries", "severe_served_25"}
    assert rows > set(OF_ONE_TRAIT)


def test_the_worst_shift_is_named_and_those_that_miss_are_counted(kept: Evaluation) -> None:
    halo = of_group("levels", "4")(kept, 0.76)
    both = replace(
        halo,
        coverage_by_shift=tuple(
            replace(here, least_industry=0.5, levels={**here.levels, "4": 0.8})
            if here.shift == "careless"
            else here
            for here in halo.coverage_by_shift
        ),
    )
    rows = {row.measure: row for row in must_hold(both)}
    level, industry = rows["coverage_level_4"], rows["coverage_industries"]

    assert (level.value, level.worst_in, level.missed_in, level.shifts) == (0.76, "halo", 2, 19)
    assert (industry.worst_in, industry.missed_in) == ("careless", 1)
    assert "0.76 at the worst (at least 0.9; one impression colours all; missed in 2 of 19" in (
        opening(both, Language.EN)
    )
    assert "最差 0.76（要求至少 0.9；凭一个总印象答所有题；19 类企业里有 2 类没做到）" in (
        opening(both, Language.ZH)
    )


@pytest.mark.parametrize("standard", SHIPPED)
def test_the_cards_of_the_current_models_open_with_what_they_miss(standard: str) -> None:
    current = read_registry(MODELS).current_of(standard)
    assert current is not None
    folder = MODELS / current.id
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    rows = [row for row in card["must_hold"] if not row["holds"]]

    assert [row["measure"] for row in rows] == card["missed"]
    for name, language in (("card.md", Language.EN), ("card.zh.md", Language.ZH)):
        head = (folder / name).read_text(encoding="utf-8").partition("\n# ")[0]
        for row in rows:
            text = words.MEASURES[row["measure"]].say(language)
            assert any(
                text in line and f"{row['value']:.4g}" in line for line in head.splitlines()
            ), row["measure"]


def gaining(figures: Evaluation, gain: float, missing: float) -> Evaluation:
    """Return figures whose model gains so much at one missing rate, everywhere."""
    return replace(
        figures,
        cells=tuple(
            replace(
                cell, qwk=0.86 + gain, qwk_from=dict.fromkeys(("0.05", "0.1", "0.2", "0.4"), 0.8)
            )
            if cell.missing == missing
            else cell
            for cell in figures.cells
        ),
    )


@pytest.mark.parametrize(
    ("measure", "missing", "within", "beyond"),
    [("gain_25", 0.25, 0.011, 0.009), ("gain_50", 0.5, 0.031, 0.029)],
)
def test_too_little_gained_is_told_where_the_deflated_rule_is_served(
    kept: Evaluation, measure: str, missing: float, within: float, beyond: float
) -> None:
    kept = replace(
        kept,
        cells=tuple(
            replace(
                cell,
                qwk_from=dict.fromkeys(("0.05", "0.1", "0.2", "0.4"), 0.8),
                severe_deflated=0.017,
            )
            for cell in kept.cells
        ),
    )

    assert missed(gaining(kept, within, missing)) == ()
    card = card_of(gaining(kept, beyond, missing), a_config(), {})
    assert card.level.level_by == "deflated-rule"
    assert card.missed == (measure, "severe_served_25")
    assert f"{beyond} (at least" in first_lines(card, Language.EN)[2]
    assert "0.017 (at most 0.007)" in first_lines(card, Language.EN)[2]


def test_a_loss_in_one_shift_is_told_with_the_shift(kept: Evaluation) -> None:
    cells = tuple(
        replace(
            cell,
            qwk=0.8 if (cell.shift, cell.missing) == (SHIFTED, 0.1) else cell.qwk,
            qwk_from=dict.fromkeys(("0.05", "0.1", "0.2", "0.4"), 0.8),
        )
        for cell in kept.cells
    )
    rows = {row.measure: row for row in must_hold(replace(kept, cells=cells))}

    least = rows["gain_least"]
    assert (least.value, least.worst_in, least.missed_in) == (-0.06, SHIFTED, 1)


def test_what_visits_teach_is_taken_off_where_the_rule_is_served(measured: Evaluation) -> None:
    gained = measured.first_visits
    assert gained["qwk_learned"] == gained["qwk_rule_learned"], "no gate is ever open"
    assert gained["qwk_learned"] != gained["qwk_assumed"]
