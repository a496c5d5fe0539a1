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
    ],
)
def test_the_language_is_the_preferred_of_two(
    client: FlaskClient, accepted: str | None, language: str
) -> None:
    headers = {} if accepted is None else {"Accept-Language": accepted}
    answer = client.get("/v1/standards", headers=headers)
    assert answer.headers["Content-Language"] == language
