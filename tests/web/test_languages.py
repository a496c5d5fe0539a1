"""Which language an answer is in."""

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        (None, "zh-Hans"),
        ("en-GB", "en"),
        ("zh-CN, en;q=0.9", "zh-Hans"),
        ("en;q=0.9, zh;q=0.2", "en"),
        ("en;q=0", "zh-Hans"),
        ("fr, *;q=0.5", "zh-Hans"),
        ("*, en;q=0.5", "zh-Hans"),
        ("en;q=0.9, *;q=0.8", "en"),
        ("zh;q=0.5, *", "en"),
        ("zh;q=0", "en"),
        ("en;q=0, *", "zh-Hans"),
        ("en;q=0, zh;q=0.1", "zh-Hans"),
        ("zh-TW;q=0, zh-Hans;q=0.3, en;q=0.2", "zh-Hans"),
        ("en, zh", "en"),
        ("zh-Hant-HK, en", "zh-Hans"),
        ("EN_us", "en"),
        ("enm, zhx;q=0.3", "zh-Hans"),
        ("en;q=7", "zh-Hans"),
        (";;,,", "zh-Hans"),
    ],
)
def test_the_language_is_the_preferred_of_two(
    client: FlaskClient, accepted: str | None, language: str
) -> None:
    headers = {} if accepted is None else {"Accept-Language": accepted}
    answer = client.get("/v1/standards", headers=headers)
    assert answer.headers["Content-Language"] == language
