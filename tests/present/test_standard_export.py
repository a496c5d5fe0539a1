"""From the export alone anyone can score: an outsider's scorer agrees with the service."""

from fractions import Fraction
from typing import Any

import pytest

from diagnosis.domain.intake.form import ProductionType
from diagnosis.present.scoring.standard_export import export_standard
from diagnosis.services.intake.forms import find_form
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import diagnose
from diagnosis.services.scoring.standards import find_standard
from tests.builders import random_sheet

CLOSE = 1e-9
SHEETS = 60


def export(content: Content, standard: str, form: str, kind: str) -> dict[str, Any]:
    return export_standard(
        content,
        find_standard(content, standard),
        find_form(content, form),
        ProductionType(kind),
    )


def part_scores(exported: dict[str, Any], value_of: Any) -> dict[str, float]:
    """Return each part's weighted mean of its items' values."""
    scores: dict[str, float] = {}
    for item in exported["items"]:
        part = item["subdomain"]
        scores[part] = scores.get(part, 0.0) + item["weight"] * value_of(item)
    return scores


def whole(exported: dict[str, Any], scores: dict[str, float]) -> float:
    return sum(weight * scores[part] for part, weight in exported["subdomain_weights"].items())


def outsider_staged(exported: dict[str, Any], answers: dict[str, Any]) -> tuple[int, float]:
    level = 0
    while True:
        need = level + 1

        def met(item: dict[str, Any], need: int = need) -> float:
            return max(0.0, min(1.0, answers[item["id"]] - (need - 1)))

        share = round(whole(exported, part_scores(exported, met)), 9)
        if share < exported["threshold"]:
            return level, level + share
        level = need
        if level == len(exported["bands"]):
            return level, float(level)


def outsider_gated(exported: dict[str, Any], answers: dict[str, Any]) -> tuple[int, float]:
    def value(item: dict[str, Any]) -> float:
        answer = answers[item["id"]]
        if item["kind"] == "ladder":
            return float(answer)
        worth = dict(zip(item["option_ids"], item["scores"], strict=True))
        return min(item["cap"], sum(worth[one] for one in answer))

    def passes(gate: dict[str, Any]) -> bool:
        inside = [value(i) for i in exported["items"] if i["subdomain"] == gate["dimension"]]
        has = min(inside) if gate["weakest_item"] else round(scores[gate["dimension"]], 9)
        return has > gate["at_least"] if gate["above"] else has >= gate["at_least"]

    scores = part_scores(exported, value)
    total = round(whole(exported, scores), 9)
    level = 0
    for number, line in enumerate(exported["bands"], start=1):
        gates = [g for g in exported["gates"] if g["level"] == number]
        if total < line or not all(map(passes, gates)):
            break
        level = number
    return level, total


def outsider_points(exported: dict[str, Any], answers: dict[str, Any]) -> tuple[int, float]:
    total, levels, stars = 0.0, [], []
    for question in exported["questions"]:
        answer = answers[question["item"]]
        if question["kind"] == "scene":
            own = 0 if isinstance(answer, dict) else min(4, int(answer))
            levels.append(own)
            stars += [own] if question["constraint"] else []
        elif question["kind"] == "share":
            part, size = (Fraction(repr(answer[key])) for key in ("part", "whole"))
            total += next(
                o["points"] for o in question["options"] if part * 100 <= size * int(o["up_to"])
            )
        else:
            chosen = answer if isinstance(answer, list) else [answer]
            total += sum(o["points"] for o in question["options"] if o["value"] in chosen)
    level = 0
    for gate in exported["levels"]:
        reached = sum(own >= gate["level"] for own in levels)
        star_reached = sum(own >= gate["level"] for own in stars)
        if (
            round(total, 6) >= gate["points"]
            and reached >= gate["scenes"]
            and star_reached >= gate["constraint_scenes"]
        ):
            level = gate["level"]
    return level, total


OUTSIDERS = {
    "gbt-39116-2020": ("gbt-39116", outsider_staged),
    "ai-readiness": ("ai-readiness", outsider_gated),
    "miit-sme-2024": ("miit-sme-2024", outsider_points),
}


@pytest.mark.parametrize("full", [False, True], ids=["own-form", "full-form"])
@pytest.mark.parametrize("standard", OUTSIDERS)
def test_outsider_scores_random_complete_sheets_alike(
    content: Content, standard: str, full: bool
) -> None:
    form, outsider = OUTSIDERS[standard]
    form = "full" if full else form
    exports = {kind: export(content, standard, form, kind) for kind in ProductionType}
    for seed in range(SHEETS):
        raw = random_sheet(content, seed, form=form, spread=(1, 2, 5)[seed % 3])
        exported = exports[raw["enterprise"]["production_type"]]
        level, score = outsider(exported, raw["answers"])
        verdicts = diagnose(content, read(content, raw)).verdicts
        found = next(one for one in verdicts if one.standard.id == standard)
        assert (found.level, found.score) == (level, pytest.approx(score, abs=CLOSE))


@pytest.mark.parametrize("kind", ProductionType)
@pytest.mark.parametrize("standard", ["gbt-39116-2020", "ai-readiness", "miit-sme-2024"])
def test_weights_sum_to_one(content: Content, standard: str, kind: str) -> None:
    exported = export(content, standard, "full", kind)
    assert sum(exported["subdomain_weights"].values()) == pytest.approx(1.0, abs=CLOSE)
    if standard != "miit-sme-2024":
        parts = part_scores(exported, lambda _: 1.0)
        assert parts == pytest.approx(dict.fromkeys(exported["subdomain_weights"], 1.0))


@pytest.mark.parametrize(
    ("kind", "subdomains", "items"), [("discrete", 20, 45), ("process", 18, 41)]
)
def test_items_not_asked_of_the_type_are_left_out(
    content: Content, kind: str, subdomains: int, items: int
) -> None:
    exported = export(content, "gbt-39116-2020", "gbt-39116", kind)
    assert (len(exported["subdomain_weights"]), len(exported["items"])) == (subdomains, items)
    keys = {"id", "subdomain", "weight", "options", "scores"}
    assert all(keys <= item.keys() and item["options"] == 6 for item in exported["items"])


def test_weight_of_a_sub_domain_by_hand(content: Content) -> None:
    """Manufacturing × production × planning: .77 × .48 × .16 and .68 × .63 × .14."""
    for kind, weight in (("discrete", 0.059136), ("process", 0.059976)):
        exported = export(content, "gbt-39116-2020", "full", kind)
        own = exported["subdomain_weights"]["planning-scheduling"]
        assert own == pytest.approx(weight, abs=CLOSE)


def test_index_export_lists_questions_and_scenes(content: Content) -> None:
    exported = export(content, "miit-sme-2024", "miit-sme-2024", "discrete")
    refs = [one["ref"] for one in exported["questions"]]
    assert refs == [f"Q{n}" for n in range(1, 16)] + [f"S{n}" for n in range(1, 17)]
    assert sum(one["constraint"] for one in exported["questions"]) == 10
    assert exported["bands"] == [20, 40, 60, 80]
    assert exported["questions"][0]["options"][1] == {"value": "control-network", "points": 2.0}


def test_tier_conditions_are_exported(content: Content) -> None:
    exported = export(content, "smart-factory-2025", "full", "discrete")
    assert [tier["ai_share_percent"] for tier in exported["tiers"]] == [None, None, 20, 60]
    assert exported["above_size_revenue_wan"] == 2000
