"""What TheTVDB says of lists and titles, for the collections made of them. One table says what each key is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from posteract_core.errors import ProviderError, ProviderUnavailable
from posteract_core.model import Artwork, ArtworkKind, ItemType
from posteract_core.providers import BuildContext, CollectionDetail, Described, ProviderContext

from .questions import Questions
from .records import LISTS, MOVIES, SERIES, Records, listed, number_of, understood
from .settings import TvdbSettings
from .source import SITE, address_of, artworks_of

Record = Mapping[str, Any]

WORDS = {LISTS.path: "list", MOVIES.path: "movie", SERIES.path: "series"}
"""What a record is called in an address with its number."""


class TvdbDetail(CollectionDetail[TvdbSettings]):
    """One key; `of` says what its number is a number of: None = of a film or a show, as the library has it."""

    of: ClassVar[Records | None]

    def __init__(self, settings: TvdbSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self._questions = Questions(self.http, settings, context.instance)
        self._below = str(settings.image_url).rstrip("/")

    def describe(self, value: Any, context: BuildContext) -> Described:
        """Return what TheTVDB says of the first of the records in the value."""
        of = self.of or (MOVIES if context.library.type is ItemType.MOVIE else SERIES)
        written = understood(listed(value, self.name)[0], of, self.name)
        number = number_of(written, of, self._questions, self.context.instance)
        meta = "" if of is LISTS else "?meta=translations"
        record = self._questions.get(f"/{of.path}/{number}/extended{meta}")
        if record is None:
            raise ProviderError(
                self.context.instance, f"has nothing at /{of.path}/{number}", hint="Is the number right?"
            )
        if not isinstance(record, Mapping):
            raise ProviderUnavailable(self.context.instance, "answered with something else than a record")
        page_url = f"{SITE}/{WORDS[of.path]}/{number}"
        return self._listed(record, page_url) if of is LISTS else self._titled(record, page_url)

    def _listed(self, record: Record, page_url: str) -> Described:
        """Return the description of a list, and the one picture that it has."""
        image = str(record.get("image") or "")
        posters = (Artwork(id=image, url=address_of(image, self._below), page_url=page_url),) if image else ()
        return Described(summary=str(record.get("overview") or ""), posters=posters)

    def _titled(self, record: Record, page_url: str) -> Described:
        kinds, languages = self._questions.kinds(), self._questions.languages()
        artworks = record.get("artworks") or ()

        def of_kind(kind: ArtworkKind) -> tuple[Artwork, ...]:
            mine = [each for each in artworks if kinds.get(each.get("type")) is kind]
            return tuple(artworks_of(mine, kind, page_url, languages, self._below))

        return Described(
            summary=self._overview(record, languages),
            posters=of_kind(ArtworkKind.POSTER),
            backgrounds=of_kind(ArtworkKind.BACKGROUND),
        )

    def _overview(self, record: Record, languages: Mapping[str, str]) -> str:
        """Return a title's overview in the language that is set, else in English, else as the record has it."""
        translated = (record.get("translations") or {}).get("overviewTranslations") or ()
        by_language = {
            languages.get(str(each.get("language")), ""): str(each.get("overview") or "")
            for each in _records(translated)
        }
        texts = (by_language.get(self.settings.language), by_language.get("en"), record.get("overview"))
        return next((str(text) for text in texts if text), "")


def _records(entries: Any) -> Iterable[Record]:
    return [each for each in entries if isinstance(each, Mapping)]


KEYS: Mapping[str, tuple[str, Records | None]] = {
    "tvdb_summary": ("summary", None),
    "tvdb_description": ("summary", LISTS),
    "tvdb_poster": ("poster", None),
    "tvdb_background": ("background", None),
    "tvdb_list_details": ("all", LISTS),
    "tvdb_movie_details": ("all", MOVIES),
    "tvdb_show_details": ("all", SERIES),
}
"""What each key is about, and of what its number is one."""

DETAILS: tuple[type[TvdbDetail], ...] = tuple(
    type(name, (TvdbDetail,), {"name": name, "part": part, "of": of, "__doc__": TvdbDetail.__doc__})
    for name, (part, of) in KEYS.items()
)
"""Every key that describes a collection by TheTVDB."""
