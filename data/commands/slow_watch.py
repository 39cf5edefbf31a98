"""The slow rules, held as soon as something came: those that look at more than readings, or at a whole county.

The sweep holds them everywhere once a minute; here they are held only where something was just told, so that a
composite shows as soon as a reading, a forecast or the warning of another office completes it.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from data.commands.watch import settle, turns
from data.queries.rule_live import standing
from data.queries.rule_subjects import Subject, placed, subjects
from data.queries.seen import needs_of, of_gauges, places
from data.queries.warning_rules import rules_in_force
from data.schema import forecast, gauge_now, region, warning, warning_history, warning_region

Cells = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Told:
    """Gauges of which a reading came; cells lo..hi for which somebody expects something, or warns."""

    gauges: Collection[int] = ()
    cells: Collection[Cells] = ()


def told_since(connection: Connection, since: datetime, *, readings: bool = True, words: bool = True) -> Told:
    """What came from that moment on: of `readings`, and of `words` (forecasts, warnings that no rule has raised)."""
    told = select(gauge_now.c.gauge_id).where(gauge_now.c.received_at >= since)
    return Told(
        gauges=list(connection.scalars(told)) if readings else (),
        cells=_spoken_of(connection, since) if words else (),
    )


def due(connection: Connection, told: Told, now: datetime) -> bool:
    """Whether a slow rule moves because of it; asked without keeping writers waiting."""
    return bool(turns(connection, _touched(connection, told, now), now))


def follow(connection: Connection, told: Told, now: datetime) -> Counter[str]:
    """Hold the slow rules where something was told; how many moves of which kind."""
    return settle(connection, _touched(connection, told, now), now)


def _touched(connection: Connection, told: Told, now: datetime) -> list[Subject]:
    slow = [rule for rule in rules_in_force(connection) if rule.what.slow]
    rules = [rule for rule in slow if (told.gauges and rule.what.leaves) or (told.cells and rule.what.places)]
    if not rules:
        return []
    needs = needs_of(rule.what for rule in rules)
    seen = of_gauges(connection, told.gauges, needs, now) if told.gauges else []
    live = standing(connection, {rule.code for rule in rules})
    tiers = [places(connection, level) for level in sorted({int(rule.what.per) for rule in rules if rule.what.places})]
    here = {tier.around(one.cell_id) for tier in tiers for one in seen}
    here |= {place for tier in tiers for place, lo, hi in tier.spans if _meets(lo, hi, told.cells)}
    stand = here & {key[2] for key in live if key[2] is not None}
    measured = subjects(connection, rules, seen, needs, now, live=live) if seen else []
    return measured + placed(connection, rules, needs, now, stand, only=here)


def _meets(lo: int, hi: int, cells: Collection[Cells]) -> bool:
    return any(first <= hi and lo <= last for first, last in cells)


def _spoken_of(connection: Connection, since: datetime) -> list[Cells]:
    own, several = warning.c.region_id == region.c.id, warning_region.c.region_id == region.c.id
    of = select(warning_region.c.warning_id).where(several, warning_region.c.warning_id == warning.c.id)
    warned = select(region.c.lo, region.c.hi).join_from(region, warning, or_(own, of.exists()))
    heard = (warning_history.c.warning_id == warning.c.id, warning_history.c.recorded_at >= since)
    lasting = or_(warning.c.ended_at.is_(None), warning.c.ended_at >= since)
    warned = warned.where(warning.c.rule.is_(None), lasting, select(warning_history.c.seq).where(*heard).exists())
    expected = select(region.c.lo, region.c.hi).join_from(forecast, region, region.c.id == forecast.c.region_id)
    rows = connection.execute(expected.where(forecast.c.received_at >= since)).all()
    return list({(lo, hi) for lo, hi in [*rows, *connection.execute(warned)]})
