"""Which of the installed plugins stay off, decided before any of them is imported."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass

ALLOW_LIST = "POSTERACT_PLUGINS"
"""The environment variable with the only plugins to use, separated by commas; for finding the one that makes trouble."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What the user said about plugins as a whole.

    Attributes:
        disabled: plugins of which the configuration enables no instance.
        allowed: the only ones to use; None = all.
        none: `--no-plugins`.
    """

    disabled: frozenset[str] = frozenset()
    allowed: frozenset[str] | None = None
    none: bool = False

    @classmethod
    def of(
        cls,
        *,
        disabled: Collection[str] = (),
        no_plugins: bool = False,
        environ: Mapping[str, str] | None = None,
    ) -> Selection:
        """Return the selection of a program start: the configuration's, the option's and the environment's.

        An allow-list that is set but empty is as good as none: it is what an unset variable looks like in a compose file.
        """
        listed = (os.environ if environ is None else environ).get(ALLOW_LIST, "")
        names = frozenset(name.strip() for name in listed.split(",") if name.strip())
        return cls(disabled=frozenset(disabled), allowed=names or None, none=no_plugins)

    def why_off(self, name: str) -> str:
        """Return why plugin `name` is not imported; empty when it is."""
        if self.none:
            return "--no-plugins"
        if self.allowed is not None and name not in self.allowed:
            return f"not in {ALLOW_LIST}"
        return "disabled in the configuration" if name in self.disabled else ""
