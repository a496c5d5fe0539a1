"""Run every benchmark, one after the other, each in a process of its own.

Run: `make bench`, or one alone: `.venv/bin/python -m benchmarks.scoring`
"""

import subprocess
import sys
from pathlib import Path


def main() -> None:
    """Run all modules of this folder that can be run, in the order of their names."""
    for path in sorted(Path(__file__).parent.glob("*.py")):
        is_run = 'if __name__ == "__main__"' in path.read_text(encoding="utf-8")
        if is_run and not path.stem.startswith("_"):
            print(f"== benchmarks.{path.stem}", flush=True)
            subprocess.run([sys.executable, "-m", f"benchmarks.{path.stem}"], check=True)


if __name__ == "__main__":
    main()
