"""Records as JSON text come back as they went, and whole where an older text lacks a field."""

import json
from dataclasses import fields
from typing import Any

import pytest

from diagnosis.domain.estimate import Estimate, Refusal, RefusalCode
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.storage.facts import read_facts, write_facts
from tests.builders import a_kept_plan
from tests.ports.records import ESTIMATE

REFUSED = Estimate(standard="ai-readiness", refusal=Refusal(RefusalCode.DIGEST, "model.json"))


def test_a_plan_comes_back_as_it_went() -> None:
    plan = a_kept_plan()
    assert read_facts(write_facts(plan), KeptPlan) == plan


def test_estimates_come_back_as_they_went() -> None:
    kept = (ESTIMATE, REFUSED)
    assert read_facts(write_facts(kept, tuple[Estimate, ...]), tuple[Estimate, ...]) == kept


def without_each_key(value: Any) -> Any:
    """Yield copies of a JSON value that lack one key each, at any depth."""
    if isinstance(value, dict):
        for name, field in value.items():
            yield {key: other for key, other in value.items() if key != name}
            for poorer in without_each_key(field):
                yield {**value, name: poorer}
    elif isinstance(value, list):
        for place, entry in enumerate(value):
            for poorer in without_each_key(entry):
                yield [*value[:place], poorer, *value[place + 1 :]]


def test_a_plan_that_lacks_any_key_is_read() -> None:
    plan = json.loads(write_facts(a_kept_plan()))
    poorer = [each for each in without_each_key(plan) if "_type" in str(each)]
    assert len(poorer) > 90
    for each in poorer:
        if all("_type" in hint for hint in each.get("hints", ())):
            read_facts(json.dumps(each), KeptPlan)


@pytest.mark.parametrize("text", ["{}", '{"target":{},"phases":[{"projects":[{}]}]}'])
def test_an_empty_plan_has_every_field(text: str) -> None:
    plan = read_facts(text, KeptPlan)
    assert all(hasattr(plan, field.name) for field in fields(KeptPlan))
