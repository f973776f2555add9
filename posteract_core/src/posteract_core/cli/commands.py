"""The program's own commands: where each is, and its line in the help. Its module is imported when it is run."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer

OWN = {
    "run": ("run:run", "Bring pictures up to date: plan, choose, download, draw, save, upload."),
    "demo": ("demo:demo", "Make a small library of folders and do the whole job on it: no server, key or network."),
    "test": (
        "test:sheets",
        "Draw contact sheets of every style and badge, the configuration's too; no server or key.",
    ),
    "render": ("render:render", "Draw one picture by hand."),
    "collections": ("collections:collections", "The collections that are configured; build them without a full run."),
    "status": ("status:status", "Show the pictures by state; what failed and why; what wants a look."),
    "pick": ("pick:pick", "List the candidates for a picture, or pin one: a pinned picture survives every run."),
    "reset": (
        "reset:reset",
        "Give back what was there before us: pictures, or with --only words and collections; or show the server's own pictures.",
    ),
    "backup": ("backup:backup", "Copy every picture that the media servers show now into a folder tree."),
    "restore": (
        "backup:restore",
        "Show the pictures of a folder tree again: of a backup, or of Kometa's or Posterizarr's assets.",
    ),
    "serve": ("serve:serve", "Run what is scheduled, until stopped."),
    "schedule": ("schedule:schedule", "What is scheduled; run, pause or resume it by hand."),
    "doctor": ("doctor:doctor", "Try every configured connection and part; one line each, with the remedy."),
    "cache": ("cache:cache", "What is stored, and what of it nobody needs any more."),
    "plugins": ("plugins:plugins", "What is installed; switch plugins on and off, start a new one."),
    "config": ("config:config", "Start, check and show the configuration."),
}
"""By name, in the order of the help: module and attribute (a function, or a `typer.Typer` with commands of its own); and the
first line of its description, which a test compares."""

LONGEST_LINE = 1000
"""Characters: no first line of a description has as many."""


class Later(typer.core.TyperCommand):
    """A command of ours that is not imported yet: enough for a list of commands."""

    def __init__(self, name: str) -> None:
        super().__init__(name, help=OWN[name][1], short_help=OWN[name][1])
        self.loads = name

    def load(self) -> Any:
        """Import the command and return it."""
        module, _, attribute = OWN[self.loads][0].partition(":")
        found = getattr(import_module(f".{module}", __package__), attribute)
        holder = typer.Typer(add_completion=False, rich_markup_mode=None)
        if isinstance(found, typer.Typer):
            holder.add_typer(found, name=self.loads)
        else:
            holder.command(self.loads)(found)
        holder.callback()(_nothing)
        group: Any = typer.main.get_command(holder)
        return told_whole(group.commands[self.loads])


def told_whole(command: Any) -> Any:
    """Return a command in whose list of its own commands none is cut short to fit the line."""
    for each in getattr(command, "commands", {}).values():
        each.short_help = each.get_short_help_str(LONGEST_LINE)
    return command


def _nothing() -> None:
    """Make a group of the holder, whatever it holds."""
