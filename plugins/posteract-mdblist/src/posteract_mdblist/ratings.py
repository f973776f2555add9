"""MDBList's ratings as ours: which is which, on what scale, and what the numbers mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from posteract_core.model import Rating

FRESH_FROM = 60
"""Percent. Rotten Tomatoes calls a title fresh from here on, for critics and audience alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service.

    Attributes:
        fact: what its rating is called here.
        scale: what its ratings are out of here, the service's own scale.
        told: what MDBList gives the value out of, where it does not show by the score.
        judges: its values are verdicts too.
        certificate: the keyword by which MDBList says that the service certified the title.
    """

    fact: str
    scale: float
    told: float
    judges: bool = False
    certificate: str = ""


_AUDIENCE = Service(fact="rating.rt_audience", scale=100, told=100, judges=True, certificate="certified-hot")

SERVICES: Mapping[str, Service] = {
    "imdb": Service(fact="rating.imdb", scale=10, told=10),
    "metacritic": Service(fact="rating.metacritic", scale=100, told=100),
    "metacriticuser": Service(fact="rating.metacritic_user", scale=10, told=10),
    "trakt": Service(fact="rating.trakt", scale=10, told=100),
    "tomatoes": Service(fact="rating.rt_critics", scale=100, told=100, judges=True, certificate="certified-fresh"),
    "tomatoesaudience": _AUDIENCE,
    "popcorn": _AUDIENCE,
    "tmdb": Service(fact="rating.tmdb", scale=10, told=100),
    "letterboxd": Service(fact="rating.letterboxd", scale=5, told=5),
    "rogerebert": Service(fact="rating.rogerebert", scale=4, told=4),
    "myanimelist": Service(fact="rating.mal", scale=10, told=10),
    "mal": Service(fact="rating.mal", scale=10, told=10),
}
"""By what MDBList calls it; some have had two names."""

OWN = {"rating.mdblist": "score", "rating.mdblist_average": "score_average"}
"""MDBList's own ratings, weighed and plain, and where they stand in its answer."""

NAMES = frozenset({*OWN, *(service.fact for service in SERVICES.values())})
_SCALES = (4.0, 5.0, 10.0, 100.0)


def ratings_of(media: Mapping[str, Any]) -> dict[str, Rating]:
    """Return the ratings in one title's answer, by name; what is null or nonsense is left out."""
    words = _keywords(media.get("keywords"))
    found: dict[str, Rating] = {}
    for entry in media.get("ratings") or ():
        service = SERVICES.get(str(entry.get("source", "")).lower()) if isinstance(entry, dict) else None
        if service is not None and service.fact not in found and (rating := _rating(entry, service, words)) is not None:
            found[service.fact] = rating
    for fact, key in OWN.items():
        own = _number(media.get(key))
        if own is not None and 0 < own <= 100:
            found[fact] = Rating(value=own, scale=100)
    return found


def _rating(entry: Mapping[str, Any], service: Service, words: frozenset[str]) -> Rating | None:
    value, score, votes = (_number(entry.get(name)) for name in ("value", "score", "votes"))
    if value is None or value < 0 or (value == 0 and not votes and not score):
        return None
    told = _scale_told(value, score, service.told)
    if value > told:
        return None
    verdict = ""
    if service.judges:
        percent = value / told * 100
        verdict = "fresh" if percent >= FRESH_FROM else "rotten"
        if verdict == "fresh" and service.certificate in words:
            verdict = "certified"
    return Rating(
        value=round(value * service.scale / told, 4),
        scale=service.scale,
        votes=int(votes) if votes is not None else None,
        verdict=verdict,
    )


def _scale_told(value: float, score: float | None, usual: float) -> float:
    """Return what a value is out of: the scale on which it means the same as its score of 100.

    MDBList has given some services' values on more than one scale over the years (TMDB's 8.2 and 82).
    """
    if not score or not value:
        return usual
    fitting = [scale for scale in _SCALES if abs(value / scale * 100 - score) <= 2]
    return usual if usual in fitting or not fitting else fitting[0]


def _keywords(given: Any) -> frozenset[str]:
    """Return names of keywords, of which MDBList has prefixed some: `rt.certified-fresh`."""
    names = (each.get("name") if isinstance(each, dict) else each for each in given or ())
    return frozenset(name.rpartition(".")[2] for name in names if isinstance(name, str))


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except ValueError:
        return None
