"""Values of indicators as offices say them: a later word replaces an earlier one, which is kept with the reason."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from data.batched import batched
from data.commands.revisions import bump
from data.facts.periods import period_end
from data.indicator.recompute import recompute
from data.schema import indicator_restated, indicator_value

V = indicator_value.c
NAMES = {1: "city", 2: "county", 3: "town", 4: "village", 5: "grid", 6: "cell"}
_THERE = select(indicator_value).where(
    V.indicator_code.in_(bindparam("codes", expanding=True)), V.period.in_(bindparam("periods", expanding=True))
)
_CHANGE = (
    update(indicator_value)
    .where(V.id == bindparam("row"))
    .values(
        value=bindparam("became"),
        source=bindparam("now_source"),
        said_at=bindparam("at"),
        said_by=bindparam("by"),
        comparator="exact",
    )
)
Key = tuple[str, int | str, str, str]


@dataclass(frozen=True, kw_only=True)
class Said:
    """One value for one place and period. `region_id` None: the province."""

    code: str
    region_id: int | None
    level: str
    place: str
    period: str
    value: float
    provenance: str
    source: str

    @property
    def key(self) -> Key:
        return (self.code, self.region_id or self.level, self.period, self.provenance)


def say(connection: Connection, told: Sequence[Said], by: str, reason: str, now: datetime) -> Counter[str]:
    """New, restated and known values by number; what is calculated from them is calculated anew in the same act."""
    bump(connection, "indicators")
    counts: Counter[str] = Counter()
    moved: set[str] = set()
    for some in batched(told, 400):
        counts += _say_some(connection, some, by, reason, now, moved)
    if moved:
        recompute(connection, now, moved)
    return counts


def _say_some(
    connection: Connection, told: Sequence[Said], by: str, reason: str, now: datetime, moved: set[str]
) -> Counter[str]:
    asked = {"codes": list({one.code for one in told}), "periods": list({one.period for one in told})}
    there = {_key(row): row for row in connection.execute(_THERE, asked).mappings()}
    fresh = {one.key: one for one in told if one.key not in there}
    restated = [one for one in told if one.key in there and there[one.key]["value"] != one.value]
    if fresh:
        connection.execute(insert(indicator_value), [_row(one, by, now) for one in fresh.values()])
    if restated:
        connection.execute(insert(indicator_restated), [_was(there[one.key], one, by, reason, now) for one in restated])
        changes = [{"row": there[one.key]["id"], "became": one.value, "now_source": one.source} for one in restated]
        connection.execute(_CHANGE, [change | {"at": now, "by": by[:64]} for change in changes])
    moved |= {one.code for one in (*fresh.values(), *restated)}
    known = len(told) - len(fresh) - len(restated)
    return Counter({"new": len(fresh), "restated": len(restated), "known": known})


def _key(row: Mapping[Any, Any]) -> Key:
    return (row["indicator_code"], row["region_id"] or row["place_level"], row["period"], row["provenance"])


def _row(one: Said, by: str, now: datetime) -> dict[str, Any]:
    row = {name: getattr(one, name) for name in ("region_id", "place", "period", "value", "provenance", "source")}
    row |= {"indicator_code": one.code, "place_level": one.level, "system": "", "comparator": "exact"}
    return row | {"as_of": period_end(one.period), "said_at": now, "said_by": by[:64]}


def _was(row: Mapping[Any, Any], one: Said, by: str, reason: str, now: datetime) -> dict[str, Any]:
    same = ("indicator_code", "region_id", "place", "period", "provenance", "source", "said_at", "said_by")
    told = {name: row[name] for name in same}
    return told | {"was": row["value"], "became": one.value, "at": now, "by": by[:64], "reason": reason}
