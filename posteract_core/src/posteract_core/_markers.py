"""The two markers of pluggy; nothing heavy, because every plugin imports this module."""

import pluggy

PROJECT = "posteract"
"""pluggy's project name, and the prefix of every hook."""

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
