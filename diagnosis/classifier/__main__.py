"""Train and evaluate without the rest of the house: `python -m diagnosis.classifier --help`.

Structures are read from the artefacts themselves; `python -m diagnosis train` builds them from the
standards.
"""

import argparse
import datetime
import json
import sys
import time
from pathlib import Path

import yaml

from diagnosis.classifier.registry import read_registry, write_registry
from diagnosis.classifier.structure import structure_from_plain
from diagnosis.classifier.training.config import read_config
from diagnosis.classifier.training.train import evaluate_and_record, train

_BEGUN = time.monotonic()


def show(stage: str, share: float) -> None:
    """Print how far the work is."""
    seconds = time.monotonic() - _BEGUN
    print(f"{share:5.0%}  {seconds:6.1f} s  {stage}", file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m diagnosis.classifier", description=__doc__)
    parser.add_argument("verb", choices=("train", "evaluate", "promote"))
    parser.add_argument("model", help="id of the model, a folder of --models")
    parser.add_argument("--structure", type=Path, help="structure.json (default: the model's own)")
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument(
        "--form", type=Path, action="append", default=[], help="a form's YAML file"
    )
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--worlds", type=int, default=10, help="worlds of a shift when evaluating")
    parser.add_argument("--on", default=datetime.date.today().isoformat())
    parser.add_argument("--by", default="command line")
    parser.add_argument("--reason", default="")
    return parser.parse_args()


def _form_items(path: Path) -> list[str]:
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        one["item"] if isinstance(one, dict) else one
        for section in form["sections"]
        for one in section["items"]
    ]


def main() -> None:
    """Run one verb."""
    given = _arguments()
    if given.verb == "promote":
        registry = read_registry(given.models)
        changed = registry.promoted(given.model, on=given.on, by=given.by, reason=given.reason)
        write_registry(given.models, changed)
        return
    path = given.structure or given.models / given.model / "structure.json"
    structure = structure_from_plain(json.loads(path.read_text(encoding="utf-8")))
    config = read_config()
    if given.verb == "train":
        entry = train(
            given.models, structure, config, identity=given.model, seed=given.seed, on=given.on,
            jobs=given.jobs, progress=show,
        )  # fmt: skip
        print(entry.digest)
        return
    forms = {path.stem: _form_items(path) for path in given.form}
    card = evaluate_and_record(
        given.models, given.model, structure, config, seed=given.seed, worlds=given.worlds,
        forms=forms, jobs=given.jobs, progress=show,
    )  # fmt: skip
    for row in card["must_hold"]:
        print(f"{row['measure']:20} {row['value']:<10.4g} {row['limit']:<8} {row['holds']}")


if __name__ == "__main__":
    main()
