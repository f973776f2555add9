"""What goes over the wire, as the OpenAPI document tells it."""

from __future__ import annotations

from typing import Annotated, Any, Generic, Literal, TypeVar

from posteract_core.model import ArtworkKind
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

T = TypeVar("T")

LONGEST_TEXT = 500


def _storable(text: str) -> str:
    if "\0" in text:
        raise ValueError("may not have the character U+0000")
    return text


Text = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_storable)]
"""Of a search or a name; no database stores U+0000."""

TargetStatus = Literal["planned", "uploading", "uploaded", "missing", "failed", "waiting", "kept", "contested", "reset"]
Part = Literal["artwork", "overlays", "collections", "metadata"]


class Body(BaseModel):
    """Base of what is sent to us: unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid")


class Listed(BaseModel, Generic[T]):
    """A list, or a page of it."""

    items: list[T]
    total: int = Field(description="How many there are on all pages.")
    page: int = Field(1, description="Which page this is, from 1.")


class Health(BaseModel):
    """That the server is there."""

    status: Literal["ok"] = "ok"
    version: str


class Me(BaseModel):
    """Who asks."""

    user: str | None = Field(description="None for a program with the token.")
    csrf: str | None = Field(description="What a page sends as `X-CSRF-Token` with everything that changes something.")


class Library(BaseModel):
    """A library."""

    name: str
    server: str = Field(description="Empty while no run has been there.")
    configured: bool
    pictures: int
    statuses: dict[str, int] = Field(description="How many pictures stand where.")


class PictureRef(BaseModel):
    """One of an item's pictures."""

    id: int = Field(description="The target's number.")
    kind: str
    status: str


class Item(BaseModel):
    """An item of a library."""

    id: int
    item: str = Field(description="As a person names it.")
    type: str
    library: str
    server: str
    key: str
    tmdb_id: str
    imdb_id: str
    tvdb_id: str
    pictures: list[PictureRef]


class Target(BaseModel):
    """A picture slot and where it stands; the fields of `posteract status --json`."""

    id: int
    media_id: int
    item: str
    kind: str
    library: str
    server: str
    status: str
    tmdb_id: str
    imdb_id: str
    tvdb_id: str
    source: str
    poster_type: str
    quality: str
    attempts: int
    next_try: str | None
    error: str
    review: str = Field(description="What a person should look at, a note a line; empty for nothing.")
    page_url: str
    created: str | None
    updated: str | None
    checked: str | None


class Pin(BaseModel):
    """A picture that was picked by hand."""

    source: str
    id: str
    text: str


class Moment(BaseModel):
    """Something that happened to a target."""

    at: str | None
    what: str
    sha1: str | None


class TargetDetail(Target):
    """A target with its history."""

    key: str
    pinned: Pin | None
    replaced_by: str
    history: list[Moment] = Field(description="The latest first.")


class Candidate(BaseModel):
    """A picture that could be the base; the fields of `posteract pick --json`."""

    number: int
    rank: int | None
    why: str
    pinned: bool
    source: str
    id: str
    language: str | None
    width_px: int
    height_px: int
    votes: int | None
    page_url: str
    preview_url: str


class Candidates(Listed[Candidate]):
    """The candidates for a picture."""

    silent: dict[str, str] = Field(description="Sources that could not be asked, with why.")


class PickBody(Body):
    """What is to be pinned: a candidate, or the picture at an address."""

    candidate: int | Text | None = Field(None, description="Its number, or what its source calls it.")
    source: Text = Field("", description="Whose candidate, where several sources call one so.")
    url: Annotated[str, Field(max_length=2000), AfterValidator(_storable)] | None = Field(
        None, description="An address in the internet; one in the network at home needs `run.local_urls: true`."
    )

    @model_validator(mode="after")
    def _one(self) -> PickBody:
        if (self.candidate is None) == (self.url is None):
            raise ValueError("needs either `candidate` or `url`")
        return self


class Picked(BaseModel):
    """What is pinned now."""

    item: str
    kind: str
    library: str
    pinned: str = Field(description="In words; empty for nothing.")


class ResetBody(Body):
    """A reset."""

    to: Literal["original", "default"] = Field("original", description="The picture before ours, or the server's own.")
    dry_run: bool = Field(False, description="Say what would be done.")


class Deed(BaseModel):
    """What became of one picture."""

    item: str
    kind: str
    library: str
    server: str
    status: str
    reason: str
    error: str


class DeedReport(BaseModel):
    """What a reset came to."""

    counts: dict[str, int]
    dry_run: bool
    warnings: list[str]
    down: dict[str, str]
    tasks: list[Deed]


class RunBody(Body):
    """A run: the options of `posteract run`. One of `all`, `item`, `library` must be given."""

    all: bool = Field(False, description="Everything that is configured.")
    item: Text | list[Text] = Field(default_factory=list, description="Items, as `--item` takes them.")
    library: Text | list[Text] = Field(default_factory=list, description="Libraries, as they are configured.")
    kind: ArtworkKind | list[ArtworkKind] = Field(default_factory=list, description="Only these kinds of pictures.")
    only: Part | list[Part] = Field(default_factory=list, description="Only these parts of the work.")
    force: bool = Field(False, description="Redraw and upload even what is up to date.")
    recheck: bool = Field(False, description="Ask the sources again.")
    dry_run: bool = Field(False, description="Plan and report only.")
    yes: bool = Field(False, description="Go beyond `run.limits`.")
    limit: int | None = Field(None, ge=1, le=2**31, description="At most this many pictures.")

    @model_validator(mode="after")
    def _something(self) -> RunBody:
        if not (self.all or self.item or self.library):
            raise ValueError("needs one of `all: true`, `item` or `library`")
        return self


class RunId(BaseModel):
    """A run that was queued."""

    id: str


class Progress(BaseModel):
    """How far a run is."""

    total: int
    finished: int
    done: int
    unchanged: int
    failed: int
    last: str = Field(description="The item and picture that was through last.")


class Run(BaseModel):
    """A run; once it is finished, with the object of `posteract run --json`."""

    model_config = ConfigDict(extra="allow")

    id: str
    state: Literal["queued", "running", "finished", "cancelled", "failed"]
    jobs: list[str] = Field(description="Of the schedule, that wait for it.")
    request: dict[str, Any]
    queued_at: str | None
    started_at: str | None
    ended_at: str | None
    progress: Progress | None
    error: str
    hint: str


class JobRow(BaseModel):
    """A job of the schedule. Null where nobody goes by the schedule."""

    name: str
    timing: str
    next_at: str | None = Field(
        None, description="When it is due next, in the zone of the schedule; past when it is due now, null when paused."
    )
    paused: bool | None = None
    under_way: bool | None = None
    started_at: str | None = None
    ended_at: str | None = None
    outcome: str | None = None
    said: str | None = None


class Collection(BaseModel):
    """A collection that is configured; the fields of `posteract collections list --json`."""

    name: str
    title: str
    library: str
    server: str
    builders: list[str]
    built: str
    error: str


class CollectionPlan(Listed[dict[str, Any]]):
    """What building would change; the objects of `posteract collections build --dry-run --json`."""

    warnings: list[str]


class Arrival(BaseModel):
    """What another program told, and nothing is done about yet, or ever."""

    id: int
    webhook: str
    titles: list[str]
    what: list[str] = Field(description="`added`, `upgraded`, `renamed` …")
    received: str
    state: Literal["waiting", "let go"]
    error: str = Field(description="Why it is let go; empty while it waits.")


class Plugin(BaseModel):
    """An installed plugin; the fields of `posteract plugins list --json`."""

    name: str
    distribution: str
    version: str
    kinds: list[str]
    hooks: list[str]
    status: str
    reason: str
    instances: list[str]


class ConfigRead(BaseModel):
    """The configuration, without its secrets."""

    file: str | None
    revision: str
    text: str = Field(description="The file, with `****` for each secret.")
    effective: dict[str, Any] = Field(description="What is in effect, defaults included.")


class ConfigText(Body):
    """A configuration's text; each `****` in it means what stood there before."""

    text: Annotated[str, Field(max_length=4 * 2**20), AfterValidator(_storable)]


class ConfigWrite(ConfigText):
    """A configuration to be written."""

    revision: Text = Field("", description="Of the text that was changed; refused when the file is another by now.")


class Problem(BaseModel):
    """A mistake in the configuration."""

    where: str
    line: int
    column: int
    path: str
    message: str
    hint: str


class ConfigChecked(BaseModel):
    """What is wrong with a configuration."""

    problems: list[Problem]
    warnings: list[Problem]


class ConfigWritten(ConfigChecked):
    """What became of it."""

    backup: str | None = Field(
        description="The copy of the old file, beside it; null = there are problems, nothing was written."
    )
    revision: str


class LogEntry(BaseModel):
    """An entry of the log."""

    at: str
    level: str
    where: str = Field(description="The module and line that says so.")
    message: str


class Accepted(BaseModel):
    """A webhook's events, in the database."""

    id: int | None = Field(description="Null when nothing of interest was told.")
    events: int
    fresh: bool = Field(description="False when the same is there already.")
    ignored: str = Field(default="", description="Why nothing is done; empty when something is.")
