"""What two pages of one draft save stands side by side; only what both changed clashes."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from diagnosis.identity.api_keys import KeyMint
from diagnosis.identity.resume_codes import CodeMint
from diagnosis.services.errors import AlreadySubmitted, NotThere
from diagnosis.services.intake.drafts import begin_draft
from diagnosis.services.intake.respondents import answered_items
from diagnosis.services.intake.save_seen import SavedAnswers, save_seen
from diagnosis.services.intake.section_links import answer_section, give_link
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.submissions import Diagnosing, submit_draft
from diagnosis.services.seen_versions import SeenVersions
from diagnosis.services.transaction import Caller
from tests.builders import a_sheet

Ask = Callable[..., Caller]
ANY = SeenVersions(None)
MAKER = CodeMint(KeyMint(b"p" * 32))
FIRST, SECOND, THIRD = "sales-management", "procurement-management", "warehouse-management"


class Page:
    """A page that shows the answers of a draft, and saves what is changed on it."""

    def __init__(self, content: Content, ask: Ask, draft: str, **seen: object) -> None:
        self.content, self.ask, self.draft = content, ask, draft
        self.seen = {name.replace("_", "-"): value for name, value in seen.items()}

    def save(self, confirmed: tuple[str, ...] = (), **stated: object) -> SavedAnswers:
        """Save what stands on the page: what it saw, and what somebody changed."""
        named = {name.replace("_", "-"): value for name, value in stated.items()}
        return save_seen(
            self.content, self.ask(), self.draft,
            seen=self.seen, stated=self.seen | named, confirmed=confirmed,
        )  # fmt: skip


@pytest.fixture
def draft(content: Content, ask: Ask) -> str:
    """Return the id of a draft with one answer."""
    return begin_draft(content, ask(), a_sheet("screening", {FIRST: 1}), None).value.id


def answers_of(saved: SavedAnswers) -> dict[str, object]:
    return saved.record.sheet.plain_answers()


def test_only_what_was_changed_is_written(content: Content, ask: Ask, draft: str) -> None:
    page = Page(content, ask, draft, sales_management=1)
    saved = page.save(procurement_management=2.5)
    assert answers_of(saved) == {FIRST: 1, SECOND: 2.5} and saved.record.version == 2
    again = Page(content, ask, draft, sales_management=1, procurement_management=2.5).save()
    assert again.record.version == 2, "nothing changed, nothing is written"


def test_two_pages_lose_nothing_of_each_other(content: Content, ask: Ask, draft: str) -> None:
    one, other = (Page(content, ask, draft, sales_management=1) for _ in range(2))
    one.save(procurement_management=2)
    saved = other.save(warehouse_management=3)
    assert answers_of(saved) == {FIRST: 1, SECOND: 2, THIRD: 3} and saved.clashes == ()


def test_what_both_changed_clashes_and_the_rest_is_saved(
    content: Content, ask: Ask, draft: str
) -> None:
    one, other = (Page(content, ask, draft, sales_management=1) for _ in range(2))
    one.save(sales_management=2)
    saved = other.save(sales_management=3, warehouse_management=1)
    assert saved.clashes == (FIRST,)
    assert answers_of(saved) == {FIRST: 2, THIRD: 1}
    same = other.save(sales_management=2)
    assert same.clashes == (), "both chose the same"


def test_an_answer_is_taken_away_where_nobody_changed_it(
    content: Content, ask: Ask, draft: str
) -> None:
    page = Page(content, ask, draft, sales_management=1)
    assert answers_of(page.save(sales_management=None)) == {}


def test_what_the_form_does_not_take_is_told_by_item_and_the_rest_is_saved(
    content: Content, ask: Ask, draft: str
) -> None:
    page = Page(content, ask, draft, sales_management=1)
    saved = page.save(procurement_management="nine", warehouse_management=2)
    assert set(saved.faults) == {SECOND} and answers_of(saved) == {FIRST: 1, THIRD: 2}
    alone = page.save(procurement_management=9)
    assert set(alone.faults) == {SECOND} and alone.record.version == saved.record.version


def test_what_was_proposed_and_left_is_confirmed(content: Content, ask: Ask) -> None:
    answers = {"network-coverage": 2}
    draft = begin_draft(content, ask(), a_sheet("full", answers), None).value.id
    page = Page(content, ask, draft)
    saved = page.save(confirmed=("miit-network",), miit_network=["control-network"])
    assert saved.record.sheet.confirmed_inferences == ("miit-network",)
    page.seen = {"miit-network": ["control-network"]}
    after = page.save(miit_network=["5g"])
    assert after.record.sheet.confirmed_inferences == (), "another answer is the firm's"


def test_a_sheet_that_was_sent_in_is_not_changed(
    content: Content, ask: Ask, draft: str, diagnosing: Diagnosing
) -> None:
    submit_draft(diagnosing, ask(), draft, ANY, {"accept_incomplete": True}, None)
    with pytest.raises(AlreadySubmitted):
        Page(content, ask, draft, sales_management=1).save(sales_management=2)
    with pytest.raises(NotThere):
        Page(content, ask, "00000000-0000-7000-8000-000000000000").save(sales_management=2)


def test_a_save_of_the_owner_settles_what_others_said(
    content: Content, ask: Ask, draft: str
) -> None:
    link = give_link(
        content, ask(), MAKER, draft, {"section": "money-stock", "respondent": "会计"}
    ).record
    other = replace(ask(), principal=link.principal)
    answer_section(content, other, link, link.id, {"answers": {FIRST: 3}}, ANY)
    assert [each.is_open for each in answered_items(ask(), draft)] == [True]
    Page(content, ask, draft, sales_management=1).save(sales_management=2)
    assert [each.is_open for each in answered_items(ask(), draft)] == [False]
