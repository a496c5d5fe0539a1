"""Models learn from signed visits of firms that agree to it, and of nobody else."""

import json
from pathlib import Path
from typing import Any

from flask import Flask

from diagnosis.classifier.from_standard import structure_of
from diagnosis.classifier.training.fitting.visits import read_visits
from diagnosis.services.ports.scope import Principal
from diagnosis.services.visits.learning_lines import learning_lines
from tests.web.access.visiting import ANY, FIRM, OFFICE, SECOND, Visiting, seen

STANDARD = "gbt-39116-2020"
REASON = "现场没看到"


def lines(visiting: Visiting, *owners: str) -> list[dict[str, Any]]:
    """Return what some organisations give to learn from."""
    service = visiting.service
    callers = [service.caller(Principal(owner, "x")) for owner in owners]
    return list(learning_lines(service.versions, callers, STANDARD))


def agree(visiting: Visiting, consent: str) -> None:
    """State that the firm agrees to model learning, or withdraws."""
    texts = visiting.ask("get", "/v1/consents/texts", FIRM).json["items"]
    version = next(each["version"] for each in texts if each["id"] == "model-learning")
    body: dict[str, Any] = {"use": "model-learning", "consent": consent}
    body |= {"text_version": version} if consent == "given" else {}
    path = f"/v1/enterprises/{visiting.enterprise_id}/consents"
    answer = visiting.ask("post", path, FIRM, json=body)
    assert answer.status_code == 201, answer.text


def pay(visiting: Visiting, key: str, *, signed: bool = True) -> str:
    path = visiting.begin(key)
    assert visiting.save(path, key, ai_plan=seen(0, reason=REASON)).status_code == 200
    if signed:
        assert visiting.ask("post", f"{path}/signature", key, headers=ANY).status_code == 201
    return path[-36:]


def test_a_firm_is_learned_from_while_it_agrees(app: Flask, tmp_path: Path) -> None:
    visiting = Visiting(app)
    visit_id = pay(visiting, OFFICE)
    pay(visiting, SECOND, signed=False)
    everybody = ("local", "office", "second-office", "bureau", "stranger")
    assert lines(visiting, *everybody) == []
    agree(visiting, "given")
    (line,) = lines(visiting, *everybody)
    assert line["visit"] == visit_id and line["firm"] == visiting.enterprise_id
    assert line["verified"] == {"ai-plan": 0} and line["why"] == "random"
    claims = {i: c for i, c in visiting.claims.items() if isinstance(c, int | float)}
    assert line["answers"] == claims
    written = json.dumps(line, ensure_ascii=False)
    assert not any(name in written for name in ("陈工", "示例咨询", REASON))
    assert "office" not in line["consultant"]
    assert lines(visiting, "office", "bureau", "stranger") == []
    file = tmp_path / "visits.jsonl"
    file.write_text(json.dumps(line) + "\n")
    read = read_visits(file, structure_of(visiting.service.content.standards.staged))
    assert len(read) == 1 and int(read.level[0]) == line["level"]
    agree(visiting, "withdrawn")
    assert lines(visiting, *everybody) == []
    agree(visiting, "given")
    visiting.ask("post", f"{visiting.diagnosis}/withdrawal", FIRM, json={"reason": "填错了"})
    assert lines(visiting, *everybody) == []
