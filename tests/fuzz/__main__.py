r"""Fuzz the running service: mutated raw requests, schemathesis, memory, on both databases.

Long run: `.venv/bin/python -m tests.fuzz --requests 30000 --seeds 2 \
--report docs/reports/fuzz.md`. With every role, and with nobody: `--sender all`.
A finding again: `.venv/bin/python -m tests.fuzz --database sqlite --seed 1 --only 4711`.
Exit code 1 if anything broke.
"""

import argparse
import shlex
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.databases import a_postgres, migrated_database
from tests.fuzz.cases import make_case
from tests.fuzz.report import describe, write_report
from tests.fuzz.rounds import Round, a_round, a_runner, beside_others
from tests.fuzz.schemathesis_rounds import SchemathesisRound, a_schemathesis_round
from tests.fuzz.tenants import SENDERS
from tests.journeys.server import Server, free_port, start
from tests.provider.server import OpenIdProvider, running

DATABASES = ("sqlite", "postgresql")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument(
        "--requests", type=int, default=1_000, help="mutated ones of a sender, both databases"
    )
    parser.add_argument("--seeds", type=int, default=2, help="how many seeds of schemathesis")
    parser.add_argument("--examples", type=int, default=40, help="of schemathesis, per operation")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--port", type=int, help="of the server; a free one if absent")
    parser.add_argument("--database", choices=DATABASES, help="only on this one")
    parser.add_argument(
        "--sender", choices=(*SENDERS, "all"), default=SENDERS[0], help="who sends, a round each"
    )
    parser.add_argument("--report", type=Path)
    parser.add_argument(
        "--only", type=int, metavar="NUMBER", help="send this case alone, to the --database named"
    )
    parser.add_argument("--kept", default="", help="with these of its mutations: 0,2")
    return parser.parse_args()


@contextmanager
def a_server(postgres: str | None, port: int | None, provider: OpenIdProvider) -> Iterator[Server]:
    """Yield a server over an empty database, with a folder of its own."""
    with TemporaryDirectory() as folder:
        url = migrated_database(postgres) if postgres else None
        server = start(Path(folder), port=port or free_port(), url=url, settings=provider.settings)
        try:
            yield server
        finally:
            if server.process.poll() is None:
                server.stop()


def _send_again(
    server: Server, provider: OpenIdProvider, database: str, arguments: argparse.Namespace
) -> bool:
    """Send a case alone, print what comes of it, and return whether all is well."""
    sender, _ = beside_others(server, arguments.sender, provider)
    runner = a_runner(server, database, arguments.seed, sender)
    kept = frozenset(map(int, arguments.kept.split(","))) if arguments.kept else None
    case = make_case(arguments.seed, arguments.only, runner.published, runner.stock, kept)
    result, breaks = runner.judge(case)
    print(case.operation, case.mutations, case.wire, sep="\n")
    print(*result.answers, result.ending, f"{result.seconds:.2f} s", *breaks, sep="\n")
    return not breaks


def _fuzz(
    database: str,
    postgres: str | None,
    port: int | None,
    provider: OpenIdProvider,
    arguments: argparse.Namespace,
) -> tuple[list[Round], list[SchemathesisRound]]:
    """Run the rounds of a database, a server each."""
    mutated = arguments.requests // (1 if arguments.database else len(DATABASES))
    rounds, others = [], []
    for name in SENDERS if arguments.sender == "all" else (arguments.sender,):
        with a_server(postgres, port, provider) as server:
            outcome = a_round(
                server,
                database=database,
                seed=arguments.seed,
                mutated=mutated,
                sender=name,
                provider=provider,
            )
        print(name, outcome.statuses, *outcome.faults_of_round, sep="\n", flush=True)
        for finding in outcome.findings:
            print(*describe(finding), sep="\n", flush=True)
        rounds.append(outcome)
        for seed in range(arguments.seed, arguments.seed + arguments.seeds):
            with a_server(postgres, port, provider) as server:
                sender, _ = beside_others(server, name, provider)
                round_of_seed = a_schemathesis_round(
                    server.url,
                    server.log.parent,
                    database=database,
                    seed=seed,
                    examples=arguments.examples,
                    stock=a_runner(server, database, seed, sender).stock,
                )
            print(name, round_of_seed.output, flush=True)
            others.append(round_of_seed)
    return rounds, others


def _run(arguments: argparse.Namespace) -> bool:
    """Run everything that is wanted, databases side by side; return whether nothing broke."""
    databases = [arguments.database] if arguments.database else list(DATABASES)
    with ExitStack() as stack:
        postgres = stack.enter_context(a_postgres()) if "postgresql" in databases else None
        provider = stack.enter_context(running(OpenIdProvider()))
        urls = {"sqlite": None, "postgresql": postgres}
        if arguments.only is not None:
            (database,) = databases
            with a_server(urls[database], arguments.port, provider) as server:
                return _send_again(server, provider, database, arguments)
        pool = stack.enter_context(ThreadPoolExecutor(len(databases)))
        ports = [arguments.port and arguments.port + number for number in range(len(databases))]
        results = list(
            pool.map(
                lambda name, port: _fuzz(name, urls[name], port, provider, arguments),
                databases,
                ports,
            )
        )
    rounds = [each for mutated_rounds, _ in results for each in mutated_rounds]
    others = [each for _, schemathesis_rounds in results for each in schemathesis_rounds]
    _write(rounds, others, arguments)
    return all(each.is_good for each in (*rounds, *others))


def _write(
    rounds: list[Round], others: list[SchemathesisRound], arguments: argparse.Namespace
) -> None:
    words = {"requests": arguments.requests, "seeds": arguments.seeds, "seed": arguments.seed}
    options = " ".join(f"--{name} {value}" for name, value in words.items())
    options += f" --examples {arguments.examples} --sender {arguments.sender}"
    if arguments.report:
        options += f" --report {shlex.quote(str(arguments.report))}"
    text = write_report(rounds, others, f".venv/bin/python -m tests.fuzz {options}")
    print(text)
    if arguments.report:
        arguments.report.parent.mkdir(parents=True, exist_ok=True)
        arguments.report.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(0 if _run(_arguments()) else 1)
