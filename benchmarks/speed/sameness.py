"""Before anything is timed: whoever is compared gives the same answers."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.servers import Server
from benchmarks.speed.runners import (
    APPLIED,
    ESTIMATE,
    FASTAPI,
    HELLO,
    LEVELS,
    MLFLOW,
    PREVIEW,
    RUNNERS,
    STORED,
    STORED_MINIMAL,
    TEXTBOOK,
    TEXTBOOK_STORED,
    Request,
    Runner,
)
from benchmarks.speed.sending import send

SHEETS = 50
NEAR = 1e-9

Requests = Mapping[str, Iterator[Request]]
Shown = dict[str, Any]
Level = tuple[int | None, float | None]
"""Level and score by a standard, each None where it is open."""


class Differs(Exception):
    """Two contenders that are compared do not do the same."""


def check_answers(servers: Mapping[str, Server], requests: Requests) -> tuple[Runner, ...]:
    """Return the runners that can be raced; fail unless those that are compared agree.

    A runner whose request the service does not know yet is left out.
    """
    runners = [runner for runner in RUNNERS if _is_known(runner, servers, requests)]
    for _ in range(SHEETS):
        sheet, row = next(requests[STORED.name]), next(requests[MLFLOW.name])
        is_refused = sheet.status == STORED.refusal
        shown: dict[str, Shown] = {}
        for runner in runners:
            if runner is HELLO:
                continue
            body = row.body if runner is MLFLOW else sheet.body
            request = Request(body, runner.refusal if is_refused else runner.status)
            answer = send(servers[runner.server].connect(), runner, request)
            shown[runner.name] = json.loads(answer.body)
        if not is_refused:
            check_sheet(shown)
    return tuple(runners)


def is_minimal(servers: Mapping[str, Server], requests: Requests) -> bool:
    """Return whether the service answers minimally where that is preferred."""
    answer = send(
        servers[STORED_MINIMAL.server].connect(),
        STORED_MINIMAL,
        next(requests[STORED_MINIMAL.name]),
    )
    return answer.headers.get(APPLIED, "") == "return=minimal"


def _is_known(runner: Runner, servers: Mapping[str, Server], requests: Requests) -> bool:
    if runner is not LEVELS:
        return True
    request = Request(next(requests[runner.name]).body, 0)
    return send(servers[runner.server].connect(), runner, request).status == runner.status


def check_sheet(shown: Mapping[str, Shown]) -> None:
    """Fail unless the answers to a sheet, by runner, agree.

    Raises
    ------
    Differs
        Naming who answers otherwise.

    """
    full, stored = shown[ESTIMATE.name], shown[STORED.name]
    if any(stored[key] != value for key, value in full.items()):
        raise Differs("stored and preview differ")
    expected = levels_of(shown[PREVIEW.name])
    for runner in (ESTIMATE, LEVELS, STORED, STORED_MINIMAL, TEXTBOOK, TEXTBOOK_STORED):
        if runner.name in shown and not is_same(levels_of(shown[runner.name]), expected):
            raise Differs(f"{runner.name}: {levels_of(shown[runner.name])}, not {expected}")
    likely = shown[FASTAPI.name]["probabilities"]
    textbook = shown[TEXTBOOK.name]["estimate"][0]["probabilities"]
    for name, other in (("MLflow", shown[MLFLOW.name]["predictions"][0]), ("textbook", textbook)):
        if any(abs(a - b) > NEAR for a, b in zip(likely, other, strict=True)):
            raise Differs(f"{name}: not the probabilities of FastAPI")


def levels_of(shown: Shown) -> list[Level]:
    """Return level and score by rule of each standard, out of a whole answer or a minimal one."""
    rows = shown.get("standards") or [
        reading for reading in shown["readings"] if reading["basis"] == "self"
    ]
    return [(row["level"], row["score"]) for row in rows]


def is_same(levels: Sequence[Level], others: Sequence[Level]) -> bool:
    """Return whether levels are equal, and scores but for the last decimals."""
    return len(levels) == len(others) and all(
        level == other and is_near(score, other_score)
        for (level, score), (other, other_score) in zip(levels, others, strict=True)
    )


def is_near(score: float | None, other: float | None) -> bool:
    """Return whether two scores are equal but for the last decimals; None equals None.

    Examples
    --------
    >>> is_near(1.0, 1.0 + 1e-12), is_near(1.0, None), is_near(None, None)
    (True, False, True)

    """
    if score is None or other is None:
        return score is other
    return abs(score - other) <= NEAR
