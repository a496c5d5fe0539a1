"""Two versions of one form in files of the real layout: the gates, and which one is meant."""

from pathlib import Path

import pytest
import yaml

from diagnosis.content.gates.meaning import golden_result, golden_sheet
from diagnosis.content.gates.sense.published import digest_of
from diagnosis.content.library import check_content
from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.text import Language
from diagnosis.present.intake.form import answer_schema, show_form
from diagnosis.present.intake.forms import show_forms
from diagnosis.present.say import in_language
from diagnosis.services.intake.forms import find_form, find_open_form
from diagnosis.services.ports.content import Content
from tests.builders import copy_content
from tests.builders.content import FIRST_SCREENING, SECOND

PUBLISHED = "questionnaires/published.yaml"


@pytest.mark.no_cover
def test_two_versions_pass_the_gates(two_versions_dir: Path, withdrawn_dir: Path) -> None:
    for root in (two_versions_dir, withdrawn_dir):
        assert [str(fault) for fault in check_content(root).faults] == []


def test_an_id_means_the_newest_in_use(two_versions: Content, after_withdrawal: Content) -> None:
    for content in (two_versions, after_withdrawal):
        assert list(content.forms["screening"]) == ["2.0.0", "2.1.0"]
        assert find_form(content, "screening").version == "2.1.0"
        assert find_form(content, "screening@2.0.0").version == "2.0.0"
    assert find_open_form(two_versions, "screening@2.0.0").version == "2.0.0"
    with pytest.raises(FaultyInput) as caught:
        find_open_form(after_withdrawal, "screening@2.0.0")
    assert [(fault.pointer, fault.code) for fault in caught.value.faults] == [
        ("/form", "form-withdrawn")
    ]


@pytest.mark.no_cover
def test_the_newest_may_be_the_withdrawn_version(content_dir: Path, tmp_path: Path) -> None:
    text = SECOND.read_text(encoding="utf-8").replace("status: draft", "status: withdrawn")
    name = f"questionnaires/forms/{SECOND.name}"
    content = check_content(copy_content(content_dir, tmp_path, {name: text})).content
    assert content is not None
    assert find_form(content, "screening").version == "2.0.0"
    row = next(
        row for row in show_forms(content, in_language(Language.EN)) if row["id"] == "screening"
    )
    assert (row["form"], row["status"]) == ("screening@2.0.0", "draft")
    assert (row["versions"], row["withdrawn"]) == (["2.0.0", "2.1.0"], ["2.1.0"])


def test_a_withdrawn_version_is_shown_with_every_text(after_withdrawal: Content) -> None:
    form = find_form(after_withdrawal, "screening@2.0.0")
    shown = show_form(after_withdrawal, form, in_language(Language.EN))
    assert (shown["form"], shown["status"]) == ("screening@2.0.0", "withdrawn")
    assert sum(len(section["items"]) for section in shown["sections"]) == 13


def test_only_the_version_that_is_meant_is_named_by_the_id_alone(two_versions: Content) -> None:
    for name, allowed in (
        ("screening", ["screening", "screening@2.1.0"]),
        ("screening@2.0.0", ["screening@2.0.0"]),
    ):
        schema = answer_schema(two_versions, find_form(two_versions, name))
        assert schema["properties"]["form"] == {"enum": allowed}


def test_a_golden_case_may_stand_on_a_withdrawn_version(after_withdrawal: Content) -> None:
    for form, asked_item, other in (
        ("screening@2.0.0", "data-collection", "hr-management"),
        ("screening", "hr-management", "data-collection"),
    ):
        sheet = golden_sheet(after_withdrawal, {"form": form, "every": 2})
        assert asked_item in sheet["answers"] and other not in sheet["answers"]
    result = golden_result(after_withdrawal, {"form": "screening@2.0.0", "every": 2})
    assert result["gbt-39116-2020"]["level"] is None


def published(content_dir: Path, root: Path, text: str, digest: str) -> list[str]:
    entry = {"path": FIRST_SCREENING, "sha256": digest}
    listed = yaml.safe_dump({"published": [entry]})
    copy_content(content_dir, root, {FIRST_SCREENING: text, PUBLISHED: listed})
    return [fault.message for fault in check_content(root).faults]


@pytest.mark.no_cover
def test_a_published_form_is_withdrawn_by_its_status_alone(
    content_dir: Path, tmp_path: Path
) -> None:
    draft = (content_dir / FIRST_SCREENING).read_text(encoding="utf-8")
    text = draft.replace("status: draft", "status: published")
    withdrawn = draft.replace("status: draft", "status: withdrawn")
    digest = digest_of(text.encode())
    assert published(content_dir, tmp_path, withdrawn, digest) == []
    (message,) = published(content_dir, tmp_path, f"{withdrawn}# one more word\n", digest)
    assert "changed after it was published" in message
