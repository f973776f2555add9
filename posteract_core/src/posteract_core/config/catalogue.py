"""Plugins that are known by name, installed or not."""

from __future__ import annotations

KNOWN_PLUGINS = tuple(
    """
    plex jellyfin emby kodi folder tmdb fanart tvdb local trakt imdb mdblist omdb wikidata letterboxd anilist mal tautulli
    layers radarr sonarr lists schedule web notify watch kometa posterizarr
    """.split()  # noqa: SIM905 - a list of words reads better so
)
"""The project's own plugins, by name."""

PACKAGES = {"anilist": "anime", "mal": "anime"}
"""Plugins that come in a package of another name: by plugin, what follows `posteract-`."""

CORE_SOURCES = ("server", "current", "local", "drawn")
"""Names in `poster_preferences.sources` that no plugin instance needs to bear."""


def install_command(plugin: str) -> str:
    """Return the command that installs a plugin into the environment the program runs in."""
    return f"pip install posteract-{PACKAGES.get(plugin, plugin)}"
