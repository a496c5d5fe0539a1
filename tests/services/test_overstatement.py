"""What is left of the levels of a diagnosis if firms overstate, and whose level is served."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from diagnosis.bootstrap import Container, wire
from diagnosis.config import read_settings
from diagnosis.domain.estimate import Estimate
from diagnosis.domain.overstatement import (
    DeflatedLevels,
    LevelBy,
    Overstatement,
    OverstatementSource,
)
from diagnosis.domain.text import Language
from diagnosis.present.say import in_language
from diagnosis.present.scoring.diagnosis import show_diagnosis
from diagnosis.present.scoring.overstatement import overstatement_basis, overstatement_sentence
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.records import Basis
from diagnosis.services.scoring.diagnose import Diagnosis, diagnose
from diagnosis.services.scoring.kept_readings import readings_of
from diagnosis.storage.facts import read_facts, write_facts
from tests.builders import a_sheet, an_example, random_sheet

ASSUMED = Overstatement(value=0.25, low=0.0, high=0.6)


@pytest.fixture(scope="module")
def trained() -> Container:
    """Return the container with the current models wired in."""
    return wire(read_settings({}))


def diagnosed(container: Container, raw: Any) -> Diagnosis:
    content = container.content
    return diagnose(content, read(content, raw), estimator=container.estimator)


def shown(container: Container, raw: Any) -> dict[str, Any]:
    diagnosis = diagnosed(container, raw)
    say = in_language(Language.EN)
    rows = show_diagnosis(container.content, diagnosis, say)["estimate"]
    return {row["standard"]: row for row in rows}


def test_every_standard_has_what_is_left_of_its_level_or_why_not(trained: Container) -> None:
    rows = shown(trained, an_example("dongguan-mould-shop"))

    assert list(rows) == ["gbt-39116-2020", "ai-readiness", "miit-sme-2024", "smart-factory-2025"]
    staged, points, tiers = (
        rows[name] for name in ("gbt-39116-2020", "miit-sme-2024", "smart-factory-2025")
    )
    assert staged["levels"] == {"claimed": 1, "usual": 0, "high": 0}
    assert (staged["level"], staged["level_by"], staged["margin"]) == (0, "deflated-rule", 0.2)
    assert staged["overstatement"].items() >= {"value": 0.25, "source": "assumed"}.items()
    assert points["partly_deflated"] and not staged["partly_deflated"]
    assert points["levels"] == {"claimed": 1, "usual": 1, "high": 1}
    assert tiers["level"] is None and tiers["levels"] is None and tiers["level_by"] is None
    assert "facts" in tiers["why"]


def test_the_set_holds_the_level_served_and_level_5_is_not(trained: Container) -> None:
    content = trained.content
    for seed in range(60):
        raw = random_sheet(content, seed, spread=1, blanks=0.2 if seed % 2 else 0.0)
        for estimate in diagnosed(trained, raw).estimates:
            if estimate.model and estimate.level is not None:
                assert estimate.level in estimate.levels and estimate.level <= 4
                low, high = estimate.levels[0], estimate.levels[-1]
                assert list(estimate.levels) == list(range(low, high + 1))


def test_the_registry_says_whose_level_is_served(trained: Container, tmp_path: Path) -> None:
    settings = read_settings({})
    models = tmp_path / "models"
    shutil.copytree(settings.models_dir, models)
    path = models / "registry.yaml"
    registry = yaml.safe_load(path.read_text(encoding="utf-8"))
    for entry in registry["models"]:
        entry["level_by"] = "model"
    path.write_text(yaml.safe_dump(registry), encoding="utf-8")
    by_model = wire(replace(settings, models_dir=models))
    raw = random_sheet(trained.content, 3, spread=2)
    sheet = read(trained.content, raw)

    estimates = diagnosed(by_model, raw).estimates

    proposed = trained.estimator.estimate(sheet)
    assert [e.level for e in estimates[:2]] == [e.level for e in proposed]
    assert [e.level_by for e in estimates] == [
        LevelBy.MODEL, LevelBy.MODEL, LevelBy.DEFLATED_RULE,
    ]  # fmt: skip
    assert all(e.level_by is LevelBy.DEFLATED_RULE for e in diagnosed(trained, raw).estimates)


def test_a_registry_with_another_word_is_refused(tmp_path: Path) -> None:
    settings = read_settings({})
    models = tmp_path / "models"
    shutil.copytree(settings.models_dir, models)
    path = models / "registry.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("level_by: deflated-rule", "level_by: guess"), "utf-8")

    assert "missing" in str(wire(replace(settings, models_dir=models)).refused_models)


def test_the_sentence_of_a_diagnosis_names_the_first_check(trained: Container) -> None:
    row = shown(trained, an_example("dongguan-mould-shop"))["gbt-39116-2020"]
    first = row["narrows_most"]["check_on_site"][0]["name"]
    assert f"“{first}”" in row["in_words"] or f"「{first}」" in row["in_words"]


def test_nothing_answered_has_no_level_and_no_sentence(trained: Container) -> None:
    for row in shown(trained, a_sheet("full", {})).values():
        assert (row["level"], row["in_words"], row["margin"]) == (None, None, None)
        assert row["why"]


def test_blanks_that_decide_the_index_leave_no_level(trained: Container) -> None:
    row = shown(trained, a_sheet("full", {"strategy-plan": 2, "sales-management": 3}))
    points = row["miit-sme-2024"]

    assert points["level"] is None and points["insufficient"]
    assert "Blanks still decide" in points["why"]


def test_readings_keep_margin_and_overstatement(trained: Container) -> None:
    diagnosis = diagnosed(trained, an_example("dongguan-mould-shop"))

    kept = {r.standard: r for r in readings_of(diagnosis) if r.basis is Basis.ESTIMATED}

    assert kept["gbt-39116-2020"].margin == 0.2
    assert {reading.overstatement for reading in kept.values()} == {0.25}
    assert kept["miit-sme-2024"].model is None and kept["miit-sme-2024"].level == 1


def test_an_estimate_kept_before_is_read_as_the_models() -> None:
    kept = Estimate(standard="gbt-39116-2020", model="m1", level=2, levels=(1, 2))
    plain = json.loads(write_facts((kept,), tuple[Estimate, ...]))
    for new in ("level_by", "deflated"):
        del plain[0][new]

    (back,) = read_facts(json.dumps(plain), tuple[Estimate, ...])

    assert back == kept
    assert (back.level_by, back.deflated) == (LevelBy.MODEL, None)


def test_an_estimate_is_kept_with_what_is_left(trained: Container) -> None:
    estimates = diagnosed(trained, an_example("foshan-furniture-maker")).estimates

    assert read_facts(write_facts(estimates, tuple[Estimate, ...]), tuple[Estimate, ...]) == (
        estimates
    )


LEVELS: list[tuple[dict[str, Any], str]] = [
    (
        {"claimed": 0, "usual": 0, "high": 0},
        "按贵厂自己填的还不到 1 级，扣不扣高填都一样。",
    ),
    (
        {"claimed": 2, "usual": 1, "high": 1, "margin": 0.2},
        "按贵厂自己填的是 2 级；要是像假定的那样每题高填了 0.25 档，就是 1 级。"
        "想弄实在，先到现场核对「订单与客户」。",
    ),
    (
        {"claimed": 2, "usual": 2, "high": 1, "margin": 0.4},
        "按贵厂自己填的是 2 级；就算像假定的那样每题高填了 0.25 档，也还是 2 级；"
        "高填到 0.6 档，就是 1 级。想弄实在，先到现场核对「订单与客户」。",
    ),
    (
        {"claimed": 2, "usual": 2, "high": 2, "margin": 0.8},
        "按贵厂自己填的是 2 级；就算每题都高填了 0.6 档，也还是 2 级。"
        "想弄实在，先到现场核对「订单与客户」。",
    ),
    (
        {"claimed": 2, "usual": None, "high": None, "margin": 0.0},
        "按贵厂自己填的是 2 级；扣掉高填的部分，要看空着的题怎么答。"
        "想弄实在，先到现场核对「订单与客户」。",
    ),
]


@pytest.mark.parametrize(("levels", "sentence"), LEVELS)
def test_the_sentence_says_claimed_left_and_what_would_settle_it(
    trained: Container, levels: dict[str, Any], sentence: str
) -> None:
    estimate = Estimate(
        standard="gbt-39116-2020",
        model="m",
        level=levels["usual"],
        level_by=LevelBy.DEFLATED_RULE,
        check_next=("sales-management",),
        deflated=DeflatedLevels(overstatement=ASSUMED, **levels),
    )

    text = overstatement_sentence(trained.content, estimate)

    assert text is not None and text.zh == sentence
    assert "%" not in text.zh + text.en


def test_without_a_level_there_is_no_sentence(trained: Container) -> None:
    nothing = DeflatedLevels(overstatement=ASSUMED)
    for deflated in (None, nothing):
        estimate = Estimate(standard="gbt-39116-2020", model="m", deflated=deflated)
        assert overstatement_sentence(trained.content, estimate) is None


def test_the_basis_says_assumed_or_by_how_many_visits() -> None:
    learned = Overstatement(
        value=0.4, low=0.3, high=0.5, source=OverstatementSource.VISITS, visits=12
    )

    assert overstatement_basis(ASSUMED).en == (
        "Nobody has published how much firms overstate: 0.25 of a step per answer is assumed, "
        "from 0 to 0.6."
    )
    assert (
        overstatement_basis(learned).zh
        == "按 12 次现场核实，每题高填 0.4 档，少到 0.3，多到 0.5。"
    )
    decided = replace(learned, source=OverstatementSource.SET, visits=0)
    assert overstatement_basis(decided).zh == "主管部门设定：每题高填 0.4 档，少到 0.3，多到 0.5。"
