"""What a store must do, on both databases."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from diagnosis.services.ports.store import State, Ticket
from diagnosis.storage.database import Database
from tests.ports.records import NOW, a_diagnosis, an_assessment, an_enterprise_record

OWN = "local"


def stored(database: Database) -> tuple[str, str]:
    """Store a firm with a draft; return their ids."""
    firm = an_enterprise_record()
    draft = an_assessment(firm)
    with database.begin(OWN) as work:
        work.add_enterprise(firm)
        work.add_assessment(draft)
    return firm.id, draft.id


def test_an_error_inside_undoes_everything(database: Database) -> None:
    firm = an_enterprise_record()
    with pytest.raises(ZeroDivisionError), database.begin(OWN) as work:
        work.add_enterprise(firm)
        raise ZeroDivisionError
    with database.read(OWN) as reading:
        assert reading.enterprise(firm.id) is None


def test_a_site_is_registered_once(database: Database) -> None:
    with database.begin(OWN) as work:
        assert work.add_enterprise(an_enterprise_record()) is True
        assert work.add_enterprise(an_enterprise_record()) is False
        assert work.add_enterprise(an_enterprise_record(site="二厂")) is True
        assert len(work.enterprises({}, None, 10).items) == 2


def test_a_draft_changes_only_from_the_version_seen(database: Database) -> None:
    _, draft_id = stored(database)
    with database.begin(OWN) as work:
        draft = work.assessment(draft_id)
        assert draft is not None
        changed = replace(draft, version=2, sheet={**draft.sheet, "answers": {"a": 3}})
        assert work.change_assessment(changed) is True
        assert work.change_assessment(changed) is False
        assert work.assessment(draft_id) == changed


def test_a_submitted_assessment_never_changes(database: Database) -> None:
    _, draft_id = stored(database)
    with database.begin(OWN) as work:
        draft = work.assessment(draft_id)
        assert draft is not None
        work.change_assessment(replace(draft, version=2, state=State.SUBMITTED, submitted_at=NOW))
        assert work.change_assessment(replace(draft, version=3)) is False
        assert work.delete_draft(draft_id, 2) is False


def test_a_diagnosis_comes_back_as_it_went(database: Database) -> None:
    firm = an_enterprise_record()
    draft = an_assessment(firm)
    diagnosis = a_diagnosis(draft)
    with database.begin(OWN) as work:
        work.add_enterprise(firm)
        work.add_assessment(draft)
        work.add_diagnosis(diagnosis)
    with database.read(OWN) as reading:
        assert reading.diagnosis(diagnosis.id) == diagnosis


def test_pages_follow_one_another_newest_first(database: Database) -> None:
    firm = an_enterprise_record()
    later = [replace(an_assessment(firm, reference=str(n)), created_at=NOW) for n in range(7)]
    with database.begin(OWN) as work:
        work.add_enterprise(firm)
        for one in later:
            work.add_assessment(one)
    wanted = sorted((one.id for one in later), reverse=True)
    seen, cursor = [], None
    with database.read(OWN) as reading:
        for _ in range(4):
            page = reading.assessments({}, cursor, 3)
            seen += [one.id for one in page.items]
            cursor = page.next
            if cursor is None:
                break
        assert [one.sheet["reference"] for one in reading.assessments(
            {"reference": "4"}, None, 3).items] == ["4"]  # fmt: skip
    assert seen == wanted


def test_a_key_is_taken_once_and_remembers_its_answer(database: Database) -> None:
    ticket = Ticket("k", "f" * 64)
    with database.begin(OWN) as work:
        assert work.claim(ticket, NOW) is None
        work.settle(ticket, {"diagnosis": "x"})
    with database.begin(OWN) as work:
        assert work.claim(ticket, NOW) == ("f" * 64, {"diagnosis": "x"})
    with database.begin("other") as work:
        assert work.claim(ticket, NOW) is None


def test_a_key_of_an_undone_transaction_is_free(database: Database) -> None:
    ticket = Ticket("k", "f" * 64)
    with pytest.raises(ZeroDivisionError), database.begin(OWN) as work:
        work.claim(ticket, NOW)
        raise ZeroDivisionError
    with database.begin(OWN) as work:
        assert work.claim(ticket, NOW) is None


def test_old_keys_are_forgotten(database: Database) -> None:
    with database.begin(OWN) as work:
        work.claim(Ticket("old", "f"), NOW - timedelta(days=40))
        work.claim(Ticket("young", "f"), NOW)
    assert database.forget_keys(NOW - timedelta(days=30)) == 1


def test_parallel_claims_of_one_key_have_one_winner(database: Database) -> None:
    ticket, won = Ticket("k", "f"), []
    start = threading.Barrier(6)

    def claim() -> None:
        start.wait()
        with database.begin(OWN) as work:
            if work.claim(ticket, NOW) is None:
                work.settle(ticket, {})
                won.append(1)

    threads = [threading.Thread(target=claim) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert won == [1]
