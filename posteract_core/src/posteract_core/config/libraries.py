"""What is done to a library: `libraries.NAME`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from ..model import ArtworkKind
from ..providers.texts import OneOrMore, Word
from .pictures import Pictures
from .preferences import OwnerPictures, Preferences
from .section import Raw, RawOrList, Section
from .values import Names, with_always

ALWAYS_EXCLUDED = ("skip_posteract", "skip_posterizarr")
"""Labels that always keep an item out, whatever `exclude.labels` says."""

Spoilers = Literal["show", "blur", "grayscale", "textless"]
HubOrder = Literal["sort_title", "sort_title.desc", "alpha", "alpha.desc", "configured", "configured.desc"]
ExcludedLabels = Annotated[Names, AfterValidator(lambda labels: with_always(labels, ALWAYS_EXCLUDED))]
Files = tuple[Word | dict[str, Any], ...]


class KindSettings(Section):
    """What becomes of one kind of picture. An empty mapping: the best picture there is, with nothing drawn on it."""

    style: Word | None = Field(
        default=None, description="The look: a style of `styles` or one that ships; left out = the picture itself."
    )
    overlays: Names = Field(
        default=(), description="Sets of badges, by their names under `overlays`, drawn over the style."
    )
    poster_preferences: Preferences = Field(
        default_factory=Preferences, description="Preferences of this kind; key by key over the library's."
    )
    pictures: Pictures = Field(
        default_factory=Pictures, description="Size, format and fit of this kind; key by key over the library's."
    )
    owner_pictures: OwnerPictures | None = Field(
        default=None, description="`keep` or `adopt` for this kind; left out = as the library says."
    )
    spoilers: Spoilers = Field(
        default="show",
        description="Title cards of episodes not seen yet: `show` them, `blur` or `grayscale` the picture, or leave the "
        "title out (`textless`).",
    )
    spoilers_users: Names = Field(
        default=(),
        description="Whose watching counts for `spoilers`: names of the server's users, `me` = the owner of the token; left"
        " out = the owner. Who has not seen an episode is enough; what a server does not tell counts as seen.",
    )


class ArtworkSettings(Section):
    """The kinds of pictures that are made; a kind that is absent is left alone."""

    poster: KindSettings | None = Field(default=None, description="Posters of films and shows.")
    background: KindSettings | None = Field(default=None, description="Backgrounds of films and shows.")
    season: KindSettings | None = Field(default=None, description="Posters of seasons.")
    season_background: KindSettings | None = Field(default=None, description="Backgrounds of seasons.")
    title_card: KindSettings | None = Field(default=None, description="Pictures of episodes.")
    collection: KindSettings | None = Field(default=None, description="Posters of collections.")
    logo: KindSettings | None = Field(default=None, description="Clear logos.")
    square: KindSettings | None = Field(default=None, description="Square pictures.")

    def of(self, kind: ArtworkKind) -> KindSettings | None:
        """Return what is said of `kind`; None = left alone."""
        found: KindSettings | None = getattr(self, kind.value)
        return found


class Rule(Section):
    """An exception: what is done to the items that `when` fits."""

    when: dict[str, Any] = Field(
        description="Filters as in collections: `label: noir`, `year.gte: 2000`, `title.regex: …`."
    )
    artwork: ArtworkSettings = Field(
        default_factory=ArtworkSettings,
        description="Replaces, key by key, what the library says of a kind; null = this kind is left alone.",
    )


class Exclude(Section):
    """What is left out of a library."""

    labels: ExcludedLabels = Field(
        default=ALWAYS_EXCLUDED,
        description="Items with one of these labels are left alone; the two of the default always apply.",
    )


class LibraryEntry(Section):
    """One library."""

    library: Word | None = Field(default=None, description="Its name on the server; left out = the key.")
    server: OneOrMore = Field(
        default=(), description="The server's instance name, or a list; left out = every server that has the library."
    )
    artwork: ArtworkSettings = Field(
        default_factory=ArtworkSettings,
        description="What is done to each kind of picture; absent kinds are left alone.",
    )
    rules: tuple[Rule, ...] = Field(default=(), description="Exceptions; where several fit an item, the last wins.")
    poster_preferences: Preferences = Field(
        default_factory=Preferences, description="Preferences of this library; key by key over the general ones."
    )
    pictures: Pictures = Field(
        default_factory=Pictures, description="Size, format and fit in this library; key by key over the general ones."
    )
    owner_pictures: OwnerPictures | None = Field(
        default=None, description="`keep` or `adopt`; left out = the general one."
    )
    exclude: Exclude = Field(default_factory=Exclude, description="What is left alone.")
    overlay_files: Files = Field(default=(), description="Overlay files in Kometa's dialect.")
    collection_files: Files = Field(default=(), description="Collection files in Kometa's dialect, for this library.")
    hub_order: HubOrder | None = Field(
        default=None,
        description="Order of its collections among the rows of Plex's recommendations: by sort title, title (`alpha`), or as "
        "configured; left out = as they stand, but for `hub_priority`. Rows of Plex's own keep their places.",
    )
    metadata_files: Files = Field(default=(), description="Metadata files in Kometa's dialect.")
    template_variables: Raw = Field(
        default_factory=dict, description="Variables for the templates of this library's collection and metadata files."
    )
    operations: RawOrList = Field(
        default_factory=dict, description="Library operations in Kometa's spelling, or a list of such mappings."
    )
