"""What is known of a region beside its stations: events counted, what is forecast, what others warn of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Place:
    """A region, with counts of events by `Events.key`, what is usual by `Surge.usual_key`, forecasts by `Forecast.key`.

    `warned`: the gravest colour by field of what other offices warn of. What is not in a mapping is not known, save for
    counts, which are 0 then, and warnings, of which there are none. `simulated`: some of it is.
    """

    id: int
    name: str
    counts: Mapping[str, int] = field(default_factory=dict)
    usual: Mapping[str, float] = field(default_factory=dict)
    forecasts: Mapping[str, float] = field(default_factory=dict)
    warned: Mapping[str, int] = field(default_factory=dict)
    simulated: bool = False


def kept_place(place: Place) -> dict[str, Any]:
    """As JSON."""
    return {name: value for name, value in place.__dict__.items() if value or name == "id"}


def unkept_place(plain: Mapping[str, Any]) -> Place:
    """A region from what `kept_place` made of it."""
    return Place(**plain)
