"""Sections of a draft are answered through links, and the owner settles what differs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.identity.api_keys import KeyMint
from diagnosis.identity.resume_codes import CodeMint
from diagnosis.services.errors import AlreadySubmitted, NotThere, SheetHandedIn, Stale
from diagnosis.services.intake.drafts import begin_draft, save_draft
from diagnosis.services.intake.respondents import AnsweredItem, answered_items
from diagnosis.services.intake.section_links import (
    MOST_LINKS,
    GivenLink,
    SentSection,
    answer_section,
    get_section,
    give_link,
    list_links,
    revoke_link,
)
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.links import LinkRecord
from diagnosis.services.ports.scope import GrantState
from diagnosis.services.scoring.submissions import Diagnosing, submit_draft
from diagnosis.services.seen_versions import SeenVersions, seen
from diagnosis.services.transaction import Caller
from tests.builders import a_sheet

Ask = Callable[..., Caller]
ANY = SeenVersions(None)
MAKER = CodeMint(KeyMint(b"p" * 32))


class Draft:
    """A draft of an organisation that has answered one question, and links to its sections."""

    def __init__(self, content: Content, ask: Ask) -> None:
        self.content, self.ask = content, ask
        raw = a_sheet("screening", {"ai-plan": 1})
        self.id = begin_draft(content, ask(), raw, None).value.id

    def give(
        self, respondent: str = "会计", section: str = "money-stock", **more: Any
    ) -> GivenLink:
        """Return a link to a section."""
        wish = {"section": section, "respondent": respondent} | more
        return give_link(self.content, self.ask(), MAKER, self.id, wish)

    def answer(self, link: LinkRecord, answers: Any, versions: SeenVersions = ANY) -> SentSection:
        """Return the section after its respondent answered."""
        caller, raw = self.holder(link), {"answers": answers}
        return answer_section(self.content, caller, link, link.id, raw, versions)

    def holder(self, link: LinkRecord) -> Caller:
        """Return who asks with a link."""
        return replace(self.ask(), principal=link.principal)

    def save(self, **answers: Any) -> None:
        """Save answers of the owner, items written with `_` for `-`."""
        named = {item.replace("_", "-"): answer for item, answer in answers.items()}
        save_draft(self.content, self.ask(), self.id, {"answers": named}, ANY)

    def items(self) -> dict[str, AnsweredItem]:
        """Return what respondents answered, by item."""
        return {each.item: each for each in answered_items(self.ask(), self.id)}

    def answers(self) -> Any:
        """Return the answers of the sheet."""
        caller = self.ask()
        with caller.store.read(caller.principal) as reader:
            record = reader.assessment(self.id)
        assert record is not None
        return record.sheet.answers


@pytest.fixture
def draft(content: Content, ask: Ask) -> Draft:
    """Return a draft without a link."""
    return Draft(content, ask)


def faults(caught: pytest.ExceptionInfo[FaultyInput]) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in caught.value.faults]


def test_a_link_is_given_for_two_weeks_unless_other_days_are_wished(draft: Draft) -> None:
    usual, month = draft.give(), draft.give("生产主管", "work", open_days=30)
    record = usual.record
    assert (record.section, record.respondent, record.assessment_id) == (
        "money-stock", "会计", draft.id
    )  # fmt: skip
    assert (record.created_by, usual.text[:3]) == ("local", "dl_")
    assert record.digest == MAKER.link_digest(usual.text) != usual.text
    lasting = [each.record.ends_at - each.record.created_at for each in (usual, month)]
    assert lasting == [timedelta(days=14), timedelta(days=30)]
    page = list_links(draft.ask(), draft.id, None, 9)
    assert page.items == (month.record, usual.record)
    with pytest.raises(NotThere):
        list_links(draft.ask("stranger"), draft.id, None, 9)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"section": "nowhere"}, ("/section", "unknown-value")),
        ({"section": None}, ("/section", "missing-field")),
        ({"respondent": " "}, ("/respondent", "missing-field")),
        ({"open_days": 31}, ("/open_days", "out-of-range")),
        ({"name": "x"}, ("/name", "unknown-field")),
    ],
)
def test_what_is_no_link_is_refused(draft: Draft, changes: Any, fault: tuple[str, str]) -> None:
    with pytest.raises(FaultyInput) as caught:
        draft.give(**changes)
    assert faults(caught) == [fault]
    assert list_links(draft.ask(), draft.id, None, 9).items == ()


def test_so_many_links_of_a_draft_are_open_at_once(draft: Draft) -> None:
    """Links that were revoked count no more."""
    links = [draft.give().record for _ in range(MOST_LINKS)]
    with pytest.raises(FaultyInput) as caught:
        draft.give()
    assert faults(caught) == [("", "too-many-links")]
    revoke_link(draft.ask(), draft.id, links[0].id)
    assert draft.give()


def test_a_link_is_revoked_under_its_draft_alone(content: Content, draft: Draft, ask: Ask) -> None:
    link = draft.give().record
    for caller, sheet in ((ask("stranger"), draft.id), (ask(), Draft(content, ask).id)):
        with pytest.raises(NotThere):
            revoke_link(caller, sheet, link.id)
    for _ in range(2):
        revoke_link(ask(), draft.id, link.id)
    (revoked,) = list_links(ask(), draft.id, None, 9).items
    assert revoked.state_at(ask().now) is GrantState.REVOKED


def test_a_respondent_sees_and_answers_its_section_alone(draft: Draft) -> None:
    link = draft.give().record
    sent = get_section(draft.content, draft.holder(link), link, link.id)
    assert (sent.section.id, sent.answers, sent.notes) == ("money-stock", {}, ())
    after = draft.answer(link, {"sales-management": 2})
    assert after.answers == {"sales-management": 2.0}
    (note,) = after.notes
    assert (note.item, note.value, note.entered, note.respondent) == (
        "sales-management", 2.0, True, "会计"
    )  # fmt: skip
    assert draft.answers() == {"ai-plan": 1.0, "sales-management": 2.0}
    other = draft.give().record
    with pytest.raises(NotThere):
        get_section(draft.content, draft.holder(link), link, other.id)


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ({"answers": {"ai-plan": 1}}, ("/answers/ai-plan", "not-in-section")),
        ({"answers": {"sales-management": 9}}, ("/answers/sales-management", "bad-position")),
        ({"answers": 3}, ("/answers", "wrong-type")),
        ({}, ("/answers", "missing-field")),
        ({"answers": {}, "enterprise": {}}, ("/enterprise", "unknown-field")),
        ([], ("", "wrong-type")),
    ],
)
def test_faults_point_into_what_was_sent(draft: Draft, raw: Any, fault: tuple[str, str]) -> None:
    link = draft.give().record
    with pytest.raises(FaultyInput) as caught:
        answer_section(draft.content, draft.holder(link), link, link.id, raw, ANY)
    assert faults(caught) == [fault]
    assert draft.answers() == {"ai-plan": 1.0} and draft.items() == {}


def test_what_others_answered_stays_and_the_other_answer_is_kept(draft: Draft) -> None:
    """Owner: warehouse 3. Accountant: sales 2, warehouse 1. Head: sales 1, procurement 2."""
    accountant, head = draft.give().record, draft.give("生产主管").record
    draft.save(warehouse_management=3)
    draft.answer(accountant, {"sales-management": 2, "warehouse-management": 1})
    sent = draft.answer(head, {"sales-management": 1, "procurement-management": 2})
    assert sent.answers == {
        "sales-management": 2.0, "warehouse-management": 3.0, "procurement-management": 2.0
    }  # fmt: skip
    notes = {note.item: (note.value, note.entered) for note in sent.notes}
    assert notes == {"sales-management": (1.0, False), "procurement-management": (2.0, True)}
    items = draft.items()
    assert {item: each.is_open for item, each in items.items()} == {
        "procurement-management": False, "sales-management": True, "warehouse-management": True
    }  # fmt: skip
    assert [note.value for note in items["sales-management"].notes] == [2.0, 1.0]


def test_a_respondent_changes_and_takes_back_what_it_answered_itself(draft: Draft) -> None:
    accountant, head = draft.give().record, draft.give("生产主管").record
    draft.answer(accountant, {"sales-management": 2})
    draft.answer(head, {"sales-management": 1})
    draft.answer(accountant, {"sales-management": 2.5})
    assert draft.answers()["sales-management"] == 2.5
    draft.answer(head, {"sales-management": None})
    assert draft.answers()["sales-management"] == 2.5
    draft.answer(accountant, {"sales-management": None, "warehouse-management": None})
    assert draft.answers() == {"ai-plan": 1.0} and draft.items() == {}


def test_the_owner_settles_a_disagreement_until_somebody_says_otherwise(draft: Draft) -> None:
    accountant, head = draft.give().record, draft.give("生产主管").record
    draft.answer(accountant, {"sales-management": 2})
    draft.answer(head, {"sales-management": 1})
    assert draft.items()["sales-management"].is_open is True
    draft.save(sales_management=1.5)
    settled = draft.items()["sales-management"]
    assert (settled.answer, settled.is_open) == (1.5, False)
    assert all(note.settled_at is not None for note in settled.notes)
    draft.answer(head, {"sales-management": 1})
    assert draft.items()["sales-management"].is_open is True
    assert draft.answers()["sales-management"] == 1.5
    with pytest.raises(NotThere):
        answered_items(draft.ask("stranger"), draft.id)


def test_a_version_is_of_the_section_alone(draft: Draft) -> None:
    accountant, head = draft.give().record, draft.give("生产主管", "work").record
    before = get_section(draft.content, draft.holder(accountant), accountant, accountant.id)
    draft.answer(head, {"production-control": 1})
    draft.save(ai_plan=2)
    draft.answer(accountant, {"sales-management": 1}, seen(before.version))
    with pytest.raises(Stale):
        draft.answer(accountant, {"sales-management": 2}, seen(before.version))
    assert draft.answers()["sales-management"] == 1.0


def test_a_link_of_what_was_submitted_says_so(draft: Draft, diagnosing: Diagnosing) -> None:
    link = draft.give().record
    raw = {"accept_incomplete": True}
    submit_draft(diagnosing, draft.ask(), draft.id, ANY, raw, None)
    with pytest.raises(SheetHandedIn):
        get_section(draft.content, draft.holder(link), link, link.id)
    with pytest.raises(NotThere):
        get_section(draft.content, draft.holder(link), link, "another")
    with pytest.raises(SheetHandedIn):
        draft.answer(link, {"sales-management": 1})
    with pytest.raises(AlreadySubmitted):
        draft.give()


def test_a_link_to_a_form_that_is_gone_opens_nothing(draft: Draft) -> None:
    link = draft.give().record
    formless = replace(draft.content, forms={})
    with pytest.raises(NotThere):
        get_section(formless, draft.holder(link), link, link.id)
