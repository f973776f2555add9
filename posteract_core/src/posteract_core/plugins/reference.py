"""docs/hooks.md, made from the docstrings of the hooks: `python -m posteract_core.plugins.reference docs/hooks.md`."""

from __future__ import annotations

import inspect
import re
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pluggy

from .. import hookspecs
from .._markers import PROJECT

HEADINGS = {
    True: (
        "Registration hooks",
        "Each is called at most once per process and returns what the plugin provides; it does no work itself.",
    ),
    False: (
        "Events",
        "For observers. Take only the arguments you use; what is returned is ignored, what is raised is reported.",
    ),
}
"""Title and introduction of the two parts of the page, by whether the hooks of it return something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HookDoc:
    """One hook as its docstring tells it.

    Attributes:
        name: of the hook.
        signature: with types, as Python writes it.
        registers: whether it returns what a plugin provides; else it is an event.
        text: Markdown, without the sections below.
        arguments: what each argument is, by name.
        example: a whole plugin module.
        since: the version that brought it.
    """

    name: str
    signature: str
    registers: bool
    text: str
    arguments: dict[str, str]
    example: str
    since: str

    def markdown(self) -> str:
        """Return the hook's part of the page."""
        rows = [f"| `{name}` | {meaning} |" for name, meaning in self.arguments.items()]
        table = "\n".join(["| argument | what it is |", "| --- | --- |", *rows]) if rows else ""
        parts = [
            f"### `{self.name}`",
            f"```python\n{self.signature}\n```",
            self.text,
            table,
            "Example:" if self.example else "",
            f"```python\n{self.example}\n```" if self.example else "",
            f"*Since {self.since}.*",
        ]
        return "\n\n".join(part for part in parts if part)


def hook_docs() -> tuple[HookDoc, ...]:
    """Return every hook in the order of `hookspecs`."""
    manager = pluggy.PluginManager(PROJECT)
    found = [
        value
        for name, value in vars(hookspecs).items()
        if inspect.isfunction(value) and manager.parse_hookspec_opts(hookspecs, name) is not None
    ]
    return tuple(_doc(function) for function in found)


def hooks_page() -> str:
    """Return docs/hooks.md."""
    intro = inspect.getdoc(hookspecs) or ""
    docs = hook_docs()
    parts = [
        "# Hooks",
        intro,
        (
            "This page is made from `posteract_core/hookspecs.py`; "
            "`python -m posteract_core.plugins.reference docs/hooks.md` makes it anew."
        ),
    ]
    for registers, (title, words) in HEADINGS.items():
        parts += [f"## {title}", words, *(doc.markdown() for doc in docs if doc.registers is registers)]
    return "\n\n".join(parts) + "\n"


def _doc(function: Callable[..., object]) -> HookDoc:
    text = inspect.getdoc(function) or ""
    text, _, since = text.partition("\n.. versionadded::")
    text, _, example = text.partition("\nExample:\n")
    text, _, arguments = text.partition("\nArgs:\n")
    signature = inspect.signature(function)
    return HookDoc(
        name=function.__name__,
        signature=_signature(function.__name__, signature),
        registers=signature.return_annotation not in (None, "None"),
        text=text.strip(),
        arguments=_arguments(arguments),
        example=textwrap.dedent(example).strip(),
        since=since.strip(),
    )


def _signature(name: str, signature: inspect.Signature) -> str:
    parameters = [f"{each.name}: {each.annotation}" for each in signature.parameters.values()]
    inside = ", ".join(parameters)
    if len(parameters) > 1:
        inside = "\n" + "".join(f"    {parameter},\n" for parameter in parameters)
    return f"def {name}({inside}) -> {signature.return_annotation}"


def _arguments(section: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in re.split(r"\n(?=\S)", textwrap.dedent(section).strip()):
        name, colon, meaning = entry.partition(":")
        if colon:
            found[name.strip()] = " ".join(meaning.split())
    return found


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(hooks_page(), encoding="utf-8")
