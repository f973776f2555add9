"""Prints what `posteract --help` costs, as a ratio to `import typer`, in one run with the cases taking turns.

Run it with `nox -s startup`. Best of 15 fresh processes each; the ratio should stay at 1.7 or below.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 15
POSTERACT = [sys.executable, "-c", "from posteract_core.cli import main; main(['--help'])"]
CASES = {
    "bare interpreter": [sys.executable, "-c", "pass"],
    "import typer": [sys.executable, "-c", "import typer"],
    "posteract --help": POSTERACT,
    "posteract plugins --help": [*POSTERACT[:2], "from posteract_core.cli import main; main(['plugins', '--help'])"],
}


def seconds(command: list[str]) -> float:
    """Return how long one process took."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def main() -> None:
    """Measure and print."""
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(Path(sys.prefix) / "lib")], check=False)
    best = dict.fromkeys(CASES, float("inf"))
    for _ in range(ROUNDS):
        for name, command in CASES.items():
            best[name] = min(best[name], seconds(command))
    for name, taken in best.items():
        print(f"{name:26} {taken * 1000:7.0f} ms  {taken / best['import typer']:5.2f} ×")


if __name__ == "__main__":
    main()
