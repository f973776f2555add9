"""The plugin house: what is installed, what of it works, and the providers it gives.

`installed` lists without importing, `selection` says what stays off, `registry` imports and calls hooks one plugin at a
time, `house` builds providers for the configured instances. Whatever a plugin does wrong ends as a `PluginFailure` with
plugin, stage, reason and remedy, and leaves the other plugins as they are. Nothing is imported here: listing plugins
must stay cheap.
"""
