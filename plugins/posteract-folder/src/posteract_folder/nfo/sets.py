"""Which sets a title is in, as its NFO file says it.

Kodi's `<set>` holds a name and a description; what else belongs to a collection of ours, first of all the key it keeps
through every renaming, stands in an element `<posteract>` in it, which Kodi passes over. Kodi knows one set for a film and
none for a show: of further collections the name is a `<tag>`, and the `<posteract>` stands beside it in the entry itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from .element import Element, Span, plain_element
from .parse import FORBIDDEN, parsed

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element as Parsed

MARK = "posteract"
_FOUND = "found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """That a title is in a collection, and everything the file says about that collection.

    Attributes:
        title: of the collection.
        key: lasting, of one that we wrote into; empty for a set of somebody else.
        summary, sort_title, content_rating, labels, mode, order: of the collection.
        at: the title's place among the members; None when nobody said.
        tagged: a tag says it, for the film is in another set.
        found: that tag stood there before us, and stays when the title leaves.
    """

    title: str
    key: str = ""
    summary: str = ""
    sort_title: str = ""
    content_rating: str = ""
    labels: tuple[str, ...] = ()
    mode: str = ""
    order: str = ""
    at: float | None = None
    tagged: bool = False
    found: bool = False

    def is_of(self, other: Membership) -> bool:
        """Return whether both are of one collection: by key, or by name where one has no key."""
        if self.key and other.key:
            return self.key == other.key
        return not self.tagged and self.title.casefold() == other.title.casefold()


def memberships_of(element: Parsed) -> tuple[Membership, ...]:
    """Return what an entry says, sets first."""
    return tuple(_read(element))


def _read(element: Parsed) -> Iterator[Membership]:
    for each in element.iterfind("set"):
        title = _text(each, "name") or (each.text or "").strip()
        mark = each.find(MARK)
        if title:
            yield replace(_marked(mark, title), summary=_text(each, "overview"), tagged=False, found=False)
    for mark in element.iterfind(MARK):
        title = _text(mark, "name")
        if title and mark.get("key"):
            yield replace(_marked(mark, title), summary=_text(mark, "overview"), tagged=True)


def _marked(mark: Parsed | None, title: str) -> Membership:
    if mark is None:
        return Membership(title=title)
    return Membership(
        title=title,
        key=mark.get("key", ""),
        sort_title=_text(mark, "sorttitle"),
        content_rating=_text(mark, "mpaa"),
        labels=tuple(text for each in mark.iterfind("label") if (text := (each.text or "").strip())),
        mode=mark.get("mode", ""),
        order=mark.get("order", ""),
        at=_place(mark.get("at", "")),
        found=mark.get("tag") == _FOUND,
    )


def join(entry: Element, wanted: Membership, known: Membership | None = None) -> None:
    """Let an entry say that its title is in a collection: in the set it has, in a new one, or by a tag.

    Args:
        entry: of the title.
        wanted: what it shall say.
        known: what it says of this collection now, where that has another name and no key.
    """
    now = list(_read(parsed(FORBIDDEN.sub("", entry.text))))
    has = next((each for each in now if each.is_of(known or wanted)), None)
    if has is not None and has == replace(wanted, tagged=has.tagged, found=has.found):
        return
    if has is not None and has.tagged:
        leave(entry, has)
        now.remove(has)
    others = [each for each in now if not each.tagged and each is not has]
    is_film = entry.text[1:6].lower() == "movie"
    if (has is None and others) or (has is not None and has.tagged) or not is_film:
        tags = [entry.said(span) for span in entry.children("tag")]
        entry.add(_mark(wanted, entry, tagged=True, found=wanted.title in tags))
        if wanted.title not in tags:
            entry.add(plain_element("tag", wanted.title), after=next(reversed(entry.children("tag")), None))
        return
    _write_set(entry, _set_of(entry, has) if has is not None else None, wanted)


def leave(entry: Element, membership: Membership) -> None:
    """Let an entry no longer say that its title is in a collection; a tag goes that we have put there."""
    for each in _read(parsed(FORBIDDEN.sub("", entry.text))):
        if not each.is_of(membership):
            continue
        if not each.tagged:
            entry.remove(_set_of(entry, each))
            continue
        mark = next(span for span in entry.children(MARK) if _key_of(entry.raw(span)) == each.key)
        entry.remove(mark)
        tag = next((span for span in entry.children("tag") if entry.said(span) == each.title), None)
        if tag is not None and not each.found:
            entry.remove(tag)


def _write_set(entry: Element, span: Span | None, wanted: Membership) -> None:
    if span is None:  # some programs write an empty one for none
        span = next((each for each in entry.children("set") if _said_by(entry, each) is None), None)
    whole = entry.below(span) if span is not None else Element("<set></set>", gap=_inner_gap(entry), step=entry.step)
    if not whole.children("name"):
        whole = Element("<set></set>", gap=_inner_gap(entry), step=entry.step)
    whole.set_text("name", wanted.title)
    whole.set_text("overview", wanted.summary)
    raw = _mark(wanted, whole)
    mark = next(iter(whole.children(MARK)), None)
    if mark is None:
        whole.add(raw)
    elif _marked(parsed(whole.raw(mark)), "") != _marked(parsed(raw), ""):
        whole.put(mark, raw)
    if span is None:
        entry.add(whole.text)
    else:
        entry.put(span, whole.text)


def _inner_gap(entry: Element) -> str:
    return entry.gap + entry.step if entry.gap else ""


def _set_of(entry: Element, membership: Membership) -> Span:
    """Return the set that says a membership."""
    return next(span for span in entry.children("set") if _said_by(entry, span) == membership)


def _said_by(entry: Element, span: Span) -> Membership | None:
    return next(_read(parsed(f"<movie>{FORBIDDEN.sub('', entry.raw(span))}</movie>")), None)


def _mark(wanted: Membership, parent: Element, *, tagged: bool = False, found: bool = False) -> str:
    """Return our element: in a set what Kodi has no place for, beside a tag everything."""
    whole = Element(f"<{MARK}{_attributes(wanted, found=found)}></{MARK}>", gap=_inner_gap(parent), step=parent.step)
    if tagged:
        whole.add(plain_element("name", wanted.title))
        whole.set_text("overview", wanted.summary)
    whole.set_text("sorttitle", wanted.sort_title)
    whole.set_text("mpaa", wanted.content_rating)
    for label in wanted.labels:
        whole.add(plain_element("label", label))
    return whole.text if whole.children() else whole.text.replace(f"></{MARK}>", "/>")


def _attributes(wanted: Membership, *, found: bool) -> str:
    values = {
        "key": wanted.key,
        "at": "" if wanted.at is None else _number(wanted.at),
        "mode": wanted.mode,
        "order": wanted.order,
        "tag": _FOUND if found else "",
    }
    return "".join(f" {name}={quoteattr(FORBIDDEN.sub('', value))}" for name, value in values.items() if value)


def _key_of(raw: str) -> str:
    return parsed(FORBIDDEN.sub("", raw)).get("key", "")


def _text(element: Parsed, name: str) -> str:
    child = element.find(name)
    return (child.text or "").strip() if child is not None else ""


def _number(value: float) -> str:
    return f"{value:.9f}".rstrip("0").rstrip(".")


def _place(text: str) -> float | None:
    return float(text) if re.fullmatch(r"-?\d{1,9}(\.\d{1,12})?", text) else None
