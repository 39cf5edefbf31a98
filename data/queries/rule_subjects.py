"""What each warning rule is to look at: stations, or the regions they lie in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Connection, func, select, type_coerce

from data.queries.place_facts import Known
from data.queries.regions import SPINE
from data.queries.rule_live import Changes, Key, Live
from data.queries.seen import Needs, of_regions, places
from data.queries.warning_rules import InForce
from data.schema import gauge, gauge_now, region, station
from data.scope import EVERY_CELL
from data.warn.evaluate_place import judge_place
from data.warn.rule import WIDE, Silence
from data.warn.seen import Station
from data.warn.seen_place import Place


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a rule may warn of: one station (`region_id` None), or a region, its stations and what is known of it."""

    rule: InForce
    stations: Sequence[Station]
    region_id: int | None
    place: Place | None = None

    @property
    def key(self) -> Key:
        return self.rule.code, None if self.region_id else self.stations[0].id, self.region_id


def subjects(
    connection: Connection,
    rules: Iterable[InForce],
    stations: Sequence[Station],
    needs: Needs,
    now: datetime,
    regions: Collection[int] = (),
    live: Mapping[Key, Live] | None = None,
) -> list[Subject]:
    """What these rules look at because of these stations, or of regions that are asked for besides.

    With the `live` warnings, a region is only looked at where one of these stations can change what stands there: what
    the others tell has not changed. Rules that look at more than readings are left out: see `placed`.
    """
    known = [rule for rule in rules if not rule.what.places]
    spans = _spans(connection, known)
    found: list[Subject] = []
    levels: dict[int, tuple[dict[str, set[int]], dict[int, list[Station]]]] = {}
    own = _own(known, stations, spans)
    for rule in known:
        if rule.what.per == "station":
            found += [Subject(rule=rule, stations=[one], region_id=None) for one in own[rule.code]]
            continue
        if rule.what.per not in levels:
            same = [one for one in known if one.what.per == rule.what.per]
            here = places(connection, int(rule.what.per))
            around = {one.id: here.around(one.cell_id) for one in stations}
            near = {one.code: _near(one, own[one.code], around, now, live) for one in same}
            wanted = set(regions).union(*near.values())
            asked = [span for span in here.spans if span[0] in wanted]
            levels[rule.what.per] = near, of_regions(connection, asked, needs, now, _kinds(same), stations)
        near, inside = levels[rule.what.per]
        wanted = near[rule.code] | (inside.keys() & set(regions))
        for place in sorted(wanted):
            seen = [one for one in inside[place] if _looks(rule, one, spans)]
            found.append(Subject(rule=rule, stations=seen, region_id=place))
    return found


def placed(
    connection: Connection,
    rules: Iterable[InForce],
    needs: Needs,
    now: datetime,
    regions: Collection[int] = (),
    only: Collection[int] | None = None,
) -> list[Subject]:
    """What the rules look at that ask for more than readings: regions where some of this holds.

    `regions`: looked at besides, if they are of a rule's level. `only`: none but these.
    """
    mine = [rule for rule in rules if rule.what.places]
    if not mine:
        return []
    known, spans = Known(connection, [rule.what for rule in mine], now), _spans(connection, mine)
    found: list[Subject] = []
    for level in sorted({int(rule.what.per) for rule in mine}):
        about, here = known.around(level, regions), places(connection, level)
        same = [rule for rule in mine if rule.what.per == level]
        mayhap = [one for one in about.values() if only is None or one.id in only]
        ripe = {rule.code: {one.id for one in mayhap if _ripe(rule, one, regions)} for rule in same}
        measured = [rule for rule in same if rule.what.leaves]
        near = {place for rule in measured for place in ripe[rule.code]}
        wanted = [span for span in here.spans if span[0] in near]
        inside = of_regions(connection, wanted, needs, now, _kinds(measured))
        for rule in same:
            lo, hi = spans.get(rule.what.region or "", EVERY_CELL if rule.what.region is None else (1, 0))
            for span in here.spans:
                if span[0] in ripe[rule.code] and lo <= span[1] and span[2] <= hi:
                    stations = inside.get(span[0], ()) if rule.what.leaves else ()
                    seen = [one for one in stations if _looks(rule, one, spans)]
                    found.append(Subject(rule=rule, stations=seen, region_id=span[0], place=about[span[0]]))
    return found


def _ripe(rule: InForce, place: Place, regions: Collection[int]) -> bool:
    """Whether it is worth to look closer: readings are only looked at where something else holds already."""
    return place.id in regions or any(judge_place(one, place, held=False).holds for one in rule.what.places)


def wide(connection: Connection, rules: Iterable[InForce]) -> set[int]:
    """The counties and the city, where rules look at them as a whole."""
    levels = {rule.what.per for rule in rules if rule.what.per in WIDE and not rule.what.places}
    return set(connection.scalars(select(region.c.id).where(SPINE, region.c.level.in_(levels)))) if levels else set()


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


def _own(
    rules: Iterable[InForce], stations: Sequence[Station], spans: Mapping[str, tuple[int, int]]
) -> dict[str, list[Station]]:
    """{rule: those of these stations that it looks at}."""
    kinds = {kind: [one for one in stations if one.kind == kind] for kind in {one.kind for one in stations}}
    found = {}
    for rule in rules:
        named = [one for kind in rule.what.kinds for one in kinds.get(kind, ())] if rule.what.kinds else stations
        found[rule.code] = [one for one in named if _looks(rule, one, spans)]
    return found


def _near(
    rule: InForce,
    stations: Sequence[Station],
    around: Mapping[int, int],
    now: datetime,
    live: Mapping[Key, Live] | None,
) -> set[int]:
    """The regions that the rule has to look at because of these stations; `around`: the region of each."""
    found: set[int] = set()
    changes: dict[int, Changes] = {}
    for one in stations:
        place = around[one.id]
        if place in found:
            continue
        if live is not None and place not in changes:
            changes[place] = Changes(rule.what, live.get((rule.code, None, place)))
        if live is None or changes[place].by(one, now):
            found.add(place)
    return found


def _kinds(rules: Iterable[InForce]) -> set[str] | None:
    """The kinds of stations that these rules look at; None: all."""
    found = [set(rule.what.kinds) for rule in rules]
    return set().union(*found) if all(found) else None


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
