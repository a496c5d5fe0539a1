"""Saving, loading and refusing a model; the registry."""

import errno
import json
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from diagnosis.classifier.artefacts.model_files import (
    CARD,
    GOLDEN,
    MANIFEST,
    MODEL,
    level_by_of_card,
    load_model,
    read_manifest,
    save_model,
)
from diagnosis.classifier.artefacts.numbers import numbers_as_json, numbers_from_json
from diagnosis.classifier.artefacts.refusal import ModelRefused
from diagnosis.classifier.artefacts.registry import (
    FaultyRegistry,
    RegisteredModel,
    Registry,
    load_current,
    read_registry,
    write_registry,
)
from diagnosis.classifier.from_standard import structure_of
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.training.train import evaluate_and_record, train
from diagnosis.domain.estimate import Refusal, RefusalCode
from diagnosis.domain.overstatement import LevelBy, ServedLevel
from diagnosis.services.ports.content import Content
from tests.classifier.builders import (
    ASSUMED,
    MODELS,
    SHIPPED,
    a_config,
    a_gated_structure,
    a_staged_structure,
    some_sheets,
)

SERVING = (
    "estimator", "from_standard", "artefacts.registry", "explanation.attribution",
    "explanation.drift", "explanation.next_question",
    "explanation.spot_checks",
)  # fmt: skip

BY_MODEL = ServedLevel(level_by=LevelBy.MODEL)
FROM_A_QUARTER = ServedLevel(level_by=LevelBy.MODEL_FOR_BLANKS, blank_share=0.25)


@pytest.fixture
def saved(tmp_path, staged: Model):
    folder = tmp_path / "small-staged-m1"
    digest = save_model(folder, staged.structure, staged.numbers, "small-staged-m1", {"seed": 3})
    return folder, digest


def refusal(folder, structure, digest) -> str:
    with pytest.raises(ModelRefused) as caught:
        load_model(folder, structure, digest)
    return caught.value.refusal.code


def reseal(folder) -> str:
    """Make changed files pass their hashes, as an attacker of the folder alone could."""
    manifest = json.loads((folder / MANIFEST).read_text())
    for name in (MODEL, GOLDEN):
        manifest["sha256"][name] = sha256((folder / name).read_bytes()).hexdigest()
    text = json.dumps(manifest).encode()
    (folder / MANIFEST).write_bytes(text)
    return sha256(text).hexdigest()


def change(folder, **fields) -> str:
    plain = json.loads((folder / MODEL).read_text())
    plain.update(fields)
    (folder / MODEL).write_text(json.dumps(plain))
    return reseal(folder)


def test_a_loaded_model_predicts_as_the_saved_one(saved, staged: Model):
    folder, digest = saved
    sheets = some_sheets(staged.structure, 100)

    loaded = load_model(folder, staged.structure, digest)

    assert np.array_equal(
        loaded.predict(sheets).probabilities, staged.predict(sheets).probabilities
    )


def test_saving_twice_gives_the_same_digest(tmp_path, saved, staged: Model):
    again = save_model(
        tmp_path / "again", staged.structure, staged.numbers, "small-staged-m1", {"seed": 3}
    )

    assert again == saved[1]


def test_a_missing_folder_is_refused(tmp_path):
    assert refusal(tmp_path / "absent", a_staged_structure(), "") == "missing"


def test_a_changed_file_is_refused(saved):
    folder, digest = saved
    (folder / MODEL).write_bytes((folder / MODEL).read_bytes().replace(b"0.", b"1.", 1))

    assert refusal(folder, a_staged_structure(), digest) == "digest"


def test_an_unregistered_manifest_is_refused(saved):
    folder, _ = saved

    assert refusal(folder, a_staged_structure(), "0" * 64) == "digest"


def test_another_structure_is_refused(saved):
    folder, digest = saved

    assert refusal(folder, a_gated_structure(), digest) == "structure"


def test_a_changed_weight_of_the_standard_is_refused(saved):
    folder, digest = saved
    changed = replace(a_staged_structure(), element_weights=((0.4, 0.6), (0.4, 0.6)))

    assert refusal(folder, changed, digest) == "structure"


def test_a_changed_gate_of_the_standard_is_refused(tmp_path: Path, gated: Model):
    before = gated.structure
    digest = save_model(tmp_path, before, gated.numbers, "small-gated-m1", {"seed": 3})
    harder = tuple(tuple(line + (line > 0) for line in row) for row in before.gates)
    by_item = ((2.0,) * len(before.items),) * len(before.gates)

    assert load_model(tmp_path, before, digest).identity == "small-gated-m1"
    assert refusal(tmp_path, replace(before, gates=harder), digest) == "structure"
    assert refusal(tmp_path, replace(before, item_gates=by_item), digest) == "structure"


@pytest.mark.parametrize("standard", SHIPPED)
def test_the_models_of_the_forms_before_are_refused(standard: str, content: Content):
    entry = read_registry(MODELS).entry(f"{standard}-m1")
    standards = content.standards
    structures = [structure_of(each) for each in (standards.staged, standards.gated)]
    (structure,) = [each for each in structures if each.standard == standard]

    assert refusal(MODELS / entry.id, structure, entry.digest) == "structure"


def test_a_negative_slope_is_refused(saved, staged: Model):
    folder, _ = saved
    plain = json.loads((folder / MODEL).read_text())["head"]
    plain["slopes"][0] = -0.1
    digest = change(folder, head=plain)

    assert refusal(folder, staged.structure, digest) == "schema"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "1.0", True, None, []])
def test_numbers_that_are_none_are_refused(saved, staged: Model, value):
    folder, _ = saved
    digest = change(folder, gap=value)

    assert refusal(folder, staged.structure, digest) == "schema"


def test_cuts_out_of_order_are_refused(saved, staged: Model):
    folder, _ = saved
    plain = json.loads((folder / MODEL).read_text())["head"]
    plain["cuts"].reverse()
    digest = change(folder, head=plain)

    assert refusal(folder, staged.structure, digest) == "schema"


def test_numbers_without_a_stop_for_the_deflated_level_are_read_as_ever(staged: Model):
    before = replace(staged.numbers, deflated_stop=None)
    text = numbers_as_json(staged.structure, before)
    assert json.loads(text)["format"] == 1 and "deflated_stop" not in json.loads(text)
    assert numbers_from_json(staged.structure, text).deflated_stop is None


def test_a_stop_for_the_deflated_level_survives_writing(staged: Model):
    stop = staged.numbers.deflated_stop
    text = numbers_as_json(staged.structure, staged.numbers)
    again = numbers_from_json(staged.structure, text)
    assert stop is not None and json.loads(text)["format"] == 2
    assert numbers_as_json(staged.structure, again) == text


@pytest.mark.parametrize(
    "wrong",
    [{"lines": [0.9, 0.8, 0.95]}, {"lines": [0.5, 0.9, 1.0]}, {"first": 0.0}, {"repeat": 1.5},
     {"power": None}, {"more": 1}],
)  # fmt: skip
def test_a_stop_that_cannot_be_is_refused(staged: Model, wrong):
    plain = json.loads(numbers_as_json(staged.structure, staged.numbers))
    plain["deflated_stop"] |= wrong
    with pytest.raises(ValueError, match="deflated_stop"):
        numbers_from_json(staged.structure, json.dumps(plain))


def test_other_golden_values_are_refused(saved, staged: Model):
    folder, _ = saved
    plain = json.loads((folder / GOLDEN).read_text())
    plain["probabilities"][0][0] += 1e-6
    (folder / GOLDEN).write_text(json.dumps(plain))

    assert refusal(folder, staged.structure, reseal(folder)) == "golden"


def test_a_broken_file_is_refused(saved, staged: Model):
    folder, _ = saved
    (folder / MODEL).write_text("{")

    assert refusal(folder, staged.structure, reseal(folder)) == "schema"


def test_a_standard_without_a_model_is_refused(tmp_path):
    with pytest.raises(ModelRefused) as caught:
        load_current(tmp_path, a_staged_structure())

    assert caught.value.refusal.code == "unregistered"


def test_the_shipped_artefacts_are_small(shipped: Model):
    assert (MODELS / shipped.identity / MODEL).stat().st_size <= 64 * 1024


def test_a_registry_survives_writing(tmp_path):
    registry = Registry().with_model(RegisteredModel("m1", "s", "d", 0))
    registry = registry.promoted("m1", on="2026-01-01", by="test", reason="first")
    write_registry(tmp_path, registry)

    assert read_registry(tmp_path) == registry


def test_a_registry_that_cannot_be_written_stays_as_it_was(tmp_path, monkeypatch):
    registry = Registry().with_model(RegisteredModel("m1", "s", "d", 0))
    write_registry(tmp_path, registry)

    def fill_the_disk(path, text, **_how):
        with path.open("w") as file:
            file.write(text[:20])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", fill_the_disk)
    with pytest.raises(OSError, match="No space"):
        write_registry(tmp_path, registry.with_model(RegisteredModel("m2", "s", "d", 0)))

    assert read_registry(tmp_path) == registry
    assert [path.name for path in tmp_path.iterdir()] == ["registry.yaml"]


def test_rollback_makes_the_model_before_current_again():
    registry = (
        Registry()
        .with_model(RegisteredModel("m1", "s", "d", 0))
        .with_model(RegisteredModel("m2", "s", "e", 60))
    )
    registry = registry.promoted("m1", on="2026-01-01", by="a", reason="first")
    registry = registry.promoted("m2", on="2026-02-01", by="a", reason="better")

    back = registry.rolled_back("s", on="2026-03-01", by="b", reason="complaints")

    assert back.current_of("s") == RegisteredModel("m1", "s", "d", 0)
    assert [change.after for change in back.history] == ["m1", "m2", "m1"]


def test_a_model_promoted_again_goes_back_to_the_one_before_it():
    registry = Registry((RegisteredModel("m1", "s", "d", 0), RegisteredModel("m2", "s", "e", 9)))
    for model in ("m1", "m2", "m2"):
        registry = registry.promoted(model, on="2026-01-01", by="a", reason="")

    back = registry.rolled_back("s", on="2026-03-01", by="b", reason="complaints")

    assert back.current_of("s") == RegisteredModel("m1", "s", "d", 0)


def test_an_entry_of_before_is_served_by_the_deflated_rule(tmp_path):
    text = "models: [{id: a, standard: s, digest: d, visits: 0}]"
    (tmp_path / "registry.yaml").write_text(text, encoding="utf-8")

    registry = read_registry(tmp_path)

    assert registry.entry("a").level_by == LevelBy.DEFLATED_RULE
    assert "blank_share" not in text_of(tmp_path, registry)
    for served in (BY_MODEL, FROM_A_QUARTER):
        text = text_of(tmp_path, registry.with_level_by("a", served))
        assert read_registry(tmp_path).entry("a").served_level == served
    assert "level_by: model-for-blanks\n  blank_share: 0.25\n" in text


def text_of(folder: Path, registry: Registry) -> str:
    """Return the text of a registry as it is written."""
    write_registry(folder, registry)
    return (folder / "registry.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("model", ["gbt-39116-2020-m2", "ai-readiness-m2", "ai-readiness-m1"])
def test_a_card_of_before_does_not_say_whose_level(model):
    with pytest.raises(ValueError, match="no card says whose level to serve"):
        level_by_of_card(MODELS / model)


@pytest.mark.parametrize(
    ("model", "outcome"),
    [
        ("gbt-39116-2020-m1", "structure"),
        ("ai-readiness-m1", "structure"),
        ("gbt-39116-2020-m2", None),
        ("ai-readiness-m2", None),
    ],
)
def test_earlier_artefacts_load_or_are_refused_with_a_word(content: Content, model, outcome):
    standards = content.standards
    (standard,) = [
        each for each in (standards.staged, standards.gated) if model.startswith(each.id)
    ]
    structure, digest = structure_of(standard), read_registry(MODELS).entry(model).digest

    if outcome is None:
        assert load_model(MODELS / model, structure, digest).identity == model
    else:
        assert refusal(MODELS / model, structure, digest) == outcome


def test_the_registry_serves_whose_level_the_shipped_cards_say(shipped: Model):
    entry = read_registry(MODELS).entry(shipped.identity)

    assert entry.served_level == level_by_of_card(MODELS / shipped.identity)


def test_a_card_of_another_model_is_refused(tmp_path, saved):
    folder, _ = saved
    card = {
        "model": folder.name,
        "level": {"level_by": LevelBy.MODEL},
        "record": {"seed": "another"},
    }
    (folder / CARD).write_text(json.dumps(card), encoding="utf-8")

    with pytest.raises(ValueError, match="its card is of another model"):
        level_by_of_card(folder)

    card["record"] = read_manifest(folder).record
    (folder / CARD).write_text(json.dumps(card), encoding="utf-8")
    assert level_by_of_card(folder) == BY_MODEL

    card["level"] = {"level_by": "model-for-blanks", "blank_share": 0.25}
    (folder / CARD).write_text(json.dumps(card), encoding="utf-8")
    assert level_by_of_card(folder) == FROM_A_QUARTER

    card["level"] = {"level_by": "model-for-blanks", "blank_share": None}
    (folder / CARD).write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(ValueError, match="no card says whose level to serve"):
        level_by_of_card(folder)


def test_rollback_without_an_earlier_model_is_refused():
    registry = Registry().with_model(RegisteredModel("m1", "s", "d", 0))
    registry = registry.promoted("m1", on="2026-01-01", by="a", reason="first")

    with pytest.raises(ValueError, match="no earlier model"):
        registry.rolled_back("s", on="2026-03-01", by="b", reason="none")


def test_serving_imports_no_training_library():
    imports = ", ".join(f"diagnosis.classifier.{module}" for module in SERVING)
    code = (
        f"import sys, {imports}; training = {{'sklearn', 'scipy', 'joblib', 'threadpoolctl'}}; "
        "print(sorted((training | {'pandas'}) & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "[]"


def test_one_seed_gives_one_artefact_and_a_card(tmp_path):
    structure, config = a_staged_structure(), replace(a_config(), worlds=2, firms_per_world=600)
    first, second = (
        train(tmp_path / name, structure, config, identity="m1", seed=5, on="2026-01-01")
        for name in (_folder(tmp_path, "a"), _folder(tmp_path, "b"))
    )
    card = evaluate_and_record(
        tmp_path / "a",
        "m1",
        structure,
        config,
        seed=6,
        assumed=ASSUMED,
        worlds=1,
        forms={"short": ["item-0"]},
    )

    assert first == second
    assert card.training.startswith("Estimated from simulated firms, 0 verified visits")
    text = (tmp_path / "a" / "m1" / "card.md").read_text(encoding="utf-8")
    assert text.startswith(card.training)
    chinese = (tmp_path / "a" / "m1" / "card.zh.md").read_text(encoding="utf-8")
    assert chinese.startswith("由模拟企业训练，现场核实样本：0 家。")
    assert set(card.missed) == {row.measure for row in card.must_hold if not row.holds}
    assert card.missed and chinese.splitlines()[4].startswith("没做到的：")


def test_training_sums_up_on_one_thread_whatever_the_machine_has(tmp_path):
    config, threads = replace(a_config(), worlds=2, firms_per_world=600), []

    def note(_stage: str, _share: float) -> None:
        threads.append({pool["num_threads"] for pool in threadpool_info()})

    with threadpool_limits(limits=2):
        train(tmp_path, a_staged_structure(), config,
              identity="m1", seed=5, on="2026-01-01", progress=note)  # fmt: skip

    *working, done = threads
    assert all(pools == {1} for pools in working)
    assert done == {2}


def _folder(root, name: str) -> str:
    (root / name).mkdir()
    return name


REGISTRIES = {
    "not UTF-8": b"models: [\xff",
    "not YAML": b"models: [",
    "a list": b"[1, 2]",
    "a text": b"models",
    "a model that lacks fields": b"models: [{}]",
    "a model that is a number": b"models: [5]",
    "models that are a number": b"models: 5",
    "an id that is a number": b"models: [{id: 7, standard: s, digest: d, visits: 0}]",
    "a digest that is none": b"models: [{id: a, standard: s, digest: null, visits: 0}]",
    "visits that are a text": b"models: [{id: a, standard: s, digest: d, visits: x}]",
    "a level by nobody": b"models: [{id: a, standard: s, digest: d, visits: 0, level_by: x}]",
    "blanks without a share": (
        b"models: [{id: a, standard: s, digest: d, visits: 0, level_by: model-for-blanks}]"
    ),
    "a share without its word": (
        b"models: [{id: a, standard: s, digest: d, visits: 0, blank_share: 0.25}]"
    ),
    "a share above 1": (
        b"models: [{id: a, standard: s, digest: d, visits: 0, level_by: model-for-blanks, "
        b"blank_share: 25.0}]"
    ),
    "a share in words": (
        b"models: [{id: a, standard: s, digest: d, visits: 0, level_by: model-for-blanks, "
        b"blank_share: half}]"
    ),
    "an id that leads away": b"models: [{id: ../../etc, standard: s, digest: d, visits: 0}]",
    "an id that is the folder": b"models: [{id: ., standard: s, digest: d, visits: 0}]",
    "current that is a list": b"current: [small-staged]",
    "current that is a number": b"current: {small-staged: 5}",
    "current of a number": b"current: {5: a, b: c}",
    "a day that there is not": b"current: {small-staged: 2026-13-45}",
    "deep nesting": b"[" * 5_000,
    "a list of changes of texts": b"history: [a]",
}


@pytest.mark.parametrize("kind", REGISTRIES)
def test_a_registry_that_is_none_is_refused_without_its_place(tmp_path, kind):
    (tmp_path / "registry.yaml").write_bytes(REGISTRIES[kind])

    with pytest.raises(FaultyRegistry, match=str(tmp_path / "registry.yaml")):
        read_registry(tmp_path)
    with pytest.raises(ModelRefused) as caught:
        load_current(tmp_path, a_staged_structure())
    assert caught.value.refusal == Refusal(RefusalCode.MISSING, "registry.yaml cannot be read")


def test_a_registry_that_is_a_folder_is_refused(tmp_path):
    (tmp_path / "registry.yaml").mkdir()

    with pytest.raises(FaultyRegistry):
        read_registry(tmp_path)


@pytest.mark.parametrize("standard", ["small-staged", "another"])
def test_a_current_model_that_is_not_registered_is_named(tmp_path, standard):
    registry = Registry((RegisteredModel("m1", standard, "d", 0),), ((standard, "gone"),))

    with pytest.raises(FaultyRegistry, match="'gone' is current"):
        registry.current_of(standard)
    assert registry.current_of("third") is None
    with pytest.raises(ValueError, match="'gone' is current"):
        registry.rolled_back(standard, on="2026-03-01", by="b", reason="")


def test_a_current_model_of_another_standard_is_named():
    registry = Registry((RegisteredModel("m1", "a", "d", 0),), (("b", "m1"),))

    with pytest.raises(FaultyRegistry, match="no model of b"):
        registry.current_of("b")


def test_no_way_back_to_a_model_that_is_no_longer_registered():
    registry = Registry((RegisteredModel("m1", "s", "d", 0),))
    registry = registry.with_model(RegisteredModel("m2", "s", "d", 0))
    registry = registry.promoted("m1", on="2026-01-01", by="a", reason="")
    registry = registry.promoted("m2", on="2026-02-01", by="a", reason="")
    gone = replace(registry, models=registry.models[1:])

    with pytest.raises(ValueError, match="no earlier model"):
        gone.rolled_back("s", on="2026-03-01", by="b", reason="")


@pytest.mark.parametrize("text", ["{", "[]", "{}", "null", '"x"', "[" * 5_000])
@pytest.mark.parametrize("name", [MODEL, GOLDEN, MANIFEST])
def test_a_file_of_something_else_is_refused(saved, staged: Model, name, text):
    folder, _ = saved
    (folder / name).write_text(text)
    digest = sha256(text.encode()).hexdigest() if name == MANIFEST else reseal(folder)

    assert refusal(folder, staged.structure, digest) == "schema"
