"""A result is shown by a link that ends, to whoever has it, without an answer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.identity.api_keys import KeyMint
from diagnosis.identity.resume_codes import CodeMint
from diagnosis.optimiser.planner import Planner
from diagnosis.services.errors import NotThere
from diagnosis.services.intake.drafts import begin_draft, give_up_draft
from diagnosis.services.intake.result_links import (
    MOST_RESULT_LINKS,
    GivenResultLink,
    give_result_link,
    list_result_links,
    revoke_result_link,
)
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.scope import GrantState
from diagnosis.services.promotion.shared_result import SharedResult, get_shared_result
from diagnosis.services.retrofit.keep_plan import Planning
from diagnosis.services.scoring.currency import withdraw_diagnosis
from diagnosis.services.scoring.submissions import Diagnosing, submit_draft
from diagnosis.services.seen_versions import SeenVersions
from diagnosis.services.transaction import Caller
from tests.builders import a_sheet, an_example

Ask = Callable[..., Caller]
ANY = SeenVersions(None)
MAKER = CodeMint(KeyMint(b"p" * 32))


def begun(content: Content, ask: Ask) -> str:
    raw = a_sheet("screening", {"ai-plan": 1})
    return begin_draft(content, ask(), raw, None).value.id


def of_mould_shop(content: Content, ask: Ask) -> str:
    return begin_draft(content, ask(), an_example("dongguan-mould-shop"), None).value.id


def given(ask: Ask, sheet_id: str, **wish: Any) -> GivenResultLink:
    return give_result_link(ask(), MAKER, sheet_id, {"recipient": "bank"} | wish)


def shown(
    planning: Planning, ask: Ask, link: GivenResultLink, link_id: str | None = None
) -> SharedResult:
    caller = replace(ask(), principal=link.record.principal)
    return get_shared_result(planning, None, caller, link.record, link_id or link.record.id)


def test_a_link_is_given_for_a_month_unless_other_days_are_wished(
    content: Content, ask: Ask
) -> None:
    sheet = begun(content, ask)
    usual, long = given(ask, sheet), given(ask, sheet, recipient="partner", open_days=90)
    record = usual.record
    assert (record.recipient, record.assessment_id, record.created_by) == ("bank", sheet, "local")
    assert usual.text.startswith("dr_")
    assert record.digest == MAKER.result_link_digest(usual.text)
    assert record.digest != MAKER.link_digest(usual.text)
    lasting = [each.record.ends_at - each.record.created_at for each in (usual, long)]
    assert lasting == [timedelta(days=30), timedelta(days=90)]
    assert list_result_links(ask(), sheet, None, 9).items == (long.record, record)
    for refused in (
        lambda: list_result_links(ask("stranger"), sheet, None, 9),
        lambda: given(lambda: ask("stranger"), sheet),
        lambda: revoke_result_link(ask("stranger"), sheet, record.id),
    ):
        with pytest.raises(NotThere):
            refused()


@pytest.mark.parametrize(
    ("wish", "fault"),
    [
        ({"recipient": " "}, ("/recipient", "missing-field")),
        ({"recipient": "x" * 101}, ("/recipient", "too-long")),
        ({"open_days": 91}, ("/open_days", "out-of-range")),
        ({"open_days": 0}, ("/open_days", "out-of-range")),
        ({"section": "x"}, ("/section", "unknown-field")),
    ],
)
def test_what_is_no_link_is_refused(
    content: Content, ask: Ask, wish: Any, fault: tuple[str, str]
) -> None:
    with pytest.raises(FaultyInput) as caught:
        given(ask, begun(content, ask), **wish)
    assert [(each.pointer, each.code) for each in caught.value.faults] == [fault]


def test_so_many_links_show_a_result_at_once(content: Content, ask: Ask) -> None:
    sheet = begun(content, ask)
    links = [given(ask, sheet) for _ in range(MOST_RESULT_LINKS)]
    with pytest.raises(FaultyInput) as caught:
        given(ask, sheet)
    assert [each.code for each in caught.value.faults] == ["too-many-result-links"]
    revoke_result_link(ask(), sheet, links[0].record.id)
    assert given(ask, sheet).record.state_at(ask().now) is GrantState.ACTIVE


def test_a_link_is_revoked_for_its_sheet_alone(content: Content, ask: Ask) -> None:
    sheet, other = begun(content, ask), begun(content, ask)
    link = given(ask, sheet).record
    with pytest.raises(NotThere):
        revoke_result_link(ask(), other, link.id)
    assert link.state_at(link.ends_at) is GrantState.ENDED
    revoke_result_link(ask(), sheet, link.id)
    (kept,) = list_result_links(ask(), sheet, None, 9).items
    assert kept.state_at(ask().now) is GrantState.REVOKED


@pytest.fixture
def whole(diagnosing: Diagnosing) -> Planning:
    """Return what plans over all packages, by whose content results are said too."""
    return Planning(contents=diagnosing.contents, solver=Planner())


def test_a_link_shows_its_result_as_it_stands(content: Content, ask: Ask, whole: Planning) -> None:
    sheet, other = of_mould_shop(content, ask), begun(content, ask)
    link, second = given(ask, sheet), given(ask, other)
    result = shown(whole, ask, link)
    assert result.at_hand.record.id == result.planned.record.id == sheet
    assert result.planned.plan is not None and not result.is_withdrawn
    with pytest.raises(NotThere):
        shown(whole, ask, link, second.record.id)
    give_up_draft(ask(), sheet, ANY)
    with pytest.raises(NotThere):
        shown(whole, ask, link)


def test_a_diagnosis_that_was_withdrawn_is_shown_as_such(
    content: Content, ask: Ask, diagnosing: Diagnosing, whole: Planning
) -> None:
    sheet = of_mould_shop(content, ask)
    link = given(ask, sheet)
    submit_draft(diagnosing, ask(), sheet, ANY, {"accept_incomplete": True}, None)
    result = shown(whole, ask, link)
    assert result.at_hand.stored is not None and not result.is_withdrawn
    diagnosis_id = str(result.at_hand.record.diagnosis_id)
    withdraw_diagnosis(content, ask(), diagnosis_id, {"reason": "typed wrongly"})
    assert shown(whole, ask, link).is_withdrawn
