"""Firms as a list: how far each is, and how many of them stand on each level."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from diagnosis.services.errors import NotThere
from diagnosis.services.intake.drafts import begin_draft
from diagnosis.services.intake.enterprises import is_entered, list_entered, register_enterprise
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.firm_list import (
    FirmStage,
    ListedFirm,
    count_levels,
    get_firm,
    list_firms,
    list_firms_with_result,
)
from diagnosis.services.scoring.submissions import Diagnosing, submit_sheet
from diagnosis.services.transaction import Caller
from tests.builders import a_sheet, an_enterprise, an_example


@pytest.fixture
def firms(
    content: Content, diagnosing: Diagnosing, ask: Callable[..., Caller]
) -> tuple[ListedFirm, ...]:
    """Return firms, newest first: a submitted, a begun and a bare one."""
    register_enterprise(content, ask(), an_enterprise(site="bare"), None)
    begun = a_sheet(form="screening", answers={"ai-plan": 1})
    begun["enterprise"] = an_enterprise(site="begun")
    begin_draft(content, ask(), begun, None)
    submit_sheet(diagnosing, ask(), an_example("dongguan-mould-shop"), None)
    return list_firms(ask(), {}, None, 10).items


def test_a_firm_is_as_far_as_its_newest_sheet(firms: tuple[ListedFirm, ...]) -> None:
    stages = [FirmStage.SUBMITTED, FirmStage.FILLING_IN, FirmStage.NOT_BEGUN]
    assert [firm.stage for firm in firms] == stages
    submitted = firms[0]
    assert submitted.diagnosis is not None
    verified = replace(submitted.diagnosis, verified_levels={"ai-readiness": 1})
    assert replace(submitted, diagnosis=verified).stage is FirmStage.VISITED


def test_firms_are_counted_by_level(content: Content, firms: tuple[ListedFirm, ...]) -> None:
    diagnosis = firms[0].diagnosis
    assert diagnosis is not None
    for count in count_levels(content.standards, firms):
        level = diagnosis.levels[count.standard.id]
        expected = [0] * len(count.standard.levels)
        if level is not None:
            expected[level] = 1
        assert list(count.on_level) == expected
        assert count.without == 3 - sum(expected)


def test_only_firms_with_a_result_are_listed_by_it(
    firms: tuple[ListedFirm, ...], ask: Callable[..., Caller]
) -> None:
    assert list_firms_with_result(ask(), {}, None, 10).items == firms[:1]
    assert list_firms_with_result(ask("other"), {}, None, 10).items == ()


def test_a_firm_is_there_for_whoever_may_read_it(
    firms: tuple[ListedFirm, ...], ask: Callable[..., Caller]
) -> None:
    firm_id = firms[1].record.id
    assert get_firm(ask(), firm_id) == firms[1] and is_entered(ask(), firm_id)
    assert not is_entered(ask("other"), firm_id)
    assert [each.id for each in list_entered(ask(), {}, None, 1).items] == [firms[0].record.id]
    with pytest.raises(NotThere):
        get_firm(ask("other"), firm_id)
