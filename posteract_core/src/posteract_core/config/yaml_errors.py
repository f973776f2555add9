"""What the YAML library says, in words that help; its own texts can quote what was read, which may be a secret."""

from __future__ import annotations

import re

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from ..errors import Problem

_QUOTE = "Put quotes around the value if it is meant as text."

_MEANINGS: tuple[tuple[str, str, str], ...] = (
    (r"character '\\t'", "a tab cannot be used for indentation", "Use spaces."),
    (r"character '.' that cannot start", "a value cannot begin with this character", _QUOTE),
    (
        r"mapping values are not allowed",
        "a `:` does not fit here",
        "Check the indentation of this line and the one above; put quotes around a text that holds `: `.",
    ),
    (
        r"expected <block end>",
        "the indentation does not fit the lines above",
        "Lines of one group start in the same column.",
    ),
    (
        r"expected '<document start>'",
        "the indentation does not fit the lines above",
        "The first lines are indented too far.",
    ),
    (r"expected ',' or '\]'", "a list that was opened with `[` is not closed, or lacks a comma", ""),
    (r"expected ',' or '}'", "a mapping that was opened with `{` is not closed, or lacks a comma", ""),
    (r"unexpected end of stream", "a quoted text is not closed", ""),
    (r"could not find expected ':'", "a key without its `:`", _QUOTE),
    (r"undefined alias", "an alias (`*name`) that no anchor (`&name`) defines", _QUOTE),
    (
        r"unknown escape character|expected escape sequence",
        "an unknown escape in a double-quoted text",
        "Double the `\\`.",
    ),
    (r"another document", "a second document (`---`) starts here; one file holds one configuration", ""),
    (r"incompatible YAML document", "a `%YAML` version that is not understood", "Leave the line out."),
    (r"expected the node content.*stream end", "the file ends too early; is a `{` or `[` not closed?", ""),
    (r"expected the node content", "a value is missing here", ""),
    (r"expected a comment or a line break", "the text of `|` or `>` begins on the next line", ""),
)


def problem_of(error: YAMLError | ValueError | RecursionError, where: str, text: str) -> Problem:
    """Return the mistake that `error`, raised while reading `text`, stands for."""
    if isinstance(error, RecursionError):
        return Problem(where=where, message="is nested too deeply to be a configuration")
    if isinstance(error, ReaderError):
        before = text[: error.position]
        column = len(before) - before.rfind("\n")
        message = "holds a control character, which YAML does not allow"
        return Problem(where=where, line=before.count("\n") + 1, column=column, message=message)
    if not isinstance(error, MarkedYAMLError):
        return Problem(where=where, message="is not valid YAML")
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (0, 0)
    said = error.problem or ""
    for pattern, message, hint in _MEANINGS:
        if re.search(pattern, said):
            opened = error.context_mark
            if "is not closed" in message and opened is not None:
                line, column = opened.line + 1, opened.column + 1
            return Problem(where=where, line=line, column=column, message=message, hint=hint)
    return Problem(where=where, line=line, column=column, message="is not valid YAML from here on", hint=_QUOTE)
