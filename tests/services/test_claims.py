"""What a firm says of itself for support: read from objects and from texts, with every fault."""

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.enterprise import Enterprise, SizeClass
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.read.firm_claims import (
    TITLES_FROM_WAN,
    FirmClaims,
    firm_facts,
    parse_claims,
    read_claims,
)
from tests.builders import an_example


def refusals(caught: pytest.ExceptionInfo[FaultyInput]) -> list[tuple[str, str]]:
    """Return why input was refused: where and what."""
    return [(fault.pointer, fault.code) for fault in caught.value.faults]


def test_facts_of_the_firm_come_from_its_sheet(content: Content) -> None:
    firm = read(content, an_example("dongguan-mould-shop")).enterprise
    facts = firm_facts(content, firm, FirmClaims(roles={"ai-firm": True}))
    assert (facts.place, facts.size, facts.above_size) == ("441900119", SizeClass.SMALL, True)
    assert (facts.division, dict(facts.roles)) == ("C35", {"manufacturer": True, "ai-firm": True})


def test_a_firm_may_say_that_it_makes_nothing(content: Content) -> None:
    firm = read(content, an_example("dongguan-mould-shop")).enterprise
    facts = firm_facts(content, firm, FirmClaims(roles={"manufacturer": False}))
    assert dict(facts.roles) == {"manufacturer": False}


def test_claims_are_read_from_one_text(content: Content) -> None:
    claims = parse_claims(content, {"listed": "zjtx, -little-giant,"})
    assert claims == FirmClaims(listed={"zjtx": True, "little-giant": False})


def test_every_faulty_fact_is_named(content: Content) -> None:
    raw = {
        "roles": {"wizard": True, "manufacturer": "yes"},
        "listed": ["zjtx"],
        "equipment_wan": -1,
        "interest_wan": True,
        "colour": "red",
    }
    with pytest.raises(FaultyInput) as caught:
        read_claims(content, raw)
    assert refusals(caught) == [
        ("/colour", "unknown-field"),
        ("/roles/wizard", "unknown-value"),
        ("/roles/manufacturer", "wrong-type"),
        ("/listed", "wrong-type"),
        ("/equipment_wan", "out-of-range"),
        ("/interest_wan", "wrong-type"),
    ]
    with pytest.raises(FaultyInput):
        read_claims(content, "everything")


def test_every_unknown_name_of_every_kind_is_named(content: Content) -> None:
    texts = {"roles": "king,-wizard", "listed": "zjtx,nothing", "declared": "all-is-well"}
    with pytest.raises(FaultyInput) as caught:
        parse_claims(content, texts)
    assert refusals(caught) == [
        ("/roles", "unknown-value"),
        ("/roles", "unknown-value"),
        ("/listed", "unknown-value"),
        ("/declared", "unknown-value"),
    ]


def test_nothing_said_is_nothing_known(content: Content) -> None:
    assert read_claims(content, {}) == FirmClaims()


def test_a_small_revenue_has_no_national_title_unless_it_is_said(content: Content) -> None:
    small = Enterprise(revenue_wan=TITLES_FROM_WAN - 1)
    title = "little-giant"
    assert firm_facts(content, small, FirmClaims()).listed == {title: False, "champion": False}
    stated = firm_facts(content, small, FirmClaims(listed={title: True}))
    assert stated.listed[title] is True
    large = Enterprise(revenue_wan=TITLES_FROM_WAN)
    assert firm_facts(content, large, FirmClaims()).listed == {}


def test_revenue_tells_nothing_where_the_firm_said_what_it_would_spend(content: Content) -> None:
    firm = Enterprise(revenue_wan=900)
    assert firm_facts(content, firm, FirmClaims()).revenue_wan == 900
    assert firm_facts(content, firm, FirmClaims(equipment_wan=800)).revenue_wan is None


def test_of_very_many_unknown_claims_some_are_told_and_the_rest_is_counted(
    content: Content,
) -> None:
    with pytest.raises(FaultyInput) as caught:
        read_claims(content, {"roles": {f"wizard-{number}": True for number in range(5000)}})
    told = refusals(caught)
    assert told[0] == ("/roles/wizard-0", "unknown-value")
    assert ("/roles/wizard-4999", "unknown-value") not in told
