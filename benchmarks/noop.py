"""What a run costs that finds nothing to do, against a bare walk and stat of the same tree.

`python benchmarks/noop.py [1000 10000 100000]`: folders of films with finished posters, one process for each measurement,
best of three. The time should grow with the number of films and the memory should not.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 3
CONFIG = """
plugins: {folder: {probe: false, roots: {Films: films}}}
poster_preferences: {sources: [current], fallback: [], min_width: 1}
owner_pictures: adopt
libraries: {Films: {artwork: {poster: {style: none, pictures: {canvas: 200x300}}}}}
storage: {assets: null}
run: {limits: {redraw: 100%}}
log: {file: null}
"""


def library(folder: Path, count: int) -> Path:
    """Make films with posters that are adopted as bases, no two of them alike, and return the configuration.

    No source has an index of its own then: what is measured is the planning.
    """
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (64, 96), (70, 90, 120)).save(out, "JPEG")
    for number in range(count):
        name = f"Film {number:06} (2001)"
        film = folder / "films" / name
        film.mkdir(parents=True)
        (film / f"{name}.mkv").touch()
        (film / "poster.jpg").write_bytes(out.getvalue() + b"%d" % number)  # after the end of the picture
    config = folder / "config.yaml"
    config.write_text(CONFIG)
    return config


def walk(folder: Path) -> None:
    """Look at every file's status, as cheaply as Python can."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                walk(Path(entry.path))
            else:
                entry.stat(follow_symlinks=False)


def measured(command: list[str]) -> tuple[float, float, str]:
    """Return seconds, peak memory in MiB and what a process printed."""
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        out = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - begun, usage.ru_maxrss / 1024, out


def main() -> None:
    """Measure and print."""
    counts = [int(word) for word in sys.argv[1:]] or [1_000, 10_000, 100_000]
    run = [sys.executable, "-c", "from posteract_core.cli import main; main()", "--config"]
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            config = library(Path(name), count)
            words = [*run, str(config), "run", "--all", "--json"]
            first, first_mib, _ = measured(words)
            bare, ours = float("inf"), float("inf")
            peak = 0.0
            for _ in range(ROUNDS):
                begun = time.perf_counter()
                walk(Path(name) / "films")
                bare = min(bare, time.perf_counter() - begun)
                seconds, mib, out = measured(words)
                ours, peak = min(ours, seconds), max(peak, mib)
            outcome = json.loads(out)
            print(
                f"{count:7} films: first run {first:6.1f} s, {first_mib:4.0f} MiB; "
                f"no change {ours:6.2f} s = {ours / bare:5.1f} x walk and stat, {peak:4.0f} MiB, "
                f"{outcome['unchanged']} unchanged, {outcome['done']} done"
            )


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    main()
