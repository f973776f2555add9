"""What ends a run before its plan is done."""

from __future__ import annotations

from ..errors import ProviderError


class ServerLost(ProviderError):
    """A media server cannot be reached any more, or refuses us: what is left of its tasks waits for the next run."""
