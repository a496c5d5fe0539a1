"""Scales that are only mapped: told whole, with marks, and never as a score."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from diagnosis.domain.text import Language
from diagnosis.present.catalogue.expert_tables import scales_table
from diagnosis.present.catalogue.scale import show_scale, show_scale_row
from diagnosis.present.say import in_both, in_language, localise
from diagnosis.services.ports.content import Content

ASKED_FOR = {
    "scl-general-index", "scl-specialised-digital-level", "scl-gbt-43439-2023",
    "scl-gbt-45341-2025", "scl-gbt-45988-2025", "scl-dcmm", "scl-gbt-39116-revision",
    "scl-jiangsu-general", "scl-jiangsu-ai-scenes", "scl-ai-maturity",
}  # fmt: skip
SCORED = {"score", "level", "level_name", "points", "threshold", "gates", "coverage", "rating"}


def values(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield (key, value) for every entry of every object below a value."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield key, below
            yield from values(below)
    elif isinstance(value, list):
        for below in value:
            yield from values(below)


def test_every_scale_that_firms_are_asked_for_is_told(content: Content) -> None:
    assert set(content.scales) >= ASKED_FOR


@pytest.mark.parametrize("language", Language)
def test_no_scale_reads_as_a_score(content: Content, language: Language) -> None:
    for scale in content.scales.values():
        shown = show_scale(content, scale, in_language(language))
        assert shown["computed"] is False and shown["why_not_computed"]
        assert not {key for key, _ in values(shown)} & SCORED
        assert not [
            key
            for key, value in values(shown)
            if isinstance(value, int | float) and not isinstance(value, bool)
        ]


def test_no_scale_is_a_standard(content: Content) -> None:
    assert not set(content.scales) & {standard.id for standard in content.standards}


def test_a_row_is_what_the_whole_begins_with(content: Content) -> None:
    for scale in content.scales.values():
        whole = show_scale(content, scale, in_both)
        row = show_scale_row(scale, in_both)
        assert row.items() <= whole.items()
        for language in Language:
            assert localise(whole, language) == show_scale(content, scale, in_language(language))


def test_every_statement_has_a_mark_with_sources(content: Content) -> None:
    for scale in content.scales.values():
        shown = show_scale(content, scale, in_both)
        marks = [value for key, value in values(shown) if key in ("mark", "map_mark")]
        assert len(marks) >= 2 + len(scale.asked_by)
        assert all(mark["sources"] for mark in marks)
        listed = {source["id"] for source in shown["sources"]}
        assert {source for mark in marks for source in mark["sources"]} <= listed


def test_what_is_near_is_named_by_what_it_is(content: Content) -> None:
    shown = show_scale(content, content.scales["scl-dcmm"], in_language(Language.ZH))
    near = {(row["standard"], row["part"], row["item"]): row["name"] for row in shown["fed_by"]}
    assert near["miit-sme-2024", "Q7", None] == "数据安全"
    assert near[None, None, "miit-mechanisms"] == content.bank["miit-mechanisms"].name.zh


def test_a_draft_says_what_it_revises_and_what_to_look_out_for(content: Content) -> None:
    drafts = [scale for scale in content.scales.values() if scale.standing == "draft"]
    assert [draft.id for draft in drafts] == ["scl-gbt-39116-revision"]
    assert all(draft.revises == "gbt-39116-2020" and draft.notice for draft in drafts)


def test_the_table_says_at_the_top_that_nothing_is_computed(content: Content) -> None:
    head, _, rows = scales_table(content).partition("| --- |")
    assert "不打分、不定级" in head
    assert re.findall(r"`(scl-[a-z0-9-]+)`", rows) == list(content.scales)
