"""From listings and the ledger to what is out of date, and why. Changes nothing."""

from .decide import Decision, decide
from .fingerprint import Inputs, fingerprint
from .identity import aliases
from .plan import Plan, PlannedTask
from .planner import Planner
from .settings import KindSettings, LibraryPlan

__all__ = [
    "Decision",
    "Inputs",
    "KindSettings",
    "LibraryPlan",
    "Plan",
    "PlannedTask",
    "Planner",
    "aliases",
    "decide",
    "fingerprint",
]
