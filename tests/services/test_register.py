"""The register learns from submitted sheets: the newest period, never another firm's name."""

from collections.abc import Callable
from typing import Any

import pytest

from diagnosis.domain.intake.enterprise import Enterprise
from diagnosis.domain.intake.learning import is_same_name, learn, unlearn
from diagnosis.services.intake.enterprises import change_enterprise, list_enterprises
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import (
    ChangeKind,
    DiagnosisRow,
    EnterpriseRecord,
    RegisterEffect,
)
from diagnosis.services.scoring.currency import withdraw_diagnosis
from diagnosis.services.scoring.submissions import Diagnosing, submit_sheet
from diagnosis.services.seen_versions import seen
from diagnosis.services.transaction import Caller
from tests.builders import a_submission, an_enterprise

Ask = Callable[..., Caller]
REASON = {"reason": "filled in for the wrong plant"}


def submit(diagnosing: Diagnosing, ask: Ask, period: int, **facts: Any) -> DiagnosisRow:
    sheet = a_submission("screening", enterprise=an_enterprise(**facts), period=period)
    return submit_sheet(diagnosing, ask(), sheet, None).stored.row


def the_firm(ask: Ask) -> EnterpriseRecord:
    (firm,) = list_enterprises(ask(), {}, None, 5).items
    return firm


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("甲（广东）有限公司", "甲(广东)有限公司", True),
        ("ACME  制造", "Acme制造", True),
        ("甲有限公司", "乙有限公司", False),
        (None, "甲", False),
    ],
)
def test_a_name_is_the_same_but_for_how_it_is_typed(
    first: str | None, second: str, same: bool
) -> None:
    assert is_same_name(first, second) is same


def test_what_a_sheet_leaves_out_stays_known() -> None:
    known = Enterprise(name="甲", employees=60, city="441900")
    assert learn(known, Enterprise(name="乙", employees=80)) == Enterprise(
        name="甲", employees=80, city="441900"
    )
    before = Enterprise(employees=50, city="440600")
    withdrawn = Enterprise(employees=60, city="441900")
    by_hand = Enterprise(name="甲", employees=61, city="441900")
    assert unlearn(by_hand, withdrawn, before) == Enterprise(
        name="甲", employees=61, city="440600"
    )


def test_a_newer_sheet_updates_and_an_older_one_does_not(diagnosing: Diagnosing, ask: Ask) -> None:
    rows = [
        submit(diagnosing, ask, 2024, employees=60),
        submit(diagnosing, ask, 2026, employees=900, revenue_wan=90_000),
        submit(diagnosing, ask, 2025, employees=70),
        submit(diagnosing, ask, 2026, employees=900, revenue_wan=90_000),
        submit(diagnosing, ask, 2026, employees=910, revenue_wan=90_000),
    ]
    effects = [row.register_effect for row in rows]
    assert effects == ["new", "updated", "older", "unchanged", "updated"]
    firm = the_firm(ask)
    assert (firm.facts.employees, firm.facts.revenue_wan, firm.size) == (910, 90_000, "medium")
    assert firm.version == 3
    caller = ask()
    with caller.store.read(caller.principal) as reader:
        kinds = [change.kind for change in reader.changes(0, 99)]
    assert kinds.count(ChangeKind.ENTERPRISE_CHANGED) == 2


def test_another_name_under_a_known_code_is_told_and_not_merged(
    diagnosing: Diagnosing, ask: Ask
) -> None:
    submit(diagnosing, ask, 2025)
    row = submit(diagnosing, ask, 2026, name="另一家有限公司", employees=900)
    assert row.register_effect is RegisterEffect.OTHER_NAME
    firm = the_firm(ask)
    assert (firm.facts.name, firm.facts.employees) == ("示例有限公司", 60)
    typed = submit(diagnosing, ask, 2026, name="示例 有限公司", employees=61)
    assert typed.register_effect is RegisterEffect.UPDATED
    assert the_firm(ask).facts.name == "示例有限公司"


def test_a_withdrawal_gives_back_what_the_sheet_had_brought(
    content: Content, diagnosing: Diagnosing, ask: Ask
) -> None:
    submit(diagnosing, ask, 2025, employees=60, city="440600")
    wrong = submit(diagnosing, ask, 2026, employees=900, city="441900")
    firm = the_firm(ask)
    change_enterprise(content, ask(), firm.id, {"employees": 901}, seen(firm.version))
    withdraw_diagnosis(content, ask(), wrong.id, REASON)
    facts = the_firm(ask).facts
    assert (facts.employees, facts.city) == (901, "440600")


def test_sheets_of_another_name_neither_block_nor_teach(
    content: Content, diagnosing: Diagnosing, ask: Ask
) -> None:
    submit(diagnosing, ask, 2024, employees=60)
    submit(diagnosing, ask, 2026, name="另一家有限公司", employees=900, city="440600")
    newer = submit(diagnosing, ask, 2025, employees=70)
    assert (newer.register_effect, the_firm(ask).facts.employees) == ("updated", 70)
    submit(diagnosing, ask, 2025, name="另一家有限公司", employees=901, city="440600")
    withdraw_diagnosis(content, ask(), newer.id, REASON)
    facts = the_firm(ask).facts
    assert (facts.employees, facts.city) == (60, an_enterprise()["city"])


def test_withdrawing_an_older_sheet_or_the_only_one_teaches_nothing(
    content: Content, diagnosing: Diagnosing, ask: Ask
) -> None:
    older = submit(diagnosing, ask, 2025, employees=60)
    newer = submit(diagnosing, ask, 2026, revenue_wan=2700)
    before = the_firm(ask)
    withdraw_diagnosis(content, ask(), older.id, REASON)
    withdraw_diagnosis(content, ask(), newer.id, REASON)
    assert the_firm(ask) == before
