"""Pings for services that raise an alarm when nothing is heard: Healthchecks and Uptime Kuma."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

import httpx
from loguru import logger
from posteract_core.providers import ProviderContext

from .settings import NotifySettings

TIMEOUT_S = 5.0
"""A run waits for a ping, so a ping does not wait long."""

LONGEST_WORDS = 200
"""Characters of what goes along."""


def run_started(settings: NotifySettings, context: ProviderContext) -> None:
    """Say that a run begins; never raises."""
    if settings.pings.healthchecks is not None:
        _ping(context, "healthchecks", f"{_bare(settings.pings.healthchecks.get_secret_value())}/start")


def run_ended(settings: NotifySettings, context: ProviderContext, *, well: bool, words: str, took_s: float) -> None:
    """Say how a run ended; never raises.

    Args:
        settings: whom to tell.
        context: of the plugin instance.
        well: it did its work.
        words: what it came to.
        took_s: how long it took.
    """
    if settings.pings.healthchecks is not None:
        _ping(
            context, "healthchecks", _bare(settings.pings.healthchecks.get_secret_value()) + ("" if well else "/fail")
        )
    if settings.pings.uptime_kuma is not None:
        beat(settings, context, up=well, words=words, took_s=took_s)


def beat(
    settings: NotifySettings, context: ProviderContext, *, up: bool, words: str, took_s: float | None = None
) -> None:
    """Tell Uptime Kuma how things are; never raises."""
    if settings.pings.uptime_kuma is None:
        return
    params = {"status": "up" if up else "down", "msg": words[:LONGEST_WORDS]}
    if took_s is not None:
        params["ping"] = f"{took_s * 1000:.0f}"
    _ping(context, "uptime_kuma", _bare(settings.pings.uptime_kuma.get_secret_value()), params)


def _ping(context: ProviderContext, name: str, url: str, params: dict[str, str] | None = None) -> None:
    try:
        response = context.http.get(url, params=params, timeout=TIMEOUT_S, extensions={"attempts": 1})
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        logger.warning("{}: the ping to `{}` failed: {}", context.instance, name, type(error).__name__)
        return
    if not response.is_success:
        logger.warning("{}: the ping to `{}` failed: HTTP {}", context.instance, name, response.status_code)


def _bare(url: str) -> str:
    """Return an address without the query that Uptime Kuma shows it with, and without a slash at its end."""
    split = urlsplit(url)
    return urlunsplit((split.scheme, split.netloc, split.path.rstrip("/"), "", ""))
