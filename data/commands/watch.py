"""The watch: rules are held against what touched gauges say; warnings are raised, escalated, lowered and cleared.

Called in the transaction that stores the readings, so that readings and warnings are never seen apart. What it does
follows from the readings, the rules and the live warnings alone: called twice, it does nothing the second time.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from data.commands.events import SKEW
from data.commands.revisions import bump
from data.commands.warning_rules import ENGINE
from data.commands.warnings import NewWarning, Order, move_warnings, raise_warnings
from data.language import gettext as _
from data.language import speaking
from data.queries.derived import rederive
from data.queries.rule_live import Live, standing
from data.queries.rule_subjects import Subject, gauges_of, placed, silent_gauges, subjects, wide
from data.queries.said import parts
from data.queries.seen import needs_of, of_gauges
from data.queries.warning_rules import InForce, rules_in_force
from data.schema import region, warning
from data.schema.warnings import LIVE
from data.warn.evaluate import Finding, Number, find
from data.warn.retold import titled
from data.warn.seen import kept
from data.warn.seen_place import kept_place
from data.warn.turn import turn
from data.warn.words import because

__all__ = ["rederive", "settle", "sweep", "turns", "watch"]
SPOKEN = "zh"  # what is written down is written in the language of the house


class _Turn(NamedTuple):
    """A move that a rule makes."""

    move: str
    subject: Subject
    finding: Finding
    live: Live | None
    before: int | None


def watch(connection: Connection, gauges: Collection[int], now: datetime) -> Counter[str]:
    """Hold the enabled rules against these gauges, which have just told something; how many moves of which kind.

    Rules that look at more than readings, or at a whole county, are held right after: see `data.follower`.
    """
    rules = [rule for rule in rules_in_force(connection) if not rule.what.slow]
    if not rules or not gauges:
        return Counter()
    needs = needs_of(rule.what for rule in rules)
    seen = of_gauges(connection, gauges, needs, now)
    live = standing(connection, {rule.code for rule in rules})
    return settle(connection, subjects(connection, rules, seen, needs, now, live=live), now)


def sweep(connection: Connection, now: datetime) -> Counter[str]:
    """What changes by time alone, and what follows from events, forecasts, warnings of others, and whole counties.

    Silent stations, windows that move on, what expires, what no rule looks at any more.

    To be called every minute or so.
    """
    rules = rules_in_force(connection)
    made = _expire(connection, now)
    about = _all(connection, rules, now)
    if turns(connection, about, now):
        bump(connection, "warnings")  # writers queue here: what is seen from now on stays so
        about = _all(connection, rules, now)
        made += settle(connection, about, now)
    return made + _let_go(connection, about, now)


def _all(connection: Connection, rules: Sequence[InForce], now: datetime) -> list[Subject]:
    """Whatever a live warning is about, the stations that are silent, and what more than readings tell of."""
    live = standing(connection)
    stations = {key[1] for key in live if key[1] is not None}
    regions = {key[2] for key in live if key[2] is not None} | wide(connection, rules)
    needs = needs_of(rule.what for rule in rules)
    gauges = {*gauges_of(connection, stations), *silent_gauges(connection, rules, now)}
    measured = subjects(connection, rules, of_gauges(connection, gauges, needs, now), needs, now, regions)
    return measured + placed(connection, rules, needs, now, regions)


def settle(connection: Connection, about: Sequence[Subject], now: datetime) -> Counter[str]:
    """Make the moves that are due."""
    due = [one.subject for one in turns(connection, about, now)]
    if not due:
        return Counter()
    bump(connection, "warnings")  # writers queue here; then look again at what others have done meanwhile
    made = turns(connection, due, now)
    with speaking(SPOKEN):
        raise_warnings(connection, _news(connection, [one for one in made if one.live is None], now), ENGINE, now)
        move_warnings(connection, [_order(one, one.live, now) for one in made if one.live], ENGINE, now)
    return Counter(one.move for one in made)


def turns(connection: Connection, about: Sequence[Subject], now: datetime) -> list[_Turn]:
    """The moves that are due."""
    live = standing(connection, {one.rule.code for one in about}) if about else {}
    found = []
    for one in about:
        there = live.get(one.key)
        if there and there.last_at > now + SKEW:  # the clock was set back: what lies ahead of it is left alone
            continue
        before = there.standing.found if there else None
        finding = find(one.rule.what, one.stations, now, before, one.place)
        hold = timedelta(minutes=one.rule.what.hold_minutes)
        if move := turn(there.standing if there else None, finding.colour, now, hold):
            found.append(_Turn(move, one, finding, there, before))
    return found


def _news(connection: Connection, turns: Sequence[_Turn], now: datetime) -> list[NewWarning]:
    places = {one.subject.region_id for one in turns if one.subject.region_id}
    named = select(region.c.id, region.c.name).where(region.c.id.in_(sorted(places)))
    names = {row.id: row.name for row in connection.execute(named)} if places else {}
    return [_new(one, names, now) for one in turns]


def _new(one: _Turn, names: dict[int, str], now: datetime) -> NewWarning:
    about, rule = one.subject, one.subject.rule
    place = about.region_id
    simulated = any(station.provenance == "simulated" for station in about.stations)
    simulated |= about.place is not None and about.place.simulated
    return NewWarning(
        field=rule.field,
        title=titled(names[place] if place else about.stations[0].name, rule.name),
        colour=one.finding.colour or 0,
        words=because(one.finding.numbers),
        region_id=place or about.stations[0].cell_id,
        at=now,
        origin=ENGINE.name,
        provenance="simulated" if simulated else "measured",
        rule=rule.code,
        version=rule.version,
        station_id=None if place else about.stations[0].id,
        evidence=_evidence(one, now),
    )


def _order(one: _Turn, live: Live, now: datetime) -> Order:
    at = max(now, live.last_at)
    words = because(one.finding.numbers, cleared=one.move == "clear")
    if one.move == "clear":
        numbers = [_plain(number) for number in one.finding.numbers]
        return Order(live.id, "clear", at, {"reason": words, "because": parts(numbers)})
    told = {"colour": one.finding.colour, "words": words, "reason": words, "evidence": _evidence(one, now)}
    return Order(live.id, one.move, at, told)


def _evidence(one: _Turn, now: datetime) -> dict[str, Any]:
    """Enough to derive the colour again: the rule, the moment, what was found before, and what the stations said."""
    deciding = {number.station_id for number in one.finding.numbers}
    stations = [station for station in one.subject.stations if one.subject.region_id is None or station.id in deciding]
    return {
        "rule": one.subject.rule.code,
        "version": one.subject.rule.version,
        "at": int(now.timestamp()),
        "before": one.before,
        "found": one.finding.colour,
        "numbers": [_plain(number) for number in one.finding.numbers],
        "stations": [kept(station) for station in stations],
    } | ({"place": kept_place(one.subject.place)} if one.subject.place else {})


def _plain(number: Number) -> dict[str, Any]:
    return asdict(number) | {"at": number.at and int(number.at.timestamp())}


def _expire(connection: Connection, now: datetime) -> Counter[str]:
    over = select(warning.c.id).where(LIVE, warning.c.expires_at <= now)
    with speaking(SPOKEN):
        return _clear(connection, list(connection.scalars(over)), _("已到失效时间"), now)


def _let_go(connection: Connection, seen: Sequence[Subject], now: datetime) -> Counter[str]:
    """Clear what is about a station or region that its rule does not look at any more."""
    about = {one.key for one in seen}
    left = [one.id for key, one in standing(connection).items() if key not in about]
    with speaking(SPOKEN):
        return _clear(connection, left, _("规则已不再看这里"), now)


def _clear(connection: Connection, ids: Sequence[int], reason: str, now: datetime) -> Counter[str]:
    move_warnings(connection, [Order(one, "clear", now, {"reason": reason}) for one in ids], ENGINE, now)
    return Counter({"clear": len(ids)}) if ids else Counter()
