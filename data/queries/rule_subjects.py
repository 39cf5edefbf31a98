"""What each warning rule is to look at: stations, or the regions they lie in; and which warnings stand there."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, func, select, type_coerce

from data.queries.regions import SPINE
from data.queries.seen import Needs, Places, of_regions, places
from data.queries.warning_rules import InForce
from data.schema import gauge, gauge_now, region, station, warning, warning_history
from data.schema.warnings import LIVE
from data.warn.rule import Silence
from data.warn.seen import Station
from data.warn.turn import Standing

Key = tuple[str, int | None, int | None]  # rule, and its station or its region


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a rule may warn of: one station (`region_id` None), or the stations of a region."""

    rule: InForce
    stations: Sequence[Station]
    region_id: int | None

    @property
    def key(self) -> Key:
        return self.rule.code, None if self.region_id else self.stations[0].id, self.region_id


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


def subjects(
    connection: Connection,
    rules: Iterable[InForce],
    stations: Sequence[Station],
    needs: Needs,
    now: datetime,
    regions: Collection[int] = (),
) -> list[Subject]:
    """What these rules look at because of these stations, or of regions that are asked for besides."""
    known = list(rules)
    spans = _spans(connection, known)
    found: list[Subject] = []
    levels: dict[int, tuple[Places, dict[int, list[Station]]]] = {}
    for rule in known:
        mine = [one for one in stations if _looks(rule, one, spans)]
        if rule.what.per == "station":
            found += [Subject(rule=rule, stations=[one], region_id=None) for one in mine]
            continue
        if rule.what.per not in levels:
            levels[rule.what.per] = _around(connection, rule.what.per, stations, needs, now, regions)
        here, inside = levels[rule.what.per]
        wanted = {span[0] for span in here.among(one.cell_id for one in mine)} | (inside.keys() & set(regions))
        for place in sorted(wanted):
            seen = [one for one in inside[place] if _looks(rule, one, spans)]
            found.append(Subject(rule=rule, stations=seen, region_id=place))
    return found


def standing(connection: Connection, codes: Collection[str] | None = None) -> dict[Key, Live]:
    """The live warnings that rules have raised, by what they are about."""
    w, last = warning.c, warning_history.c
    columns = (w.id, w.rule, w.station_id, w.region_id, w.colour, w.changed_at, w.evidence, last.at.label("last_at"))
    query = select(*columns).join_from(warning, warning_history, (last.warning_id == w.id) & (last.seq == w.seq))
    query = query.where(LIVE, w.rule.is_not(None))
    rows = connection.execute(query if codes is None else query.where(w.rule.in_(sorted(codes))))
    return {(key := _key(row)): _live(row, key) for row in rows}


def silent_gauges(connection: Connection, rules: Iterable[InForce], now: datetime) -> list[int]:
    """The gauges of stations that have been silent for as many of their rhythms as the strictest rule allows."""
    rhythms = [leaf.rhythms for rule in rules for leaf in rule.what.leaves if isinstance(leaf, Silence)]
    if not rhythms:
        return []
    heard = func.coalesce(func.max(type_coerce(gauge_now.c.at, BigInteger)), type_coerce(station.c.as_of, BigInteger))
    silent = (
        select(station.c.id)
        .join_from(station, gauge, gauge.c.station_id == station.c.id)
        .outerjoin(gauge_now, gauge_now.c.gauge_id == gauge.c.id)
        .where(station.c.closed_at.is_(None))
        .group_by(station.c.id, station.c.as_of, station.c.rhythm_s)
        .having(heard + station.c.rhythm_s * min(rhythms) < int(now.timestamp()))
    )
    return list(connection.scalars(select(gauge.c.id).where(gauge.c.station_id.in_(silent))))


def gauges_of(connection: Connection, stations: Collection[int]) -> list[int]:
    """All gauges of these stations."""
    return list(connection.scalars(select(gauge.c.id).where(gauge.c.station_id.in_(sorted(stations)))))


def _around(
    connection: Connection,
    level: int,
    stations: Sequence[Station],
    needs: Needs,
    now: datetime,
    regions: Collection[int],
) -> tuple[Places, dict[int, list[Station]]]:
    here = places(connection, level)
    asked = [span for span in here.spans if span[0] in set(regions)]
    spans = {*here.among(one.cell_id for one in stations), *asked}
    return here, of_regions(connection, sorted(spans), needs, now)


def _spans(connection: Connection, rules: Sequence[InForce]) -> dict[str, tuple[int, int]]:
    """The cells of the regions that rules are confined to."""
    codes = {rule.what.region for rule in rules if rule.what.region}
    if not codes:
        return {}
    rows = connection.execute(
        select(region.c.code, region.c.lo, region.c.hi).where(SPINE, region.c.code.in_(sorted(codes)))
    )
    return {row.code: (row.lo, row.hi) for row in rows}


def _looks(rule: InForce, one: Station, spans: Mapping[str, tuple[int, int]]) -> bool:
    what = rule.what
    if (what.kinds and one.kind not in what.kinds) or (what.stations and one.code not in what.stations):
        return False
    if what.region is None:
        return True
    lo, hi = spans.get(what.region, (1, 0))
    return lo <= one.cell_id <= hi


def _key(row: Any) -> Key:
    return row.rule, row.station_id, None if row.station_id else row.region_id


def _live(row: Any, key: Key) -> Live:
    return Live(
        id=row.id,
        key=key,
        colour=row.colour,
        changed_at=row.changed_at,
        last_at=row.last_at,
        evidence=json.loads(row.evidence),
    )
