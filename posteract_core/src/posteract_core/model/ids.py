"""The names the world has for a title, whatever server it stands on."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalIds:
    """Ids by service; None where unknown.

    Attributes:
        imdb: with its prefix, `tt0133093`.
        tmdb: of a movie or a show, as the item's type says; 603.
        tvdb: likewise.
        anidb: AniDB's anime id.
        mal: MyAnimeList's id.
        anilist: AniList's id.
        trakt: Trakt's number.
        wikidata: `Q83495`.
        guid: the media server's own lasting name for the title, such as `plex://movie/5d776…`.
    """

    imdb: str | None = None
    tmdb: int | None = None
    tvdb: int | None = None
    anidb: int | None = None
    mal: int | None = None
    anilist: int | None = None
    trakt: int | None = None
    wikidata: str | None = None
    guid: str | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, name) is not None for name in _NAMES)

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return what is known as (service, id as text), in the order of the attributes.

        >>> ExternalIds(tmdb=603, imdb="tt0133093").pairs()
        (('imdb', 'tt0133093'), ('tmdb', '603'))
        """
        known = ((name, getattr(self, name)) for name in _NAMES)
        return tuple((service, str(value)) for service, value in known if value is not None)

    def shares_one_with(self, other: ExternalIds) -> bool:
        """Return whether both name the same title in at least one service."""
        return bool(set(self.pairs()) & set(other.pairs()))

    def merged(self, other: ExternalIds) -> ExternalIds:
        """Return these ids, with the gaps filled from `other`."""
        both = {name: getattr(self, name) for name in _NAMES}
        return ExternalIds(**{name: getattr(other, name) if value is None else value for name, value in both.items()})


_NAMES = tuple(field.name for field in fields(ExternalIds))
"""Asked for many times for each item: `fields` would make them anew each time."""
