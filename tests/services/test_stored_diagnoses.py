"""Stored diagnoses are said anew: as they were said, by the content they are pinned to."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from diagnosis.domain.text import Text
from diagnosis.present.say import in_both
from diagnosis.present.scoring.diagnosis import show_diagnosis
from diagnosis.services.errors import ContentNotKept
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import Basis, LegacyDiagnosis, Snapshot
from diagnosis.services.ports.scope import Principal
from diagnosis.services.scoring.stored_diagnoses import (
    ShownBefore,
    StoredDiagnosis,
    get_diagnosis,
    list_diagnoses,
)
from diagnosis.services.scoring.submissions import Diagnosing, submit_sheet
from diagnosis.services.transaction import Caller
from tests.builders import an_enterprise, an_example, random_sheet
from tests.fakes.store import FakeStore
from tests.fakes.versions import FakeVersions

Ask = Callable[..., Caller]
EXAMPLES = ("dongguan-mould-shop", "foshan-furniture-maker", "zhanjiang-process-plant")


def shown(stored: Any) -> Any:
    """Return what is said of a diagnosis, in both languages."""
    assert isinstance(stored, StoredDiagnosis)
    return show_diagnosis(stored.content, stored.diagnosis, in_both)


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_said_on_read_is_what_was_said_on_submit(
    diagnosing: Diagnosing, ask: Ask, name: str
) -> None:
    made = submit_sheet(diagnosing, ask(), an_example(name), None)
    again = get_diagnosis(diagnosing.contents, ask(), made.stored.row.id)
    assert shown(again) == shown(made.stored)


@pytest.mark.parametrize("seed", range(12))
def test_so_it_is_with_any_sheet(
    content: Content, diagnosing: Diagnosing, ask: Ask, seed: int
) -> None:
    sheet = random_sheet(content, seed) | {"enterprise": an_enterprise()}
    made = submit_sheet(diagnosing, ask(), sheet, None)
    again = get_diagnosis(diagnosing.contents, ask(), made.stored.row.id)
    assert shown(again) == shown(made.stored)


def a_later_content(content: Content) -> Content:
    """Return content of another digest, whose first standard has another name."""
    staged = replace(content.standards.staged, name=Text("改名", "renamed"))
    return replace(content, standards=replace(content.standards, staged=staged), digest="f" * 64)


def test_later_content_changes_nothing_that_was_stored(
    content: Content, diagnosing: Diagnosing, ask: Ask
) -> None:
    made = submit_sheet(diagnosing, ask(), an_example(EXAMPLES[0]), None)
    later = FakeVersions(a_later_content(content), content)
    again = get_diagnosis(later, ask(), made.stored.row.id)
    assert shown(again) == shown(made.stored)
    (row,) = list_diagnoses(ask(), {}, None, 5).items
    assert row.content == content.digest


def test_content_that_is_not_kept_is_told(
    content: Content, diagnosing: Diagnosing, ask: Ask
) -> None:
    made = submit_sheet(diagnosing, ask(), an_example(EXAMPLES[0]), None)
    elsewhere = FakeVersions(a_later_content(content))
    with pytest.raises(ContentNotKept) as caught:
        get_diagnosis(elsewhere, ask(), made.stored.row.id)
    assert caught.value.digest == content.digest


def test_kept_levels_stand_where_todays_code_comes_to_others(
    diagnosing: Diagnosing, ask: Ask, store: FakeStore
) -> None:
    made = submit_sheet(diagnosing, ask(), an_example(EXAMPLES[0]), None)
    with store.begin(Principal("local", "local")) as work:
        record = work.diagnosis(made.stored.row.id)
        assert record is not None
        readings = tuple(
            replace(reading, level=5, score=4.9)
            if (reading.basis, reading.standard) == (Basis.SELF, "gbt-39116-2020")
            else reading
            for reading in record.readings
        )
        work.add_diagnosis(replace(record, readings=readings))
    again = get_diagnosis(diagnosing.contents, ask(), made.stored.row.id)
    said, before = shown(again), shown(made.stored)
    assert (said["standards"][0]["level"], said["standards"][0]["score"]) == (5, 4.9)
    assert said["standards"][1:] == before["standards"][1:]
    (notice,) = (text for text in said["notice"] if text not in before["notice"])
    assert "gbt-39116-2020" in notice["en"]


def test_a_diagnosis_whose_form_has_gone_is_not_made_anew(
    content: Content, diagnosing: Diagnosing, ask: Ask
) -> None:
    made = submit_sheet(diagnosing, ask(), an_example(EXAMPLES[0]), None)
    formless = FakeVersions(replace(content, readers={}))
    with pytest.raises(ContentNotKept) as caught:
        get_diagnosis(formless, ask(), made.stored.row.id)
    assert caught.value.digest == content.digest


def test_what_an_earlier_release_showed_is_answered_as_it_stands(
    diagnosing: Diagnosing, ask: Ask, store: FakeStore
) -> None:
    row = submit_sheet(diagnosing, ask(), an_example(EXAMPLES[0]), None).stored.row
    legacy = LegacyDiagnosis(result=Snapshot('{"level": 1}'), trace=Snapshot("{}"))
    with store.begin(Principal("local", "local")) as work:
        record = work.diagnosis(row.id)
        assert record is not None
        work.add_diagnosis(replace(record, legacy=legacy))
    stored = get_diagnosis(diagnosing.contents, ask(), row.id)
    assert stored == ShownBefore(row, legacy, record.readings)


def test_a_sheet_of_another_name_is_shown_with_the_registered_one(
    diagnosing: Diagnosing, ask: Ask
) -> None:
    """Two names under one credit code are for a person to sort out: both are shown."""
    first = an_example(EXAMPLES[0])
    submit_sheet(diagnosing, ask(), first, None)
    other = first | {"enterprise": first["enterprise"] | {"name": "另一家有限公司"}}
    made = submit_sheet(diagnosing, ask(), other, None).stored
    stored = get_diagnosis(diagnosing.contents, ask(), made.row.id)
    assert isinstance(stored, StoredDiagnosis)
    assert stored.registered_name == first["enterprise"]["name"]
    assert stored.diagnosis.sheet.enterprise.name == "另一家有限公司"
