"""The report of a long run, as markdown."""

import os
import platform
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version

from tests.fuzz.cases import VALID_EVERY
from tests.fuzz.memory import ALLOWED_GROWTH, EARLY, LATE, growth
from tests.fuzz.rounds import LIMIT_SECONDS, SENDERS, Finding, Round
from tests.fuzz.schemathesis_rounds import EXCLUDED, LEFT_OUT, SchemathesisRound

SHOWN_BYTES = 400


def write_report(
    rounds: Sequence[Round], others: Sequence[SchemathesisRound], command: str
) -> str:
    """Return the report."""
    lines = [
        "# Fuzzing", "",
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} "
        f"cores. Command: `{command}`.", "",
        f"{SENDERS} senders send raw requests to a real server with two workers: those of every "
        "published operation, changed by seed in their JSON, text, packing, framing, address, "
        "headers, request line or bytes, once to three times; "
        f"each {VALID_EVERY}th stays valid. A *break* is any 5xx but 503 (501 where the transfer "
        "coding is unknown, RFC 9112), no complete answer "
        f"within {LIMIT_SECONDS:.0f} s (a *hang*) or none at all, a refusal that is no "
        "problem+json by the published schema or longer than 300 kB, a status, header, type or "
        "body that the operation does not declare, a word of rows that the sender may not see.",
        "",
        "Who sends is an organisation of that role, or nobody (without a key), beside two others: "
        "one granted a firm to every consultant and portal, one granted nothing. Words are "
        "planted in all texts of their rows, which their owners alone know, and searched for in "
        "every answer (headers, unpacked bodies, workbooks), in the log and in the counters; a "
        "fifth of all requests names ids of theirs. After a round their owners read the same as "
        "before.", "",
        *_raw_table(rounds), "",
        *_memory_table(rounds), "",
        *_mutation_table(rounds), "",
        *_schemathesis_table(others), "",
        *_findings(rounds, others),
    ]  # fmt: skip
    return "\n".join(lines).rstrip("\n") + "\n"


def _share(statuses: Counter[str], *beginnings: str) -> int:
    return sum(n for status, n in statuses.items() if status.startswith(beginnings))


def _raw_table(rounds: Sequence[Round]) -> Iterator[str]:
    yield (
        "| raw requests | who sends | seed | mutated | valid | 2xx | 3xx | 4xx | 501 | 503 "
        "| other 5xx | closed unanswered | hangs | breaks | slowest, s | minutes |"
    )
    yield "|---" * 16 + "|"
    for each in rounds:
        counts = each.statuses
        other = _share(counts, "5") - counts["501"] - counts["503"]
        unanswered = counts["closed"] + counts["reset"]
        yield (
            f"| {each.database} | {each.sender} | {each.seed} | {each.mutated} | {each.valid} "
            f"| {_share(counts, '2')} | {_share(counts, '3')} | {_share(counts, '4')} "
            f"| {counts['501']} | {counts['503']} | {other} | {unanswered} | {each.hangs} "
            f"| {each.broken + len(each.faults_of_round)} | {each.slowest:.1f} "
            f"| {each.seconds / 60:.1f} |"
        )
    yield ""
    yield (
        "Unanswered are senders that ended before the end of their headers: there is nothing to "
        "answer. By status: "
        + "; ".join(
            f"{each.database}, {each.sender} {dict(sorted(each.statuses.items()))}"
            for each in rounds
        )
        + "."
    )


def _memory_table(rounds: Sequence[Round]) -> Iterator[str]:
    yield (
        f"Memory of all processes of the server, MB: after {LATE} mixed requests the resident one "
        f"(RSS) may be {ALLOWED_GROWTH:.0%} above that after {EARLY}. The proportional one (PSS) "
        "counts shared pages in parts, so it also rises while workers write to what they got "
        "from their parent at the start, until they have copied it."
    )
    yield ""
    columns = [(each, part) for each in rounds for part in ("resident", "proportional")]
    titles = [f"{each.database}, {each.sender}, {part}" for each, part in columns]
    yield "| memory after | " + " | ".join(titles) + " |"
    yield "|---|" + "---|" * len(columns)
    for sent in sorted({sent for each in rounds for sent in each.held}):
        cells = [f"{getattr(each.held[sent], part):.0f}" for each, part in columns]
        yield f"| {sent} requests | " + " | ".join(cells) + " |"
    shares = [growth(each.held, part) for each, part in columns]
    cells = ["" if share is None else f"{share:+.1%}" for share in shares]
    yield f"| {EARLY} → {LATE} | " + " | ".join(cells) + " |"


def _mutation_table(rounds: Sequence[Round]) -> Iterator[str]:
    total: Counter[str] = sum((each.mutations for each in rounds), Counter())
    stages: dict[str, list[str]] = {}
    for mutation, number in sorted(total.items()):
        stage, _, name = mutation.partition(": ")
        stages.setdefault(stage, []).append(f"{name.replace('_', ' ')} {number}")
    yield "| what was changed | times |"
    yield "|---|---|"
    for stage, texts in stages.items():
        yield f"| {stage} | {', '.join(texts)} |"


def _schemathesis_table(others: Sequence[SchemathesisRound]) -> Iterator[str]:
    checks = "; ".join(f"`{name}` ({why})" for name, why in EXCLUDED.items())
    operations = "; ".join(f"`{name}` ({why})" for name, why in LEFT_OUT.items())
    yield (
        f"schemathesis {version('schemathesis')} over HTTP, all phases and checks but {checks}, "
        f"all operations but {operations}. "
        "A missing `If-Match` may be 428, wrong input also 412, 413, 414 or 503 "
        "(`tests/fuzz/schemathesis.toml`). A server each."
    )
    yield ""
    yield "| schemathesis | who sends | seed | operations | cases | kinds of failures | minutes |"
    yield "|---" * 7 + "|"
    for each in others:
        yield (
            f"| {each.database} | {each.sender} | {each.seed} | {each.operations} | {each.cases} "
            f"| {len(each.failures)} | {each.seconds / 60:.1f} |"
        )


def _findings(rounds: Sequence[Round], others: Sequence[SchemathesisRound]) -> Iterator[str]:
    findings = [finding for each in rounds for finding in each.findings]
    faults = [
        f"{each.database}, {each.sender}: {fault}"
        for each in rounds
        for fault in each.faults_of_round
    ]
    faults += [
        f"{each.database}, {each.sender}, schemathesis seed {each.seed}: {failure}"
        for each in others
        for failure in each.failures
    ]
    if not findings and not faults:
        yield "Nothing broke."
        return
    yield "## Findings"
    yield ""
    yield from (f"- {fault}" for fault in faults)
    for finding in findings:
        yield from describe(finding)


def describe(finding: Finding) -> Iterator[str]:
    """Yield the lines that say what broke, and by which request."""
    case = finding.case
    kept = ",".join(map(str, finding.kept))
    yield (
        f"- {finding.database}, {finding.sender}, {case.operation}, "
        f"{' + '.join(case.mutations) or 'valid'}: " + "; ".join(finding.breaks[:3])[:600]
    )
    yield (
        f"  Again: `python -m tests.fuzz --database {finding.database} "
        f"--sender {finding.sender} --seed {finding.seed} "
        f"--only {case.index}{f' --kept {kept}' if kept else ''}`; sent: "
        f"`{case.wire[:SHOWN_BYTES]!r}`{' …' if len(case.wire) > SHOWN_BYTES else ''}"
    )
