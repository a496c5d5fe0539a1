"""What a soak came to, as Markdown."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime

from tests.fuzz.memory import ALLOWED_GROWTH
from tests.soak.measures import ALLOWED_FILES, ALLOWED_THREADS, growth
from tests.soak.rounds import SENDERS, Soak
from tests.soak.users import FIRMS

_P50, _P99 = 0.50, 0.99


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value that so large a share of values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def describe(soak: Soak) -> list[str]:
    """Return all that is wrong, a line each."""
    return [*soak.faults, *soak.tally.errors]


def write_report(soaks: Sequence[Soak], command: str, warm_seconds: float) -> str:
    """Return the report of soaks that a command ran."""
    lines = [
        "# Soak", "",
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} "
        f"cores. Command: `{command}`.", "",
        f"A server with two workers; {SENDERS} senders take turns as {len(FIRMS)} enterprises, a "
        "consultant, a portal, an admin and somebody without a key, respondents and holders of "
        "codes among them (the table of `tests/soak/traffic.py`). Every answer is held to what it "
        "should be; a refusal has to be a problem. What the processes hold is measured at rest. "
        f"Resident memory (RSS) may grow by {ALLOWED_GROWTH:.0%} from the first rest after "
        f"{warm_seconds:g} s to the end, "
        f"threads by {ALLOWED_THREADS} and open files by {ALLOWED_FILES} (pools fill late). Times "
        "are those of a machine that does other things too, sender included: they are told, and "
        "held to nothing.", "",
    ]  # fmt: skip
    for soak in soaks:
        lines += _part(soak, warm_seconds)
    return "\n".join(lines) + "\n"


def _part(soak: Soak, warm_seconds: float) -> list[str]:
    tally = soak.tally
    answers = ", ".join(f"{count} × {status}" for status, count in sorted(tally.statuses.items()))
    lines = [
        f"## {soak.database}", "",
        f"{tally.requests} requests, {tally.error_count} errors, {len(soak.faults)} faults of the "
        f"whole. Answers: {answers}.", "",
    ]  # fmt: skip
    ends = growth(soak.samples, warm_seconds)
    if ends is not None:
        first, last = (sample.held for sample in ends)
        lines += [
            f"Memory from {ends[0].seconds:g} s to {ends[1].seconds:g} s: "
            f"RSS {last.resident / first.resident - 1:+.1%}, "
            f"PSS {last.proportional / first.proportional - 1:+.1%}.",
            "",
        ]
    lines += [
        "| after s | requests | RSS MB | PSS MB | threads | open files |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {s.seconds:g} | {s.requests} | {s.held.resident:.1f} | {s.held.proportional:.1f} "
        f"| {s.threads} | {s.files} |"
        for s in soak.samples
    ]
    lines += ["", "| request | answers | p50 ms | p99 ms |", "|---|---|---|---|"]
    lines += [
        f"| {what} | {len(seconds)} | {quantile(seconds, _P50) * 1000:.0f} "
        f"| {quantile(seconds, _P99) * 1000:.0f} |"
        for what, seconds in sorted(tally.seconds.items())
    ]
    wrong = describe(soak)
    lines += ["", *(f"- {line}" for line in wrong), ""] if wrong else [""]
    return lines
