"""Which candidate wins, and why: pure, explainable."""

from .preferences import MANUAL_SOURCE, Preferences, RankBy
from .ranking import Ranking, Verdict, could_beat, rank

__all__ = ["MANUAL_SOURCE", "Preferences", "RankBy", "Ranking", "Verdict", "could_beat", "rank"]
