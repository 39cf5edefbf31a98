"""The warnings that rules have raised and that stand, and what may change one of a region."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, select

from data.schema import warning, warning_history
from data.schema.warnings import LIVE
from data.warn.evaluate import judge
from data.warn.rule import Leaf, Rule, Silence, leaves_of
from data.warn.rule_place import PlaceLeaf
from data.warn.seen import Station
from data.warn.turn import Standing

Key = tuple[str, int | None, int | None]  # rule, and its station or its region


@dataclass(frozen=True, kw_only=True)
class Live:
    """A live warning that a rule has raised. `last_at`: when its last step happened."""

    id: int
    key: Key
    colour: int
    changed_at: datetime
    last_at: datetime
    evidence: Mapping[str, Any]

    @property
    def standing(self) -> Standing:
        by_hand = bool(self.evidence.get("by_hand"))
        return Standing(colour=self.colour, found=self.evidence["found"], since=self.changed_at, by_hand=by_hand)


def standing(connection: Connection, codes: Collection[str] | None = None) -> dict[Key, Live]:
    """The live warnings that rules have raised, by what they are about."""
    w, last = warning.c, warning_history.c
    columns = (w.id, w.rule, w.station_id, w.region_id, w.colour, w.changed_at, w.evidence, last.at.label("last_at"))
    query = select(*columns).join_from(warning, warning_history, (last.warning_id == w.id) & (last.seq == w.seq))
    query = query.where(LIVE, w.rule.is_not(None))
    rows = connection.execute(query if codes is None else query.where(w.rule.in_(sorted(codes))))
    return {(key := _key(row)): _live(row, key) for row in rows}


class Changes:
    """What may change a rule's warning over a region, or raise one where there is none."""

    def __init__(self, rule: Rule, there: Live | None) -> None:
        graver = [level for level in rule.levels if there is None or level.grave < there.colour]
        kept = [level for level in rule.levels if there is not None and level.grave == there.evidence["found"]]
        self._rising = [leaf for level in graver for leaf in _leaves(level.when)]
        self._keeping = [leaf for level in kept for leaf in _leaves(level.when)]
        self._deciding = (
            {number["station_id"] for number in there.evidence.get("numbers", ())} if there else frozenset()
        )

    def by(self, one: Station, now: datetime) -> bool:
        """Whether the station meets a condition of a graver colour, or no longer one for which the warning stands."""
        if any(judge(leaf, [one], now, held=False).holds for leaf in self._rising):
            return True
        mine = [leaf for leaf in self._keeping if isinstance(leaf, Silence) or leaf.quantity in one.gauges]
        return one.id in self._deciding and not all(judge(leaf, [one], now, held=True).holds for leaf in mine)


def _leaves(when: Any) -> list[Leaf]:
    return [leaf for leaf in leaves_of(when) if not isinstance(leaf, PlaceLeaf)]


def _key(row: Any) -> Key:
    return row.rule, row.station_id, None if row.station_id else row.region_id


def _live(row: Any, key: Key) -> Live:
    return Live(
        id=row.id,
        key=key,
        colour=row.colour,
        changed_at=row.changed_at,
        last_at=row.last_at,
        evidence=orjson.loads(row.evidence),
    )
