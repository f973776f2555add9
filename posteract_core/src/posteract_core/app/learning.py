"""What services know of a library's items, for those who build collections: looked up when asked for, kept on the items."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ..collect.build import LeftAsItIs
from ..collect.index import LibraryIndex
from ..config.catalogue import install_command
from ..errors import PosteractError
from ..filters import Filter, asked_in, told_in
from ..model import FrozenMap, MediaItem
from ..plan.facts import FactDesk, in_order, provides
from ..providers import FactSource

if TYPE_CHECKING:
    from ..store import Ledger
    from .opened import Opened


class Unlearnt(PosteractError):
    """Somebody who is to be asked does not answer."""


@dataclass(slots=True, kw_only=True)
class Learning:
    """Looks facts up for the items of one library.

    Attributes:
        index: what it has; facts are put on its items.
        sources: who knows facts.
        desk: asks them, and keeps what they say.
    """

    index: LibraryIndex
    sources: Sequence[FactSource[Any]]
    desk: FactDesk
    _learnt: set[tuple[str, str]] = field(default_factory=set, init=False)

    @classmethod
    def of(cls, app: Opened, index: LibraryIndex, ledger: Ledger) -> Learning:
        """Return what looks up with an app's plugins."""
        sources = in_order(app.house.fact_sources(), tuple(app.house.instances))
        desk = FactDesk(sources, ledger, every_s=app.config.run.facts_every.seconds)
        return cls(index=index, sources=tuple(sources.values()), desk=desk)

    def is_known(self, fact: str) -> bool:
        """Return whether somebody can be asked for a fact."""
        return any(provides(source, fact) for source in self.sources)

    def learn(self, items: Sequence[MediaItem], facts: AbstractSet[str]) -> None:
        """Look facts up of those of the items that do not say them themselves, and were not asked about yet.

        Raises:
            Unlearnt: somebody who is to be asked does not answer.
        """
        wanted = [
            (item, missing)
            for item in items
            if item.ids
            and not _says(item, facts)
            and (missing := frozenset(fact for fact in facts if (item.key, fact) not in self._learnt))
        ]
        looked_up = self.desk.look_up(wanted)
        if looked_up.lacking:
            raise Unlearnt("; ".join(self.desk.failures) or "its facts could not be looked up")
        self._learnt |= {(item.key, fact) for item, missing in wanted for fact in missing}
        for item, known in looked_up.facts.items():
            now = self.index.items[item.key]
            self.index.items[item.key] = replace(now, facts=FrozenMap({**now.facts, **known}))

    def for_filter(self, written: Filter, items: Sequence[MediaItem]) -> None:
        """Look up what a filter needs.

        Raises:
            LeftAsItIs: nobody can be asked, somebody does not answer, or the server never tells it: without that, titles would
                fall out wrongly.
        """
        for name, attribute in asked_in(written.raw).items():
            unknown = [fact for fact in attribute.facts if not self.is_known(fact)]
            if unknown and not all(_says(item, {fact}) or fact in item.facts for item in items for fact in unknown):
                way_out = (
                    f"`{install_command(attribute.plugin)}` brings who does" if attribute.plugin else "leave it out"
                )
                raise LeftAsItIs(f"nobody answers the filter `{name}`: {way_out}")
        for name, attribute in told_in(written.raw).items():
            if not any(attribute.read(item, item.facts) for item in self.index.items.values()):
                raise LeftAsItIs(
                    f"of no file in the library the server tells what the filter `{name}` asks: leave it out"
                )
        try:
            self.learn(items, written.needs)
        except Unlearnt as error:
            raise LeftAsItIs(f"its filters could not be asked: {error}") from error


def _says(item: MediaItem, facts: AbstractSet[str]) -> bool:
    """Return whether an item's own listing answers already."""
    return facts == {"original_language"} and bool(item.original_language)
