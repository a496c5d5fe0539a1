"""What became of every item between two versions of a form, and which version is meant."""

import pytest

from diagnosis.domain.fault import Fault
from diagnosis.domain.intake.form import (
    Entry,
    Form,
    FormChange,
    FormStatus,
    ProductionType,
    Section,
    newest,
    refuse_withdrawn,
)
from diagnosis.domain.intake.form import compare_forms as compare
from diagnosis.domain.text import Text

NAME = Text("问卷", "form")


def a_form(*entries: Entry, version: str = "1.0.0", status: FormStatus = FormStatus.DRAFT) -> Form:
    sections = (Section("one", NAME, entries[:1]), Section("two", NAME, entries[1:]))
    return Form(
        id="trial",
        version=version,
        status=status,
        title=NAME,
        purpose=NAME,
        standards=(),
        sections=sections,
    )


def test_kept_changed_new_and_gone() -> None:
    old = a_form(Entry("a"), Entry("b"), Entry("c"), Entry("d"), Entry("e"))
    new = a_form(
        Entry("f"),
        Entry("e"),
        Entry("d", asked_of=(ProductionType.DISCRETE,)),
        Entry("b", top=4, whole_only=True),
        Entry("a"),
        version="2.0.0",
    )
    was = dict.fromkeys("abcde", "1")
    assert compare(old, new, was, was | {"e": "2", "d": "2", "f": "1"}) == [
        FormChange("f", "new"),
        FormChange("e", "changed", ("wording",)),
        FormChange("d", "changed", ("wording", "asked_of")),
        FormChange("b", "changed", ("positions",)),
        FormChange("a", "kept"),
        FormChange("c", "gone"),
    ]


def test_a_form_knows_its_items_in_order() -> None:
    form = a_form(Entry("b"), Entry("a"))
    assert (list(form.entries), form.ref) == (["b", "a"], "trial@1.0.0")


D, P, W = FormStatus.DRAFT, FormStatus.PUBLISHED, FormStatus.WITHDRAWN


@pytest.mark.parametrize(
    ("statuses", "meant"),
    [((D,), 0), ((P, D), 1), ((P, W), 0), ((W, P, W), 1), ((W, W), 1)],
)
def test_an_id_alone_means_the_newest_that_is_not_withdrawn(
    statuses: tuple[FormStatus, ...], meant: int
) -> None:
    versions = [
        a_form(version=f"{number}.0.0", status=status) for number, status in enumerate(statuses)
    ]
    assert newest(versions) == versions[meant]


def test_a_withdrawn_form_names_the_version_to_use_instead() -> None:
    old, new = a_form(status=W), a_form(version="2.0.0")
    assert refuse_withdrawn(new, [old, new]) is None
    assert refuse_withdrawn(old, [old, new]) == Fault(
        "/form", "form-withdrawn", {"form": "trial@1.0.0", "instead": "trial@2.0.0"}
    )
    assert refuse_withdrawn(old, [old]) == Fault(
        "/form", "form-withdrawn", {"form": "trial@1.0.0", "instead": None}
    )
