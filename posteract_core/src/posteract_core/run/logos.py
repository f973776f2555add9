"""Fetches the logos a look shows: the title's own lettering, chosen like any artwork, and those of brands, once for all."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from loguru import logger

from ..errors import PictureRefused, ProviderError, ProviderUnavailable
from ..model import TEXTLESS, Artwork, ArtworkKind, Brand, ItemType
from ..plan.logos import NO_LOGO, KnownLogos
from ..providers.once import Once
from ..select import Preferences
from .choose import Chooser, show_of
from .job import Job


@dataclass(slots=True, kw_only=True)
class Logos:
    """Gives jobs their logos.

    Attributes:
        chooser: finds, ranks and reads.
        known: what was read before.
    """

    chooser: Chooser
    known: KnownLogos
    _fetched: Once[Brand, None] = field(init=False)

    def __post_init__(self) -> None:
        self._fetched = Once(self._read, most=2048)

    def give(self, job: Job, *, anew: bool) -> None:
        """Give a job with a base what its look shows of logos.

        Args:
            job: its `logo` and `logos` are set, and its row remembers the title's.
            anew: choose the title's lettering again, though one is known.

        Raises:
            ProviderUnavailable: a source that may have one could not be asked: the target waits.
        """
        if job.settings.look.wants_logo and job.base == "textless":
            self._choose_title(job, anew=anew)
            job.logo = self.known.of_title(job.target)
        brands = job.settings.look.pictures(job.subject, base=job.base)
        for brand in brands:
            if brand.logo and brand.source in self.chooser.sources:
                self._fetched.get(brand)
        job.logos = self.known.of_brands(brands)

    def _choose_title(self, job: Job, *, anew: bool) -> None:
        digest = job.target.logo_hash
        if not anew and (digest == NO_LOGO or self.known.blobs.has(digest)):
            return
        item = job.task.item if job.task.item.type in _OWN_LOGO else show_of(job.task.item)
        preferences = logo_preferences(job.settings.preferences)
        for artwork in self.chooser.ranked(item, ArtworkKind.LOGO, preferences, job):
            try:
                job.target.logo_hash, _ = self.chooser.read(job, artwork)
            except PictureRefused as error:
                logger.warning("{}: {}", job.task.item, error)
                continue
            return
        job.target.logo_hash = NO_LOGO

    def _read(self, brand: Brand) -> None:
        """Have a brand's logo in the cache, if it can be had."""
        if self.known.blobs.has(self.known.digest_of(brand)):
            return
        try:
            artwork = Artwork(source=brand.source, id=brand.logo, url=brand.logo)
            self.known.learn(brand, self.chooser.read(None, artwork)[0])
        except ProviderUnavailable:
            raise  # the next target tries again
        except (PictureRefused, ProviderError) as error:
            logger.warning("the logo of {}: {}", brand.name, error)


_OWN_LOGO = (ItemType.MOVIE, ItemType.SHOW, ItemType.COLLECTION)
"""Seasons and episodes have their show's."""


def logo_preferences(preferences: Preferences) -> Preferences:
    """Return what decides between letterings: the languages of the artwork, but one in no language comes last, not first.

    >>> logo_preferences(Preferences(languages=("textless", "original", "en"))).languages
    ('original', 'en', 'textless')
    """
    spoken = tuple(language for language in preferences.languages if language != TEXTLESS)
    return replace(preferences, languages=(*(spoken or ("any",)), TEXTLESS), unknown_language="textless", fallback=())
