"""`posteract trakt`: log in to your account at Trakt, and out again."""

from __future__ import annotations

from typing import Annotated

import typer

trakt = typer.Typer(help="Your account at Trakt.", add_completion=False, no_args_is_help=True, rich_markup_mode=None)

Instance = Annotated[str, typer.Option(metavar="NAME", help="Which one of several under `plugins`.")]


@trakt.command("login")
def login(ctx: typer.Context, instance: Instance = "") -> None:
    """Log in with a code that you enter in any browser; needs `client_secret`."""
    from posteract_core.commands import lent
    from posteract_core.errors import UsageError

    from .oauth import OAuth
    from .settings import TraktSettings
    from .tokens import Store

    with lent(ctx, TraktSettings, "trakt", instance=instance) as mine:
        if not mine.settings.client_secret.get_secret_value():
            raise UsageError(
                "`client_secret` is not set",
                hint="It stands beside the client id, on your application's page.",
            )
        oauth = OAuth(mine.settings, mine.context)
        code = oauth.code()
        typer.echo(f"Open {code.address} and enter {code.user}")
        where = Store(mine.context).write(oauth.wait(code))
        typer.echo(f"Logged in. The login is kept in {where}.")
        if mine.settings.access_token.get_secret_value():
            typer.echo("warning: `access_token` is set, and is used in place of the login; take it out.", err=True)


@trakt.command("logout")
def logout(ctx: typer.Context, instance: Instance = "") -> None:
    """Log out: the login is revoked at Trakt, and kept no longer."""
    from posteract_core.commands import lent
    from posteract_core.errors import ProviderError

    from .oauth import OAuth
    from .settings import TraktSettings
    from .tokens import Store

    with lent(ctx, TraktSettings, "trakt", instance=instance) as mine:
        store = Store(mine.context)
        if (tokens := store.read()) is None:
            store.forget()
            typer.echo("There is no login.")
            return
        try:
            OAuth(mine.settings, mine.context).revoke(tokens)
        except ProviderError as error:
            typer.echo(
                f"warning: {error}. The login is forgotten here; revoke it at https://trakt.tv/oauth/authorized_applications",
                err=True,
            )
        store.forget()
        typer.echo("Logged out.")
