"""What templates cost: 500 definitions through one with 20 variables, against ruamel.yaml parsing the result.

`python benchmarks/dialect.py`: both in turns, the fastest of each; the ratio should stay below 0.5.
"""

from __future__ import annotations

import io
import time
from datetime import date

from posteract_core.collect.dialect.templates import Called, Template, expand
from ruamel.yaml import YAML

DEFINITIONS = 500
VARIABLES = 20
ROUNDS = 3


def main() -> None:
    """Measure and print."""
    names = [f"v{number}" for number in range(VARIABLES)]
    body = {
        "default": {name: f"default {name}" for name in names[:10]},
        "optional": ["nothing"],
        "conditionals": {"kind": {"conditions": [{"library_type": "movie", "value": "films"}], "default": "shows"}},
        "plex_search": {"any": {"genre": [f"<<{name}>>" for name in names[:5]], "label": "<<nothing>>"}},
        "summary": " ".join(f"<<{name}>>" for name in names),
        "sort_title": "!<<mapping_sort>>",
        **{f"label_{name}": f"<<{name}>> of <<kind>>" for name in names},
    }
    templates = {"t": Template(body=body)}
    calls = [
        {"template": {"name": "t", **{name: f"{name} {number}" for name in names[10:]}}}
        for number in range(DEFINITIONS)
    ]

    def ours() -> list[dict[str, object]]:
        found = []
        for number, call in enumerate(calls):
            called = Called(mapping=f"C{number}", library_type="movie", library_name="Movies", today=date(2026, 1, 1))
            found.append(expand(call, templates, called).attributes)
        return found

    stream = io.StringIO()
    YAML(typ="safe", pure=True).dump({f"C{n}": each for n, each in enumerate(ours())}, stream)
    text = stream.getvalue()
    best = {"ours": float("inf"), "ruamel": float("inf")}
    for _ in range(ROUNDS):
        for name, work in (("ours", ours), ("ruamel", lambda: YAML(typ="safe", pure=True).load(text))):
            begun = time.perf_counter()
            work()
            best[name] = min(best[name], time.perf_counter() - begun)
    print(
        f"{DEFINITIONS} definitions: expanded in {best['ours']:.2f} s, parsed by ruamel.yaml in {best['ruamel']:.2f} s; "
        f"ratio {best['ours'] / best['ruamel']:.2f} (at most 0.5)"
    )


if __name__ == "__main__":
    main()
