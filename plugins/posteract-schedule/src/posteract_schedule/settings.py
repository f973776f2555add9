"""What may stand under `plugins.schedule`."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from posteract_core.providers import PluginSettings
from pydantic import Field, field_validator


class ScheduleSettings(PluginSettings):
    """`plugins.schedule`: how the entries of `schedule` are read."""

    time_zone: str | None = Field(
        None, description="The zone that times are meant in, such as `Europe/Berlin`; left out = the machine's (`TZ`)."
    )

    @field_validator("time_zone")
    @classmethod
    def _is_a_zone(cls, name: str | None) -> str | None:
        if name is not None:
            try:
                ZoneInfo(name)
            except (OSError, ValueError) as error:  # ZoneInfoNotFoundError is a KeyError
                raise ValueError("must be a time zone such as `Europe/Berlin` or `UTC`") from error
            except KeyError as error:
                raise ValueError(
                    "must be a time zone such as `Europe/Berlin` or `UTC`; this one is not known"
                ) from error
        return name
