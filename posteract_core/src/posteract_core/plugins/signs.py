"""What a plugin's hook functions look like, before pluggy takes them in."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Iterable, Iterator

import pluggy

from .._markers import PROJECT
from ..model.report import Severity

PREFIX = f"{PROJECT}_"


def nearest(word: str, words: Iterable[str]) -> str:
    """Return `; did you mean …?` with the likeliest of `words`, or nothing when none is near."""
    close = difflib.get_close_matches(word, list(words), n=1)
    return f"; did you mean `{close[0]}`?" if close else ""


def hook_names(manager: pluggy.PluginManager) -> dict[str, tuple[str, ...]]:
    """Return every specified hook with the arguments an implementation may take."""
    callers = (caller for caller in vars(manager.hook).values() if isinstance(caller, pluggy.HookCaller))
    return {caller.name: tuple(caller.spec.argnames) for caller in callers if caller.spec is not None}


def wrong_hooks(plugin: object, manager: pluggy.PluginManager) -> list[tuple[Severity, str, str]]:
    """Return (severity, reason, remedy) of each hook function that does not fit; an ERROR refuses the plugin.

    An unknown hook is a WARNING (a plugin made for a newer core; `optionalhook=True` says so and is silent), a function
    without the marker too; an argument that the hook does not have is an ERROR, because it could never be called.
    """
    specs = hook_names(manager)
    return [mistake for name in sorted(dir(plugin)) for mistake in _mistakes(plugin, name, specs, manager)]


def _mistakes(
    plugin: object, attribute: str, specs: dict[str, tuple[str, ...]], manager: pluggy.PluginManager
) -> Iterator[tuple[Severity, str, str]]:
    options = manager.parse_hookimpl_opts(plugin, attribute)
    if options is None:
        if attribute in specs and inspect.isfunction(inspect.getattr_static(plugin, attribute, None)):
            yield (
                Severity.WARNING,
                f"{attribute} is not marked, so it is never called",
                "Put @hookimpl (from posteract_core import hookimpl) above it.",
            )
        return
    hook = options.get("specname") or attribute
    if hook not in specs:
        if not options.get("optionalhook"):
            yield (
                Severity.WARNING,
                f"there is no hook `{hook}`{nearest(hook, specs)}",
                "Correct its name, or update posteract-core if the plugin is made for a newer one.",
            )
        return
    unknown = [name for name in _arguments(plugin, attribute) if name not in specs[hook]]
    if unknown:
        asked = ", ".join(f"`{name}`" for name in unknown)
        takes = ", ".join(specs[hook]) or "none"
        yield (
            Severity.ERROR,
            f"{hook} asks for {asked}, which the hook does not have{nearest(unknown[0], specs[hook])}",
            f"Arguments it may take: {takes}. Update the plugin, or posteract-core if the plugin is newer.",
        )


def _arguments(plugin: object, attribute: str) -> tuple[str, ...]:
    """Return the arguments an implementation must be given (one with a default of its own keeps that)."""
    parameters = inspect.signature(getattr(plugin, attribute)).parameters.values()
    named = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return tuple(each.name for each in parameters if each.default is each.empty and each.kind in named)
