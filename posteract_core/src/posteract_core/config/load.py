"""The way in: from a file to a configuration that can be relied on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ConfigError, Problem, UsageError
from ..plugins.instances import InstanceSpec
from .document import KeyPath
from .examine import Examination, MakeRegistry, examine
from .models import Config
from .names import nearest
from .reading import Reading, in_file_order, read_config
from .search import find_config

if TYPE_CHECKING:
    from ..plugins.registry import Registry


@dataclass(frozen=True)
class Loaded:
    """A configuration without mistakes.

    Attributes:
        config: what it says, with all defaults.
        path: the file; None when there is none.
        instances: the entries under `plugins` for the plugin house, with validated settings (as written where the plugin is
            off, broken or not installed).
        registry: the plugins it enables, imported.
        warnings: what is accepted but does nothing, in the order of the file.
    """

    config: Config
    path: Path | None
    instances: tuple[InstanceSpec, ...]
    registry: Registry
    warnings: tuple[Problem, ...]
    reading: Reading = field(repr=False)

    def locate(self, path: KeyPath) -> tuple[str, int, int]:
        """Return (where, line, column) of the key or list entry at `path`, or of what it would stand in."""
        return self.reading.place(path)

    def check_looks(self, problems: Iterable[Problem]) -> None:
        """Raise ConfigError for `problems` that were found in styles and overlays, each with its place in the file."""
        if placed := in_file_order(self.reading.placed(problem) for problem in problems):
            raise ConfigError(placed)

    def check_names(self, what: str, names: Iterable[str], known: Collection[str]) -> None:
        """Raise UsageError when one of `names` is not among `known`; `what` says what they name, such as `library`."""
        for name in names:
            if name not in known:
                near = nearest(name, known)
                advice = f"; did you mean {near.name!r}?" if near else ""
                hint = f"Configured: {', '.join(map(repr, known))}." if known else "None is configured."
                raise UsageError(f"no {what} {name!r} is configured{advice}", hint=hint)


def load_config(
    path: Path | None = None,
    *,
    no_plugins: bool = False,
    raise_plugin_errors: bool = False,
    environ: Mapping[str, str] | None = None,
    registry_factory: MakeRegistry | None = None,
) -> Loaded:
    """Return the configuration in the file at `path`, with what the environment says over it.

    Args:
        path: the file; None = where `find_config` finds one, else the defaults and the environment alone.
        no_plugins: import no plugin.
        raise_plugin_errors: let a plugin's exception through.
        environ: instead of the process's own environment, for values and references.
        registry_factory: makes the registry from the plugins to leave out; None = of what is installed.

    Raises:
        ConfigError: all that is wrong, in the order of the file.
    """
    found = examine_config(
        path,
        no_plugins=no_plugins,
        raise_plugin_errors=raise_plugin_errors,
        environ=environ,
        registry_factory=registry_factory,
    )
    problems = found.problems
    if problems or found.config is None:
        raise ConfigError(problems or "the configuration cannot be read")
    return Loaded(
        config=found.config,
        path=found.reading.path,
        instances=found.instances,
        registry=found.registry,
        warnings=found.warnings,
        reading=found.reading,
    )


def examine_config(
    path: Path | None = None,
    *,
    no_plugins: bool = False,
    raise_plugin_errors: bool = False,
    environ: Mapping[str, str] | None = None,
    registry_factory: MakeRegistry | None = None,
) -> Examination:
    """Return what the configuration says and everything that is wrong with it; arguments as for `load_config`.

    Raises:
        ConfigError: it cannot be read at all.
    """
    reading = read_config(find_config(path), environ=environ)
    return examine(reading, registry_factory or registry_maker(no_plugins, raise_plugin_errors))


def default_config(folder: Path | None = None) -> Config:
    """Return the configuration that holds where none is written; relative paths are in `folder` (None: the current one)."""
    return Config.model_validate({}, context={"folder": folder or Path.cwd()})


def registry_maker(no_plugins: bool, raise_plugin_errors: bool) -> MakeRegistry:
    """Return what makes a registry of the plugins that are installed."""

    def discover(disabled: frozenset[str]) -> Registry:
        from ..plugins.registry import Registry
        from ..plugins.selection import Selection

        return Registry.discover(
            Selection.of(disabled=disabled, no_plugins=no_plugins), raise_errors=raise_plugin_errors
        )

    return discover
