"""Carries a plan out: stages, pools, retries, cancellation, progress."""

from .backoff import Backoff
from .errors import ServerLost
from .progress import Progress
from .runner import Runner

__all__ = ["Backoff", "Progress", "Runner", "ServerLost"]
