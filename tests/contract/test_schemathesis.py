"""Schemathesis on every operation: no 5xx, no undeclared answer, none of another shape."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, assume, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode, checks

from diagnosis.bootstrap import container
from tests.builders import a_submission
from tests.contract.spec import operations
from tests.keys import KEY, bearer
from tests.web.service import a_service, an_app

SPEC = Path(__file__).resolve().parents[2] / "api_spec" / "openapi.json"
OPERATIONS = [
    (path, method) for path, method, _ in operations(json.loads(SPEC.read_bytes()))
]  # fmt: skip
EXAMPLES = 15
HELD = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]


def uncompressed(application: Any) -> Any:
    """Return an application that never compresses: over WSGI schemathesis unpacks nothing."""

    def answer(environ: Any, start_response: Any) -> Any:
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        return application(environ, start_response)

    return answer


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Yield the operations of the document over an application with a few rows."""
    service = a_service(
        container().versions,
        tmp_path_factory.mktemp("schemathesis"),
        estimator=container().estimator,
    )
    app = an_app(service)
    app.test_client().post("/v1/diagnoses", json=a_submission(answers={"ai-plan": 1}))
    app.wsgi_app = uncompressed(app.wsgi_app)  # type: ignore[method-assign]
    yield schemathesis.openapi.from_wsgi("/docs/openapi.json", app)
    service.store.engine.dispose()


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_no_operation_surprises(api: Any, path: str, method: str, mode: Any) -> None:
    operation = api[path][method.upper()]

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Any) -> None:
        # How a body is transferred is between server and client: no operation documents its 501.
        assume(not any(name.lower() == "transfer-encoding" for name in case.headers or ()))
        case.call_and_validate(checks=HELD, headers=bearer(KEY))

    # An operation that takes any text anywhere has no wrong input to send.
    with suppress(Unsatisfiable):
        send()
