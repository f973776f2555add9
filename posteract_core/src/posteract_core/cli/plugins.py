"""`posteract plugins`: what is installed, switching it on and off, starting a new one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .state import State

if TYPE_CHECKING:
    from ..plugins.instances import InstanceSpec
    from ..plugins.registry import Registry

plugins = typer.Typer(
    help="What is installed; switch plugins on and off, start a new one.", no_args_is_help=True, rich_markup_mode=None
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")]


@plugins.command("list")
def list_plugins(
    ctx: typer.Context,
    hooks: Annotated[bool, typer.Option("--hooks", help="Also show the hooks each plugin implements.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show every installed plugin; disabled ones are not imported."""
    from dataclasses import asdict

    from ..plugins.overview import plugin_rows
    from .tables import text_table

    registry, specs = _survey(ctx.obj)
    rows = plugin_rows(registry, specs)
    if as_json:
        typer.echo(json.dumps([asdict(row) for row in rows], indent=2, ensure_ascii=False))
        return
    heads = ("name", "distribution", "version", "kinds", "status", *(["hooks"] if hooks else []))
    lines = [
        (
            row.name,
            row.distribution,
            row.version,
            ", ".join(row.kinds),
            f"{row.status}: {row.reason}" if row.reason else str(row.status),
            *([", ".join(row.hooks)] if hooks else []),
        )
        for row in rows
    ]
    typer.echo(text_table(heads, lines) if lines else "No plugin is installed.")
    for failure in registry.failures:
        if failure.remedy:
            typer.echo(f"{failure.plugin}: {failure.remedy}", err=True)


@plugins.command("info")
def info(ctx: typer.Context, name: str, as_json: AsJson = False) -> None:
    """Show one plugin: what it provides, its settings, its hooks."""
    data = plugin_info(ctx.obj, name)
    if as_json:
        typer.echo(json.dumps(data, indent=2, ensure_ascii=False))
        return
    for line in _info_lines(data):
        typer.echo(line)


@plugins.command("enable")
def enable(ctx: typer.Context, name: str, dry_run: DryRun = False) -> None:
    """Switch a plugin, or an instance of one, on in config.yaml."""
    typer.echo(_switch(ctx.obj, name, enabled=True, dry_run=dry_run))


@plugins.command("disable")
def disable(ctx: typer.Context, name: str, dry_run: DryRun = False) -> None:
    """Switch a plugin, or an instance of one, off in config.yaml: it is not even imported then."""
    typer.echo(_switch(ctx.obj, name, enabled=False, dry_run=dry_run))


@plugins.command("new")
def new(
    name: Annotated[str, typer.Argument(help="Of the plugin; the package will be posteract-NAME.")],
    kind: Annotated[str, typer.Option("--kind", help="What it provides: artwork-source, overlay-layer, …")],
    into: Annotated[Path, typer.Option("--into", metavar="DIR", help="Where its folder is made.")] = Path(),
    dry_run: DryRun = False,
) -> None:
    """Write a complete package for a new plugin, whose tests pass as written."""
    from ..plugins.scaffold import blueprint

    package = blueprint(name, kind, into)
    if not dry_run:
        package.write()
    verb = "Would write" if dry_run else "Wrote"
    typer.echo(f"{verb} {package.target}:")
    for path in sorted(package.files):
        typer.echo(f"  {path.as_posix()}")
    if not dry_run:
        typer.echo(f"Try it: cd {package.target} && pip install -e . pytest && pytest")


def plugin_info(state: State, name: str) -> dict[str, Any]:
    """Return everything known of an installed plugin, or of the plugin behind an instance's name.

    Raises:
        UsageError: nothing of that name is installed or configured.
    """
    from dataclasses import asdict

    from ..plugins.overview import plugin_rows, setting_rows

    registry, specs = _survey(state)
    plugin = _plugin_called(name, registry, specs)
    row = next(row for row in plugin_rows(registry, specs) if row.name == plugin)
    settings = setting_rows(registry, plugin)
    return {
        **asdict(row),
        "settings": None if settings is None else [asdict(setting) for setting in settings],
        "failures": [
            {"stage": each.stage, "severity": each.severity, "reason": each.reason, "remedy": each.remedy}
            for each in registry.failures
            if each.plugin == plugin
        ],
    }


def _info_lines(data: dict[str, Any]) -> list[str]:
    from .tables import text_table

    status = f"{data['status']}: {data['reason']}" if data["reason"] else str(data["status"])
    facts = {
        "distribution": f"{data['distribution']} {data['version']}".strip(),
        "status": status,
        "provides": ", ".join(data["kinds"]) or "-",
        "instances": ", ".join(data["instances"]) or "none in the configuration",
        "hooks": ", ".join(data["hooks"]) or "-",
    }
    lines = [data["name"], *(f"  {label}: {value}" for label, value in facts.items())]
    if data["settings"] is None:
        lines.append(f"  settings: not known while the plugin is {data['status']}")
    elif not data["settings"]:
        lines.append("  settings: none")
    else:
        heads = (f"plugins.{data['name']}.", "type", "default", "what it is")
        rows = [
            (
                each["name"],
                each["type"],
                "required" if each["required"] else json.dumps(each["default"], ensure_ascii=False),
                each["description"],
            )
            for each in data["settings"]
        ]
        lines += ["", text_table(heads, rows)]
    for failure in data["failures"]:
        lines += ["", f"{failure['severity']}: {failure['stage']}: {failure['reason']}", f"  {failure['remedy']}"]
    return lines


def _switch(state: State, name: str, *, enabled: bool, dry_run: bool) -> str:
    """Write `enabled` under `plugins.NAME` and return what was done, in a sentence."""
    from ..config.edit import set_plugin_enabled
    from ..config.search import find_config
    from ..errors import UsageError

    path = find_config(state.config)
    if path is None:
        raise UsageError("there is no configuration to write to", hint="`posteract config init` makes one.")
    known = _known_names(state)
    if name not in known:
        from ..plugins.signs import nearest

        raise UsageError(
            f"no plugin or instance is called `{name}`{nearest(name, known)}",
            hint="`posteract plugins list` shows what is installed.",
        )
    word = "on" if enabled else "off"
    if dry_run:
        return f"{name} would be {word} in {path}."
    set_plugin_enabled(path, name, enabled)
    return f"{name} is {word} in {path}."


def _known_names(state: State) -> list[str]:
    from ..plugins.installed import installed_plugins

    names = {plugin.name for plugin in installed_plugins()}
    return sorted(names | {spec.name for spec in _specs(state)})


def _plugin_called(name: str, registry: Registry, specs: list[InstanceSpec]) -> str:
    from ..errors import UsageError
    from ..plugins.signs import nearest

    behind = {spec.name: spec.plugin for spec in specs}
    plugin = name if name in registry.installed else behind.get(name, name)
    if plugin not in registry.installed:
        raise UsageError(
            f"no plugin called `{plugin}` is installed{nearest(plugin, registry.installed)}",
            hint="`posteract plugins list` shows what is installed.",
        )
    return plugin


def _survey(state: State) -> tuple[Registry, list[InstanceSpec]]:
    from ..plugins.instances import disabled_plugins
    from ..plugins.registry import Registry
    from ..plugins.selection import Selection

    specs = _specs(state)
    selection = Selection.of(disabled=disabled_plugins(specs), no_plugins=state.no_plugins)
    return Registry.discover(selection, raise_errors=state.raise_plugin_errors), specs


def _specs(state: State) -> list[InstanceSpec]:
    """Return the entries under `plugins`, however wrong their settings are: that must not hinder these commands."""
    from ..config.instances import entries_of
    from ..config.reading import read_config
    from ..config.search import find_config

    return [entry.spec() for entry in entries_of(read_config(find_config(state.config)).data)]
