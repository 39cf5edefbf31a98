"""What is connected that warning rules look at; a rule that looks at nothing of it lacks its data."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from data.queries.warning_rules import InForce
from data.schema import event, forecast, gauge, gauge_limit, station, warning
from data.warn.rule import All, Any_, Count, Rule, Silence, Threshold
from data.warn.rule_place import Events, Forecast, Surge

Pair = tuple[str, str]


@dataclass(frozen=True)
class Sources:
    """Kinds of stations with the quantities they measure, those with a limit of a name, and what else comes in."""

    measured: frozenset[Pair]
    limited: frozenset[tuple[str, str, str]]
    forecasts: frozenset[str]
    events: bool
    warned: bool

    def lacks(self, rule: Rule) -> bool:
        """Whether none of its colours can come about."""
        return not any(self._has(level.when, rule) for level in rule.levels)

    def missing(self, rule: Rule) -> list[str]:
        """Codes of the quantities that it looks at and nobody measures or forecasts, each once."""
        wanted = [leaf.quantity for leaf in rule.leaves if not isinstance(leaf, Silence)]
        absent = [one for one in wanted if not self._kinds(rule, one)]
        absent += [one.quantity for one in rule.places if isinstance(one, Forecast) and not self._has(one, rule)]
        return list(dict.fromkeys(absent))

    def _has(self, what: Any, rule: Rule) -> bool:
        if isinstance(what, All):
            return all(self._has(part, rule) for part in what.of)
        if isinstance(what, Any_):
            return any(self._has(part, rule) for part in what.of)
        if isinstance(what, Count):
            return self._has(what.of, rule)
        if isinstance(what, Silence):
            return any(not rule.kinds or kind in rule.kinds for kind, _quantity in self.measured)
        if isinstance(what, Events | Surge):
            return self.events
        if isinstance(what, Forecast):
            return what.quantity in self.forecasts
        return self._gauged(what, rule) if hasattr(what, "quantity") else self.warned

    def _gauged(self, what: Any, rule: Rule) -> bool:
        kinds = self._kinds(rule, what.quantity)
        if isinstance(what, Threshold) and what.limit is not None:
            return any((kind, what.quantity, what.limit) in self.limited for kind in kinds)
        return bool(kinds)

    def _kinds(self, rule: Rule, quantity: str) -> list[str]:
        return [kind for kind, one in self.measured if one == quantity and (not rule.kinds or kind in rule.kinds)]


def sources(connection: Connection) -> Sources:
    """As of now, all over the city."""
    joined = select(station.c.kind, gauge.c.quantity).join_from(station, gauge, gauge.c.station_id == station.c.id)
    joined = joined.where(station.c.closed_at.is_(None)).distinct()
    limits = joined.join(gauge_limit, gauge_limit.c.gauge_id == gauge.c.id).add_columns(gauge_limit.c.name)
    return Sources(
        measured=frozenset((row[0], row[1]) for row in connection.execute(joined)),
        limited=frozenset((row[0], row[1], row[2]) for row in connection.execute(limits)),
        forecasts=frozenset(connection.scalars(select(forecast.c.quantity).distinct())),
        events=connection.execute(select(event.c.id).limit(1)).first() is not None,
        warned=connection.execute(select(warning.c.id).where(warning.c.rule.is_(None)).limit(1)).first() is not None,
    )


def state_of(one: InForce, known: Sources) -> str:
    """One of RULE_STATES."""
    return "lacking" if known.lacks(one.what) else "on" if one.enabled else "off"


def by_state(rules: Iterable[InForce], known: Sources) -> dict[str, str]:
    """{code: its state}."""
    return {one.code: state_of(one, known) for one in rules}
