"""Grids merge, split, hand an enclave over, from a day on; departments lay a grid of their own over them.

What stood before that day stands so for ever: figures of the past are asked of the grids of then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data.cells import Spans, cells_of, numbered, spans_of
from data.commands.codes import next_code
from data.commands.revisions import bump
from data.errors import BadInput, Forbidden, ListRefused
from data.intake.record import clean
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.grid_days import VILLAGE, Standing, parts_of, standing
from data.queries.list_rows import own_region
from data.queries.regions import Region, children, official
from data.schema import agency, grid, grid_origin, grid_span
from data.times import day_number, local

CHANGERS = ("duty_officer", "leader")
NAME, REASON, AHEAD = 32, 200, 366
G = grid.c
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Change:
    """`grids`: codes, of an enclave from which to which; `cells`: as `1-12,15` within the first of them."""

    kind: str
    village: str
    grids: tuple[str, ...]
    day: date
    reason: str
    name: str = ""
    cells: str = ""


def change_grids(connection: Connection, change: Change, actor: Actor, now: datetime, provenance: str) -> list[str]:
    """Codes of the grids that begin. BadInput, Forbidden, UnknownRegion; ListRefused when one has been changed."""
    here, reason = _begun(connection, change.village, change.reason, actor)
    if here.level != VILLAGE:
        raise BadInput(_("网格在村居内调整"))
    day = _day(change.day, now)
    known = {one.code: one for one in standing(connection, here, day)}
    if len(set(change.grids)) != len(change.grids) or not set(change.grids) <= known.keys():
        raise BadInput(_("请选择当日有效的网格"))
    old = [known[code] for code in change.grids]
    if any(one.first_day >= day for one in old):
        raise ListRefused(_("网格在生效日当天已有调整"))
    news = _news(change, old)
    same: Row = {"kind": "territorial", "region_id": here.id, "lo": here.lo, "hi": here.hi, "agency": None}
    same |= {"actor": actor.name, "made_at": now, "provenance": provenance}
    ids = _ended(connection, here, change.grids, day, same)
    told = same | {"change": change.kind, "first_day": day, "last_day": None, "reason": reason}
    return [
        _laid(connection, told | {"name": name}, spans, [ids[code] for code in of], now) for name, spans, of in news
    ]


News = list[tuple[str, Spans, list[str]]]  # name, cells and origins of each grid that begins


def _news(change: Change, old: Sequence[Standing]) -> News:
    if change.kind == "merge":
        if len(old) < 2:
            raise BadInput(_("合并至少选两个网格"))
        cells = [cell for one in old for cell in cells_of(one.spans)]
        return [(_name(change.name), spans_of(cells), [one.code for one in old])]
    if len(old) != {"split": 1, "enclave": 2}.get(change.kind):
        raise BadInput(_("请选择网格"))
    first = set(cells_of(old[0].spans))
    part = numbered(old[0].spans, change.cells)
    if not part or part == first:
        raise BadInput(_("单元号有误：写 1 到 {n} 之间的一部分，如 1-3,5").format(n=len(first)))
    rest = (old[0].name, spans_of(first - part), [old[0].code])
    if change.kind == "split":
        return [rest, (_name(change.name), spans_of(part), [old[0].code])]
    taken = spans_of(part | set(cells_of(old[1].spans)))
    return [rest, (old[1].name, taken, [old[1].code, old[0].code])]


def _name(given: str) -> str:
    name = clean(given, line=True)
    if not name or len(name) > NAME:
        raise BadInput(_("请写新网格的名称，至多 {n} 字").format(n=NAME))
    return name


def _begun(connection: Connection, code: str, reason: str, actor: Actor) -> tuple[Region, str]:
    if actor.role not in CHANGERS:
        raise Forbidden(_("值班员和领导调整网格"))
    bump(connection, "grids")  # writers queue here
    why = clean(reason, line=True)
    here = own_region(connection, code, actor.scope)
    if not why or len(why) > REASON:
        raise BadInput(_("请写明调整原因，至多 {n} 字").format(n=REASON))
    return here, why


def _day(day: date, now: datetime) -> int:
    number, today = day.toordinal(), local(now).date().toordinal()
    if not today <= number <= today + AHEAD:
        raise BadInput(_("生效日从今天起一年内：过去的数字不改"))
    return number


def _ended(connection: Connection, here: Region, codes: Sequence[str], day: int, same: Row) -> Mapping[str, int]:
    """They stand until the day before. The first change of a village writes down the grids it had until then."""
    mine = (G.region_id == here.id, G.kind == "territorial")
    if connection.scalar(select(G.id).where(*mine).limit(1)) is None:
        since = official(connection, here)["valid_from"].toordinal()
        for one in children(connection, here):
            row = same | {"code": one.code, "name": one.name, "change": "adopted", "first_day": since}
            _put(connection, row | {"last_day": None, "reason": ""}, ((one.lo, one.hi),))
    those = (*mine, G.code.in_(codes), G.last_day.is_(None))
    ids = {row.code: row.id for row in connection.execute(select(G.id, G.code).where(*those))}
    if connection.execute(update(grid).where(*those).values(last_day=day - 1)).rowcount != len(codes):
        raise ListRefused(_("网格之后已有调整，请刷新后再试"))
    return ids


def _laid(connection: Connection, row: Row, spans: Spans, origins: Sequence[int], now: datetime) -> str:
    code = next_code(connection, G.code, f"G{local(now):%Y%m%d}-")
    number = _put(connection, row | {"code": code}, spans)
    if origins:
        connection.execute(insert(grid_origin), [{"grid_id": number, "from_id": one} for one in origins])
    return code


def _put(connection: Connection, row: Row, spans: Spans) -> int:
    number = int(connection.execute(insert(grid).values(row).returning(G.id)).scalar_one())
    connection.execute(insert(grid_span), [{"grid_id": number, "lo": lo, "hi": hi} for lo, hi in spans])
    return number


def add_functional(
    connection: Connection,
    given: Mapping[str, Any],
    places: Sequence[str],
    actor: Actor,
    now: datetime,
    provenance: str,
) -> str:
    """The code of a department's own grid over parts of a region: its villages, or the grids of a village."""
    here, reason = _begun(connection, str(given.get("region") or ""), str(given.get("reason") or ""), actor)
    name, who = _name(str(given.get("name") or "")), str(given.get("agency") or "")
    if connection.scalar(select(agency.c.code).where(agency.c.code == who)) is None:
        raise BadInput(_("请选择部门"))
    day = day_number(now)
    parts = parts_of(connection, here, day)
    if not places or not set(places) <= parts.keys():
        raise BadInput(_("请勾选职能网格覆盖的范围"))
    spans = spans_of(cell for one in places for cell in cells_of(parts[one][1]))
    row: Row = {"kind": "functional", "name": name, "region_id": here.id, "lo": here.lo, "hi": here.hi, "agency": who}
    row |= {"change": "function", "first_day": day, "last_day": None, "reason": reason, "actor": actor.name}
    return _laid(connection, row | {"made_at": now, "provenance": provenance}, spans, [], now)


def end_functional(connection: Connection, code: str, actor: Actor, now: datetime) -> None:
    """It stands until today."""
    if actor.role not in CHANGERS:
        raise Forbidden(_("值班员和领导调整网格"))
    bump(connection, "grids")
    mine = (G.code == code, G.kind == "functional", G.last_day.is_(None))
    row = connection.execute(select(G.id, G.lo, G.hi).where(*mine)).one_or_none()
    if row is None or not actor.scope.covers(row.lo, row.hi):
        raise ListRefused(_("没有这个有效的职能网格"))
    connection.execute(update(grid).where(G.id == row.id).values(last_day=day_number(now)))
