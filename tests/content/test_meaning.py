"""Golden sheets: what their shorthands stand for."""

from diagnosis.content.gates.meaning import golden_sheet
from diagnosis.domain.intake.item import ItemType
from diagnosis.services.ports.content import Content


def test_every_answers_the_ladders_that_the_form_asks(content: Content) -> None:
    sheet = golden_sheet(content, {"form": "screening", "every": 2, "period": 2025})
    asked_items = content.forms["screening"]["2.0.0"].entries
    ladders = {item for item in asked_items if content.bank[item].type is ItemType.LADDER}
    assert sheet == {"form": "screening", "period": 2025, "answers": dict.fromkeys(ladders, 2)}


def test_scenes_none_answers_the_sixteen_items_about_scenes(content: Content) -> None:
    sheet = golden_sheet(content, {"form": "full@2.0.0", "scenes": "none"})
    scene_links = [name for link in content.standards.tiers.links for name in link.scene_links]
    assert sheet["answers"] == {
        f"scenes-{kind}-{link}": ["none"] for link in scene_links for kind in ("use", "model")
    }
    assert len(sheet["answers"]) == 16


def test_form_without_scenes_is_left_without_them(content: Content) -> None:
    assert golden_sheet(content, {"form": "screening", "scenes": "none"})["answers"] == {}


def test_answers_go_before_the_shorthands(content: Content) -> None:
    answers = {"scenes-use-plant": ["plant-twin"], "scenes-model-plant": None, "ai-plan": None}
    sheet = golden_sheet(
        content, {"form": "ai-readiness", "every": 1, "scenes": "none", "answers": answers}
    )
    assert sheet["answers"]["scenes-use-plant"] == ["plant-twin"]
    assert sheet["answers"]["scenes-use-product"] == ["none"]
    assert sheet["answers"]["ai-funding"] == 1
    assert not {"scenes-model-plant", "ai-plan"} & sheet["answers"].keys()
