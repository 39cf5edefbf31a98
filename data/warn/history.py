"""What a gauge said at any moment of a stretch of time, from its sums of 5 minutes."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any, NamedTuple

from data.warn.rule_parts import STEP
from data.warn.seen import Gauge, Station, Window

BUCKET = 60 * STEP  # seconds


class Sum(NamedTuple):
    """Five minutes of a gauge, in order of `start`; moments in epoch seconds."""

    start: int
    n: int
    total: float
    low: float
    last: float
    last_at: int


class Line:
    """The sums of one gauge in order."""

    def __init__(self, sums: Iterable[Sum]) -> None:
        self._sums = list(sums)
        self._starts = [one.start for one in self._sums]
        self._n = [0, *accumulate(one.n for one in self._sums)]
        self._totals = [0.0, *accumulate(one.total for one in self._sums)]

    def at(self, gauge: Gauge, moment: int, minutes: Iterable[int]) -> Gauge:
        """The gauge as it stood then; a window ends with the 5 minutes of the moment, as those of the watch do."""
        end = bisect_right(self._starts, moment)
        newest = self._sums[end - 1] if end else None
        windows = {one: self._window(moment, one, end) for one in minutes}
        return Gauge(
            id=gauge.id,
            at=datetime.fromtimestamp(newest.last_at, UTC) if newest else None,
            value=newest.last if newest else None,
            windows=windows if any(window.n for window in windows.values()) else {},
            limits=gauge.limits,
        )

    def _window(self, moment: int, minutes: int, end: int) -> Window:
        begin = bisect_left(self._starts, moment // BUCKET * BUCKET - 60 * minutes + BUCKET)
        low = min((one.low for one in self._sums[begin:end]), default=0.0)
        return Window(self._n[end] - self._n[begin], self._totals[end] - self._totals[begin], low)


@dataclass(frozen=True)
class History:
    """Stations with the lines of their gauges by gauge id, and the windows that are looked at by quantity."""

    lines: Mapping[int, Line]
    needs: Mapping[str, frozenset[int]]

    def at(self, station: Station, moment: int) -> Station:
        """The station as it stood then."""
        gauges = {
            quantity: self.lines.get(one.id, _NONE).at(one, moment, self.needs.get(quantity, ()))
            for quantity, one in station.gauges.items()
        }
        own: dict[str, Any] = {name: getattr(station, name) for name in station.__dataclass_fields__}
        return Station(**(own | {"gauges": gauges}))


_NONE = Line(())
