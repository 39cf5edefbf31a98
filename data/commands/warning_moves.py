"""Steps in the life of warnings: what was given is checked, the next state written if nobody was faster, remembered."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from data.commands.alarms import sound_warnings
from data.commands.events import check_time
from data.commands.warning_tops import Counted, shift
from data.errors import BadInput, Forbidden, UnknownRegion, UnknownThing, WarningRefused
from data.language import gettext as _
from data.life.actor import Actor
from data.risk_words import WARNING_COLOURS, WARNING_STATES
from data.schema import region, warning, warning_history, warning_region
from data.warn.life import FOLDED, LABELS, MOVES, SETS, VERDICTS, Move, Step, after, written
from data.words import ROLES

Row = Mapping[Any, Any]
LONGEST = {"reason": 4_000, "title": 96, "words": 4_000}
WORDS = {
    "reason": "理由",
    "colour": "颜色",
    "title": "标题",
    "words": "依据",
    "evidence": "证据",
    "expires_at": "失效时间",
    "regions": "覆盖区域",
    "judged": "评判",
}
MANY = 1_000
_WRITE = (
    update(warning)
    .where(warning.c.id == bindparam("_id"), warning.c.seq == bindparam("_seq"))
    .values({name: bindparam(f"v_{name}") for name in FOLDED if name != "raised_at"})
)
_LAST = (warning_history.c.warning_id == warning.c.id) & (warning_history.c.seq == warning.c.seq)
_READ = select(warning, warning_history.c.at.label("last_at")).join(warning_history, _LAST)
_HELD = region.c.id == warning.c.region_id
_CELLS = {name: select(region.c[name]).where(_HELD).scalar_subquery() for name in ("lo", "hi")}


class Order(NamedTuple):
    """A move to make on a warning, when it happened, and what goes with it."""

    warning_id: int
    move: str
    at: datetime
    given: Mapping[str, Any]


class _Made(NamedTuple):
    """A step with the warning before and after it."""

    before: Row
    after: Row
    order: Order
    change: Mapping[str, Any]


def step(connection: Connection, orders: Sequence[Order], actor: Actor, now: datetime) -> list[Row]:
    """Make the moves; the rows after them. Whoever calls holds the turn to write warnings."""
    rows = _mine(connection, orders, actor)
    made = [_made(connection, rows[one.warning_id], one, actor, now) for one in orders]
    covered = _covered(connection, [one.before for one in made])
    states = [_bound(one) for one in made]
    if connection.execute(_WRITE, states).rowcount != len(states):
        raise WarningRefused(_("%(code)s 刚被他人办理,请刷新后再试") % {"code": made[0].before["code"]})
    connection.execute(insert(warning_history), [_history(one, actor, now) for one in made])
    _cover(connection, made)
    ways = [(_counted(one.before, covered), _counted(one.after, covered, one.change)) for one in made]
    moved = [(before, then) for before, then in ways if before != then]
    shift(connection, [b for b, _then in moved if b], [t for _before, t in moved if t])
    graver = [one.after for one in made if one.after["colour"] < one.before["colour"]]
    sound_warnings(connection, [(one["id"], one["colour"]) for one in graver], now)
    return [one.after for one in made]


def _made(connection: Connection, row: Row, order: Order, actor: Actor, now: datetime) -> _Made:
    what = _known(order.move)
    given = _checked(what, order.given)
    _allow(what, row, actor, order.at, now)
    change = _change(connection, what, row, given, actor)
    one = Step(seq=row["seq"] + 1, move=what.name, at=order.at, change=change)
    state = after({name: row[name] for name in FOLDED}, one)
    return _Made(row, {**row, **state}, order._replace(given=given), change)


def _change(connection: Connection, what: Move, row: Row, given: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    """What the move sets. A person's colour is marked, so that the rule leaves it alone."""
    change = {name: value for name, value in given.items() if name in SETS}
    if "colour" in change and (change["colour"] < row["colour"]) != (what.name == "escalate"):
        words = {"code": row["code"], "now": _(WARNING_COLOURS[row["colour"]]), "move": _(what.label)}
        raise WarningRefused(_("%(code)s 现为%(now)s,这个颜色算不上“%(move)s”") % words)
    if "regions" in change:
        change["regions"] = sorted(set(change["regions"]))
        change["region_id"] = _holding(connection, change["regions"], actor)
    by_hand = row["rule"] is not None and "colour" in change and actor.role != "system"
    evidence = json.loads(row["evidence"]) | {"by_hand": True} if by_hand else change.get("evidence")
    if evidence is not None:
        change["evidence"] = json.dumps(evidence, ensure_ascii=False, separators=(",", ":"))
    return change


def _holding(connection: Connection, places: Sequence[int], actor: Actor) -> int:
    """The finest region that holds all of these; they must lie within the actor's scope."""
    spans = connection.execute(select(region.c.lo, region.c.hi).where(region.c.id.in_(places))).all()
    if len(spans) != len(places):
        raise UnknownRegion("no such region")
    lo, hi = min(span.lo for span in spans), max(span.hi for span in spans)
    around = select(region.c.id, region.c.lo, region.c.hi).where(
        region.c.tree == "spine", region.c.lo <= lo, region.c.hi >= hi
    )
    found = connection.execute(around.order_by(region.c.level.desc()).limit(1)).one()
    if not actor.scope.covers(found.lo, found.hi):
        raise Forbidden(_("这个位置不在您的管辖范围"))
    return int(found.id)


def _known(name: str) -> Move:
    if name not in MOVES:
        raise BadInput(_("没有“%(move)s”这个动作") % {"move": name})
    return MOVES[name]


def _checked(what: Move, given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given, without blanks; all that the move asks for and nothing it does not know."""
    there = {k: v.strip() if isinstance(v, str) else v for k, v in given.items()}
    there = {k: v for k, v in there.items() if v not in (None, "")}
    if unknown := [k for k in there if k not in (*what.asks, *what.takes)]:
        raise BadInput(_("“%(move)s”不需要:%(names)s") % {"move": _(what.label), "names": ", ".join(unknown)})
    if missing := [_(WORDS[k]) for k in what.asks if k not in there]:
        raise BadInput(_("“%(move)s”须填写:%(names)s") % {"move": _(what.label), "names": "、".join(missing)})
    for name, most in LONGEST.items():
        if len(str(there.get(name, ""))) > most:
            raise BadInput(_("“%(name)s”过长") % {"name": _(WORDS[name])})
    for name, words in (("colour", WARNING_COLOURS), ("judged", VERDICTS)):
        if name in there and there[name] not in words:
            raise BadInput(f"{name}: {there[name]!r} is not one of {', '.join(map(str, words))}")
    return there


def _mine(connection: Connection, orders: Sequence[Order], actor: Actor) -> dict[int, Row]:
    """The warnings' rows, with `last_at`: when their last steps happened."""
    ids = [one.warning_id for one in orders]
    if len(set(ids)) != len(ids):
        raise BadInput("one move a warning")
    found: dict[int, Row] = {
        row["id"]: row
        for start in range(0, len(ids), MANY)
        for row in connection.execute(_READ.where(warning.c.id.in_(ids[start : start + MANY]))).mappings()
    }
    if any(one not in found or not actor.scope.covers(found[one]["lo"], found[one]["hi"]) for one in ids):
        raise UnknownThing(_("没有这条预警"))
    return found


def _allow(what: Move, row: Row, actor: Actor, at: datetime, now: datetime) -> None:
    """State, role and time allow the move, or the reason why not is raised."""
    words = {"code": row["code"], "now": _(WARNING_STATES[row["state"]]), "move": _(LABELS[what.name])}
    if row["state"] not in what.frm:
        raise WarningRefused(_("%(code)s 现为“%(now)s”,此时不能“%(move)s”") % words)
    if actor.role not in what.roles:
        raise Forbidden(_("%(role)s不能“%(move)s”") % (words | {"role": _(ROLES[actor.role])}))
    check_time(at, now)
    if at < row["last_at"]:
        raise WarningRefused(_("%(code)s 的“%(move)s”时间早于上一步") % words)


def _bound(one: _Made) -> dict[str, Any]:
    values = {f"v_{name}": one.after[name] for name in FOLDED if name != "raised_at"}
    return {"_id": one.before["id"], "_seq": one.before["seq"], **values}


def _history(one: _Made, actor: Actor, now: datetime) -> dict[str, Any]:
    return {
        "warning_id": one.before["id"],
        "seq": one.after["seq"],
        "move": one.order.move,
        "at": one.order.at,
        "recorded_at": now,
        "actor": actor.name,
        "role": actor.role,
        "reason": one.order.given.get("reason"),
        "change": written(one.change),
    }


def _covered(connection: Connection, rows: Sequence[Row]) -> dict[int, frozenset[int]]:
    """The regions that these warnings cover."""
    found: dict[int, set[int]] = {row["id"]: set() for row in rows}
    ids = list(found)
    for start in range(0, len(ids), MANY):
        some = select(warning_region).where(warning_region.c.warning_id.in_(ids[start : start + MANY]))
        for row in connection.execute(some):
            found[row.warning_id].add(row.region_id)
    return {row["id"]: frozenset(found[row["id"]] or {row["region_id"]}) for row in rows}


def _cover(connection: Connection, made: Sequence[_Made]) -> None:
    """Write anew what those cover that were given other regions."""
    for one in made:
        if "regions" not in one.change:
            continue
        connection.execute(delete(warning_region).where(warning_region.c.warning_id == one.before["id"]))
        rows = [{"warning_id": one.before["id"], "region_id": place} for place in one.change["regions"]]
        connection.execute(insert(warning_region), rows)
        mine = warning.c.id == one.before["id"]
        connection.execute(update(warning).where(mine).values(**_CELLS, several=True))


def _counted(
    row: Row, covered: Mapping[int, frozenset[int]], change: Mapping[str, Any] | None = None
) -> Counted | None:
    """What the warning adds to the counts; nothing once it is over."""
    if row["ended_at"] is not None:
        return None
    return frozenset((change or {}).get("regions", ())) or covered[row["id"]], row["colour"]
