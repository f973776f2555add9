"""The difference between a collection as it is and as it shall be. Pure: the same arguments, the same changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..model import FrozenMap
from ..providers import FieldEdit, Search, ServerCollection, Visibility
from ..store.kept import KeptCollection
from .order import fewest_moves
from .wanted import KOMETA_LABEL, Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to be done about one collection, in the order of the attributes.

    Attributes:
        wanted: what it shall be.
        has: as the server has it; None = it is to be made.
        left: why it is left alone, whatever the difference; empty when it is not.
        delete: it is deleted.
        added: members to be put in, in order.
        removed: members to be taken out.
        moves: of members, as (member, the one it goes behind; None = first), once the others are done.
        edit: of its fields and labels.
        mode, order, filtering: to be set; empty = as they are.
        search: a smart one is to show this instead.
        visibility: to be set; None = as it is.
        kept_words: fields that were edited by hand since we wrote them, and stay so.
    """

    wanted: Wanted
    has: ServerCollection | None = None
    left: str = ""
    delete: bool = False
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    moves: tuple[tuple[str, str | None], ...] = ()
    edit: FieldEdit = field(default_factory=FieldEdit)
    mode: str = ""
    order: str = ""
    filtering: str = ""
    search: Search | None = None
    visibility: Visibility | None = None
    kept_words: tuple[str, ...] = ()

    @property
    def creates(self) -> bool:
        """Return whether the collection is made."""
        return self.has is None and not self.left and not self.delete

    @property
    def writes(self) -> bool:
        """Return whether anything is to be done at all."""
        if self.left:
            return False
        words = self.edit.fields or self.edit.tags or self.edit.gone
        parts = self.added, self.removed, self.moves, words, self.mode, self.order, self.filtering
        return self.creates or self.delete or any((*parts, self.search, self.visibility))


def recognised(
    wanted: Wanted, kept: KeptCollection | None, standing: Sequence[ServerCollection]
) -> tuple[ServerCollection | None, str]:
    """Return (the collection on the server that is meant, why it may not be touched; empty when it may).

    It is known by the key that the ledger has for it, else by our label, else by its title if nobody made it by hand: Kometa
    did, or we began to and were cut off before we saw its key.

    Args:
        wanted: what it shall be.
        kept: what the ledger knows of it.
        standing: all collections of the library.
    """
    for each in standing:
        if kept is not None and kept.server_key and each.item.key == kept.server_key:
            return each, ""
    for each in standing:
        if wanted.label in each.item.labels:
            return each, ""
    for each in standing:
        if each.item.title.casefold() == wanted.title.casefold():
            cut_off = kept is not None and kept.made and not kept.server_key and kept.title == wanted.title
            if cut_off or wanted.adopt or KOMETA_LABEL in each.item.labels:
                return each, ""
            return each, "a collection of this title is there already, made by hand; `adopt: true` takes it over"
    return None, ""


def difference(
    wanted: Wanted,
    has: ServerCollection | None,
    kept: KeptCollection | None,
    *,
    members: Sequence[str] = (),
    search_token: str = "",
    visibility: Visibility | None = None,
) -> Change:
    """Return what makes a collection what it shall be.

    What a person wrote into a field since we last did stays, until the recipe says something new.

    Args:
        wanted: what it shall be.
        has: as the server has it; None = not at all.
        kept: what the ledger knows of it; None = nothing.
        members: keys of its members now, in order; of one with a `member_label`, of the items that have it.
        search_token: what `has.smart` would be for the wanted search.
        visibility: where it is recommended now; None = nowhere.
    """
    if wanted.delete:
        if has is None:
            return Change(wanted=wanted, left="not there")
        if kept is None or not kept.made:
            return Change(wanted=wanted, has=has, left=f"{wanted.why}; it stays, for it was not made by us")
        return Change(wanted=wanted, has=has, delete=True, removed=tuple(members))
    if has is not None and bool(has.smart) != (wanted.search is not None):
        kind = "smart" if has.smart else "no smart one"
        return Change(
            wanted=wanted, has=has, left=f"the one on the server is {kind}; delete it there to have it made anew"
        )
    edit, kept_words = _edit(wanted, has, kept)
    smart = wanted.search is not None and not wanted.member_label
    present = set(members)
    added = () if smart else tuple(key for key in wanted.members if key not in present)
    removed = tuple(key for key in members if key not in set(wanted.members)) if wanted.sync and not smart else ()
    order = wanted.order if has is None or wanted.order != has.order else ""
    mode = wanted.mode if has is None or wanted.mode != has.mode else ""
    last = kept.set_to.get("filtering") if kept is not None else None
    by_server = wanted.filtering == (has.filtering if has is not None else "") or wanted.filtering == last
    shown = visibility or Visibility()
    return Change(
        wanted=wanted,
        has=has,
        added=added,
        removed=removed,
        moves=() if has is None else tuple(_moves(wanted, members, added, removed)),
        edit=edit,
        mode=mode,
        order=order,
        filtering="" if by_server and has is not None else wanted.filtering,
        search=wanted.search if wanted.search is not None and has is not None and has.smart != search_token else None,
        visibility=wanted.visibility if wanted.visibility is not None and wanted.visibility != shown else None,
        kept_words=kept_words,
    )


def _moves(
    wanted: Wanted, members: Sequence[str], added: Sequence[str], removed: Sequence[str]
) -> list[tuple[str, str | None]]:
    """Return the moves for a collection in its own order; what is in it besides the wanted members stays behind them."""
    if wanted.order != "custom" or wanted.search is not None:
        return []
    standing = [*(key for key in members if key not in set(removed)), *added]
    ranked = set(wanted.members)
    return fewest_moves(standing, [*wanted.members, *(key for key in standing if key not in ranked)])


def _edit(
    wanted: Wanted, has: ServerCollection | None, kept: KeptCollection | None
) -> tuple[FieldEdit, tuple[str, ...]]:
    """Return the edit of words, and the fields in which a person's words stay."""
    ours = (*wanted.labels, wanted.label) if wanted.takes_labels else ()
    if has is None:
        tags = {"label": tuple(dict.fromkeys(ours))} if ours else {}
        return FieldEdit(fields=FrozenMap(wanted.fields), tags=FrozenMap(tags)), ()
    now = {
        "title": has.item.title,
        "sort_title": has.item.sort_title,
        "summary": has.item.summary,
        "content_rating": has.item.content_rating,
    }
    fields: dict[str, str] = {}
    by_hand: list[str] = []
    last = kept.set_to if kept is not None else {}
    for name, value in {"title": wanted.title, **wanted.fields}.items():
        if value == now.get(name, ""):
            continue
        if name in last and last[name] == value:
            by_hand.append(name)
        else:
            fields[name] = value
    labels_now = has.item.labels
    unwanted = {label.casefold() for label in wanted.gone_labels}
    if wanted.only_labels:
        unwanted |= {label.casefold() for label in labels_now} - {label.casefold() for label in wanted.labels}
    unwanted.discard(wanted.label.casefold())
    standing = {label.casefold() for label in labels_now}
    gone = tuple(label for label in labels_now if label.casefold() in unwanted)
    more = [label for label in ours if label.casefold() not in standing]
    tags = {}
    if gone or more:
        tags["label"] = tuple(dict.fromkeys([*(label for label in labels_now if label not in gone), *more]))
    return (
        FieldEdit(fields=FrozenMap(fields), tags=FrozenMap(tags), gone=FrozenMap({"label": gone} if gone else {})),
        tuple(by_hand),
    )
