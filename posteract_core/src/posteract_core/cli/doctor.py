"""`posteract doctor`: tries every connection and part."""

from __future__ import annotations

import typer

from .state import ExitCode

ATTEMPTS = 2
"""Of each request: a lost connection is forgiven, and whoever waits for the answer does not wait for a minute."""

SIGNS = {"ok": "ok     ", "warning": "warning", "error": "fault  "}


def doctor(ctx: typer.Context) -> None:
    """Try every configured connection and part; one line each, with the remedy."""
    from ..app import App
    from ..app.doctor import examine
    from ..model import Severity
    from ..printed import one_line

    with App.open(ctx.obj.opening(attempts=ATTEMPTS)) as app:
        findings = examine(app)
    for finding in findings:
        remedy = f"  → {finding.remedy}" if finding.remedy else ""
        message = finding.message.removeprefix(f"{finding.subject}: ")  # errors of providers name them
        typer.echo(one_line(f"{SIGNS[finding.severity]}  {finding.subject}: {message}{remedy}"))
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise typer.Exit(ExitCode.INCOMPLETE)
