"""The gate of what a firm agrees to, and what content without it is like."""

from datetime import date
from hashlib import sha256
from typing import Any

import pytest

from diagnosis.content.build.consents import build_consents
from diagnosis.content.documents.yaml_file import Document, parse_yaml
from diagnosis.content.gates.sense.consents import CONSENTS, check_consents
from diagnosis.content.gates.shape import check_shape
from diagnosis.domain.consent import ConsentUse
from diagnosis.services.ports.content import Content


def a_text(version: int = 1, **changes: Any) -> str:
    """Return a version of a text, as YAML in one line."""
    words = changes.pop("words", f"text {version}")
    digest = sha256(f"文\n{words}".encode()).hexdigest()
    values = {
        "version": version, "since": '"2026-11-27"', "asks_again": "true", "sha256": f'"{digest}"',
        "text": f'{{zh: "文", en: "{words}"}}',
    } | changes  # fmt: skip
    return "{" + ", ".join(f"{name}: {value}" for name, value in values.items()) + "}"


def read(*texts: str, uses: tuple[str, ...] = tuple(ConsentUse)) -> Document:
    """Return the parsed file in which every use has these texts."""
    entry = '{{use: {use}, name: {{zh: "用", en: "Use"}}, texts: [{texts}]}}'
    entries = [entry.format(use=use, texts=", ".join(texts)) for use in uses]
    document, faults = parse_yaml(CONSENTS, f"consents: [{', '.join(entries)}]\n".encode())
    assert document is not None and not faults
    return document


def faults_of(document: Document) -> list[str]:
    assert list(check_shape(document)) == []
    return [str(fault) for fault in check_consents({CONSENTS: document})]


def test_what_passes_says_from_which_version_on_consent_counts() -> None:
    document = read(a_text(), a_text(2), a_text(3, asks_again="false"))
    assert faults_of(document) == []
    terms = build_consents(document.value)[ConsentUse.BENCHMARKING]
    assert (terms.current.version, terms.least_version) == (3, 2)
    assert terms.current.since == date(2026, 11, 27)
    assert build_consents(None) == {}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([a_text(2)], "versions count from 1 on: this is 1"),
        ([a_text(), a_text(3)], "versions count from 1 on: this is 2"),
        ([a_text(since='"2026-02-30"')], "'2026-02-30' is no date"),
        ([a_text(), a_text(2, since='"2026-11-26"')], "earlier than the version before"),
        ([a_text(asks_again="false")], "the first version asks everybody"),
        ([a_text(sha256=f'"{64 * "0"}"')], "a new wording is a new one"),
    ],
)
def test_what_does_not_fit_its_version_is_found(texts: list[str], expected: str) -> None:
    found = faults_of(read(*texts))
    assert len(found) == len(ConsentUse)
    assert all(expected in fault for fault in found)


def test_every_use_has_its_text() -> None:
    (fault,) = faults_of(read(a_text(), uses=("diagnosis", "benchmarking")))
    assert "the uses are diagnosis, statistics, benchmarking, model-learning" in fault


def test_a_text_is_in_both_languages() -> None:
    assert len(list(check_shape(read(a_text(text='{zh: "文"}'))))) == len(ConsentUse)


def test_the_content_asks_for_each_use(content: Content) -> None:
    assert list(content.consents) == list(ConsentUse)
    for terms in content.consents.values():
        assert "随时可以撤回" in terms.current.text.zh
        assert "may withdraw at any time" in terms.current.text.en
