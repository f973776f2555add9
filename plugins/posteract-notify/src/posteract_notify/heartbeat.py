"""Says, while `posteract serve` runs, that it does."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event

from posteract_core.model import Finding, Severity
from posteract_core.providers import Submits, Trigger

from .hiding import hide
from .pings import beat
from .settings import NotifySettings


class Heartbeat(Trigger[NotifySettings]):
    """Tells Uptime Kuma every `heartbeat_s` seconds that the program is there; starts no run."""

    starts_runs = False

    def listen(self, app: Submits, stop: Event) -> None:
        """Beat until stopped."""
        for url in self.settings.ping_urls:
            hide(url)
        while not stop.is_set():
            if self.settings.heartbeat_s is not None:
                beat(self.settings, self.context, up=True, words="serving")
            stop.wait(self.settings.heartbeat_s)

    def check(self) -> Sequence[Finding]:
        """Return whether each address is one that Apprise knows; nothing is sent."""
        from .sending import service_of

        me = self.context.instance
        findings = []
        for name, url in self.settings.services.items():
            hide(url)
            known = service_of(url)
            findings.append(
                Finding(
                    subject=me,
                    severity=Severity.ERROR if known is None else Severity.OK,
                    message=f"`{name}` is no address that Apprise knows"
                    if known is None
                    else f"`{name}` goes to {known.service_name}"
                    + (", with pictures" if known.attachment_support else ""),
                    remedy="Apprise's own pages say how each service's address is written." if known is None else "",
                )
            )
        return findings
