"""The published schema of a form and its reader take the same answers."""

import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from diagnosis.domain.intake.answer import Share, as_plain
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.text import Language
from diagnosis.present.faults import fault_message
from diagnosis.present.intake.form import answer_schema
from diagnosis.services.ports.content import Content

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
    """Return whether a share breaks what JSON Schema cannot say: part ≤ whole, in double range."""
    if not isinstance(value, dict) or value.keys() != {"part", "whole"}:
        return False
    if any(isinstance(number, bool) for number in value.values()):
        return False
    return not value["part"] <= value["whole"] <= sys.float_info.max


@pytest.mark.parametrize("form", ["full", "miit-sme-2024"])
def test_reader_accepts_what_the_published_schema_accepts(content: Content, form: str) -> None:
    """A refused value has a fault, an accepted one has none and comes back as it was."""
    reader = content.readers[form]["1.0.0"]
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
