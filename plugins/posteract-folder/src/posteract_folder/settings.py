"""What may stand under `plugins.folder`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from posteract_core.providers import PluginSettings
from pydantic import BeforeValidator, Field, field_validator


class RootSettings(PluginSettings):
    """One library: a folder and what is in it."""

    path: Path = Field(description="The folder; relative to the configuration's folder, `~` is your home.")
    type: Literal["movie", "show"] | None = Field(
        None, description="What the folder holds: movie or show. Left out, it is found out by looking."
    )

    @field_validator("path", mode="before")
    @classmethod
    def _not_empty(cls, value: Any) -> Any:
        if isinstance(value, str) and not value.strip():
            raise ValueError("is empty; write the folder's path")
        return value


def _short_form(value: Any) -> Any:
    return {"path": value} if isinstance(value, str | Path) else value


Root = Annotated[RootSettings, BeforeValidator(_short_form, json_schema_input_type=str | RootSettings)]


class FolderSettings(PluginSettings):
    """`plugins.folder`: libraries that are plain folders."""

    roots: dict[str, Root] = Field(
        default_factory=dict,
        description="Library name: folder, or `{path: …, type: movie|show}`. Each becomes a library of that name.",
    )

    @field_validator("roots")
    @classmethod
    def _each_folder_once(cls, roots: dict[str, RootSettings]) -> dict[str, RootSettings]:
        first: dict[Path, str] = {}
        for name, root in roots.items():
            if (other := first.setdefault(root.path, name)) != name:
                raise ValueError(f"`{other}` and `{name}` are the same folder; name it once")
        return roots

    probe: bool = Field(
        True,
        description="Open video files to learn resolution, HDR and sound tracks where no NFO tells them. "
        "Switch it off for cloud mounts, where opening a file downloads it; names and NFO files are used then.",
    )
