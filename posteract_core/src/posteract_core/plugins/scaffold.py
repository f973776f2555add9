"""`posteract plugins new`: a complete distribution from templates, whose tests pass as written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from .. import __version__
from ..errors import UsageError
from .signs import nearest

SUFFIX = ".tmpl"
"""Of template files: so that no tool takes them for what they will become."""

COMMON = "common"
"""The folder of templates that every kind gets."""

TEMPLATES = "templates"


def template_kinds() -> tuple[str, ...]:
    """Return the kinds there are templates for, in alphabetical order."""
    return tuple(sorted(entry.name for entry in _templates().iterdir() if entry.is_dir() and entry.name != COMMON))


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """A distribution to be written.

    Attributes:
        target: its folder.
        files: text by path within the folder.
    """

    target: Path
    files: dict[Path, str]

    def write(self) -> None:
        """Write all files.

        Raises:
            UsageError: a folder or file cannot be written.
        """
        for path, text in self.files.items():
            whole = self.target / path
            try:
                whole.parent.mkdir(parents=True, exist_ok=True)
                whole.write_text(text, encoding="utf-8", newline="\n")
            except OSError as error:
                raise UsageError(f"{whole} cannot be written: {error.strerror}") from error


def blueprint(name: str, kind: str, into: Path) -> Blueprint:
    """Return the distribution `posteract-NAME` of a kind, to be written into the folder `into`.

    Args:
        name: the plugin's: lower-case words of letters and digits, joined by dashes.
        kind: one of `template_kinds()`.
        into: where its folder `posteract-NAME` will be.

    Raises:
        UsageError: the name or the kind is wrong, or the folder is there and not empty.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise UsageError(
            f"`{name}` is no name for a plugin",
            hint="Take lower-case letters and digits, words joined by dashes, a letter first: `film-club`.",
        )
    if name == "posteract" or name.startswith("posteract-"):
        raise UsageError(
            f"`{name}`: the package gets `posteract-` by itself",
            hint=f"Name the plugin alone: `{name.removeprefix('posteract').strip('-') or 'film-club'}`.",
        )
    if kind not in template_kinds():
        raise UsageError(
            f"there is no kind `{kind}`{nearest(kind, template_kinds())}", hint=f"Kinds: {', '.join(template_kinds())}."
        )
    target = into / f"posteract-{name}"
    if target.is_dir() and any(target.iterdir()):
        raise UsageError(
            f"{target} is there already, and not empty", hint="Name another folder with --into, or empty it."
        )
    if target.exists() and not target.is_dir():
        raise UsageError(f"{target} is there already, and no folder", hint="Name another folder with --into.")
    return Blueprint(target=target, files=_rendered(name, kind))


def _templates() -> Traversable:
    return files(__package__) / TEMPLATES


def _rendered(name: str, kind: str) -> dict[Path, str]:
    identifier = name.replace("-", "_")
    major, minor, *_ = __version__.split(".")
    words = {
        "name": name,
        "identifier": identifier,
        "package": f"posteract_{identifier}",
        "distribution": f"posteract-{name}",
        "Class": "".join(part.capitalize() for part in name.split("-")),
        "Title": " ".join(part.capitalize() for part in name.split("-")),
        "core_range": f">={major}.{minor},<{major}.{int(minor) + 1}",
        "kind_words": kind.replace("-", " "),
    }
    rendered = {}
    for folder in (COMMON, kind):
        for path, text in _walk(_templates() / folder, Path()):
            place = Template(str(path)).substitute(words)
            rendered[Path(place)] = Template(text).substitute(words)
    return rendered


def _walk(folder: Traversable, at: Path) -> list[tuple[Path, str]]:
    found = []
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir():
            found += _walk(entry, at / entry.name)
        elif entry.name.endswith(SUFFIX):
            found.append((at / entry.name.removesuffix(SUFFIX), entry.read_text(encoding="utf-8")))
    return found
