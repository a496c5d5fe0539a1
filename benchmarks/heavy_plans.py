"""What the heaviest wishes for a plan cost: CPU and bytes of each.

Run: `.venv/bin/python -m benchmarks.heavy_plans` (two minutes). It exits 1 where a wish costs
more than `MOST_SECONDS` of CPU or answers more than `MOST_BYTES`. `cut` marks what its time ended.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

from diagnosis.bootstrap import wire
from diagnosis.config.settings import read_settings
from diagnosis.domain.retrofit.plan.search_time import SearchTime
from diagnosis.services.ports.content import Content
from diagnosis.services.read.plan_request import MOST_BUDGETS
from diagnosis.web.app import create_app

MOST_SECONDS = 2.0
MOST_BYTES = 1_000_000
EXAMPLES = sorted((Path(__file__).resolve().parents[1] / "examples").glob("*.json"))
WHAT_IF = {"enterprise": {"employees": 2000, "revenue_wan": 90000}}
BESIDE: dict[str, Any] = {"what_if": WHAT_IF, "support": True, "cases": True}


def zeros(sheet: dict[str, Any]) -> dict[str, Any]:
    """Return a sheet with every number at 0."""
    answers = {
        item: 0 if isinstance(value, int | float) else value
        for item, value in sheet["answers"].items()
    }
    return {**sheet, "answers": answers}


def phases(count: int, months: int, **limits: float) -> list[dict[str, float]]:
    """Return phases of equal length with the same limits."""
    return [{"until_month": months * number, **limits} for number in range(1, count + 1)]


def wishes(packages: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return wishes by name: those that were seen to take long, and whatever is like them.

    `packages` are ids of packages of different families.
    """
    reach, gain = {"target": "gbt-39116-2020:4"}, {"budget_wan": 100_000}
    people = phases(12, 10, people_months=3)
    budgets = {"budgets_wan": [5 * 3**number for number in range(MOST_BUDGETS)]}
    return {
        "level 4, 3 people-months a phase": reach | {"phases": people},
        "the same, many budgets": reach | {"phases": people} | budgets,
        "level 4, 10 万元 a phase": reach | {"phases": phases(12, 10, budget_wan=10)},
        "level 4, both": reach | {"phases": phases(12, 10, budget_wan=10, people_months=3)},
        "level 4, a person-hour a phase": reach | {"phases": phases(12, 10, people_months=0.01)},
        "level 4, phases of a month": reach | {"phases": phases(12, 1, people_months=2)},
        "level 4, within 500": reach | {"budget_wan": 500, "phases": people},
        "level 4, the high ends": reach | {"budget_wan": 500, "budget_binds": "high"} | budgets,
        "most points, 3 people-months": gain | {"objective": "points", "phases": people} | budgets,
        "most points, 12 people-months": gain
        | {"objective": "points", "phases": phases(12, 10, people_months=12)},
        "least pain": gain | {"objective": "pain", "phases": people} | budgets,
        "balanced": gain | {"phases": people, "left_out": True} | budgets,
        "the SME index": {"target": "miit-sme-2024:4"} | budgets,
        "the smart factory": {"target": "smart-factory-2025:4", "phases": people},
        "no limit, many budgets": reach | budgets,
        "a dozen wanted": gain | {"wanted": list(packages[:60:5]), "phases": people} | budgets,
        "all done": gain | {"done": list(packages), "phases": people} | budgets,
        "all refused but 40": gain | {"refused": list(packages[40:]), "phases": people},
    }


def one_of_each_family(content: Content) -> list[str]:
    """Return the ids of packages, one of each family: a firm may want them all."""
    families = {package.family or name: name for name, package in content.packages.items()}
    return list(families.values())


def main() -> int:
    """Print a line for each wish; return 1 where one costs too much."""
    with TemporaryDirectory() as folder:
        settings = replace(read_settings(), data_dir=Path(folder), requests_per_address=0)
        service = wire(settings)
        times: list[SearchTime] = []
        plain = service.limits

        def noted() -> SearchTime:
            times.append(plain.time())
            return times[-1]

        service.__dict__["limits"] = replace(plain, time=noted)
        client = create_app(service).test_client()
        packages = one_of_each_family(service.content)
        worst = 0.0, 0
        for path in EXAMPLES:
            sheet = json.loads(path.read_text(encoding="utf-8"))
            for kind, answered in (("as it is", sheet), ("zeros", zeros(sheet))):
                for name, wish in wishes(packages).items():
                    body = {"sheet": answered, "roadmap": wish, **BESIDE}
                    wall, started = perf_counter(), process_time()
                    reply = client.post("/v1/roadmaps/preview", json=body)
                    spent, size = process_time() - started, len(reply.data)
                    worst = max(worst[0], spent), max(worst[1], size)
                    cut = bool(times) and times[-1].is_cut_short
                    print(
                        f"{spent:5.2f} s CPU {perf_counter() - wall:5.2f} s {size:7d} B "
                        f"{reply.status_code} {'cut' if cut else '   '} "
                        f"{path.stem}, {kind}: {name}",
                        flush=True,
                    )
    print(f"worst: {worst[0]:.2f} s, {worst[1]} B")
    return int(worst[0] > MOST_SECONDS or worst[1] > MOST_BYTES)


if __name__ == "__main__":
    sys.exit(main())
