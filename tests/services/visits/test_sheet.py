"""The sheet of a visit: what is most worth a look first, beside what is claimed of it."""

from dataclasses import replace

import pytest

from diagnosis.services.errors import NotThere
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.scoring.submissions import Diagnosing
from diagnosis.services.visits.sheet import SheetLine, VisitSheet, visit_sheet
from diagnosis.storage.database import Database
from tests.builders import a_submission, an_example
from tests.ports.visit_records import FIRM, OFFICE, PORTAL, SECOND
from tests.services.visits.visiting import Visiting, seen_running


def sheet_of(visiting: Visiting, visit_id: str) -> VisitSheet:
    """Return the sheet of a visit, as who pays it reads it."""
    return visit_sheet(visiting.using, visiting.reader(OFFICE), visit_id)


def by_item(sheet: VisitSheet) -> dict[str, SheetLine]:
    return {line.entry.item: line for line in sheet.lines}


@pytest.fixture
def modelled(database: Database, diagnosing: Diagnosing, trained: Estimator) -> Visiting:
    """Return a firm of which the current models doubt some claims."""
    return Visiting(database, replace(diagnosing, estimator=trained))


def test_every_question_of_the_firm_stands_there_with_its_claim(visiting: Visiting) -> None:
    sheet = sheet_of(visiting, visiting.begin())
    lines = by_item(sheet)
    assert len(lines) == len(sheet.lines) == 99
    assert lines["ai-plan"].claim == 1.0
    assert lines["miit-talent"].claim == ("staff",)
    assert all(line.claim is not None and line.verified is None for line in sheet.lines)
    assert not any(line.is_inferred or line.contradictions for line in sheet.lines)


def test_a_process_plant_has_no_line_of_what_it_is_not_asked(
    database: Database, diagnosing: Diagnosing
) -> None:
    visiting = Visiting(database, diagnosing, an_example("zhanjiang-process-plant"))
    lines = by_item(sheet_of(visiting, visiting.begin()))
    assert len(lines) == 96
    assert lines.keys().isdisjoint({"design-simulation", "product-remote", "product-service"})


@pytest.mark.parametrize(
    "firm", ["dongguan-mould-shop", "foshan-furniture-maker", "zhanjiang-process-plant"]
)
def test_what_is_most_worth_a_look_stands_first(
    database: Database, diagnosing: Diagnosing, trained: Estimator, firm: str
) -> None:
    visiting = Visiting(database, replace(diagnosing, estimator=trained), an_example(firm))
    sheet = sheet_of(visiting, visiting.begin())
    reasons = [line.why is not None for line in sheet.lines]
    assert sheet.proposed >= 3
    assert reasons == [True] * sheet.proposed + [False] * (len(reasons) - sheet.proposed)
    worth = [line.worth for line in sheet.lines]
    for part in (worth[: sheet.proposed], worth[sheet.proposed :]):
        assert part == sorted(part, reverse=True)
        assert 1 > part[0] > 0
    assert worth[-1] == 0


def test_what_was_looked_at_is_proposed_no_more(modelled: Visiting) -> None:
    visit_id = modelled.begin()
    first = sheet_of(modelled, visit_id).lines[0].entry.item
    modelled.save(visit_id, {first: seen_running(modelled.claims[first])})
    sheet = sheet_of(modelled, visit_id)
    line = by_item(sheet)[first]
    assert line.why is None and line.verified is not None
    assert line.verified.value == line.claim
    assert sheet.lines[0].entry.item != first


def test_without_a_model_nothing_is_worth_more_and_the_form_keeps_its_order(
    database: Database, diagnosing: Diagnosing
) -> None:
    using = replace(diagnosing, estimator=None)
    visiting = Visiting(database, using, a_submission("full", {"ai-plan": 1}))
    sheet = sheet_of(visiting, visiting.begin())
    assert sheet.proposed == 0
    assert {line.worth for line in sheet.lines} == {0.0}
    form = sheet.claims.sheet.form
    assert [line.entry.item for line in sheet.lines] == list(form.entries)
    assert {item for item, line in by_item(sheet).items() if line.claim is not None} == {"ai-plan"}


def test_what_speaks_against_a_claim_stands_beside_it(
    database: Database, diagnosing: Diagnosing
) -> None:
    """Figures from before and after AI, and no use of it, are never both true."""
    claims = {"ai-measuring": 2, "ai-scene-depth": 0.5, "ai-funding": 1}
    visiting = Visiting(database, diagnosing, a_submission("full", claims))
    lines = by_item(sheet_of(visiting, visiting.begin()))
    against = {
        item: [check.id for check in line.contradictions]
        for item, line in lines.items()
        if line.contradictions
    }
    both = ["ai-figures-without-use"]
    assert against == {"ai-measuring": both, "ai-scene-depth": both}


def test_a_claim_that_was_proposed_and_confirmed_is_marked(
    database: Database, diagnosing: Diagnosing
) -> None:
    """Machines and systems on one network imply which two networks there are."""
    answers = {
        "network-coverage": 1.8, "integration-equipment": 1.8,
        "miit-network": ["control-network", "application-network"],
    }  # fmt: skip
    raw = a_submission("full", answers, confirmed_inferences=["miit-network"])
    visiting = Visiting(database, diagnosing, raw)
    lines = by_item(sheet_of(visiting, visiting.begin()))
    assert [item for item, line in lines.items() if line.is_inferred] == ["miit-network"]


def test_the_sheet_is_of_who_visits_and_of_the_firm(visiting: Visiting) -> None:
    visit_id = visiting.begin()
    for who in (SECOND, PORTAL):
        with pytest.raises(NotThere):
            visit_sheet(visiting.using, visiting.reader(who), visit_id)
    assert visit_sheet(visiting.using, visiting.reader(FIRM), visit_id).visit.id == visit_id
    visiting.revoke(OFFICE)
    with pytest.raises(NotThere):
        sheet_of(visiting, visit_id)
