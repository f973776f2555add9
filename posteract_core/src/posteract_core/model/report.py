"""What a part says of its own health."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of `posteract doctor`.

    Attributes:
        subject: what was looked at: `folder`, `fonts`, `database`.
        severity: an ERROR makes `doctor` exit with 1.
        message: what was found, without secrets.
        remedy: what to do; empty when all is well.
    """

    subject: str
    severity: Severity
    message: str
    remedy: str = ""
