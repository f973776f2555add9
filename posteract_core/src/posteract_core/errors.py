"""Everything Posteract raises on purpose; the class decides what the core does next.

PosteractError
├── ConfigError              the user can fix it in the configuration (exit 2)
├── UsageError               the command line asks for something that cannot be done (exit 2)
├── LedgerBusy               another run holds the ledger (exit 1)
├── LedgerLost               the ledger's database stopped working in the middle (exit 1)
├── PluginError              a plugin could not be loaded, or broke its contract
├── PictureRefused           bytes that are no usable picture: broken, too large, of an unknown kind
└── ProviderError            a provider could not do its work
    ├── ProviderRejected     bad key, no access: switch the provider off for this run
    └── ProviderUnavailable  timeout, 5xx, rate limit: try again after `retry_after_s`
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class PosteractError(Exception):
    """What happened is `str(error)`; what the user can do about it is `error.hint`.

    Neither may hold a secret: both are printed, logged and put into reports as they are.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake in something a person wrote.

    Attributes:
        where: the file (or `environment`), as the user knows it; empty when there is none.
        line: 1-based; 0 when unknown.
        column: 1-based; 0 when unknown.
        path: the dotted path of the key, for example `plugins.tmdb.token`.
        message: what is wrong, in the user's words, with the nearest right name.
        hint: the way out, when there is more to say than the message does.
    """

    where: str = ""
    line: int = 0
    column: int = 0
    path: str = ""
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Return `config.yaml:12:5  plugins.tmdb.token  is missing`, leaving out what is not known."""
        position = self.where + (f":{self.line}" if self.line else "") + (f":{self.column}" if self.column else "")
        return "  ".join(part for part in (position, self.path, self.message) if part)

    @property
    def with_hint(self) -> str:
        """Return it with the way out, on one line: for what is told as a warning and ends nothing."""
        return f"{self}; {self.hint}" if self.hint else str(self)


class ConfigError(PosteractError):
    """The configuration has mistakes: all of those found, in the order of the file."""

    def __init__(self, problems: Sequence[Problem] | str, *, hint: str = "") -> None:
        self.problems: tuple[Problem, ...] = (
            (Problem(message=problems, hint=hint),) if isinstance(problems, str) else tuple(problems)
        )
        super().__init__("\n".join(map(str, self.problems)), hint=hint)


class UsageError(PosteractError):
    """The command cannot be carried out as it was asked."""


class LedgerBusy(PosteractError):
    """Another run holds the ledger; the message names its process, machine and start."""


class LedgerLost(PosteractError):
    """The ledger's database cannot be read or written any more: the run stops, for what it did could not be recorded."""


class PluginError(PosteractError):
    """A plugin could not be loaded, or broke its contract."""


class PictureRefused(PosteractError):
    """These bytes cannot be used as a picture; the message says why."""


class ProviderError(PosteractError):
    """A provider could not do its work. `provider` is the plugin instance's name."""

    def __init__(self, provider: str, message: str, *, hint: str = "") -> None:
        super().__init__(f"{provider}: {message}", hint=hint)
        self.provider = provider


class ProviderRejected(ProviderError):
    """The key or the permission is wrong: nothing this provider is asked will work in this run."""


class ProviderUnavailable(ProviderError):
    """Could not look: a later try may work.

    Attributes:
        retry_after_s: seconds the service asked us to wait; None when it said nothing.
    """

    def __init__(self, provider: str, message: str, *, hint: str = "", retry_after_s: float | None = None) -> None:
        super().__init__(provider, message, hint=hint)
        self.retry_after_s = retry_after_s
