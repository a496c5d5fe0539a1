"""The floors of branch coverage, held against what `make test` measured.

    python -m tests.architecture.coverage INSIDE THROUGH_DOORS

reads the data of two runs: the tests that call the rooms themselves, and those that go over HTTP
or the command line. Domain and services must be reached by the first alone, so without HTTP;
every other room by both together.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from coverage import Coverage

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "diagnosis"
PURE = ("domain", "services")
PURE_FLOOR, FLOOR = 0.95, 0.90
ENTRY = "entry"
"""The modules that stand beside the rooms: bootstrap, config, __main__."""


@dataclass(frozen=True, slots=True)
class Branches:
    """The branches of a room: how many there are, how many ran, and by module those that did not.

    A branch is a pair of lines, from and to; a negative one is the end of a function.
    """

    total: int = 0
    covered: int = 0
    missing: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = ()

    @property
    def share(self) -> float:
        """Return the share of branches that ran, 0–1; a room without branches has run whole."""
        return self.covered / self.total if self.total else 1.0

    def plus(self, other: "Branches") -> "Branches":
        """Return the branches of both."""
        return Branches(
            self.total + other.total,
            self.covered + other.covered,
            self.missing + other.missing,
        )


def measured(files: Sequence[Path]) -> dict[str, Branches]:
    """Return the branches of each room of the house, as some files of data have them."""
    with TemporaryDirectory() as folder:
        coverage = Coverage(
            data_file=str(Path(folder) / "both"), config_file=str(ROOT / "pyproject.toml")
        )
        coverage.combine([str(file) for file in files], strict=True, keep=True)
        report = Path(folder) / "report.json"
        coverage.json_report(outfile=str(report), include=[f"{HOUSE}/*"])
        modules = json.loads(report.read_text(encoding="utf-8"))["files"]
    rooms: dict[str, Branches] = {}
    for path, module in modules.items():
        name = (ROOT / path).relative_to(HOUSE)
        room = name.parts[0] if len(name.parts) > 1 else ENTRY
        summary = module["summary"]
        missing = tuple((before, after) for before, after in module["missing_branches"])
        branches = Branches(
            summary["num_branches"],
            summary["covered_branches"],
            ((name.as_posix(), missing),) if missing else (),
        )
        rooms[room] = rooms.get(room, Branches()).plus(branches)
    return rooms


def shortfalls(inside: Mapping[str, Branches], together: Mapping[str, Branches]) -> list[str]:
    """Return what is below its floor, each with the branches that did not run."""
    faults = []
    for room, branches in together.items():
        counted, floor, how = branches, FLOOR, "in all tests"
        if room in PURE:
            counted, floor, how = inside[room], PURE_FLOOR, "without HTTP"
        if counted.share < floor:
            faults.append(
                f"{room}: {counted.share:.1%} of {counted.total} branches run {how}, "
                f"at least {floor:.0%} are asked for. Not run:"
            )
            faults += [f"  diagnosis/{name}: {_pairs(pairs)}" for name, pairs in counted.missing]
    return faults


def _pairs(pairs: Sequence[tuple[int, int]]) -> str:
    return ", ".join(
        f"{before}→{after}" if after > 0 else f"{before}→end" for before, after in pairs
    )


def main(inside: str, through_doors: str) -> int:
    """Print the share of every room; return 1 where one is below its floor."""
    pure = measured([Path(inside)])
    together = measured([Path(inside), Path(through_doors)])
    print("Branches run (domain and services: without HTTP):")
    for room in sorted(together):
        branches = pure[room] if room in PURE else together[room]
        print(f"  {room:<11} {branches.share:6.1%}  {branches.covered} of {branches.total}")
    faults = shortfalls(pure, together)
    if faults:
        print("\n".join(faults), file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
