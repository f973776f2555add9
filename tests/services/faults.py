"""What can go wrong, by order: which requests, how often, in which way."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from threading import Lock
from typing import Literal


@dataclass(kw_only=True)
class Fault:
    """One kind of trouble, for the requests it fits.

    Attributes:
        status: answer with this instead of the truth; None = the truth, but cut, late or with another body.
        route: `METHOD /path/{template}` as `FakeService.count` has it, with `*` for anything.
        percent: of the fitting requests.
        seed: of the choice; the same seed hits the same share in every run.
        times: at most so often; None = for ever.
        after: the first so many fitting requests are spared.
        delay_s: answer so much later.
        cut: `before` the service has done anything, `after` it has (the answer is lost), or in the middle of the `body`.
        retry_after: of the header.
        body: in place of the true one.
        content_type: of that body.
    """

    status: int | None = None
    route: str = "*"
    percent: float = 100
    seed: int = 0
    times: int | None = None
    after: int = 0
    delay_s: float = 0
    cut: Literal["", "before", "after", "body"] = ""
    retry_after: str = ""
    body: bytes | None = None
    content_type: str = "text/html"
    hits: int = 0
    _seen: int = 0
    _chance: random.Random = field(init=False)
    _lock: Lock = field(init=False, default_factory=Lock)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)

    def strikes(self, route: str) -> bool:
        """Return whether this request is hit, and count it."""
        if not fnmatchcase(route.replace("[", "("), self.route):
            return False
        with self._lock:
            self._seen += 1
            chosen = self._chance.random() * 100 < self.percent
            if self._seen <= self.after or not chosen or (self.times is not None and self.hits >= self.times):
                return False
            self.hits += 1
            return True
