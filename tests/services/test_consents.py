"""A firm agrees to uses of its rows and takes that back; whatever serves others reads by that."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from diagnosis.domain.consent import ConsentUse
from diagnosis.domain.fault import FaultyInput
from diagnosis.services.consents import (
    UseStanding,
    consented,
    get_consent,
    get_standings,
    list_history,
    state_consent,
)
from diagnosis.services.errors import KeyReused, NotThere
from diagnosis.services.intake.enterprises import register_enterprise
from diagnosis.services.ports.consents import ConsentStatus
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.store import IdempotencyKey
from diagnosis.services.transaction import Caller
from tests.builders import an_enterprise

Ask = Callable[..., Caller]
AGREES = {"use": "statistics", "consent": "given", "text_version": 1}
WITHDRAWS = {"use": "statistics", "consent": "withdrawn"}


class Firm:
    """A registered firm, and what it states."""

    def __init__(self, content: Content, ask: Ask) -> None:
        self.content, self.ask = content, ask
        self.id = register_enterprise(content, ask(), an_enterprise(), None).value.id

    def state(self, raw: Any, key: IdempotencyKey | None = None) -> str:
        """Return the id of what the firm states."""
        return state_consent(self.content, self.ask(), self.id, raw, key).value

    def standing(self, content: Content | None = None) -> dict[ConsentUse, UseStanding]:
        """Return how the firm stands to each use."""
        standings = get_standings(content or self.content, self.ask(), self.id)
        return {each.terms.use: each for each in standings}

    def uses(self) -> set[ConsentUse]:
        """Return the uses for which its owner finds the firm."""
        readable = set()
        for use in ConsentUse:
            with consented(self.content, self.ask(), use) as reader:
                readable |= set() if reader.enterprise(self.id) is None else {use}
        return readable


@pytest.fixture
def firm(content: Content, ask: Ask) -> Firm:
    """Return a firm that stated nothing."""
    return Firm(content, ask)


def test_nothing_is_agreed_to_by_default(firm: Firm) -> None:
    standing = firm.standing()
    assert list(standing) == list(ConsentUse)
    assert not any(each.counts or each.last for each in standing.values())
    assert firm.uses() == set()


def test_a_firm_agrees_to_a_use_and_withdraws(firm: Firm) -> None:
    agreed = firm.state(AGREES)
    assert {use for use, each in firm.standing().items() if each.counts} == {ConsentUse.STATISTICS}
    assert firm.uses() == {ConsentUse.STATISTICS}
    withdrawn = firm.state(WITHDRAWS)
    assert firm.uses() == set()
    last = firm.standing()[ConsentUse.STATISTICS].last
    assert last is not None and last == get_consent(firm.ask(), withdrawn)
    assert (last.status, last.text_version, last.number) == (ConsentStatus.WITHDRAWN, 1, 2)
    history = list_history(firm.ask(), firm.id, None, 9).items
    assert [each.id for each in history] == [withdrawn, agreed]
    firm.state(AGREES)
    assert firm.uses() == {ConsentUse.STATISTICS}


def test_a_firm_may_withdraw_from_what_it_never_agreed_to(firm: Firm) -> None:
    record = get_consent(firm.ask(), firm.state(WITHDRAWS))
    assert (record.text_version, record.number) == (None, 1)
    assert firm.uses() == set()


@pytest.mark.parametrize("asks_again", [True, False])
def test_a_text_that_asks_again_is_agreed_to_anew(
    content: Content, firm: Firm, asks_again: bool
) -> None:
    """Consent to an earlier version goes on counting where only the wording changed."""
    firm.state(AGREES)
    terms = content.consents[ConsentUse.STATISTICS]
    second = replace(terms.current, version=2, asks_again=asks_again)
    renewed = replace(terms, texts=(*terms.texts, second))
    later = replace(content, consents={**content.consents, renewed.use: renewed})
    assert firm.standing(later)[renewed.use].counts is not asks_again
    with consented(later, firm.ask(), renewed.use) as reader:
        assert (reader.enterprise(firm.id) is None) is asks_again


@pytest.mark.parametrize(
    ("raw", "pointer", "code"),
    [
        (AGREES | {"use": "advertising"}, "/use", "unknown-value"),
        (AGREES | {"consent": "maybe"}, "/consent", "unknown-value"),
        (AGREES | {"text_version": None}, "/text_version", "missing-field"),
        (AGREES | {"text_version": 2}, "/text_version", "not-the-present-text"),
        (AGREES | {"text_version": 0}, "/text_version", "out-of-range"),
        (WITHDRAWS | {"text_version": 1}, "/text_version", "withdrawn-from-any-text"),
        (AGREES | {"for": "ever"}, "/for", "unknown-field"),
        ([], "", "wrong-type"),
    ],
)
def test_what_is_no_statement_is_refused(firm: Firm, raw: Any, pointer: str, code: str) -> None:
    with pytest.raises(FaultyInput) as caught:
        firm.state(raw)
    assert [(fault.pointer, fault.code) for fault in caught.value.faults] == [(pointer, code)]
    assert list_history(firm.ask(), firm.id, None, 9).items == ()


def test_the_same_request_states_it_a_single_time(firm: Firm) -> None:
    key = IdempotencyKey("c", "f")
    assert firm.state(AGREES, key) == firm.state(AGREES, key)
    with pytest.raises(KeyReused):
        firm.state(WITHDRAWS, replace(key, fingerprint="another request"))
    assert len(list_history(firm.ask(), firm.id, None, 9).items) == 1


def test_a_firm_speaks_for_itself_alone(content: Content, firm: Firm) -> None:
    stated, stranger = firm.state(AGREES), firm.ask("stranger")
    for verb in (
        lambda: state_consent(content, stranger, firm.id, AGREES, None),
        lambda: get_standings(content, stranger, firm.id),
        lambda: list_history(stranger, firm.id, None, 9),
        lambda: get_consent(stranger, stated),
    ):
        with pytest.raises(NotThere):
            verb()
