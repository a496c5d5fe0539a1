"""Damaged models and registries: rules score on, and no answer says where the files lie."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from diagnosis.classifier.estimator import TrainedEstimator
from diagnosis.config.settings import read_settings
from diagnosis.content.versions import Versions
from diagnosis.services.ports.content import Content
from tests.builders import an_example
from tests.web.service import a_service, an_app

ADDRESSES = ("/v1/models", "/v1/models/ai-readiness-m4", "/v1/models/none", "/health/ready")


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """Return a copy of the shipped models."""
    return Path(shutil.copytree(read_settings({}).models_dir, tmp_path / "secret-place" / "m"))


def an_estimator(content: Content, models: Path) -> TrainedEstimator:
    standards = (content.standards.staged, content.standards.gated)
    return TrainedEstimator(standards, models, content.codes.sizes)


def an_app_over(versions: Versions, models: Path, folder: Path) -> Flask:
    estimator = an_estimator(versions.current, models)
    return an_app(a_service(versions, folder, estimator=estimator))


def no_registry(models: Path) -> None:
    (models / "registry.yaml").unlink()


def no_folder(models: Path) -> None:
    shutil.rmtree(models)


def a_folder_of_that_name(models: Path) -> None:
    no_registry(models)
    (models / "registry.yaml").mkdir()


def a_registry_of(text: str) -> Callable[[Path], None]:
    def write(models: Path) -> None:
        (models / "registry.yaml").write_text(text)

    write.__name__ = text[:30]
    return write


def in_each(name: str, text: str) -> Callable[[Path], None]:
    def write(models: Path) -> None:
        for folder in models.iterdir():
            if folder.is_dir():
                (folder / name).write_text(text)

    write.__name__ = f"{name} {text}"
    return write


def current_names_nothing(models: Path) -> None:
    registry = models / "registry.yaml"
    text = registry.read_text()
    registry.write_text(text.replace("ai-readiness: ai-readiness-m4", "ai-readiness: gone"))


def cards_that_are_folders(models: Path) -> None:
    for card in models.glob("*/card.json"):
        card.unlink()
        card.mkdir()


DAMAGES = [
    no_registry, no_folder, a_folder_of_that_name, current_names_nothing, cards_that_are_folders,
    a_registry_of("models: [{}]"), a_registry_of("models: 5"), a_registry_of("["),
    a_registry_of("current: {ai-readiness: 5}"), a_registry_of("\x00"),
    *[in_each(name, text) for name in ("card.json", "manifest.json", "model.json", "golden.json")
      for text in ("", "{", "[]", "null", "\ud7ff")],
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("when", ["before", "after"])
def test_rules_score_and_models_answer(
    damage: Callable[[Path], None], when: str, versions: Versions, models: Path, tmp_path: Path
) -> None:
    if when == "before":
        damage(models)
    client = an_app_over(versions, models, tmp_path).test_client()
    if when == "after":
        damage(models)
    sheet = an_example("dongguan-mould-shop")
    preview = client.post("/v1/diagnoses/preview", json=sheet)
    stored = client.post("/v1/diagnoses", json=sheet)
    assert (preview.status_code, stored.status_code) == (200, 201)
    assert preview.json["standards"]
    answers = [preview, stored, *map(client.get, ADDRESSES)]
    answers.append(client.get(stored.headers["Location"]))
    answers.append(client.post("/v1/questionnaires/full/next-question", json=sheet))
    for answer in answers:
        assert answer.status_code < 500, answer.text
        assert "secret-place" not in answer.text and str(tmp_path) not in answer.text
        assert "__init__" not in answer.text and "Error" not in answer.text


def test_after_damage_the_models_from_before_are_listed(
    versions: Versions, models: Path, tmp_path: Path
) -> None:
    client = an_app_over(versions, models, tmp_path).test_client()
    before = client.get("/v1/models").json
    assert len(before["items"]) >= 2
    (models / "registry.yaml").write_text("models: [{}]")
    assert client.get("/v1/models").json == before
    model = before["items"][0]["id"]
    assert client.get(f"/v1/models/{model}").status_code == 200
    (models / model / "card.json").write_text("{")
    assert client.get(f"/v1/models/{model}").status_code == 404


def test_what_is_refused_is_known_by_name(content: Content, models: Path) -> None:
    assert an_estimator(content, models).refused() == {}
    assert an_estimator(content, models / "none").refused() == {}, "there are to be none"
    (models / "ai-readiness-m4" / "model.json").write_text("{}")
    (reason,) = an_estimator(content, models).refused().values()
    assert reason == "digest: model.json of ai-readiness-m4 has been changed"
