"""Every hook a plugin may implement, on one page.

Registration hooks return classes and do no work: import the class inside the function, so that listing plugins and
`--help` stay fast. Behaviour lives in the typed methods of the classes (`posteract_core.providers`). Event hooks are for
observers; what they return is ignored. Whatever a hook raises switches off what it would have given, is reported with
the plugin's name, and leaves the other plugins as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._markers import hookspec

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from .providers import (
        ArtworkSource,
        PluginSettings,
    )


@hookspec(firstresult=True)
def posteract_settings() -> type[PluginSettings] | None:
    """Return the one settings class of this plugin: what may stand under `plugins.NAME`.

    Called when the configuration is read. All providers of the plugin are handed the validated settings. A plugin
    without this hook has nothing to set.

        @hookimpl
        def posteract_settings():
            from .settings import TmdbSettings

            return TmdbSettings

    .. versionadded:: 0.1
    """
    return None


@hookspec
def posteract_artwork_sources() -> Sequence[type[ArtworkSource[Any]]]:
    """Return the artwork source classes this plugin provides.

    Called at most once per process, and only by commands that need artwork. A source's `name` is what people write in
    `poster_preferences.sources`; left empty it is the plugin instance's.

        @hookimpl
        def posteract_artwork_sources():
            from .source import TmdbSource

            return [TmdbSource]

    .. versionadded:: 0.1
    """
    return ()
