"""One XML element as text, whose children are changed while every other letter stays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from .parse import FORBIDDEN, parsed

_TOKEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    r"|<(?P<close>/?)(?P<name>[^\s/>!?]+)(?:[^>\"']|\"[^\"]*\"|'[^']*')*?(?P<empty>/?)>",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Span:
    """Where a child element stands in its parent's text: all of it, and what is between its tags."""

    name: str
    start: int
    end: int
    inner_start: int
    inner_end: int


class Element:
    """A well-formed element. Positions are those of `text`, until the next change.

    Args:
        text: from `<` to `>`, as `parse.parsed` takes it.
        gap: what stands before each of its children where it has none to go by: a line end and an indentation, or nothing.
        step: by how much the children of its children stand further in.
    """

    def __init__(self, text: str, *, gap: str = "", step: str = "") -> None:
        self.text = text
        first = next(iter(self.children()), None)
        before = _white_before(text, first.start) if first is not None else gap
        self.gap = before if "\n" in before else ""
        self.step = step or self.gap.rpartition("\n")[2]
        self._line = "\r\n" if "\r\n" in self.gap + text else "\n"

    def children(self, *names: str) -> list[Span]:
        """Return the children, or those of these names, in order."""
        found: list[Span] = []
        depth, start, inner = 0, 0, 0
        for token in _TOKEN.finditer(self.text):
            name = token["name"]
            if name is None:
                continue
            if token["close"]:
                depth -= 1
                if depth == 1:
                    found.append(Span(name, start, token.end(), inner, token.start()))
            elif token["empty"]:
                if depth == 1:
                    found.append(Span(name, token.start(), token.end(), token.end(), token.end()))
            else:
                depth += 1
                if depth == 2:
                    start, inner = token.start(), token.end()
        return [span for span in found if not names or span.name in names]

    def raw(self, span: Span) -> str:
        """Return a child as it stands."""
        return self.text[span.start : span.end]

    def said(self, span: Span) -> str:
        """Return the text of a child."""
        return (parsed(FORBIDDEN.sub("", self.raw(span))).text or "").strip()

    def below(self, span: Span) -> Element:
        """Return a child to be changed; give it back with `put`."""
        return Element(self.raw(span), gap=self.gap + self.step if self.gap else "", step=self.step)

    def put(self, span: Span, raw: str) -> None:
        """Put another text in a child's place."""
        self.text = self.text[: span.start] + raw + self.text[span.end :]

    def remove(self, span: Span) -> None:
        """Take a child out, with the white space before it."""
        start = span.start - len(_white_before(self.text, span.start))
        self.text = self.text[:start] + self.text[span.end :]

    def add(self, raw: str, *, after: Span | None = None) -> None:
        """Put a child behind another one, or behind all of them."""
        last = after or next(reversed(self.children()), None)
        if last is not None:
            self.text = self.text[: last.end] + self.gap + raw + self.text[last.end :]
            return
        close = self.text.rindex("</")
        inner = self.text[:close].rstrip()
        end = self.gap.removesuffix(self.step) if self.step else self.gap
        self.text = inner + self.gap + raw + (end if inner.endswith(">") else "") + self.text[close:]

    def set_text(self, name: str, value: str) -> None:
        """Let the first child of a name say this; without a value it goes."""
        spans = self.children(name)
        value = "\n".join(FORBIDDEN.sub("", value).splitlines())
        written = value.replace("\n", self._line)
        if not value:
            for span in reversed(spans):
                self.remove(span)
        elif not spans:
            self.add(plain_element(name, written))
        elif self.said(spans[0]) != value:
            self.put(spans[0], _with_text(self.raw(spans[0]), name, written))

    def set_list(self, names: Sequence[str], values: Sequence[str], read: Sequence[str]) -> None:
        """Let the children of some names be a list of values; what says the right thing stays as it is.

        Args:
            names: of the children; new ones get the first.
            values: in order.
            read: what the reading makes of them now; when it is the same list nothing changes.
        """
        if list(read) == list(values):
            return
        spans = self.children(*names)
        known: dict[str, str] = {}
        for span in spans:
            known.setdefault(self.said(span), self.raw(span))
        wanted = [known.get(value) or plain_element(names[0], value) for value in values]
        for span in reversed(spans[len(wanted) :]):
            self.remove(span)
        for number in range(min(len(spans), len(wanted)) - 1, -1, -1):
            self.put(spans[number], wanted[number])
        for raw in wanted[len(spans) :]:
            self.add(raw, after=next(reversed(self.children(*names)), None))


def plain_element(name: str, value: str) -> str:
    """Return a new element with a text."""
    return f"<{name}>{as_text(value)}</{name}>"


def as_text(value: str) -> str:
    """Return a text as XML takes it: without what is no character there."""
    return escape(FORBIDDEN.sub("", value))


def _with_text(raw: str, name: str, value: str) -> str:
    """Return an element with another text and the same attributes."""
    opening = _TOKEN.match(raw)
    assert opening is not None
    tag = opening.group().removesuffix("/>").removesuffix(">").rstrip()
    return f"{tag}>{as_text(value)}</{name}>"


def _white_before(text: str, at: int) -> str:
    return text[len(text[:at].rstrip(" \t\r\n")) : at]
