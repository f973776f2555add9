"""The configuration as a whole, with every default and inheritance in place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field, PrivateAttr, model_validator

from ..model import ArtworkKind
from .libraries import Files, LibraryEntry
from .pictures import Pictures
from .preferences import OwnerPictures, Preferences
from .schedule import ScheduleEntry
from .section import Raw, RawList, Section
from .sections import Log, PluginEntry, Recheck, Run, Storage
from .views import LibraryView, TargetLook, library_view, served_by, target_look


class Config(Section):
    """The configuration of Posteract."""

    plugins: dict[str, PluginEntry] = Field(
        default_factory=dict,
        description="One entry for each plugin instance, named by the plugin. An installed plugin without an entry runs with "
        "its defaults where it needs no key.",
    )
    poster_preferences: Preferences = Field(default_factory=Preferences, description="Which artwork wins.")
    pictures: Pictures = Field(default_factory=Pictures, description="Size and format of finished pictures.")
    owner_pictures: OwnerPictures = Field(
        default="keep",
        description="A picture the owner chose: `keep` = leave it alone, `adopt` = its clean form becomes the "
        "base and gets the look. Libraries and kinds may say otherwise.",
    )
    styles: dict[str, Raw] = Field(
        default_factory=dict, description="Looks of your own: named layers over one that ships."
    )
    overlays: dict[str, RawList] = Field(default_factory=dict, description="Named sets of badges.")
    libraries: dict[str, LibraryEntry] = Field(
        default_factory=dict, description="What is done to each library; one that is absent is left alone."
    )
    collections: dict[str, Raw] = Field(default_factory=dict, description="Collections, in Kometa's dialect.")
    dynamic_collections: dict[str, Raw] = Field(
        default_factory=dict, description="Collections made of what a library holds, in Kometa's dialect."
    )
    collection_files: Files = Field(
        default=(), description="Files, globs, folders or addresses with collections for all libraries."
    )
    playlist_files: Files = Field(default=(), description="Files with playlists.")
    schedule: dict[str, ScheduleEntry] = Field(
        default_factory=dict, description="What `posteract serve` does by the clock."
    )
    recheck: Recheck = Field(default_factory=Recheck, description="What happens when sources are asked again.")
    run: Run = Field(default_factory=Run, description="How a run works.")
    storage: Storage = Field(default_factory=Storage, description="Where things are kept.")
    log: Log = Field(default_factory=Log, description="The log file.")

    _folder: Path = PrivateAttr(default_factory=Path)
    _looks: dict[tuple[str, ArtworkKind, tuple[int, ...]], TargetLook | None] = PrivateAttr(default_factory=dict)
    _views: dict[str, LibraryView] = PrivateAttr(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _paths_of_absent_sections(cls, written: Any) -> Any:
        """Have the sections with paths validated also where they are absent: their defaults are made absolute by that."""
        if not isinstance(written, dict):
            return written
        absent: dict[str, Any] = {name: {} for name in ("storage", "log") if written.get(name) is None}
        return {**written, **absent}

    def model_post_init(self, context: Any, /) -> None:
        """Keep the folder that relative paths were taken from."""
        self._folder = (context or {}).get("folder") or Path()

    @property
    def folder(self) -> Path:
        """Return the folder that relative paths are taken from: the configuration file's."""
        return self._folder

    def library_settings(self, name: str) -> LibraryView:
        """Return what is done to the library entry `name`, with what it inherits.

        Raises:
            KeyError: there is no such entry.
        """
        if name not in self._views:
            self._views[name] = library_view(self, name)
        return self._views[name]

    def artwork_settings(self, library: str, kind: ArtworkKind, matched: tuple[int, ...] = ()) -> TargetLook | None:
        """Return what becomes of pictures of `kind` in the library entry `library`; None = they are left alone.

        Args:
            library: the key under `libraries`.
            kind: the slot.
            matched: indexes of those `library_settings(library).rules` that fit the item, ascending. Fast to ask again.

        Raises:
            KeyError: there is no such entry.
        """
        key = (library, kind, matched)
        if key not in self._looks:
            self._looks[key] = target_look(self, library, kind, matched)
        return self._looks[key]

    def library_for(self, server: str, library: str) -> str | None:
        """Return the key of the entry for the library called `library` on the instance `server`; None = left alone.

        Of two entries for one library, the one that names the server goes before the one for every server.
        """
        return served_by(self, server, library)
