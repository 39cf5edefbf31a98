"""What is known of regions beside their stations at a moment: events counted, forecasts, warnings of other offices."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import numpy as np
from sqlalchemy import Connection

from data.queries.event_counts import counted
from data.queries.forecasts import expected, told_for
from data.queries.others import Over, others
from data.queries.seen import Places, Span, places
from data.queries.usual import usual
from data.warn.rule import Rule
from data.warn.rule_place import Events, Forecast, PlaceLeaf, Surge, Warned
from data.warn.seen_place import Place


class Known:
    """What rules ask of regions, read once for all of them; then told level by level."""

    def __init__(self, connection: Connection, rules: Iterable[Rule], now: datetime) -> None:
        self._connection, self._now = connection, now
        self._leaves = [(rule.per, leaf) for rule in rules for leaf in rule.places]
        leaves = [leaf for _per, leaf in self._leaves]
        self._counted = counted(connection, [one for one in leaves if isinstance(one, Events | Surge)], now)
        self._expected = expected(connection, now) if any(isinstance(one, Forecast) for one in leaves) else []
        self._others = others(connection, now) if any(isinstance(one, Warned) for one in leaves) else []
        lived = [one.provenance for one in self._expected] + [one.provenance for one in self._others]
        self._simulated = "simulated" in lived or any(one.simulated for one in self._counted.values())

    def around(self, level: int, asked: Collection[int] = ()) -> dict[int, Place]:
        """The regions of this level of which its rules are told something, and those asked for, by id."""
        here, leaves = places(self._connection, level), [leaf for per, leaf in self._leaves if per == level]
        keys = {one.key for one in leaves if isinstance(one, Events | Surge)} & self._counted.keys()
        counts = {key: _by_region(here, self._counted[key].cells) for key in sorted(keys)}
        spans = {span[0]: span for span in here.spans}
        ids = {place for found in counts.values() for place in found} | (set(asked) & spans.keys())
        over = self._over(leaves)
        ids |= {one for one, lo, hi in here.spans if any(first <= hi and lo <= last for first, last in over)}
        surges = [one for one in leaves if isinstance(one, Surge)]
        often = usual(self._connection, surges, ids, self._now) if surges else {}
        forecasts = {one.key: one for one in leaves if isinstance(one, Forecast)}
        return {
            one: Place(
                id=one,
                name=here.names[one],
                counts={key: found[one] for key, found in counts.items() if one in found},
                usual=often.get(one, {}),
                forecasts=self._forecasts(forecasts, spans[one]),
                warned=_gravest(self._others, spans[one]),
                simulated=self._simulated,
            )
            for one in sorted(ids)
        }

    def _over(self, leaves: Iterable[PlaceLeaf]) -> list[tuple[int, int]]:
        """The cells of which these conditions are told by forecasts and by warnings."""
        kinds = {type(one) for one in leaves}
        told = [*(self._expected if Forecast in kinds else ()), *(self._others if Warned in kinds else ())]
        return [(one.lo, one.hi) for one in told]

    def _forecasts(self, asked: dict[str, Forecast], span: Span) -> dict[str, float]:
        told = {key: told_for(one, self._expected, span, self._now) for key, one in asked.items()}
        return {key: value for key, value in told.items() if value is not None}


def _by_region(here: Places, cells: Sequence[int]) -> dict[int, int]:
    """How many of these cells lie in each region."""
    if not cells:
        return {}
    first = np.array([lo for _id, lo, _hi in here.spans])
    found = np.bincount(np.searchsorted(first, np.array(cells), side="right") - 1, minlength=len(first))
    return {here.spans[n][0]: int(found[n]) for n in np.flatnonzero(found)}


def _gravest(over: Sequence[Over], span: Span) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in over:
        if one.lo <= span[2] and span[1] <= one.hi:
            found[one.field] = min(found.get(one.field, one.colour), one.colour)
    return found
