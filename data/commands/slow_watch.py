"""The slow rules, held as soon as readings came: those that look at more than readings, or at a whole county.

The sweep holds them everywhere once a minute; here they are held only where something was just told, so that a
composite shows as soon as a reading completes it.
"""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select

from data.commands.watch import settle, turns
from data.queries.rule_live import standing
from data.queries.rule_subjects import Subject, placed, subjects
from data.queries.seen import needs_of, of_gauges, places
from data.queries.warning_rules import rules_in_force
from data.schema import gauge_now


def told_since(connection: Connection, since: datetime) -> list[int]:
    """The gauges of which something came from that moment on."""
    return list(connection.scalars(select(gauge_now.c.gauge_id).where(gauge_now.c.received_at >= since)))


def due(connection: Connection, gauges: Collection[int], now: datetime) -> bool:
    """Whether these gauges make a slow rule move; asked without keeping writers waiting."""
    return bool(turns(connection, _touched(connection, gauges, now), now))


def follow(connection: Connection, gauges: Collection[int], now: datetime) -> Counter[str]:
    """Hold the slow rules where these gauges stand; how many moves of which kind."""
    return settle(connection, _touched(connection, gauges, now), now)


def _touched(connection: Connection, gauges: Collection[int], now: datetime) -> list[Subject]:
    rules = [rule for rule in rules_in_force(connection) if rule.what.slow and rule.what.leaves]
    if not rules or not gauges:
        return []
    needs = needs_of(rule.what for rule in rules)
    seen = of_gauges(connection, gauges, needs, now)
    live = standing(connection, {rule.code for rule in rules})
    cells = {one.cell_id for one in seen}
    levels = {int(rule.what.per) for rule in rules if rule.what.places}
    tiers = [places(connection, level) for level in sorted(levels)]
    here = {tier.around(cell) for tier in tiers for cell in cells}
    stand = here & {key[2] for key in live if key[2] is not None}
    measured = subjects(connection, rules, seen, needs, now, live=live)
    return measured + placed(connection, rules, needs, now, stand, only=here)
