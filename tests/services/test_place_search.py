"""Places by what people call them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.present.intake.code_names import place_name
from diagnosis.services.intake.place_search import places_called
from diagnosis.services.ports.content import Content


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("佛山", "440600"),
        ("佛山市", "440600"),
        ("Foshan", "440600"),
        ("顺德", "440606"),
        ("佛山市顺德区", "440606"),
        ("顺德北滘", "440606"),
        ("shunde, foshan", "440606"),
        ("古镇", "442000105"),
        ("中山古镇", "442000105"),
        ("Guzhen", "442000105"),
        ("广东省东莞市长安镇", "441900119"),
        ("我们在广州南沙", "440115"),
        ("麻章", "440811"),
    ],
)
def test_a_place_is_known_by_its_name_or_an_address(
    content: Content, phrase: str, code: str
) -> None:
    assert places_called(content.codes, phrase) == (code,)


@pytest.mark.parametrize("phrase", ["", " ", "北京", "Paris", "广", "市", "123"])
def test_what_is_no_place_of_the_province_is_none(content: Content, phrase: str) -> None:
    assert places_called(content.codes, phrase) == ()


@given(phrase=st.text(max_size=40))
def test_whatever_is_typed_leads_to_listed_places(content: Content, phrase: str) -> None:
    assert set(places_called(content.codes, phrase)) <= content.codes.places.keys()


def test_every_place_is_known_by_the_name_that_is_shown_of_it(content: Content) -> None:
    for code, name in content.codes.places.items():
        shown = place_name(content.codes, code)
        for phrase in (name.zh, name.en, shown.zh, shown.en):
            assert code in places_called(content.codes, phrase), (code, phrase)
