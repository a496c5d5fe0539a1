"""The published schema of a form and its reader take the same answers."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from diagnosis.domain.intake.answer import Share, as_plain
from diagnosis.domain.intake.business import read_business
from diagnosis.domain.intake.enterprise import FIELDS, read_enterprise
from diagnosis.domain.intake.form import ProductionType, newest
from diagnosis.domain.intake.limits import (
    BUSINESS_LIMITS,
    FACT_LIMITS,
    PAINS,
    PROFILE_LIMITS,
    SELLS,
    ListLimit,
    NumberLimit,
    TextLimit,
)
from diagnosis.domain.intake.sheet import ACCEPT_INCOMPLETE, SHEET_FIELDS
from diagnosis.domain.text import Language
from diagnosis.present.faults import fault_message
from diagnosis.present.intake.form import answer_schema, how_to_answer, show_form
from diagnosis.present.intake.limits import limit_schema
from diagnosis.present.say import in_both
from diagnosis.services.ports.content import Content
from tests.builders import a_business

ROOT = Path(__file__).resolve().parents[2]
texts = st.sampled_from(["none", "yes", "not_known", "2", "", "rules", "products", "flat", "x"])
numbers = st.one_of(
    st.sampled_from([0, 1, 5, 2.5, 2.8, 2.9, 7, -1, 4.8, 5.0, 5.5, 10**400, True, False]),
    st.floats(allow_nan=False, allow_infinity=False),
)
values = st.one_of(
    st.none(),
    numbers,
    texts,
    st.lists(st.one_of(texts, numbers), max_size=3),
    st.fixed_dictionaries({"part": numbers, "whole": numbers}),
    st.fixed_dictionaries({"not_applicable": st.sampled_from(["no-own-design", "x", 3])}),
    st.dictionaries(texts, numbers, max_size=2),
)


def _too_large(value: Any) -> bool:
    """Return whether a share breaks what JSON Schema cannot say: part ≤ whole."""
    if not isinstance(value, dict) or value.keys() != {"part", "whole"}:
        return False
    if any(isinstance(number, bool) for number in value.values()):
        return False
    return not value["part"] <= value["whole"]


@pytest.mark.parametrize("form", ["full", "miit-sme-2024"])
def test_reader_accepts_what_the_published_schema_accepts(content: Content, form: str) -> None:
    """A refused value has a fault, an accepted one has none and comes back as it was."""
    reader = content.readers[form]["2.0.0"]
    schema = answer_schema(content, reader.form)["properties"]["answers"]["properties"]
    validators = {item: Draft202012Validator(item_schema) for item, item_schema in schema.items()}
    items = sorted(validators)

    @settings(max_examples=400)
    @given(item=st.sampled_from(items), value=values)
    def check(item: str, value: Any) -> None:
        answers, ignored, faults = reader.read({item: value}, ProductionType.DISCRETE)
        accepted = item in answers or item in ignored
        assert accepted is not bool(faults)
        assert accepted is (validators[item].is_valid(value) and not _too_large(value))
        for fault in faults:
            assert fault.pointer == f"/answers/{item}"
            assert all(fault_message(fault, language) for language in Language)
        for answer in (answers | ignored).values():
            again, _, _ = reader.read({item: as_plain(answer)}, ProductionType.DISCRETE)
            assert again[item] == answer or isinstance(answer, Share)

    check()


FACTS: dict[str, Any] = {
    "name": st.one_of(st.text("ab厂", min_size=1), st.just("厂" * 200), st.just("厂" * 201)),
    "site": st.sampled_from(["一厂", "x" * 100, "x" * 101, 3]),
    "industry": st.sampled_from(["C13", "C3525", "C43", "C12", "C44", "C3", "C38521", "D44", 35]),
    "city": st.sampled_from(["441900", "441900119", "440115", "110000", "44", "449999", 441900]),
    "employees": st.one_of(numbers, st.just("60"), st.sampled_from([60.0, 5_000_000, 5_000_001])),
    "revenue_wan": st.one_of(numbers, st.just("60"), st.sampled_from([1e8, 1e8 + 1])),
    "production_type": st.sampled_from(["discrete", "process", "batch", 1]),
    "chain": st.sampled_from(["模具", "x" * 200, "x" * 201]),
    "park": st.sampled_from(["长安", "x" * 200, "x" * 201, None]),
}


def a_schema(content: Content) -> dict[str, Any]:
    """Return the published schema of a sheet of the full form."""
    return answer_schema(content, content.readers["full"]["2.0.0"].form)


def test_facts_are_taken_where_the_published_schema_takes_them(content: Content) -> None:
    schema = Draft202012Validator(a_schema(content)["properties"]["enterprise"])

    @settings(max_examples=400)
    @given(st.fixed_dictionaries({}, optional=FACTS))
    def check(facts: dict[str, Any]) -> None:
        _, faults = read_enterprise(facts, content.codes)
        assert schema.is_valid(facts) is not bool(faults), (facts, faults)

    check()


def test_every_fact_has_its_limits_in_the_schema(content: Content) -> None:
    schema = a_schema(content)["properties"]
    facts = schema["enterprise"]["properties"]
    assert set(facts) == set(FIELDS) and all("type" in fact for fact in facts.values())
    assert facts["credit_code"]["pattern"] and facts["city"]["enum"]
    assert facts["employees"] == {"type": "integer", "minimum": 0, "maximum": 5_000_000}
    assert set(schema) == {*SHEET_FIELDS, ACCEPT_INCOMPLETE}
    for division in content.codes.industries:
        assert re.search(facts["industry"]["pattern"], division)


IDS = ["late-delivery", "energy", "scene:plant-twin", "scene:x", "enrgy", 3, None]
ANYTHING = st.one_of(numbers, texts, st.none(), st.lists(st.sampled_from(IDS), max_size=6))
COSTS = st.dictionaries(st.sampled_from(["material", "energy", "rent"]), numbers, max_size=3)
TRAITS = st.dictionaries(
    st.sampled_from(["sells", "exports", "colour"]),
    st.sampled_from(["both", "own-brand", True, False, None, "yes", 1]),
)
BUSINESS = st.fixed_dictionaries(
    {},
    optional={
        "pains": ANYTHING,
        "goals": ANYTHING,
        "cost_percent": st.one_of(COSTS, ANYTHING),
        "yearly_budget_wan": ANYTHING,
        "traits": st.one_of(TRAITS, ANYTHING),
        "mood": ANYTHING,
    },
)


def test_business_is_taken_where_the_published_schema_takes_it(content: Content) -> None:
    """All but the sum of the cost, which JSON Schema cannot limit."""
    schema = Draft202012Validator(a_schema(content)["properties"]["business"])

    @settings(max_examples=400)
    @given(st.one_of(a_business(list(content.scenes)), BUSINESS, ANYTHING))
    def check(business: Any) -> None:
        _, faults = read_business(business, content.codes.scenes)
        refused = any(fault.code != "sum-out-of-range" for fault in faults)
        assert schema.is_valid(business) is not refused, (business, faults)

    check()


def test_every_fact_of_the_business_has_its_limits_in_the_schema(content: Content) -> None:
    business = a_schema(content)["properties"]["business"]["properties"]
    fields = {
        f"{name}.{inner}" if inner else name
        for name, schema in business.items()
        for inner in schema.get("properties", [""])
    }
    assert fields == set(BUSINESS_LIMITS)
    assert len(business["goals"]["items"]["enum"]) == 40


def test_the_profile_names_the_limits_that_are_read(content: Content) -> None:
    """The words of the form say how long a text or a list may be: as long as it is taken."""
    for fact in content.profile:
        limit = PROFILE_LIMITS[fact.id]
        for words in (fact.format.zh, fact.format.en):
            for most in re.findall(r"(?:最多|at most) (\d+)", words):
                assert isinstance(limit, TextLimit | ListLimit)
                assert int(most) == limit.most, fact.id
            for low, high in re.findall(r"(\d+) (?:到|to) (\d+)", words):
                assert isinstance(limit, NumberLimit)
                assert limit.ends == (float(low), float(high)), fact.id


def test_what_is_chosen_is_shown_with_its_words(content: Content) -> None:
    """Every value of a closed set has a choice, and every goal is a scene by its name."""
    choices = {fact.id: fact.choices for fact in content.profile}
    assert {choice.id for choice in choices["pains"]} == set(PAINS.values)
    assert {choice.id for choice in choices["traits.sells"]} == set(SELLS.values)
    goals = {choice.id.removeprefix("scene:"): choice.text for choice in choices["goals"]}
    assert goals == dict(content.scenes)
    shown = show_form(content, newest(content.forms["screening"].values()), in_both)
    facts = {fact["id"]: fact for fact in shown["profile"]}
    assert facts["traits.sells"]["pointer"] == "/business/traits/sells"
    assert facts["pains"]["pointer"] == "/business/pains"
    assert (facts["name"]["pointer"], facts["period"]["pointer"]) == (
        "/enterprise/name",
        "/period",
    )
    (stock,) = [each for each in facts["pains"]["choices"] if each["id"] == "wrong-stock"]
    assert stock["text"]["zh"] == "账上和实物对不上"


def test_the_document_of_the_api_has_the_same_limits() -> None:
    """Each fact in the OpenAPI document has the limits of the form's schema."""
    document = json.loads((ROOT / "api_spec" / "openapi.json").read_text(encoding="utf-8"))
    published = document["components"]["schemas"]["EnterpriseFacts"]["properties"]
    business = document["components"]["schemas"]["BusinessFacts"]["properties"]
    assert business["pains"]["items"]["enum"] == list(PAINS.values)
    assert business["pains"]["maxItems"] == PAINS.most
    for name, limit in FACT_LIMITS.items():
        for word, value in limit_schema(limit).items():
            if isinstance(limit, TextLimit) and limit.pattern and word == "maxLength":
                continue
            taken = (value, f"^$|{value}") if word == "pattern" else (value,)  # "" is left out
            assert published[name][word] in taken, (name, word)


@pytest.mark.parametrize(
    ("form", "rules"),
    [("full", 5), ("miit-sme-2024", 4), ("ai-readiness", 5)],
)
def test_a_form_says_once_what_holds_for_all_its_questions(
    content: Content, form: str, rules: int
) -> None:
    """Whole levels alone have no part; the sign of our own rules is explained where it stands."""
    known = newest(content.forms[form].values())
    assert len(how_to_answer(content, known)) == rules
