"""How many events are usual in a region: the mean of its days before this one, as the cube knows them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from data.queries.pieces import DAY
from data.schema import event_sum
from data.times import day_number
from data.warn.rule_place import Surge

MANY = 5_000
MINUTES = 24 * 60
WEEK = 7


def usual(
    connection: Connection, surges: Sequence[Surge], regions: Collection[int], now: datetime
) -> dict[int, dict[str, float]]:
    """{region id: {`usual_key`: events in as many minutes}}, days without any counting as well."""
    ids, today = sorted(regions), day_number(now)
    found: dict[int, dict[str, float]] = {one: {} for one in ids}
    e = event_sum.c
    known = {days for days in {one.days for one in surges} if _collected(connection, today - days)}
    for surge in {one.usual_key: one for one in surges if one.days in known}.values():
        found = {one: {**told, surge.usual_key: 0.0} for one, told in found.items()}
        dim, key = _slice(surge)
        days = e.day.between(today - surge.days, today - 1)
        sums = select(e.region_id, func.sum(e.reported)).where(e.dim == dim, e.key == key, e.grain == DAY, days)
        share = surge.minutes / MINUTES / surge.days
        for start in range(0, len(ids), MANY):
            some = sums.where(e.region_id.in_(ids[start : start + MANY])).group_by(e.region_id)
            for place, n in connection.execute(some):
                found[place][surge.usual_key] = int(n) * share
    return found


def _collected(connection: Connection, day: int) -> bool:
    """Whether events were counted already by that day."""
    e = event_sum.c
    kept = select(e.day).where(e.dim == "all", e.grain == DAY, e.day <= day, e.day > day - WEEK)
    return connection.execute(kept.limit(1)).first() is not None


def _slice(surge: Surge) -> tuple[str, str]:
    """As the cube splits events: (dim, key)."""
    for name in ("category", "source"):
        if value := getattr(surge, name):
            return name, value
    return "all", ""
