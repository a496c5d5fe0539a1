"""Rounds of schemathesis, by its own command, against a running server."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fuzz.stock import Stock
from tests.fuzz.tenants import SESSION

EXCLUDED = {
    "positive_data_acceptance": "what a sheet says is judged by rules that no schema can hold",
}
"""Checks that make no sense here, and why."""
LEFT_OUT = {
    "revoke_key": "it would end the key that it asks with",
    "rotate_key": "so would this, at once where no overlap is wanted",
}
"""Operations that the raw requests alone send, and why."""
ENDS_SESSION = ("open_session", "end_session", "log_out")
"""Left out as well where a session asks: each would end it."""
SETTINGS = Path(__file__).with_name("schemathesis.toml")
LIMIT_SECONDS = 30
"""How long schemathesis waits for an answer; what takes longer is a failure."""


@dataclass(frozen=True, kw_only=True)
class SchemathesisRound:
    """What a run of schemathesis came to."""

    database: str
    seed: int
    sender: str
    operations: int
    cases: int
    failures: tuple[str, ...]
    seconds: float
    output: str

    @property
    def is_good(self) -> bool:
        """Return whether it ran over something and nothing broke."""
        return self.operations > 0 and self.cases > 0 and not self.failures


def a_schemathesis_round(
    url: str, folder: Path, *, database: str, seed: int, examples: int, stock: Stock
) -> SchemathesisRound:
    """Run schemathesis over every operation of a running server; words of others are no answer.

    Who asks is the sender of the stock.
    """
    sender = stock.sender
    report = folder / f"schemathesis-{seed}.json"
    cassette = folder / f"schemathesis-{seed}.ndjson"
    ends = ENDS_SESSION if sender.name == SESSION else ()
    left_out = [f"--exclude-operation-id={operation}" for operation in (*LEFT_OUT, *ends)]
    who = [f"--header={name}: {value}" for name, value in stock.who_asks().items()]
    started = time.monotonic()
    run = subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"), "--config-file", SETTINGS, "run",
            f"{url}/docs/openapi.json",
            "--seed", str(seed), "--max-examples", str(examples), "--workers", "2",
            "--exclude-checks", ",".join(EXCLUDED), "--continue-on-failure", "--no-color",
            *left_out, *who, "--report-ndjson-path", cassette, "--output-sanitize", "false",
            "--request-timeout", str(LIMIT_SECONDS), "--generation-database", "none",
            "--report-json-path", report,
        ],
        capture_output=True, text=True, check=False, cwd=folder,
    )  # fmt: skip
    summary = json.loads(report.read_bytes()) if report.exists() else {}
    failures = _failures(summary)
    if run.returncode and not failures:
        failures = (f"exit code {run.returncode}: {run.stderr[-2000:]}",)
    kept = cassette.read_bytes()
    failures += tuple(f"{word!r} is another's" for word in sorted(sender.unseen) if word in kept)
    return SchemathesisRound(
        database=database,
        seed=seed,
        sender=sender.name,
        operations=(summary.get("operations") or {}).get("tested", 0),
        cases=summary.get("test_cases", {}).get("generated", 0),
        failures=failures,
        seconds=time.monotonic() - started,
        output=run.stdout + run.stderr,
    )


def _failures(summary: Any) -> tuple[str, ...]:
    """Return what broke, in a line each."""
    failures = [
        f"{failure['count']} × {failure['code']} ({failure['title']}): "
        f"{', '.join(map(str, failure['operations']))}"
        for failure in summary.get("failures", ())
    ]
    errors = [f"{error['count']} × {error['title']}" for error in summary.get("errors", ())]
    return (*failures, *errors)
