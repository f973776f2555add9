"""What the ledger knows of the jobs of `schedule`: the YAML says what they are, this when they ran last."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from .ledger import Ledger
from .tables import JobRow


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptJob:
    """A job; all times in UNIX seconds, 0 = never. For the meaning see `providers.JobState`.

    Attributes:
        name: its key in the configuration.
        timing: when it was due, as the configuration said when `since` was set.
        since: until then all is done or does not count.
        paused: it is not to be fired.
        under_way: it was fired and is not done; also when the process that did it was killed.
        started_at, ended_at: of its last run.
        outcome, said: of its last run.
    """

    name: str
    timing: str
    since: float
    paused: bool = False
    under_way: bool = False
    started_at: float = 0.0
    ended_at: float = 0.0
    outcome: str = ""
    said: str = ""


class KeptJobs:
    """The ledger's table of jobs."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def all(self) -> dict[str, KeptJob]:
        """Return what is known of every job, by name; also of those that the configuration does not name any more."""
        with self._ledger.session() as database:
            return {row["name"]: KeptJob(**row) for row in JobRow.select().dicts().execute(database)}

    def save(self, job: KeptJob) -> None:
        """Keep what is known of a job now."""
        fields = asdict(job)
        with self._ledger.session(writing=True) as database:
            JobRow.insert(**fields).on_conflict(
                conflict_target=[JobRow.name], preserve=[getattr(JobRow, name) for name in fields if name != "name"]
            ).execute(database)
