"""What a store must do: the fake, SQLite and PostgreSQL alike."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from diagnosis.services.ports.records import State
from diagnosis.services.ports.scope import Principal
from diagnosis.services.ports.store import IdempotencyKey, KeyUse
from tests.ports.records import NOW, a_diagnosis, an_assessment, an_enterprise_record

OWNER = Principal("local", "local")
KEY = IdempotencyKey("k", "f" * 64)


def stored(store: Any) -> tuple[str, str]:
    """Store a firm with a draft; return their ids."""
    firm = an_enterprise_record()
    draft = an_assessment(firm)
    with store.begin(OWNER) as work:
        work.add_enterprise(firm)
        work.add_assessment(draft)
    return firm.id, draft.id


def test_an_error_inside_undoes_everything(store: Any) -> None:
    firm = an_enterprise_record()
    with pytest.raises(ZeroDivisionError), store.begin(OWNER) as work:
        work.add_enterprise(firm)
        raise ZeroDivisionError
    with store.read(OWNER) as reader:
        assert reader.enterprise(firm.id) is None


def test_a_site_is_registered_once(store: Any) -> None:
    second = an_enterprise_record(site="二厂")
    with store.begin(OWNER) as work:
        assert work.add_enterprise(an_enterprise_record()) is True
        assert work.add_enterprise(an_enterprise_record()) is False
        assert work.add_enterprise(second) is True
        assert len(work.enterprises({}, None, 10).items) == 2
        assert work.enterprise_at(second.facts.credit_code or "", "二厂") == second
        assert work.enterprise_at(second.facts.credit_code or "", "三厂") is None


def test_an_enterprise_changes_only_from_the_version_seen(store: Any) -> None:
    firm = an_enterprise_record()
    after = replace(firm, version=2, facts=replace(firm.facts, employees=90))
    with store.begin(OWNER) as work:
        work.add_enterprise(firm)
        assert work.change_enterprise(after) is True
        assert work.change_enterprise(after) is False
        assert work.enterprise(firm.id) == after


def test_a_draft_changes_only_from_the_version_seen(store: Any) -> None:
    _, draft_id = stored(store)
    with store.begin(OWNER) as work:
        draft = work.assessment(draft_id)
        changed = replace(draft, version=2, sheet=replace(draft.sheet, answers={"a": 3.0}))
        assert work.change_assessment(changed) is True
        assert work.change_assessment(changed) is False
        assert work.assessment(draft_id) == changed


def test_a_draft_is_deleted_in_the_version_seen(store: Any) -> None:
    _, draft_id = stored(store)
    with store.begin(OWNER) as work:
        assert work.delete_draft(draft_id, 2, NOW) is False
        assert work.delete_draft(draft_id, 1, NOW) is True
        assert work.assessment(draft_id) is None


def test_a_submitted_assessment_never_changes(store: Any) -> None:
    _, draft_id = stored(store)
    with store.begin(OWNER) as work:
        draft = work.assessment(draft_id)
        work.change_assessment(replace(draft, version=2, state=State.SUBMITTED, submitted_at=NOW))
        assert work.change_assessment(replace(draft, version=3)) is False
        assert work.delete_draft(draft_id, 2, NOW) is False


def test_a_diagnosis_comes_back_as_it_went(store: Any) -> None:
    firm = an_enterprise_record(site="二厂")
    draft = an_assessment(firm)
    diagnosis = a_diagnosis(draft, site="二厂")
    with store.begin(OWNER) as work:
        work.add_enterprise(firm)
        work.add_assessment(draft)
        work.add_diagnosis(diagnosis)
    with store.read(OWNER) as reader:
        assert reader.diagnosis(diagnosis.row.id) == diagnosis
        assert reader.diagnoses({"city": "441900", "form": "full"}, None, 5).items == (
            diagnosis.row,
        )
        assert reader.diagnoses({"size_class": "large"}, None, 5).items == ()


def test_a_city_takes_in_its_districts(store: Any) -> None:
    with store.begin(OWNER) as work:
        work.add_enterprise(an_enterprise_record(city="440106"))
        assert len(work.enterprises({"city": "440100"}, None, 5).items) == 1
        assert len(work.enterprises({"city": "440106", "division": "C35"}, None, 5).items) == 1
        assert len(work.enterprises({"city": "440300"}, None, 5).items) == 0


def test_pages_follow_one_another_newest_first(store: Any) -> None:
    firm = an_enterprise_record()
    drafts = [an_assessment(firm, reference=str(number)) for number in range(7)]
    with store.begin(OWNER) as work:
        work.add_enterprise(firm)
        for draft in drafts:
            work.add_assessment(draft)
    seen: list[str] = []
    cursor = None
    with store.read(OWNER) as reader:
        for _ in range(4):
            page = reader.assessments({}, cursor, 3)
            seen += [draft.id for draft in page.items]
            cursor = page.next
            if cursor is None:
                break
        (fifth,) = reader.assessments({"reference": "4"}, None, 3).items
    assert fifth.sheet.reference == "4"
    assert seen == sorted((draft.id for draft in drafts), reverse=True)


def test_a_key_is_taken_once_and_remembers_what_was_made(store: Any) -> None:
    with store.begin(OWNER) as work:
        assert work.claim(KEY, NOW) is None
        assert work.key_use("k") == KeyUse("f" * 64, NOW, None)
        assert work.settle(KEY, "x", NOW) is True
    with store.begin(OWNER) as work:
        assert work.claim(KEY, NOW + timedelta(seconds=1)) == KeyUse("f" * 64, NOW, "x")
    with store.read(OWNER) as reader:
        assert reader.key_use("k") == KeyUse("f" * 64, NOW, "x")
    with store.begin(Principal("other", "other")) as work:
        assert work.key_use("k") is None
        assert work.claim(KEY, NOW) is None


def test_a_reserved_key_is_released_or_taken_over(store: Any) -> None:
    later = NOW + timedelta(minutes=5)
    with store.begin(OWNER) as work:
        work.claim(KEY, NOW)
    with store.begin(OWNER) as work:
        work.claim_again(KEY, later)
        assert work.settle(KEY, "late", NOW) is False
        work.release(KEY, NOW)
        assert work.key_use("k") == KeyUse("f" * 64, later, None)
        work.release(KEY, later)
        assert work.key_use("k") is None


def test_a_settled_key_is_not_released(store: Any) -> None:
    with store.begin(OWNER) as work:
        work.claim(KEY, NOW)
        work.settle(KEY, "x", NOW)
        work.release(KEY, NOW)
        assert work.key_use("k") == KeyUse("f" * 64, NOW, "x")


def test_a_key_of_an_undone_transaction_is_free(store: Any) -> None:
    with pytest.raises(ZeroDivisionError), store.begin(OWNER) as work:
        work.claim(KEY, NOW)
        raise ZeroDivisionError
    with store.begin(OWNER) as work:
        assert work.claim(KEY, NOW) is None


KEPT = timedelta(days=30)


def claimed(store: Any, *days_ago: float, owner: Principal = OWNER) -> None:
    """Claim keys that are some days old, each named by its age."""
    with store.begin(owner) as work:
        for days in days_ago:
            work.claim(IdempotencyKey(str(days), "f"), NOW - timedelta(days=days))


def remembered(store: Any, *days_ago: float) -> list[float]:
    with store.read(OWNER) as reader:
        return [days for days in days_ago if reader.key_use(str(days)) is not None]


def test_old_keys_are_forgotten(store: Any) -> None:
    ages = (50, 40, 31.5, 30.5, 3, 1.1, 0)
    claimed(store, *ages)
    claimed(store, 45, owner=Principal("other", "other"))
    assert store.forget_keys(NOW, KEPT) == 4  # by the key that is 1.1 days old
    assert remembered(store, *ages) == [30.5, 3, 1.1, 0]


def test_a_key_is_forgotten_where_another_shows_that_time_has_passed(store: Any) -> None:
    claimed(store, 90, 80)
    assert store.forget_keys(NOW, KEPT) == 0
    claimed(store, 0.5)  # not believed for a day
    assert store.forget_keys(NOW, KEPT) == 0
    assert store.forget_keys(NOW + timedelta(days=1), KEPT) == 2


@pytest.mark.parametrize("wrong", [timedelta(days=40), timedelta(days=-40), timedelta(days=9999)])
def test_a_clock_that_is_wrong_for_a_day_forgets_no_key(store: Any, wrong: timedelta) -> None:
    ages = (20, 10, 0.1)
    claimed(store, *ages)
    for hours in range(0, 23, 4):
        then = NOW + wrong + timedelta(hours=hours)
        with store.begin(OWNER) as work:
            work.claim(IdempotencyKey(f"wrong-{hours}", "f"), then)
            assert work.forget_keys(then, KEPT, 100) == 0
        assert store.forget_keys(then, KEPT) == 0
    assert remembered(store, *ages) == list(ages)


def test_a_request_forgets_a_few_keys_of_its_owner_the_oldest_first(store: Any) -> None:
    other = Principal("other", "other")
    claimed(store, 60, 50, 40, 2)
    claimed(store, 60, 2, owner=other)
    with store.begin(OWNER) as work:
        assert work.forget_keys(NOW, KEPT, 2) == 2
        assert work.key_use("60") is None and work.key_use("40") is not None
        assert work.forget_keys(NOW, KEPT, 2) == 1
        assert work.forget_keys(NOW, KEPT, 2) == 0
    with store.read(other) as reader:
        assert reader.key_use("60") is not None


def test_parallel_claims_of_one_key_have_one_winner(store: Any) -> None:
    won: list[int] = []
    start = threading.Barrier(6)

    def claim() -> None:
        start.wait()
        with store.begin(OWNER) as work:
            if work.claim(KEY, NOW) is None:
                work.settle(KEY, "x", NOW)
                won.append(1)

    threads = [threading.Thread(target=claim) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert won == [1]


def test_a_store_that_stands_has_no_trouble(store: Any) -> None:
    assert store.trouble() is None
