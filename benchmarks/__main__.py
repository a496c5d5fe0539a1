"""Run every benchmark, one after the other, each in a process of its own.

Run: `make bench`, or one alone: `.venv/bin/python -m benchmarks.scoring`. What is promised of
speed, beside its rivals, is `.venv/bin/python -m benchmarks.speed`.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def names() -> list[str]:
    """Return what can be run here: packages with a `__main__`, modules that run when called."""
    packages = [path.parent.name for path in HERE.glob("*/__main__.py")]
    modules = [
        path.stem
        for path in HERE.glob("*.py")
        if not path.stem.startswith("_")
        and 'if __name__ == "__main__"' in path.read_text(encoding="utf-8")
    ]
    return sorted(packages + modules)


def main() -> None:
    """Run all of it, in the order of the names."""
    for name in names():
        print(f"== benchmarks.{name}", flush=True)
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=True)


if __name__ == "__main__":
    main()
