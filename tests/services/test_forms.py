"""Forms and standards by name, and what became of every item from one form to the next."""

from dataclasses import replace

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.services.intake.forms import compare_form, find_form, find_form_at
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import read_targets
from diagnosis.services.scoring.standards import find_standard


@pytest.fixture(scope="module")
def grown(content: Content) -> Content:
    """Return the content with a second version of the screening: one question fewer."""
    first = content.forms["screening"]["2.0.0"]
    *sections, last = first.sections
    shorter = replace(last, entries=last.entries[:-1])
    second = replace(first, version="3.0.0", sections=(*sections, shorter))
    return replace(
        content, forms={**content.forms, "screening": {"2.0.0": first, "3.0.0": second}}
    )


def test_a_form_is_meant_in_its_newest_version_unless_one_is_named(grown: Content) -> None:
    assert find_form(grown, "screening").version == "3.0.0"
    assert find_form(grown, "screening@2.0.0").version == "2.0.0"


@pytest.mark.parametrize(
    ("name", "code", "allowed"),
    [("screning", "unknown-form", "screening"), ("screening@4.0.0", "unknown-version", "3.0.0")],
)
def test_an_unknown_form_is_answered_with_those_there_are(
    grown: Content, name: str, code: str, allowed: str
) -> None:
    with pytest.raises(FaultyInput) as caught:
        find_form(grown, name)
    (fault,) = caught.value.faults
    assert (fault.pointer, fault.code) == ("", code)
    assert allowed in str(fault.values["allowed"])
    with pytest.raises(FaultyInput) as caught:
        find_form_at(grown, name, "/form")
    assert caught.value.faults[0].pointer == "/form"


def test_a_form_is_compared_with_the_version_before_it(grown: Content) -> None:
    comparison = compare_form(grown, find_form(grown, "screening"), None)
    assert (comparison.old.version, comparison.new.version) == ("2.0.0", "3.0.0")
    gone = [change.item for change in comparison.changes if change.change == "gone"]
    assert gone == [comparison.old.sections[-1].entries[-1].item]
    others = {change.change for change in comparison.changes if change.item not in gone}
    assert others == {"kept"}


def test_the_first_version_of_a_form_is_compared_with_itself(grown: Content) -> None:
    first = find_form(grown, "screening@2.0.0")
    comparison = compare_form(grown, first, None)
    assert comparison.old == comparison.new == first
    assert {change.change for change in comparison.changes} == {"kept"}


def test_a_form_may_be_compared_with_any_other(grown: Content) -> None:
    comparison = compare_form(grown, find_form(grown, "full"), "screening@2.0.0")
    assert comparison.old.ref == "screening@2.0.0"
    assert "new" in {change.change for change in comparison.changes}
    with pytest.raises(FaultyInput) as caught:
        compare_form(grown, find_form(grown, "full"), "nothing")
    assert [(fault.pointer, fault.code) for fault in caught.value.faults] == [
        ("/since", "unknown-form")
    ]


def test_a_standard_is_known_with_and_without_its_revision(content: Content) -> None:
    for standard in content.standards:
        assert find_standard(content, standard.id) == standard
        assert find_standard(content, standard.ref) == standard
    with pytest.raises(FaultyInput) as caught:
        find_standard(content, "iso-9001")
    (fault,) = caught.value.faults
    assert fault.code == "unknown-standard" and "ai-readiness" in str(fault.values["allowed"])


def test_targets_are_levels_that_their_standards_have(content: Content) -> None:
    wanted = {"gbt-39116-2020": 5, "miit-sme-2024": 4}
    assert read_targets(content, wanted) == wanted
    with pytest.raises(FaultyInput) as caught:
        read_targets(content, {"miit-sme-2024": 5, "ai-readiness": 0, "iso-9001": 1})
    assert [(fault.pointer, fault.code) for fault in caught.value.faults] == [
        ("/target", "out-of-range"),
        ("/target", "out-of-range"),
        ("/target", "unknown-standard"),
    ]
