"""What the audit costs a stored diagnosis: each request with and without it in turn, in one run.

`python -m benchmarks.audit_cost` prints the medians in ms and their ratio, on SQLite in a
temporary folder, in this process.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from unittest.mock import patch

from flask.testing import FlaskClient

from diagnosis.bootstrap import wire
from diagnosis.config.settings import read_settings
from diagnosis.storage.owner import noted_changes
from diagnosis.web.app import create_app
from tests.builders import an_example
from tests.keys import KEY, PEPPER, UNLIMITED, bearer, let_in

_ROUNDS = 400
_WARM = 20


def _client(folder: Path) -> FlaskClient:
    settings = replace(
        read_settings({}),
        data_dir=folder,
        key_pepper=PEPPER,
        requests_per_organisation=UNLIMITED,
        requests_per_address=UNLIMITED,
    )
    running = wire(settings)
    running.store.migrate()
    let_in(running.store)
    return create_app(running).test_client()


def _spent(send: Callable[[], None]) -> float:
    started = perf_counter()
    send()
    return (perf_counter() - started) * 1000


def main() -> None:
    """Print what a stored diagnosis takes with and without the audit."""
    with TemporaryDirectory() as folder:
        client, example = _client(Path(folder)), an_example("dongguan-mould-shop")
        headers = {**bearer(KEY), "Prefer": "return=minimal"}
        plants = count()

        def send() -> None:
            firm = example["enterprise"] | {"site": f"plant {next(plants)}"}
            sheet = example | {"enterprise": firm}
            answer = client.post("/v1/diagnoses", json=sheet, headers=headers)
            assert answer.status_code == 201, answer.text

        spent: dict[str, list[float]] = {"with": [], "without": []}
        for number in range(_ROUNDS + _WARM):
            with_it = _spent(send)
            with patch.object(noted_changes, "append", lambda *_: None):
                without = _spent(send)
            if number >= _WARM:
                spent["with"].append(with_it)
                spent["without"].append(without)
    middle = {name: median(times) for name, times in spent.items()}
    ratio = middle["with"] / middle["without"]
    print(
        f"stored diagnosis, minimal answer, SQLite: {middle['with']:.2f} ms with the audit, "
        f"{middle['without']:.2f} ms without; ratio {ratio:.3f} ({_ROUNDS} each)"
    )


if __name__ == "__main__":
    main()
