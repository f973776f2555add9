"""What may stand under `plugins.local`."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Any

from posteract_core.providers import PluginSettings
from posteract_core.providers.texts import OneOrMore
from pydantic import Field, field_validator

FAMILIES = (
    "arches", "aurora", "bauhaus", "city", "contours", "dunes", "forest", "hills", "paper", "planets", "ribbons", "ridges", "sea",
)  # fmt: skip
"""The kinds of picture that the source `drawn` knows, by the names of their modules."""


class DrawnSettings(PluginSettings):
    """How artwork is drawn for titles that have none."""

    families: OneOrMore = Field(
        FAMILIES, min_length=1, description=f"The kinds of picture that may be drawn, of: {', '.join(FAMILIES)}."
    )
    by_genre: bool = Field(
        True, description="Let a film's genres choose colours and kind of picture; false: its name alone does."
    )

    @field_validator("families")
    @classmethod
    def _known(cls, families: tuple[str, ...]) -> tuple[str, ...]:
        for name in families:
            if name not in FAMILIES:
                near = get_close_matches(name, FAMILIES, 1)
                raise ValueError(
                    f"`{name}` is none of {', '.join(FAMILIES)}" + (f"; did you mean `{near[0]}`?" if near else "")
                )
        return tuple(dict.fromkeys(families))


class LocalSettings(PluginSettings):
    """`plugins.local`: your own asset folders, and artwork drawn for titles that have none."""

    folders: tuple[Path, ...] = Field(
        (),
        description="Asset folders in Kometa naming, the first that has a picture first. Relative to the configuration's "
        "folder, `~` is your home. `storage.manual_assets` is looked into anyway, and wins.",
    )
    drawn: DrawnSettings = Field(
        default_factory=lambda: DrawnSettings.model_validate({}), description="Of the source `drawn`."
    )

    @field_validator("folders", mode="before")
    @classmethod
    def _one_or_several(cls, value: Any) -> Any:
        several = [value] if isinstance(value, str | Path) else value
        if isinstance(several, list) and any(isinstance(one, str) and not one.strip() for one in several):
            raise ValueError("an empty name; write the folder's path")
        return several
