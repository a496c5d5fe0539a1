"""Where little or nothing was answered, it is said: no 0, no success that nobody gave."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from diagnosis.domain.estimate import Estimate
from diagnosis.domain.text import Language
from diagnosis.present.scoring.estimate import why_no_estimated_level
from diagnosis.services.ports.content import Content
from tests.builders import a_sheet, an_enterprise

NOTHING: dict[str, Any] = {}
LITTLE = {"strategy-plan": 1, "data-collection": 1, "ai-plan": 1}
WISHES = [
    {"budget_wan": 60},
    {"budget_wan": 0},
    {"target": {"standard": "gbt-39116-2020", "level": 2}},
    {"target": {"standard": "ai-readiness", "level": 2}},
]


def planned(client: FlaskClient, answers: Any, wish: Any, language: str = "en") -> Any:
    answer = client.post(
        "/v1/roadmaps/preview",
        json={"sheet": a_sheet(answers=answers, enterprise=an_enterprise()), "roadmap": wish},
        headers={"Accept-Language": language},
    )
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.json["roadmap"]


def all_not_known(content: Content) -> dict[str, Any]:
    return dict.fromkeys(content.readers["full"]["2.0.0"].form.entries, "not_known")


@pytest.mark.parametrize("wish", WISHES, ids=str)
def test_a_plan_of_nothing_begins_at_no_level(
    client: FlaskClient, content: Content, wish: Any
) -> None:
    for answers in (NOTHING, all_not_known(content)):
        plan = planned(client, answers, wish)
        assert plan["target"]["reached"] is None and plan["warnings"]
        stated = [
            *plan["before"],
            *plan["after"],
            *(row for phase in plan["phases"] for row in phase["standards"]),
        ]
        for row in stated:
            assert (row["level"], row["score"], row["provisional"]) == (None, None, None)


@pytest.mark.parametrize("wish", WISHES[2:], ids=str)
@pytest.mark.parametrize(
    ("language", "text"), [("en", "needed to tell a level"), ("zh-Hans", "级别才说得准")]
)
def test_a_plan_of_three_answers_promises_no_level(
    client: FlaskClient, wish: Any, language: str, text: str
) -> None:
    plan = planned(client, LITTLE, wish, language)
    assert plan["target"]["reached"] is None
    assert any(text in warning and "80" in warning for warning in plan["warnings"])


def test_a_plan_of_ladders_alone_is_judged(client: FlaskClient, content: Content) -> None:
    entries = content.readers["full"]["2.0.0"].form.entries
    ladders = {item: 1 for item in entries if str(content.bank[item].type) == "ladder"}
    plan = planned(client, ladders, {"budget_wan": 60})
    assert plan["target"]["reached"] is (
        plan["target"]["promised_level"] >= plan["target"]["level"]
    )
    assert not any("80" in warning for warning in plan["warnings"])
    aimed = planned(client, ladders, {"target": {"standard": "gbt-39116-2020", "level": 1}})
    assert aimed["target"]["reached"] is True


def test_an_estimate_without_a_level_says_why() -> None:
    thin = Estimate(standard="gbt-39116-2020", insufficient=True, levels=(0, 1, 2))
    why = why_no_estimated_level(thin)
    assert why is not None
    assert "0, 1, 2" in why.say(Language.EN) and "0、1、2" in why.say(Language.ZH)
    assert why_no_estimated_level(Estimate(standard="gbt-39116-2020", level=1)) is None
