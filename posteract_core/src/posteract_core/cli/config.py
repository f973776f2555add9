"""`posteract config`: start, check, describe and show the configuration."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .state import ExitCode, State

if TYPE_CHECKING:
    from ..config.examine import Examination, MakeRegistry
    from ..errors import Problem
    from ..plugins.registry import Registry

config = typer.Typer(help="Start, check and show the configuration.", no_args_is_help=True, rich_markup_mode=None)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]


@config.command("init")
def init(
    path: Annotated[Path, typer.Argument(help="The file to write, or its folder.")] = Path("config.yaml"),
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print it instead of writing it.")] = False,
) -> None:
    """Write a short, commented configuration to start from."""
    from ..config.starter import STARTER, write_starter

    if dry_run:
        typer.echo(STARTER, nl=False)
        return
    written = write_starter(path, force=force)
    typer.echo(f"Wrote {written}. Change the folder in it, then: posteract --all")


@config.command("check")
def check(
    ctx: typer.Context,
    fix: Annotated[bool, typer.Option("--fix", help="Put right what has one likely meaning; keeps a .bak.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --fix: say what would change, write nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show every mistake with its place and the nearest right name."""
    report = check_report(ctx.obj, fix=fix, dry_run=dry_run)
    if as_json:
        typer.echo(json.dumps(report, indent=2, ensure_ascii=False))
    else:
        _print_report(report)
    if report["problems"]:
        raise typer.Exit(ExitCode.WRONG)


@config.command("schema")
def schema(ctx: typer.Context) -> None:
    """Print JSON Schema of the configuration, with the installed plugins' settings in it."""
    typer.echo(json.dumps(schema_of(ctx.obj), indent=2, ensure_ascii=False))


@config.command("show")
def show(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Show what is in effect, defaults and environment included; secrets are hidden."""
    from ..config import load_config
    from ..config.show import as_yaml, effective

    state: State = ctx.obj
    data = effective(
        load_config(state.config, no_plugins=state.no_plugins, raise_plugin_errors=state.raise_plugin_errors)
    )
    typer.echo(json.dumps(data, indent=2, ensure_ascii=False) if as_json else as_yaml(data), nl=as_json)


def check_report(state: State, *, fix: bool = False, dry_run: bool = False) -> dict[str, Any]:
    """Return what `config check` prints: the file, what was fixed, all problems and warnings, as plain data."""
    from ..app.checking import plain, with_looks
    from ..config import find_config
    from ..errors import ConfigError

    done: Sequence[Problem] = ()
    warnings: Sequence[Problem] = ()
    problems: Sequence[Problem]
    backup: Path | None = None
    path: Path | None = None
    make_registry = _one_registry(state)
    try:
        path = find_config(state.config)
        text: str | None = None
        if fix and path is not None:
            text, done, backup = _fixed(path, make_registry, dry_run=dry_run)
        found = _examined(path, make_registry, text if dry_run else None)
        problems, warnings = with_looks(found)
    except ConfigError as error:
        problems = error.problems
    return {
        "file": None if path is None else str(path),
        "fixed": [plain(each) for each in done],
        "backup": None if backup is None else str(backup),
        "problems": [plain(each) for each in problems],
        "warnings": [plain(each) for each in warnings],
    }


def schema_of(state: State) -> dict[str, Any]:
    """Return the JSON Schema for the plugins that are installed and not switched off."""
    from ..config import find_config
    from ..config.instances import entries_of
    from ..config.reading import read_config
    from ..config.schema import config_schema
    from ..errors import ConfigError
    from ..plugins.instances import disabled_plugins

    try:
        entries = entries_of(read_config(find_config(state.config)).data)
    except ConfigError as error:
        if state.config is not None:
            raise
        typer.echo(f"{error}\nThe schema is printed as if no plugin were switched off.", err=True)
        entries = ()
    return config_schema(_one_registry(state)(disabled_plugins([entry.spec() for entry in entries])))


def _one_registry(state: State) -> MakeRegistry:
    """Return what makes the registry, once for each set of plugins to leave out."""
    from functools import cache

    from ..plugins.registry import Registry
    from ..plugins.selection import Selection

    @cache
    def discover(disabled: frozenset[str]) -> Registry:
        selection = Selection.of(disabled=disabled, no_plugins=state.no_plugins)
        return Registry.discover(selection, raise_errors=state.raise_plugin_errors)

    return discover


def _fixed(path: Path, make_registry: MakeRegistry, *, dry_run: bool) -> tuple[str, Sequence[Problem], Path | None]:
    from ..config.files import read_text
    from ..config.fix import fix_text, write_fixed

    fixed = fix_text(read_text(path), path, make_registry)
    backup = write_fixed(path, fixed.text) if fixed.done and not dry_run else None
    return fixed.text, fixed.done, backup


def _examined(path: Path | None, make_registry: MakeRegistry, text: str | None) -> Examination:
    from ..config.examine import examine
    from ..config.reading import read_config, read_config_text

    reading = read_config(path) if text is None else read_config_text(text, path=path)
    return examine(reading, make_registry)


def _print_report(report: dict[str, Any]) -> None:
    from ..errors import Problem
    from ..printed import one_line, without_controls

    if report["file"] is None and not report["problems"]:
        typer.echo(
            "There is no configuration file; the defaults and the environment hold. `posteract config init` makes one."
        )
    for title, each in [*(("fixed", each) for each in report["fixed"])]:
        typer.echo(one_line(f"{title}: {Problem(**each)}"))
    if report["backup"]:
        typer.echo(f"The file as it was: {report['backup']}")
    hints: set[str] = set()
    for key, word in (("problems", ""), ("warnings", "warning: ")):
        for each in report[key]:
            typer.echo(without_controls(str(Problem(**{**each, "message": word + each["message"]}))))
            if each["hint"] and each["hint"] not in hints:
                typer.echo(without_controls(f"  hint: {each['hint']}"))
                hints.add(each["hint"])
    count, file = len(report["problems"]), report["file"] or "the environment"
    if count:
        typer.echo(f"{file}: {count} {'mistake' if count == 1 else 'mistakes'}")
    else:
        typer.echo(f"{file}: no mistakes")
