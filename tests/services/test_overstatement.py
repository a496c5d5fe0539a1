"""What is left of the levels of a diagnosis if firms overstate, and whose level is served."""

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.bootstrap import Container, wire
from diagnosis.config.settings import read_settings
from diagnosis.domain.estimate import Estimate
from diagnosis.domain.intake.item import ItemType
from diagnosis.domain.overstatement import (
    DeflatedLevels,
    LevelBy,
    Overstatement,
    OverstatementSource,
    ServedLevel,
)
from diagnosis.domain.text import Language
from diagnosis.present.say import in_language
from diagnosis.present.scoring.diagnosis import show_diagnosis
from diagnosis.present.scoring.overstatement import overstatement_basis, overstatement_sentence
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.records import Basis
from diagnosis.services.promotion.region_firms import guess_levels
from diagnosis.services.scoring.diagnose import Diagnosis, diagnose
from diagnosis.services.scoring.kept_readings import readings_of
from diagnosis.services.scoring.score_many import score_lines
from diagnosis.storage.facts import read_facts, write_facts
from tests.builders import a_sheet, an_example, random_sheet
from tests.report.printed import print_diagnosis

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


def serving(models: Path, **whose: Any) -> Container:
    """Return the container with the current models, their registry saying whose level."""
    configured = read_settings({})
    shutil.copytree(configured.models_dir, models)
    path = models / "registry.yaml"
    registry = yaml.safe_load(path.read_text(encoding="utf-8"))
    for entry in registry["models"]:
        entry.pop("blank_share", None)
        entry |= whose
    path.write_text(yaml.safe_dump(registry), encoding="utf-8")
    return wire(replace(configured, models_dir=models))


@pytest.fixture(scope="module")
def by_rule(tmp_path_factory: pytest.TempPathFactory) -> Container:
    return serving(tmp_path_factory.mktemp("rule") / "models", level_by="deflated-rule")


@pytest.fixture(scope="module")
def for_blanks(tmp_path_factory: pytest.TempPathFactory) -> Container:
    folder = tmp_path_factory.mktemp("blanks") / "models"
    return serving(folder, level_by="model-for-blanks", blank_share=0.1)


def with_blanks(
    container: Container, seed: int, blanks: float, left_out: Sequence[str] = ()
) -> Any:
    """Return a sheet with blanks, some dimensions left out whole."""
    raw = random_sheet(container.content, seed, spread=2)
    random = Random(seed)
    open_items = {
        each.item
        for dimension in container.content.standards.gated.dimensions
        if dimension.id in left_out
        for each in dimension.items
    }
    kept = {
        item: value
        for item, value in raw["answers"].items()
        if random.random() >= blanks and item not in open_items
    }
    return raw | {"answers": kept}


LEFT_OUT = ((), ("security-governance",), ("outcomes", "strategy-funding"), ("data",))


def test_the_level_is_the_models_where_what_gates_need_is_blank(
    trained: Container, by_rule: Container, for_blanks: Container
) -> None:
    content, seen = trained.content, set()
    gated = content.standards.gated
    needed = {gate.dimension for gate in gated.gates if gate.level <= 4}
    for seed in range(40):
        raw = with_blanks(trained, seed, (0.0, 0.03)[seed % 2], LEFT_OUT[seed // 2 % 4])
        proposed = trained.estimator.estimate(read(content, raw))
        lowered = diagnosed(by_rule, raw).estimates
        staged, served, _ = diagnosed(for_blanks, raw).estimates
        open_gates = sum(
            dimension.weight / 100
            for dimension in gated.dimensions
            if dimension.id in needed
            and not any(each.item in raw["answers"] for each in dimension.items)
        )

        assert staged == lowered[0], "without gates the rule leaves blanks out as well"
        if served.level is None:
            continue
        assert (served.level_by is LevelBy.MODEL) == (round(open_gates, 9) >= 0.1)
        whose = proposed if served.level_by is LevelBy.MODEL else lowered
        assert served.level == whose[1].level
        assert served.level in served.levels
        assert served.deflated == lowered[1].deflated
        seen.add((round(open_gates, 2), served.level_by))
    by_model = {share for share, level_by in seen if level_by is LevelBy.MODEL}
    assert 0.18 in by_model and {0, 0.08} <= {share for share, _ in seen} - by_model


@settings(max_examples=60)
@given(
    seed=st.integers(0, 10_000),
    blanks=st.sampled_from((0.0, 0.03, 0.1)),
    left_out=st.sampled_from(LEFT_OUT),
    data=st.data(),
)
def test_a_better_answer_never_lowers_the_level_served(
    for_blanks: Container,
    seed: int,
    blanks: float,
    left_out: Sequence[str],
    data: st.DataObject,
) -> None:
    raw = with_blanks(for_blanks, seed, blanks, left_out)
    answers = raw["answers"]
    ladders = [
        item
        for item, value in answers.items()
        if isinstance(value, int | float)
        and for_blanks.content.bank[item].type is ItemType.LADDER
        and value < 5
    ]
    item = data.draw(st.sampled_from(sorted(ladders)))
    to = data.draw(st.sampled_from([step for step in range(1, 6) if step > answers[item]]))
    raised = raw | {"answers": answers | {item: to}}

    pairs = zip(
        diagnosed(for_blanks, raw).estimates,
        diagnosed(for_blanks, raised).estimates,
        strict=True,
    )

    for before, after in pairs:
        assert after.level_by is before.level_by or before.level is None or after.level is None
        assert (before.level or 0) <= (after.level or 0) or before.level is None


def test_shares_of_a_region_rest_on_probabilities_whichever_level_is_served(
    for_blanks: Container, by_rule: Container
) -> None:
    content = for_blanks.content
    sheets = [read(content, with_blanks(for_blanks, seed, 0.4, ("data",))) for seed in range(5)]
    standard = content.standards.gated

    guesses = [
        guess_levels(content, container.estimator, sheets, standard)
        for container in (for_blanks, by_rule)
    ]

    assert guesses[0].by_model == 5
    assert (guesses[0].probabilities == guesses[1].probabilities).all()


def test_a_file_of_sheets_is_served_the_same_levels(for_blanks: Container) -> None:
    raws = [with_blanks(for_blanks, seed, 0.03, LEFT_OUT[seed]) for seed in range(4)]
    lines = [json.dumps(raw).encode() for raw in raws]

    scored = score_lines(for_blanks.content, for_blanks.estimator, lines, form=None)

    for raw, line in zip(raws, scored, strict=True):
        assert line.diagnosis is not None
        assert line.diagnosis.estimates == diagnosed(for_blanks, raw).estimates


def test_the_registry_says_whose_level_is_served(
    trained: Container, by_rule: Container, tmp_path: Path
) -> None:
    by_model = serving(tmp_path / "models", level_by="model")
    raw = random_sheet(trained.content, 3, spread=2)
    sheet = read(trained.content, raw)

    estimates = diagnosed(by_model, raw).estimates

    proposed = trained.estimator.estimate(sheet)
    assert [e.level for e in estimates[:2]] == [e.level for e in proposed]
    assert [e.level_by for e in estimates] == [
        LevelBy.MODEL, LevelBy.MODEL, LevelBy.DEFLATED_RULE,
    ]  # fmt: skip
    assert all(e.level_by is LevelBy.DEFLATED_RULE for e in diagnosed(by_rule, raw).estimates)


def test_a_registry_with_another_word_is_refused(tmp_path: Path) -> None:
    configured = read_settings({})
    models = tmp_path / "models"
    shutil.copytree(configured.models_dir, models)
    path = models / "registry.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("level_by: deflated-rule", "level_by: guess"), "utf-8")

    assert "missing" in str(wire(replace(configured, models_dir=models)).refused_models)


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
        "想弄实在，到现场先看「订单与客户」，再看别的高分题。",
    ),
    (
        {"claimed": 2, "usual": 2, "high": 1, "margin": 0.4},
        "按贵厂自己填的是 2 级；就算像假定的那样每题高填了 0.25 档，也还是 2 级；"
        "高填到 0.6 档，就是 1 级。想弄实在，到现场先看「订单与客户」，再看别的高分题。",
    ),
    (
        {"claimed": 2, "usual": 2, "high": 2, "margin": 0.8},
        "按贵厂自己填的是 2 级；就算每题都高填了 0.6 档，也还是 2 级。"
        "想弄实在，到现场先看「订单与客户」，再看别的高分题。",
    ),
    (
        {"claimed": 2, "usual": None, "high": None, "margin": 0.0},
        "按贵厂自己填的是 2 级；扣掉高填的部分，要看空着的题怎么答。"
        "想弄实在，到现场先看「订单与客户」，再看别的高分题。",
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


@pytest.mark.parametrize(
    ("most", "left", "sentence", "basis"),
    [
        (0.0, 2, "一档不扣。", "按主管部门设定的，企业没有高填，一档不扣。"),
        (
            0.1, 1, "一档不扣；要是每题高填了 0.1 档，就是 1 级。",
            "按主管部门设定的，企业没有高填，一档不扣；有高填，每题也不过 0.1 档。",
        ),
        (0.1, 2, None, "按主管部门设定的，企业没有高填，一档不扣；有高填，每题也不过 0.1 档。"),
    ],
)  # fmt: skip
def test_where_nothing_is_taken_off_it_is_said_so(
    trained: Container, most: float, left: int, sentence: str | None, basis: str
) -> None:
    none = Overstatement(value=0.0, low=0.0, high=most, source=OverstatementSource.SET)
    deflated = DeflatedLevels(overstatement=none, claimed=2, usual=2, high=left, margin=0.05)
    estimate = Estimate(
        standard="gbt-39116-2020", level=2, level_by=LevelBy.DEFLATED_RULE, deflated=deflated
    )

    text = overstatement_sentence(trained.content, estimate, names_check=False)

    start = "按贵厂自己填的是 2 级；按主管部门设定的，这样的厂没有高填，"
    still = "按贵厂自己填的是 2 级；就算每题都高填了 0.1 档，也还是 2 级。"
    assert text is not None and text.zh == (start + sentence if sentence else still)
    assert overstatement_basis(none).zh == basis
    assert not re.search(r"\b0 (of a step|档)", text.en + text.zh + basis)


BY_MODEL: list[tuple[dict[str, Any], int, str]] = [
    (
        {"claimed": 2, "usual": 1, "high": 1, "margin": 0.2}, 2,
        "只看贵厂答了的题是 2 级；要是像假定的那样每题高填了 0.25 档，就是 1 级。"
        "再把没答的题估进去，模型估的是 2 级。"
        "想弄实在，先把没答的题答上，再到现场核对「订单与客户」。",
    ),
    (
        {"claimed": 2, "usual": 1, "high": 1, "margin": 0.2}, 1,
        "只看贵厂答了的题是 2 级；要是像假定的那样每题高填了 0.25 档，就是 1 级。"
        "再把没答的题估进去，模型估的也是 1 级。"
        "想弄实在，先把没答的题答上，再到现场核对「订单与客户」。",
    ),
    (
        {"claimed": 0, "usual": 0, "high": 0}, 1,
        "只看贵厂答了的题还不到 1 级，扣不扣高填都一样。再把没答的题估进去，模型估的是 1 级。"
        "想弄实在，先把没答的题答上。",
    ),
    (
        {"claimed": 0, "usual": 0, "high": 0}, 0,
        "只看贵厂答了的题还不到 1 级，扣不扣高填都一样。再把没答的题估进去，模型估的也不到 1 级。"
        "想弄实在，先把没答的题答上。",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("levels", "level", "sentence"), BY_MODEL)
def test_the_sentence_says_what_the_model_adds_for_blanks(
    trained: Container, levels: dict[str, Any], level: int, sentence: str
) -> None:
    estimate = Estimate(
        standard="gbt-39116-2020",
        model="m",
        level=level,
        level_by=LevelBy.MODEL,
        ask_next=("strategy-plan",),
        check_next=("sales-management",),
        deflated=DeflatedLevels(overstatement=ASSUMED, **levels),
    )

    text = overstatement_sentence(trained.content, estimate)

    assert text is not None and text.zh == sentence
    assert "without an answer" in text.en and "answer the other questions first" in text.en
    full = overstatement_sentence(trained.content, replace(estimate, ask_next=()))
    assert full is not None and "没答" not in full.zh


def test_a_sheet_has_one_of_two_levels() -> None:
    with pytest.raises(ValueError, match="the rule's or the model's"):
        Estimate(standard="gbt-39116-2020", level_by=LevelBy.MODEL_FOR_BLANKS)


def test_a_share_and_its_word_go_together() -> None:
    half = ServedLevel(level_by=LevelBy.MODEL_FOR_BLANKS, blank_share=0.5)

    assert half.of_sheet(0.5 - 1e-12) is LevelBy.MODEL, "the noise of a sum does not decide"
    assert half.of_sheet(0.499) is LevelBy.DEFLATED_RULE
    for level_by in (LevelBy.MODEL, LevelBy.DEFLATED_RULE):
        assert ServedLevel(level_by=level_by).of_sheet(0.9) is level_by
        with pytest.raises(ValueError, match="does not go with a blank share"):
            ServedLevel(level_by=level_by, blank_share=0.5)
    for share in (None, 0.0, 1.5, float("nan")):
        with pytest.raises(ValueError, match="blank share"):
            ServedLevel(level_by=LevelBy.MODEL_FOR_BLANKS, blank_share=share)


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


def printed(container: Container, raw: Any, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what the terminal shows of a sheet, in Chinese."""
    print_diagnosis(container.content, diagnosed(container, raw), Language.ZH)
    return "".join(capsys.readouterr().out.split())


def test_the_terminal_says_bounds_once_and_names_the_standard(
    trained: Container, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = an_example("dongguan-mould-shop")
    left = [name for name in raw["answers"] if not name.startswith(("s", "d", "e"))]
    raw["answers"] = {name: raw["answers"][name] for name in left}
    shown = printed(trained, raw, capsys)
    staged = trained.content.standards.staged
    assert shown.count("没有确切答案的题") == 2
    assert "到现场估计能核到几级" + "".join(staged.name.zh.split()) in shown
    rows = {
        row["standard"]: row
        for row in show_diagnosis(
            trained.content, diagnosed(trained, raw), in_language(Language.ZH)
        )["estimate"]
    }
    assert "没有确切答案的题" in rows[staged.id]["why"]


def test_a_claim_that_survives_more_than_firms_overstate_is_told_without_a_number(
    trained: Container, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = an_example("dongguan-mould-shop")
    raw["answers"] = {
        name: 5 if isinstance(value, float | int) else value
        for name, value in raw["answers"].items()
    }
    shown = printed(trained, raw, capsys)
    assert "通常的高填动不了自填的级别。" in shown
    assert "不超过3档" not in shown and "模型看得不一样" not in shown


def test_with_blanks_the_sentence_is_of_the_questions_answered(trained: Container) -> None:
    raw = an_example("dongguan-mould-shop")
    whole = diagnosed(trained, raw).estimates[0]
    part = replace(whole, ask_next=("strategy-plan",))
    texts = [overstatement_sentence(trained.content, each) for each in (whole, part)]
    assert [text and text.zh.split("是")[0] for text in texts] == [
        "按贵厂自己填的", "只看贵厂答了的题",
    ]  # fmt: skip
