"""Days are days in China: from 16:00 UTC on it is tomorrow there."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from diagnosis.content.versions import Versions
from diagnosis.present.moments import day_words
from tests.builders import a_submission, an_example
from tests.web.service import Ticking, a_service, an_app

MOMENTS = [
    (datetime(2026, 12, 31, 15, 59, 50, tzinfo=UTC), date(2026, 12, 31)),
    (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), date(2027, 1, 1)),
    (datetime(2026, 12, 31, 23, 59, 50, tzinfo=UTC), date(2027, 1, 1)),
    (datetime(2027, 1, 1, 0, 0, tzinfo=UTC), date(2027, 1, 1)),
]


@pytest.fixture(params=MOMENTS, ids=[moment.strftime("%dT%H:%M") for moment, _ in MOMENTS])
def there(request: Any, versions: Versions, tmp_path: Path) -> Any:
    """Yield a client at a moment, and the day that it is in China."""
    service = a_service(versions, tmp_path)
    clock = service.clock
    assert isinstance(clock, Ticking)
    clock.now, day = request.param
    yield an_app(service).test_client(), day
    service.store.engine.dispose()


def post(client: FlaskClient, path: str, body: Any) -> Any:
    """Return the answer to a body that is taken."""
    answer = client.post(path, json=body)
    assert answer.status_code < 300, answer.get_data(as_text=True)
    return answer.json


def test_a_plan_starts_today_in_china(there: tuple[FlaskClient, date]) -> None:
    client, day = there
    wish = {"sheet": an_example("dongguan-mould-shop"), "roadmap": {"budget_wan": 60}}
    assert post(client, "/v1/roadmaps/preview", wish)["roadmap"]["starts_on"] == str(day)
    made = post(client, "/v1/diagnoses", an_example("dongguan-mould-shop"))
    path = f"/v1/assessments/{made['assessment_id']}/roadmaps"
    plan = post(client, path, {"budget_wan": 60})
    assert plan["starts_on"] == str(day)
    project = plan["phases"][0]["packages"][0]["id"]
    progress = f"/v1/roadmaps/{plan['id']}/progress"
    note = {"project": project, "status": "running", "on": str(day)}
    assert client.post(progress, json={"projects": [note]}).status_code == 201
    later = note | {"on": str(date.fromordinal(day.toordinal() + 1))}
    assert client.post(progress, json={"projects": [later]}).status_code == 422


def test_support_is_open_by_the_day_in_china(there: tuple[FlaskClient, date]) -> None:
    client, day = there
    for path in ("/v1/support?limit=200", "/v1/support?limit=200&open=true"):
        assert client.get(path).json["items"] == client.get(f"{path}&date={day}").json["items"]
    made = post(client, "/v1/diagnoses", an_example("dongguan-mould-shop"))
    path = f"/v1/assessments/{made['assessment_id']}/support"
    assert client.get(path).json == client.get(f"{path}?date={day}").json


def test_a_summary_tells_the_time_in_china(there: tuple[FlaskClient, date]) -> None:
    client, day = there
    made = post(client, "/v1/diagnoses", a_submission())
    client.post(f"/v1/diagnoses/{made['id']}/withdrawal", json={"reason": "抄错"})
    page = client.get(f"/v1/diagnoses/{made['id']}/summary").get_data(as_text=True)
    lines = [line for line in page.splitlines() if "时间" in line]
    assert lines and all(f"{day_words(day).zh} " in line and "北京时间" in line for line in lines)
    assert made["created_at"].endswith("Z")
