"""Items as names alone tell them, and how NFO files and videos complete them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import blake2b

from posteract_core.model import ExternalIds, FrozenMap, ItemType, MediaItem, MediaVersion

from .languages import language_code
from .names import Release
from .nfo import Nfo, NfoFile
from .nfo.sets import Membership
from .slots import Place, tokens
from .technical import Technical
from .text import display, fold, split_suffix, storable
from .tree import File

REPLACED_AFTER_NS = 3600 * 10**9
"""A video this much younger than its NFO has been replaced since, and the NFO speaks of the one before."""
_MEMBERS_OF_SHOW = (ItemType.SEASON, ItemType.EPISODE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version: a file, or several parts of one.

    Attributes:
        stem: the file's name without suffix and part.
        files: its parts, in order, as (absolute path, file).
        release: what the name claims.
        edition: likewise.
        subtitles: languages of subtitle files beside it.
        nfo: path of the NFO that is about this very file; empty when there is none.
    """

    stem: str
    files: tuple[tuple[str, File], ...]
    release: Release = field(default_factory=Release)
    edition: str = ""
    subtitles: tuple[str, ...] = ()
    nfo: str = ""


@dataclass(slots=True, kw_only=True)
class Draft:
    """An item before its NFO and its videos were looked at.

    Attributes:
        item: as far as names tell.
        place: where its pictures are.
        versions: its files.
        nfos: candidates, by absolute path, the best first.
    """

    item: MediaItem
    place: Place
    versions: tuple[Version, ...] = ()
    nfos: dict[str, File]


def subtitle_languages(stem: str, names: Sequence[str]) -> tuple[str, ...]:
    """Return the languages of subtitle files that belong to a video: `Heat.en.srt`, `Heat.de.forced.srt`.

    >>> subtitle_languages("Heat", ["Heat.en.srt", "Heat.de.forced.ass", "Alien.fr.srt"])
    ('en', 'de')
    """
    start = fold(stem) + "."
    found = (
        language_code(word)
        for name in names
        if fold(name).startswith(start)
        for word in display(split_suffix(name)[0])[len(stem) :].split(".")
        if len(word) in (2, 3) and word.isalpha() and word.lower() not in ("sdh", "cc", "hi")
    )
    return tuple(dict.fromkeys(code for code in found if code))


def finished(
    draft: Draft, nfos: Mapping[str, NfoFile], videos: Mapping[str, Technical], show: MediaItem | None
) -> MediaItem:
    """Return the item with everything that is known.

    Args:
        draft: what names tell.
        nfos: what NFO files say, by path.
        videos: what videos say, by path.
        show: of seasons and episodes: their finished show.
    """
    entry, ids, path = _entry(draft, nfos)
    item = replace(
        draft.item,
        shown=tokens(draft.place),
        versions=tuple(_version(version, draft, nfos, videos, path) for version in draft.versions),
        revision=_revision(draft),
        added=_added(draft.versions),
        ids=ids.merged(draft.item.ids),
    )
    if entry is not None:
        item = _told(item, entry)
    if item.type in _MEMBERS_OF_SHOW and show is not None:
        item = replace(item, show_title=show.title, show_year=show.year, show_ids=show.ids)
    return item


def sets_of(draft: Draft, nfos: Mapping[str, NfoFile]) -> tuple[Membership, ...]:
    """Return what an item's NFO says of the collections it is in."""
    entry, _, _ = _entry(draft, nfos)
    return entry.sets if entry is not None else ()


def videos_to_open(draft: Draft, nfos: Mapping[str, NfoFile]) -> dict[str, File]:
    """Return the videos whose NFO does not say everything, or is about the file that was there before."""
    _, _, path = _entry(draft, nfos)
    return {
        part: file
        for version in draft.versions
        for part, file in version.files
        if (said := _said_by_nfo(version, draft, nfos, path)) is None or not said[0].is_complete or said[1]
    }


def _entry(draft: Draft, nfos: Mapping[str, NfoFile]) -> tuple[Nfo | None, ExternalIds, str]:
    """Return the NFO entry that is about the item, the ids that its NFO files have, and the path it was found at."""
    ids = ExternalIds()
    for path in draft.nfos:
        file = nfos.get(path)
        if file is None:
            continue
        ids = ids.merged(file.ids)
        entries = [entry for entry in file.entries if entry.root in _ROOTS_OF_TYPE[draft.item.type]]
        if draft.item.type is ItemType.EPISODE and len(entries) > 1:
            return _several(entries, draft.item), entries[0].ids.merged(ids), path
        if entries:
            return entries[0], entries[0].ids.merged(ids), path
    return None, ids, ""


_ROOTS_OF_TYPE = {
    ItemType.MOVIE: ("movie", "video", "musicvideo"),
    ItemType.SHOW: ("tvshow",),
    ItemType.SEASON: ("season",),
    ItemType.EPISODE: ("episodedetails",),
}


def _several(entries: Sequence[Nfo], item: MediaItem) -> Nfo:
    """Return the entry of a double episode: the first one's, under all their titles."""
    within = [
        entry
        for entry in entries
        if entry.episode is None
        or item.episode is None
        or item.episode <= entry.episode <= (item.last_episode or item.episode)
    ] or list(entries)
    titles = dict.fromkeys(entry.title for entry in within if entry.title)
    return replace(within[0], title=" / ".join(titles))


def _told(item: MediaItem, entry: Nfo) -> MediaItem:
    """Return the item as its NFO tells it; names fill the gaps."""
    facts = FrozenMap((f"rating.{name}", rating) for name, rating in entry.ratings)
    return replace(
        item,
        title=entry.title or item.title,
        year=entry.year or item.year,
        original_title=entry.original_title,
        original_language=entry.original_language,
        sort_title=entry.sort_title,
        edition=item.edition or entry.edition,
        summary=entry.summary,
        tagline=entry.tagline,
        genres=entry.genres,
        labels=entry.labels,
        collections=entry.collections,
        studios=entry.studios,
        network=entry.studios[0] if item.type is ItemType.SHOW and entry.studios else "",
        countries=entry.countries,
        people=entry.people,
        content_rating=entry.content_rating,
        status=entry.status,
        released=entry.released or item.released,
        added=entry.added or item.added,
        watched=entry.watched,
        progress=entry.progress,
        facts=facts,
    )


def _said_by_nfo(
    version: Version, draft: Draft, nfos: Mapping[str, NfoFile], path: str
) -> tuple[Technical, bool] | None:
    """Return what an NFO says about a version's file, and whether the file is younger; None when it says nothing.

    An NFO for the whole folder speaks of a file only where there is but one.
    """
    source = version.nfo or (path if len(draft.versions) == 1 else "")
    if not source or source not in nfos:
        return None
    said = next((entry.technical for entry in nfos[source].entries if entry.technical is not None), None)
    if said is None:
        return None
    nfo = draft.nfos.get(source)
    newest_ns = max(file.mtime_ns for _, file in version.files)
    return said, nfo is not None and newest_ns - nfo.mtime_ns > REPLACED_AFTER_NS


def _version(
    version: Version, draft: Draft, nfos: Mapping[str, NfoFile], videos: Mapping[str, Technical], path: str
) -> MediaVersion:
    probed = [videos[part] for part, _ in version.files if part in videos]
    seen = [technical for technical in probed if not technical.fault]
    itself = replace(seen[0], duration_s=sum(one.duration_s for one in seen)) if seen else Technical()
    said = _said_by_nfo(version, draft, nfos, path)
    known = itself
    if said is not None:
        technical, is_about_another = said
        known = itself.over(technical) if is_about_another else technical.over(itself)
    first_path, first = version.files[0]
    named = MediaVersion(
        path=storable(first_path),
        size_bytes=sum(file.size for _, file in version.files),
        container=split_suffix(first.name)[1].removeprefix("."),
        edition=version.edition,
        subtitles=version.subtitles,
    )
    return known.as_version(named, version.release)


def _revision(draft: Draft) -> str:
    """Return what changes when a video or an NFO does; names of folders are not in it, so that moving changes nothing."""
    tokens_ = [file.token for version in draft.versions for _, file in version.files]
    tokens_ += [file.token for file in draft.nfos.values()]
    tokens_ += [language for version in draft.versions for language in version.subtitles]
    return blake2b("\n".join(tokens_).encode(), digest_size=8).hexdigest()


def _added(versions: Iterable[Version]) -> datetime | None:
    times = [file.mtime_ns for version in versions for _, file in version.files]
    try:
        return datetime.fromtimestamp(min(times) // 10**9, UTC) if times else None
    except (OverflowError, OSError, ValueError):
        return None
