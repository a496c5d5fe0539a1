"""The catalogue: every fault is named, every entry loads and can be shown in both languages."""

import json
from datetime import date
from pathlib import Path

import pytest
import yaml

from diagnosis.content.documents.content_files import content_files
from diagnosis.content.documents.walk import citations
from diagnosis.domain.text import Language
from diagnosis.present.catalogue.case import show_case
from diagnosis.present.catalogue.context import show_context_card
from diagnosis.present.catalogue.expert_tables import expert_tables
from diagnosis.present.catalogue.instrument import show_instrument
from diagnosis.present.catalogue.measure import show_measure
from diagnosis.present.catalogue.sources import show_bibliography
from diagnosis.present.say import in_both, in_language, localise
from diagnosis.services.ports.content import Content
from tests.content.catalogue_fixture import HERE, broken, gates, mini

ROOT = Path(__file__).parents[2]
ON = date(2026, 11, 23)
INVALID = sorted(
    path
    for folder in ("catalogue", "packages")
    for path in (HERE / "invalid" / folder).glob("*.yaml")
)


def test_mini_catalogue_has_no_fault() -> None:
    assert [str(fault) for fault in gates(mini())] == []


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_one_fault_is_named(path: Path) -> None:
    fixture = yaml.safe_load(path.read_text(encoding="utf-8"))
    faults = list(gates(broken(fixture)))
    assert any(
        fault.gate == fixture["gate"] and fixture["says"] in fault.message for fault in faults
    ), [f"{fault.gate}: {fault.message}" for fault in faults]


def test_a_file_for_every_entry(content: Content) -> None:
    folders = [path.parent.name for path in content_files(ROOT)]
    assert folders.count("cases") == len(content.cases) >= 71
    assert folders.count("support") == len(content.instruments) >= 57
    assert folders.count("scales") == len(content.scales) >= 10
    assert len(content.measures) == 16


@pytest.mark.parametrize("language", Language)
def test_every_entry_is_shown_in_each_language(content: Content, language: Language) -> None:
    say = in_language(language)
    shown = [
        *(show_case(content, case, say) for case in content.cases.values()),
        *(show_instrument(content, entry, say, on=ON) for entry in content.instruments.values()),
        *(show_context_card(content, card, say) for card in content.context.values()),
        *(show_measure(content, measure, say) for measure in content.measures.values()),
        *show_bibliography(content, say, on=ON),
    ]
    assert all(json.dumps(entry) for entry in shown)


def test_both_languages_in_one_are_each_of_them(content: Content) -> None:
    for case in list(content.cases.values())[:20]:
        both = show_case(content, case, in_both)
        for language in Language:
            alone = show_case(content, case, in_language(language))
            assert localise(both, language) == alone


def test_citations_name_each_file_once() -> None:
    documents = {
        "a.yaml": {"marks": {"m": {"sources": ["src-x"]}}, "sources": ["src-x", "src-y"]},
        "b.yaml": {"items": [{"sources": ["src-y"]}]},
        "knowledge/sources.yaml": {"sources": [{"id": "src-z"}]},
    }
    assert citations(documents) == {"src-x": ("a.yaml",), "src-y": ("a.yaml", "b.yaml")}


def test_expert_tables_are_fresh(content: Content) -> None:
    for name, table in expert_tables(content).items():
        stored = (ROOT / name).read_text(encoding="utf-8")
        assert stored == table, f"{name} is stale: python -m diagnosis content docs"
