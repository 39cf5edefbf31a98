"""Alarms take screens over: what has become of them since a group was looked at last, and how its turn stands by them.

A screen that is told of news asks for its state, and that settles its group first: whoever is first writes, the others
find it done. Nothing here is a timer, so nothing is lost while the server is down or a screen asleep.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, exists, insert, or_, select, update

from data.accounts.kiosk import screen_account, screen_rows, state_of
from data.commands.group_turns import fields
from data.commands.revisions import bump
from data.engine import writing
from data.house import House
from data.queries.alarms_told import Alarm, Position, alarms_between, newest
from data.queries.turns import active_of, eligible, group_row, in_force, now_ms, rotation_pages, turn_of
from data.schema import event, region, screen, screen_group, screen_takeover, warning
from data.scope import Scope
from data.screens.takeover import Rules, takeover_rules
from data.screens.turn import LEAD, SECOND, Turn

Row = dict[str, Any]
T = screen_takeover.c
KEPT = 30 * 24 * 3_600 * SECOND  # ms that what is over stays


def settle(house: House, group_id: int, now: int = 0) -> None:
    """Bring the group up to date; writes only where something has changed."""
    now = now or now_ms()
    with house.engine.connect() as connection:
        change, news, over = _due(house, connection, group_row(connection, group_id), now)
    if not (change or news or over):
        return
    with writing(house.engine) as connection:
        change, news, over = _due(house, connection, group_row(connection, group_id, alone=True), now)
        _end(connection, over, now, "")
        if news:
            connection.execute(delete(screen_takeover).where(T.until < now - KEPT))
            connection.execute(insert(screen_takeover), news)
        if change:
            connection.execute(update(screen_group).where(screen_group.c.id == group_id).values(change))
        if news or over or set(change) - {"heard_warning", "heard_event"}:
            bump(connection, "screens")


def acknowledge(connection: Connection, kind: str, ref: int, by: str, scope: Scope) -> int:
    """End what this alarm does to screens within the scope; how many screens that were."""
    of = select(T.id, region.c.lo, region.c.hi).join(screen, screen.c.id == T.screen_id)
    of = of.join(region, region.c.id == screen.c.region_id)
    now = now_ms()
    rows = connection.execute(of.where(T.kind == kind, T.ref == ref, *in_force(now))).all()
    mine = [row.id for row in rows if scope.covers(row.lo, row.hi)]
    _end(connection, mine, now, by)
    if mine:
        bump(connection, "screens")
    return len(mine)


def _end(connection: Connection, ids: Sequence[int], now: int, by: str) -> None:
    if ids:
        connection.execute(update(screen_takeover).where(T.id.in_(ids)).values(ended_at=now, ended_by=by[:64]))


def _due(house: House, connection: Connection, group: Row, now: int) -> tuple[Row, list[Row], list[int]]:
    """(what changes of the group, takeovers that begin, ids of those whose cause is over)."""
    upto = newest(connection)
    screens = _screens(connection, group["id"])
    before = active_of(connection, [one["id"] for one in screens], now)
    over = _over(connection, before)
    still = [one for one in before if one["id"] not in over]
    after = Position(group["heard_warning"], group["heard_event"])
    news = _news(house, connection, screens, after, upto, before, now) if upto != after else []
    again = {_about(one) for one in news}  # what has become graver is shown once
    over += [one["id"] for one in still if _about(one) in again]
    turn = _held(_between(connection, group, now), group, [*still, *news], now)
    change = fields(turn) | {"heard_warning": upto.warning, "heard_event": upto.event}
    if turn.among != tuple(json.loads(group["among"])):
        change["turned_at"] = now
    return {name: value for name, value in change.items() if group[name] != value}, news, over


def _about(row: Row) -> tuple[Any, ...]:
    return row["screen_id"], row["kind"], row["ref"]


def _screens(connection: Connection, group_id: int) -> list[Row]:
    """Those of the group that are in force."""
    rows = connection.execute(screen_rows().where(screen.c.group_id == group_id)).mappings()
    return [dict(row) for row in rows if not state_of(row, datetime.now(UTC))]


def _between(connection: Connection, group: Row, now: int) -> Turn:
    """The turn among the pages whose conditions hold now."""
    pages = rotation_pages(connection, group["rotation_id"])
    turn, among = turn_of(group, pages), eligible(connection, group["rotation_id"], pages)
    if among == turn.among:
        return turn
    changed = turn.between(among, now)
    return changed if changed.page == turn.at(now).page else turn.between(among, now + LEAD)


def _held(turn: Turn, group: Row, active: Sequence[Mapping[str, Any]], now: int) -> Turn:
    """An alarm on any screen of the group holds the turn of all: so they come back together, to what they had."""
    if group["pinned"] or group["show"]:
        return turn
    until = max((int(one["until"]) for one in active), default=0)
    if until > now and turn.since < until:
        return turn.hold(now, until)
    return turn.release(now, until) if turn.since > max(now + LEAD, until) else turn


def _news(
    house: House,
    connection: Connection,
    screens: Sequence[Row],
    after: Position,
    upto: Position,
    before: Sequence[Row],
    now: int,
) -> list[Row]:
    """Alarms since then that take one of these screens over. One older than it would last interrupts nothing."""
    rules, at = takeover_rules(house.settings), house.clock.now()
    told: dict[Scope, list[Alarm]] = {}
    found = []
    for one in screens:
        if not one["alarmed"]:
            continue
        scope = screen_account(one).scope
        if scope not in told:
            told[scope] = alarms_between(connection, scope, after, upto)
        begun = min((row["begun_at"] for row in before if row["screen_id"] == one["id"]), default=now)
        found += [row for alarm in told[scope] if (row := _taken(connection, one, alarm, rules, at, begun, now))]
    return found


def _taken(
    connection: Connection, one: Row, alarm: Alarm, rules: Rules, at: datetime, begun: int, now: int
) -> Row | None:
    rule = rules.of(alarm["kind"], alarm["level"])
    age = (at - datetime.fromisoformat(alarm["at"])).total_seconds()
    until = min(now + (rule.seconds if rule else 0) * SECOND, begun + rules.longest * SECOND)
    if rule is None or age >= rule.seconds or until <= now:
        return None
    row = {"screen_id": one["id"], "kind": alarm["kind"], "ref": _ref(connection, alarm), "level": alarm["level"]}
    return row | {"sound": rule.sound, "begun_at": begun, "until": until, "ended_at": None, "ended_by": None}


def _ref(connection: Connection, alarm: Alarm) -> int:
    of = event if alarm["kind"] == "event" else warning
    return int(connection.scalar(select(of.c.id).where(of.c.code == alarm["code"])) or 0)


def _over(connection: Connection, rows: Sequence[Row]) -> list[int]:
    """Those whose warning somebody has acknowledged or is over, or whose event is closed."""
    live = or_(
        exists().where(T.kind == "warning", warning.c.id == T.ref, warning.c.state == "raised"),
        exists().where(T.kind == "event", event.c.id == T.ref, event.c.ended_at.is_(None)),
    )
    if not rows:
        return []
    return list(connection.scalars(select(T.id).where(T.id.in_([one["id"] for one in rows]), ~live)))
