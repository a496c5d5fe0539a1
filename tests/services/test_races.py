"""Another request is faster, between the reading and the writing of a transaction.

The store in memory runs one transaction at a time; a database may let another one in between.
What it then answers is played here: its writes find that somebody else was there.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest

from diagnosis.services.errors import Stale
from diagnosis.services.intake.drafts import (
    begin_draft,
    get_assessment,
    give_up_draft,
    save_draft,
)
from diagnosis.services.intake.enterprises import (
    find_or_register,
    read_facts,
    register_enterprise,
)
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import AssessmentRecord, EnterpriseRecord
from diagnosis.services.ports.scope import Principal
from diagnosis.services.scoring.submissions import Diagnosing, submit_draft
from diagnosis.services.seen_versions import seen
from diagnosis.services.transaction import Caller
from tests.builders import a_sheet, an_enterprise
from tests.fakes.store import FakeStore, FakeWork

Ask = Callable[..., Caller]
ACCEPT = {"accept_incomplete": True}


class OvertakenWork(FakeWork):
    """A transaction in which another one writes first, right after what this one reads."""

    def __init__(self, work: FakeWork) -> None:
        super().__init__(
            work._rows, work._bundles, work._principal, work._visits, dict(work._owners)
        )
        self._first_look = True

    def enterprise_at(self, credit_code: str, site: str) -> EnterpriseRecord | None:
        if self._first_look:
            self._first_look = False
            return None
        return super().enterprise_at(credit_code, site)

    def change_assessment(self, record: AssessmentRecord) -> bool:
        return False

    def delete_draft(self, assessment_id: str, version: int, at: datetime) -> bool:
        return False


class OvertakenStore(FakeStore):
    """A store whose writers are overtaken once this is set."""

    is_busy = False

    @contextmanager
    def begin(self, principal: Principal) -> Iterator[FakeWork]:
        with super().begin(principal) as work:
            yield OvertakenWork(work) if self.is_busy else work


@pytest.fixture
def store() -> OvertakenStore:
    """Return an empty store; the callers of these tests ask it."""
    return OvertakenStore()


@pytest.fixture
def draft(content: Content, ask: Ask, store: OvertakenStore) -> AssessmentRecord:
    """Return a draft that somebody else is about to change."""
    made = begin_draft(content, ask(), a_sheet("screening", {"ai-plan": 1}), None).value
    store.is_busy = True
    return made


def test_a_change_that_was_overtaken_is_stale(
    content: Content, ask: Ask, draft: AssessmentRecord
) -> None:
    with pytest.raises(Stale):
        save_draft(content, ask(), draft.id, {"answers": {"ai-plan": 2}}, seen(1))
    assert get_assessment(ask(), draft.id) == draft


def test_a_draft_is_not_given_up_once_somebody_changed_it(
    ask: Ask, draft: AssessmentRecord
) -> None:
    with pytest.raises(Stale):
        give_up_draft(ask(), draft.id, seen(1))
    assert get_assessment(ask(), draft.id) == draft


def test_a_submission_that_was_overtaken_stores_nothing(
    ask: Ask, draft: AssessmentRecord, diagnosing: Diagnosing
) -> None:
    with pytest.raises(Stale):
        submit_draft(diagnosing, ask(), draft.id, seen(1), ACCEPT, None)
    assert get_assessment(ask(), draft.id) == draft


def test_two_who_register_one_site_get_the_same_enterprise(
    content: Content, ask: Ask, store: OvertakenStore
) -> None:
    first = register_enterprise(content, ask(), an_enterprise(), None).value
    store.is_busy = True
    caller = ask()
    with caller.store.begin(caller.principal) as work:
        facts = read_facts(content, an_enterprise(employees=7))
        assert find_or_register(content, caller, work, facts).firm == first
