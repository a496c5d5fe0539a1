"""What bodies that are made to hurt cost the server, for every operation of the document.

Run: `.venv/bin/python -m benchmarks.hostile_bodies --report docs/reports/hostile_bodies.md`
(about ten minutes). It exits 1 where a request costs more than it may.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.heavy_plans import BESIDE, wishes, zeros
from benchmarks.hostile_bodies.bodies import Body, general_bodies
from benchmarks.hostile_bodies.costs import Request, Worker, measure
from benchmarks.hostile_bodies.document import Operation, read_operations
from benchmarks.hostile_bodies.lines import hostile_lines
from benchmarks.hostile_bodies.placed import Names, placed_bodies
from benchmarks.hostile_bodies.report import Attempt, Held, breach_lines, report
from benchmarks.hostile_bodies.stored_things import (
    EXAMPLES,
    JSON_HEADERS,
    StoredThings,
    with_full_form,
)
from benchmarks.servers import free_port, serving
from diagnosis.storage.database import Database
from tests.keys import KEY, bearer, let_in


def main(arguments: Sequence[str] | None = None) -> int:
    """Send everything, print what broke a limit; return 1 where something did."""
    options = _options(arguments)
    operations = [with_full_form(each) for each in read_operations() if _wanted(each, options)]
    if not operations:
        print("no such operation")
        return 2
    held = Held()
    attempts = list(run(operations, options.port or free_port(), held, only=options.only))
    text = report(attempts, held, _command(arguments), _machine())
    if options.report:
        options.report.write_text(text, encoding="utf-8")
    else:
        print(text)
    broken = [*breach_lines(attempts), *held.breaches]
    print(f"{len(attempts)} requests, {len(broken)} beyond a limit", *broken, sep="\n")
    return int(bool(broken))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--report", type=Path, help="where the report is written")
    parser.add_argument("--operation", action="append", help="an operation's id; all if absent")
    parser.add_argument("--only", default="", help="what the name of a request has to contain")
    parser.add_argument("--port", type=int, help="the port of the server")
    return parser.parse_args(arguments)


def _wanted(operation: Operation, options: argparse.Namespace) -> bool:
    return not options.operation or operation.id in options.operation


def _command(arguments: Sequence[str] | None) -> str:
    words = sys.argv[1:] if arguments is None else arguments
    return " ".join((".venv/bin/python -m benchmarks.hostile_bodies", *words))


def _machine() -> str:
    return f"Python {platform.python_version()}, {len(os.sched_getaffinity(0))} cores"


def run(
    operations: Sequence[Operation], port: int, held: Held, *, only: str = ""
) -> Iterator[Attempt]:
    """Yield every hostile request to some operations of a server of its own, with its cost.

    What the worker held before and after is noted in `held`.
    """
    command = [sys.executable, "-m", "diagnosis", "serve", "--port", str(port), "--workers", "1"]
    cores = ",".join(map(str, sorted(os.sched_getaffinity(0))))
    with TemporaryDirectory() as folder:
        environment = {"DIAGNOSIS_DATA_DIR": folder}
        log = Path(folder) / "server.log"
        with serving(command, port, log, cores=cores, environment=environment) as server:
            database = Database(Path(folder) / "diagnosis.db")
            let_in(database)
            database.engine.dispose()
            things = StoredThings(port)
            things.make()
            names = things.names()
            (pid,) = _children(server.pid)
            worker = Worker(pid)
            held.before = worker.held_bytes()
            for operation in operations:
                for name, request in _requests(operation, things, names):
                    if only not in name:
                        continue
                    cost = measure(worker, port, request)
                    attempt = Attempt(operation, name, cost)
                    if attempt.breaches:
                        print(operation.id, name, *attempt.breaches, sep=": ", flush=True)
                    yield attempt
                    if cost.status in (200, 201, 204) and operation.method != "GET":
                        things.renew()
            held.after = worker.held_bytes()


def _children(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in children]


def _requests(
    operation: Operation, things: StoredThings, names: Names
) -> Iterator[tuple[str, Request]]:
    """Yield the hostile requests to an operation, each with its name."""
    condition = {"If-Match": "*"} if "If-Match" in operation.headers else {}
    for number, body in enumerate(_bodies(operation, names)):
        key = {"Idempotency-Key": str(number)} if "Idempotency-Key" in operation.headers else {}
        request = Request(
            method=operation.method,
            address=things.address(operation),
            headers={
                "Content-Type": body.kind,
                **bearer(KEY),
                **condition,
                **key,
                **body.headers,
            },
            body=body.content,
            piece_bytes=body.piece_bytes,
        )
        yield body.name, request
    for line in hostile_lines(operation, things.address(operation)):
        example = json.dumps(operation.example).encode() if operation.takes_body else None
        headers = {**condition, **bearer(KEY), **(JSON_HEADERS if operation.takes_body else {})}
        request = Request(
            method=operation.method,
            address=line.address,
            headers={**headers, **(line.headers or {})},
            body=example,
        )
        yield line.name, request


def _bodies(operation: Operation, names: Names) -> Iterator[Body]:
    if not operation.takes_body:
        return
    yield from general_bodies()
    yield from placed_bodies(operation, names)
    if operation.plans:
        yield from _wishes(operation, names)


def _wishes(operation: Operation, names: Names) -> Iterator[Body]:
    """Yield the heaviest legal wishes for a plan."""
    sheet = json.loads((EXAMPLES / "dongguan-mould-shop.json").read_text(encoding="utf-8"))
    for name, wish in wishes(sorted(names.packages)).items():
        is_preview = operation.id == "preview_roadmap"
        whole = {"sheet": zeros(sheet), "roadmap": wish, **BESIDE} if is_preview else wish
        yield Body(f"a legal wish: {name}", json.dumps(whole).encode())


if __name__ == "__main__":
    sys.exit(main())
