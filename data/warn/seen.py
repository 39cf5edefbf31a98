"""What the stations say at one moment: all that rules look at, and what a warning keeps as its evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, NamedTuple


class Window(NamedTuple):
    """The readings of the last so many minutes: how many, their sum, the lowest."""

    n: int
    total: float
    low: float


@dataclass(frozen=True, kw_only=True)
class Gauge:
    """Its newest value and when, its windows by minutes, its limits by name; in the unit of its quantity."""

    id: int
    at: datetime | None
    value: float | None
    windows: Mapping[int, Window]
    limits: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Station:
    """A station with its gauges by quantity. `since`: when the register last told of it."""

    id: int
    code: str
    name: str
    kind: str
    cell_id: int
    rhythm_s: int
    since: datetime
    provenance: str
    gauges: Mapping[str, Gauge]

    @cached_property
    def heard(self) -> datetime:
        """When it last spoke; never: when the register told of it."""
        return max((gauge.at for gauge in self.gauges.values() if gauge.at), default=self.since)


def kept(station: Station) -> dict[str, Any]:
    """As JSON."""
    gauges = {
        quantity: {
            "id": gauge.id,
            "at": gauge.at and int(gauge.at.timestamp()),
            "value": gauge.value,
            "windows": {str(minutes): list(window) for minutes, window in gauge.windows.items()},
            "limits": dict(gauge.limits),
        }
        for quantity, gauge in station.gauges.items()
    }
    own = ("id", "code", "name", "kind", "cell_id", "rhythm_s", "provenance")
    return {
        **{name: getattr(station, name) for name in own},
        "since": int(station.since.timestamp()),
        "gauges": gauges,
    }


def unkept(plain: Mapping[str, Any]) -> Station:
    """A station from what `kept` made of it."""
    gauges = {
        quantity: Gauge(
            id=one["id"],
            at=None if one["at"] is None else datetime.fromtimestamp(one["at"], UTC),
            value=one["value"],
            windows={int(minutes): Window(*window) for minutes, window in one["windows"].items()},
            limits=one["limits"],
        )
        for quantity, one in plain["gauges"].items()
    }
    return Station(**{**plain, "since": datetime.fromtimestamp(plain["since"], UTC), "gauges": gauges})
