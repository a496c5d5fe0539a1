"""What became of every item between two versions of a form."""

from diagnosis.domain.intake.form import Entry, Form, FormChange, ProductionType, Section
from diagnosis.domain.intake.form import compare_forms as compare
from diagnosis.domain.text import Text

NAME = Text("问卷", "form")


def a_form(*entries: Entry, version: str = "1.0.0") -> Form:
    sections = (Section("one", NAME, entries[:1]), Section("two", NAME, entries[1:]))
    return Form(
        id="trial",
        version=version,
        status="draft",
        title=NAME,
        purpose=NAME,
        minutes=(1, 2),
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
