"""The figures of HTTP: how long, how often, how fast, how much. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

NETWORK = 16
"""Requests in flight, all services together (`run.network`)."""

LARGEST_ANSWER_BYTES = 64 * 2**20
"""Decoded. More than any page of a listing or any picture we use; what is larger is refused, mostly unread."""

REPEATABLE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
"""Methods that mean the same sent twice (RFC 9110, 9.2.2). POST never is repeated unless the caller says so."""

PASSING_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 527, 530})
"""Answers that may be different next time; 52x and 530 are Cloudflare's."""

DOWN_STATUS = PASSING_STATUS - {408, 425, 429, 500}
"""Answers that say the service as a whole is down. A 500 may be about the one thing that was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """Seconds.

    Attributes:
        connect_s: until the connection, with TLS, stands.
        read_s: without a single byte coming in.
        write_s: without a single byte going out.
        answer_s: from the first byte of an answer to the last, so that a dripping server cannot hold a thread.
    """

    connect_s: float = 5.0
    read_s: float = 30.0
    write_s: float = 30.0
    answer_s: float = 180.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """When a request that failed is sent again (`run.retry`).

    Attributes:
        attempts: in all, the first included.
        name_attempts: the same where the name of the host is known to nobody: that seldom passes.
        first_s: the wait before the second attempt; doubles from there. Half of each wait is left to chance.
        longest_s: what no wait exceeds, also one between two runs.
        patience_s: what no wait within a call exceeds. A service that asks for more (`Retry-After`) is taken at its word:
            the call ends with the answer it has, and the service's other calls fail at once until then.
    """

    attempts: int = 5
    name_attempts: int = 2
    first_s: float = 2.0
    longest_s: float = 900.0
    patience_s: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CircuitPolicy:
    """When a host that does not work is left alone.

    Attributes:
        failures: that many in a row, over all calls, and the host counts as down.
        rest_s: how long its calls then fail at once, before a single one may try; doubles with each failed try.
        longest_rest_s: what the rest grows to.
    """

    failures: int = 10
    rest_s: float = 15.0
    longest_rest_s: float = 240.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How fast a host may be asked: `per_s` requests a second in the long run, `burst` of them at once."""

    per_s: float
    burst: int = 1


RATES: Mapping[str, Rate] = MappingProxyType(
    {
        "api.themoviedb.org": Rate(per_s=40, burst=20),
        "webservice.fanart.tv": Rate(per_s=3, burst=3),
        "api4.thetvdb.com": Rate(per_s=10, burst=10),
        "api.trakt.tv": Rate(per_s=1000 / 300, burst=10),
        "api.mdblist.com": Rate(per_s=5, burst=5),
        "www.omdbapi.com": Rate(per_s=10, burst=10),
        "graphql.anilist.co": Rate(per_s=0.5, burst=5),
        "api.myanimelist.net": Rate(per_s=2, burst=3),
        "api.jikan.moe": Rate(per_s=1, burst=3),
        "query.wikidata.org": Rate(per_s=2, burst=5),
        "api.graphql.imdb.com": Rate(per_s=5, burst=5),
    }
)
"""By host. TMDB: about 40 a second; Fanart.tv: 3; Trakt: 1000 in 5 minutes; AniList: 30 a minute, as degraded since 2025;
Jikan: 60 a minute. The others publish none: what is polite."""
