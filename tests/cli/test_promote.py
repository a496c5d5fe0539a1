"""`models promote` looks at what the cards say: no model follows a better one unnoticed."""

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from diagnosis.cli.main import main

STANDARD = "gbt-39116-2020"
CURRENT, OTHER = f"{STANDARD}-m4", f"{STANDARD}-m3"

pytestmark = pytest.mark.usefixtures("models")


def change_card(models: Path, model: str, *, seed: int = 1, **values: float) -> None:
    """Let the card of a model have other figures, and worlds of another seed."""
    path = models / model / "card.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    card["metrics"]["seed"] = seed
    for row in card["must_hold"]:
        row["value"] = values.get(row["measure"], row["value"])
    path.write_text(json.dumps(card), encoding="utf-8")


def promote(runner: CliRunner, *more: str) -> Result:
    return runner.invoke(main, ["models", "promote", OTHER, *more])


def current(models: Path) -> str:
    registry = yaml.safe_load((models / "registry.yaml").read_text(encoding="utf-8"))
    return str(registry["current"][STANDARD])


def test_a_model_that_agrees_less_is_refused_with_both_figures(
    runner: CliRunner, models: Path
) -> None:
    change_card(models, CURRENT, qwk_25=0.8128)
    change_card(models, OTHER, qwk_25=0.5221)

    refused = promote(runner)

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == (
        f"{OTHER}: qwk_25 0.5221 in its card, 0.8128 in that of {CURRENT}, the current one: worse "
        "by more than 0.01; --although-worse promotes it all the same\n"
    )
    assert current(models) == CURRENT

    change_card(models, OTHER, qwk_25=0.5221, seed=2)
    assert "different worlds (seeds 2 and 1)" in promote(runner).stderr


def test_a_model_that_agrees_less_is_promoted_where_somebody_says_so(
    runner: CliRunner, models: Path
) -> None:
    change_card(models, CURRENT, qwk_25=0.8128)
    change_card(models, OTHER, qwk_25=0.5221)

    promoted = promote(runner, "--although-worse", "--reason", "120 visits say otherwise")

    assert promoted.exit_code == 0
    assert "qwk_25 0.5221 in its card" in promoted.stderr
    assert current(models) == OTHER


@pytest.mark.parametrize(("figure", "status"), [(0.8, 0), (0.7999, 2)])
def test_a_model_may_agree_less_by_a_hundredth(
    runner: CliRunner, models: Path, figure: float, status: int
) -> None:
    change_card(models, CURRENT, qwk_25=0.81)
    change_card(models, OTHER, qwk_25=figure)

    assert promote(runner).exit_code == status


def test_a_model_whose_level_can_fall_is_refused(runner: CliRunner, models: Path) -> None:
    change_card(models, OTHER, qwk_25=0.99, falls=3)

    refused = promote(runner)

    assert refused.exit_code == 2
    assert "3 raises of an answer lower what is said" in refused.stderr
    assert promote(runner, "--although-worse").exit_code == 0


def test_a_card_without_the_figures_is_as_good_as_none(runner: CliRunner, models: Path) -> None:
    """Of the model to promote; a current one without figures is nothing to be worse than."""
    card = models / OTHER / "card.json"
    text = card.read_text(encoding="utf-8")
    card.write_text(text.replace('"qwk_25"', '"other"'), encoding="utf-8")

    refused = promote(runner, "--although-worse")

    assert refused.exit_code == 2
    assert "its card has no qwk_25, falls and seed; evaluate it" in refused.stderr

    card.write_text(text, encoding="utf-8")
    (models / CURRENT / "card.json").unlink()
    assert promote(runner).exit_code == 0
