"""A firm in a town of Dongguan or Zhongshan is served as one that names its city alone.

But for what a single town gives.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from diagnosis.services.catalogue.cases import find_cases
from diagnosis.services.catalogue.instruments import find_instruments as find_listed
from diagnosis.services.intake.enterprises import list_enterprises, register_enterprise
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.promotion.find_cases import find_cases_for
from diagnosis.services.read.filters import Filters
from diagnosis.services.read.firm_claims import FirmClaims
from diagnosis.services.retrofit.support import find_support
from diagnosis.services.scoring.diagnose import diagnose
from diagnosis.services.transaction import Caller
from tests.builders import an_enterprise, an_example

ON = date(2026, 11, 23)
OF_A_TOWN = {"ins-dg-bhw": "441900404", "ins-dg-dongcheng-plant": "441900003"}
"""Instruments that a single town of Dongguan gives."""
FIRMS = [
    ("dongguan-mould-shop", "441900", "441900119"),
    ("dongguan-mould-shop", "441900", "441900401"),
    ("zhongshan-lamp-maker", "442000", "442000105"),
]


def placed(name: str, place: str) -> Any:
    """Return an example whose plant stands at a place."""
    sheet = an_example(name)
    return sheet | {"enterprise": sheet["enterprise"] | {"city": place}}


@pytest.mark.parametrize(("name", "city", "town"), FIRMS)
def test_a_town_changes_no_score_case_or_support(
    content: Content, name: str, city: str, town: str
) -> None:
    in_city, in_town = (read(content, placed(name, place)) for place in (city, town))
    assert diagnose(content, in_town).verdicts == diagnose(content, in_city).verdicts
    near, nearer = (find_cases_for(content, sheet, None).matches for sheet in (in_city, in_town))
    assert nearer == near
    offers, others = (
        find_support(content, sheet.enterprise, FirmClaims(), on=ON)
        for sheet in (in_city, in_town)
    )
    of_city, of_town = (
        [offer for offer in match.offers if offer.instrument.id not in OF_A_TOWN]
        for match in (offers, others)
    )
    assert of_town == of_city


@pytest.mark.parametrize("place", ["441900", "441900119", "441900003", "441900404"])
def test_the_reward_of_a_town_is_for_firms_of_that_town(content: Content, place: str) -> None:
    sheet = read(content, placed("dongguan-mould-shop", place))
    match = find_support(content, sheet.enterprise, FirmClaims(), on=ON)
    elsewhere = {offer.instrument.id for offer in match.offers if offer.elsewhere}
    others = {name for name, town in OF_A_TOWN.items() if place not in (town, "441900")}
    assert elsewhere & set(OF_A_TOWN) == others


@pytest.mark.parametrize(("_name", "city", "town"), FIRMS)
def test_the_catalogue_is_filtered_by_town(
    content: Content, _name: str, city: str, town: str
) -> None:
    in_city, in_town = Filters(city=city), Filters(city=town)
    listed = [one for one in find_listed(content, in_city, ON) if one.id not in OF_A_TOWN]
    assert find_listed(content, in_town, ON) == listed
    assert find_cases(content, in_city) and not find_cases(content, in_town)


def test_a_city_takes_in_the_firms_of_its_towns(
    content: Content, ask: Callable[..., Caller]
) -> None:
    places = ["441900", "441900119", "442000105", "440115"]
    for number, place in enumerate(places):
        raw = an_enterprise(city=place, site=str(number))
        register_enterprise(content, ask(), raw, None)

    def listed(place: str) -> list[str | None]:
        firms = list_enterprises(ask(), {"city": place}, None, 9).items
        return sorted(firm.facts.city or "" for firm in firms)

    assert {place: listed(place) for place in (*places, "440100", "442000")} == {
        "441900": ["441900", "441900119"],
        "441900119": ["441900119"],
        "442000105": ["442000105"],
        "440115": ["440115"],
        "440100": ["440115"],
        "442000": ["442000105"],
    }
