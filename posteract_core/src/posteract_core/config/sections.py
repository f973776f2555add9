"""The smaller sections: recheck, run, storage, log, and the entries of plugins."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    SecretStr,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from ..model import ArtworkKind, RunRequest
from ..providers.texts import OneOrMore, Word, one_or_many
from .section import Section
from .values import (
    ConfigPath,
    DurationValue,
    Limit,
    LimitValue,
    PositiveDuration,
    RotationValue,
    from_folder,
    parse_duration,
    parse_rotation,
    wrong,
)


class PluginEntry(Section):
    """One plugin instance; besides these two keys, the settings of its plugin."""

    enabled: bool = Field(default=True, description="false = the plugin is not even imported.")
    plugin: Word | None = Field(
        default=None, description="The plugin it is an instance of; left out = the one called like the entry."
    )


def _off_as_text(written: object) -> object:
    return "off" if written is False else written  # as YAML 1.1 reads `off`


class Recheck(Section):
    """What happens when sources are asked again."""

    accept: Annotated[Literal["textless", "better", "off"], BeforeValidator(_off_as_text)] = Field(
        default="better",
        description="Which new picture replaces the one in use: one that is now `textless`, any `better` one, or none (`off`).",
    )
    after: PositiveDuration = Field(
        default=parse_duration("7d"),
        description="Rechecks of `schedule` look at pictures that were not looked at for so long, give or take a quarter, so "
        "that not all come on one night; `posteract run --recheck` looks at all.",
    )


class Retry(Section):
    """How a request that failed is tried again."""

    attempts: int = Field(default=5, ge=1, le=100, description="How often at most, the first time included.")
    first: PositiveDuration = Field(
        default=parse_duration("2s"), description="Wait before the second attempt; it doubles each time."
    )
    longest: PositiveDuration = Field(default=parse_duration("15m"), description="The longest wait.")


class Limits(Section):
    """How much a plan may change, with no change of configuration, before it stops and wants `--yes`."""

    redraw: LimitValue = Field(
        default=Limit(share=0.25), description="Of all pictures that are up to date, how many may be redrawn."
    )
    remove_members: LimitValue = Field(
        default=Limit(share=0.5), description="Of all members of collections, how many may be taken out in one run."
    )
    delete_collections: LimitValue = Field(default=Limit(count=3), description="How many collections may be deleted.")
    split: LimitValue = Field(
        default=Limit(count=10), description="How many films `split_duplicates` may take apart in one run."
    )
    remove_titles: LimitValue = Field(
        default=Limit(count=10),
        description="How many titles `radarr_remove_by_tag`, or `sonarr_remove_by_tag`, may take out there in one run.",
    )


def _auto_or_number(written: object) -> object:
    if isinstance(written, str) and written.strip().lower() == "auto":
        return None
    if isinstance(written, bool) or not isinstance(written, (int, type(None))):
        if isinstance(written, str) and written.strip().isdigit() and len(written) < 5:
            written = int(written)
        else:
            raise wrong("must be `auto` or a whole number")
    if isinstance(written, int) and not 1 <= written <= 256:
        raise wrong("must be `auto` or a whole number from 1 to 256")
    return written


class Run(Section):
    """How a run works."""

    workers: Annotated[
        int | None,
        BeforeValidator(_auto_or_number),
        PlainSerializer(lambda workers: workers or "auto"),
        WithJsonSchema(
            {
                "title": "`auto`, or whole number",
                "anyOf": [{"const": "auto"}, {"type": "integer", "minimum": 1, "maximum": 256}, {"type": "null"}],
            }
        ),
    ] = Field(default=None, description="Rendering workers; `auto` = as many as the machine has cores for.")
    network: int = Field(default=16, ge=1, le=256, description="Requests in flight, all services together.")
    uploads: int = Field(default=4, ge=1, le=64, description="Uploads in flight, per media server.")
    retry: Retry = Field(default_factory=Retry, description="How a request that failed is tried again.")
    facts_every: DurationValue = Field(
        default=parse_duration("7d"),
        description="Facts (a rating) are asked for at most this often, and a changed value alone redraws a picture at most this "
        "often; a changed file or look, or a fact not known before, at once.",
    )
    limits: Limits = Field(default_factory=Limits, description="What a plan may change without asking.")
    local_urls: bool = Field(
        default=False, description="Addresses in collection and metadata files may lie in the network at home."
    )
    dry_run: bool = Field(default=False, description="Plan and report only, change nothing.")


_MEMORY = "sqlite:///:memory:"


def _database(written: SecretStr, info: ValidationInfo) -> SecretStr:
    url = written.get_secret_value().strip()
    if re.match(r"postgres(ql)?://[^/\s]+/[^/?\s]+(\?\S*)?$", url):
        return SecretStr(url)
    if not url.startswith("sqlite:///") or len(url) <= len("sqlite:///"):
        raise wrong("must be `sqlite:///FILE`, or `postgresql://` with user, password, host and name")
    folder = (info.context or {}).get("folder")
    if url == _MEMORY or folder is None:
        return SecretStr(url)
    path = from_folder(url.removeprefix("sqlite:///"), folder)
    return SecretStr(f"sqlite:///{path.as_posix()}")


class Storage(Section):
    """Where things are kept. Relative paths are taken from the configuration's folder."""

    database: Annotated[SecretStr, AfterValidator(_database), WithJsonSchema({"type": "string"})] = Field(
        default=SecretStr("sqlite:///posteract.db"),
        description="The ledger: `sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/NAME`.",
    )
    cache: ConfigPath = Field(default=Path("cache"), description="Downloaded originals, by content.")
    assets: ConfigPath | None = Field(
        default=Path("assets"), description="The finished pictures in Kometa's tree; null = keep none."
    )
    manual_assets: ConfigPath = Field(
        default=Path("manual"),
        description="Your own pictures. They win over every source, finished as they are (badges only); those under "
        "`textless/` are bases to be finished.",
    )
    keep_originals: bool = Field(
        default=True, description="Keep the picture found before the first upload, for `reset`."
    )

    @property
    def database_url(self) -> str:
        """Return the database's address, password and all: never print or log it."""
        return self.database.get_secret_value()

    @property
    def sqlite_path(self) -> Path | None:
        """Return the file of an SQLite ledger; None for PostgreSQL and for a database in memory."""
        url = self.database_url
        return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") and url != _MEMORY else None


LogLevel = Literal["TRACE", "DEBUG", "INFO", "SUCCESS", "WARNING", "ERROR", "CRITICAL"]
_LEVELS = [form for level in get_args(LogLevel) for form in (level, level.lower())]


class Log(Section):
    """The log file."""

    level: Annotated[
        LogLevel,
        BeforeValidator(lambda word: word.strip().upper() if isinstance(word, str) else word),
        WithJsonSchema({"title": " or ".join(f"`{level}`" for level in get_args(LogLevel)), "enum": _LEVELS}),
    ] = Field(default="INFO", description="The least important messages that are written.")
    file: ConfigPath | None = Field(default=Path("logs/posteract.log"), description="The log file; null = none.")
    rotation: RotationValue = Field(
        default=parse_rotation("10 MB"), description="Begin a new file at this size or after this time."
    )
    keep: int = Field(default=10, ge=0, le=10_000, description="How many old files are kept.")


Kinds = Annotated[
    tuple[ArtworkKind, ...],
    BeforeValidator(one_or_many),
    WithJsonSchema(
        {
            "title": "kind, or list of kinds",
            "anyOf": [{"enum": list(ArtworkKind)}, {"type": "array", "items": {"enum": list(ArtworkKind)}}],
        }
    ),
]
Part = Literal["artwork", "overlays", "collections", "metadata"]
Parts = Annotated[
    tuple[Part, ...],
    BeforeValidator(lambda words: re.split(r"\s*,\s*", words.strip()) if isinstance(words, str) else words),
    WithJsonSchema(
        {
            "title": "part, or list of parts",
            "anyOf": [
                {"type": "string", "examples": list(get_args(Part))},
                {"type": "array", "items": {"enum": list(get_args(Part))}},
            ],
        }
    ),
]


class RunOptions(Section):
    """A run: the options of `posteract run`."""

    all: bool = Field(default=False, description="Everything that is configured.")
    item: OneOrMore = Field(default=(), description="Items, as `--item` takes them.")
    library: OneOrMore = Field(default=(), description="Libraries, as they are called here.")
    kind: Kinds = Field(default=(), description="Only these kinds of pictures.")
    only: Parts = Field(
        default=(), description="Only these parts of the work: artwork, overlays, collections, metadata."
    )
    force: bool = Field(default=False, description="Redraw and upload even what is up to date.")
    recheck: bool = Field(default=False, description="Ask the sources again.")
    dry_run: bool = Field(default=False, description="Plan and report only.")
    yes: bool = Field(default=False, description="Go beyond `run.limits`.")
    wait: bool = Field(default=False, description="Wait for another run that is under way.")
    limit: int | None = Field(default=None, ge=1, description="At most this many pictures.")

    @model_validator(mode="after")
    def _wants_something(self) -> RunOptions:
        if not (self.all or self.item or self.library):
            raise wrong("needs one of `all: true`, `item` or `library`")
        return self

    def request(self) -> RunRequest:
        """Return the run that is asked for."""
        return RunRequest(
            all=self.all,
            items=self.item,
            libraries=self.library,
            kinds=self.kind,
            only=frozenset(self.only),
            force=self.force,
            recheck=self.recheck,
            dry_run=self.dry_run,
            yes=self.yes,
            wait=self.wait,
            limit=self.limit,
        )
