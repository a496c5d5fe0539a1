"""The worst of each operation, by CPU, by memory and by bytes of answer."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from benchmarks.hostile_bodies.costs import BODY_LIMITS, MEGABYTE, PLAN_LIMITS, Cost, Limits
from benchmarks.hostile_bodies.document import Operation
from benchmarks.speed.report import table


@dataclass(frozen=True, slots=True)
class Attempt:
    """A hostile request: what it was sent to, what it was, what it cost."""

    operation: Operation
    name: str
    cost: Cost

    @property
    def limits(self) -> Limits:
        """Return what it may cost: a wish that was planned has the budget of plans."""
        is_planned = self.operation.plans and self.cost.status in (200, 201)
        return PLAN_LIMITS if is_planned else BODY_LIMITS

    @property
    def breaches(self) -> tuple[str, ...]:
        """Return the limits that it broke."""
        return tuple(self.limits.breaches(self.cost))


_MEASURES: dict[str, tuple[Callable[[Cost], float], Callable[[Cost], str]]] = {
    "CPU": (lambda cost: cost.cpu_seconds, lambda cost: f"{cost.cpu_seconds:.2f} s"),
    "memory": (
        lambda cost: cost.memory_bytes,
        lambda cost: f"{cost.memory_bytes / MEGABYTE:.0f} MB",
    ),
    "answer": (lambda cost: cost.answer_bytes, lambda cost: f"{cost.answer_bytes:,} B"),
}


def worst_rows(attempts: Iterable[Attempt]) -> list[list[str]]:
    """Return a row for each operation: requests, and the worst with its request by measure."""
    by_operation: dict[str, list[Attempt]] = {}
    for attempt in attempts:
        by_operation.setdefault(attempt.operation.id, []).append(attempt)
    return [
        [f"`{name}`", f"{len(group):,}", *(_worst(group, measure) for measure in _MEASURES)]
        for name, group in by_operation.items()
    ]


def _worst(group: Sequence[Attempt], measure: str) -> str:
    value, shown = _MEASURES[measure]
    worst = max(group, key=lambda attempt: value(attempt.cost))
    return f"{shown(worst.cost)} ({worst.name})"


def breach_lines(attempts: Iterable[Attempt]) -> list[str]:
    """Return a line for each request that broke a limit."""
    return [
        f"{attempt.operation.id}, {attempt.name}: {', '.join(attempt.breaches)} "
        f"(status {attempt.cost.status})"
        for attempt in attempts
        if attempt.breaches
    ]


MOST_KEPT_BYTES = 100 * MEGABYTE
"""How much more than before a worker may hold after all requests."""


@dataclass
class Held:
    """What the worker held before all requests and after them, in bytes."""

    before: int = 0
    after: int = 0

    @property
    def breaches(self) -> tuple[str, ...]:
        """Return that too much was kept for good, where it was."""
        kept = self.after - self.before
        return (f"{kept / MEGABYTE:.0f} MB kept for good",) if kept > MOST_KEPT_BYTES else ()


def report(attempts: Sequence[Attempt], held: Held, command: str, machine: str) -> str:
    """Return the report as Markdown."""
    planned = [each for each in attempts if each.limits is PLAN_LIMITS]
    others = [each for each in attempts if each.limits is BODY_LIMITS]
    bodies = [each for each in others if each.operation.takes_body]
    lines = [each for each in others if not each.operation.takes_body]
    broken = [*breach_lines(attempts), *held.breaches]
    heads = ["operation", "requests", "most CPU", "most memory", "longest answer"]
    parts = [
        "# Hostile bodies",
        f"{date.today()}, {machine}. Command: `{command}`.",
        "Every operation of the published document gets bodies of about a megabyte that are made "
        "to hurt, and addresses and headers as long as the server reads them, against "
        "`diagnosis serve` with a single worker, over HTTP. CPU is that of the worker, user and "
        "system, to 10 ms; memory is the most that it held meanwhile over what it held before; an "
        "answer is counted unpacked.",
        f"Allowed: {_allowed(BODY_LIMITS)}; where a plan was made {_allowed(PLAN_LIMITS)}.",
        f"{len(attempts):,} requests, {len(broken)} beyond a limit. The worker held "
        f"{held.before // MEGABYTE} MB before them and {held.after // MEGABYTE} MB after them.",
        *(f"- {line}" for line in broken),
        "## Operations with a body",
        table(heads, worst_rows(bodies)),
        "## Plans that were made",
        table(heads, worst_rows(planned)),
        "## Operations without a body: long addresses and headers",
        table(heads, worst_rows(lines)),
    ]
    return "\n\n".join(parts) + "\n"


def _allowed(limits: Limits) -> str:
    return (
        f"{limits.cpu_seconds:g} s of CPU, {limits.memory_bytes // MEGABYTE} MB of memory and "
        f"{limits.answer_bytes:,} B of answer"
    )
