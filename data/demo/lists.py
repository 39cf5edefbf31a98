"""Simulated items of the three lists of any city, made of its own regions; the same seed, the same rows."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Connection, delete, func, select, update

from data.commands.bulk import fill, renumber
from data.commands.codes import SHORT, codes_of, key_of
from data.commands.revisions import bump
from data.demo.base_dice import dice
from data.door_numbers import without_doors
from data.schema import agency, category, event, list_event, list_item, list_photo, list_step, list_support, region
from data.times import day_number, day_start

BACK = 300  # days since the first were made
EACH = {3: 4, 4: 2}  # items of a town, and of a village
KINDS = {3: ("development", "task", "issue", "development"), 4: ("issue", "task")}
TITLES = {
    "development": ("全民健身场地改造", "老街立面整治", "农贸市场提升", "冷链仓储建设", "停车场扩容"),
    "issue": ("背街排水不畅", "村道路灯不亮", "垃圾转运点异味", "河道岸坡垮塌", "老旧电表箱隐患"),
    "task": ("助学圆梦", "老人助餐", "困难家庭就业", "乡村医生驻点", "庭院微改造"),
}
FUNDS = ("一事一议奖补", "村级自筹", "上级专项")
TERMS = {"development": 365, "issue": 60, "task": 900}
WORDS = ("已踏勘现场并商定方案", "与村民代表议定", "材料已备齐，进场施工", "完成过半，按月通报")
SHARE_SUPPORT, MOST_PAIRS = 0.3, 40
Row = dict[str, Any]


def clear_lists(connection: Connection) -> None:
    """Before events are laid anew: simulated items go, those of the city keep none of the events."""
    mine = select(list_item.c.id).where(list_item.c.provenance == "simulated")
    connection.execute(update(list_item).where(list_item.c.pair_id.in_(mine)).values(pair_id=None))
    connection.execute(delete(list_event))
    for table in (list_step, list_support, list_photo):
        connection.execute(delete(table).where(table.c.item_id.in_(mine)))
    connection.execute(delete(list_item).where(list_item.c.provenance == "simulated"))


def seed_lists(connection: Connection, anchor: datetime, seed: int) -> int:
    """Lay them where there are none; how many."""
    if connection.scalar(select(list_item.c.id).limit(1)) is not None:
        return 0
    items = _items(connection, anchor, seed)
    if not items:
        return 0
    events = _paired(connection, items, anchor)
    _coded(connection, items)
    supports = _supports(connection, items, seed)
    asked = {row["item_id"]: row for row in supports}
    steps = [step for row in items for step in _steps(row, anchor, asked.get(row["id"]))]
    pairs = [(row["id"], row["pair_id"]) for row in items if row["pair_id"]]
    _fill(
        connection,
        list_item,
        [{name: row[name] for name in row if name != "level"} | {"pair_id": None} for row in items],
    )
    for number, other in pairs:  # both are there by now
        connection.execute(update(list_item).where(list_item.c.id == number).values(pair_id=other))
    renumber(connection, list_item)
    _fill(connection, list_step, steps)
    _fill(connection, list_support, supports)
    _fill(connection, list_event, events)
    bump(connection, "lists")
    return len(items)


def _fill(connection: Connection, table: Any, rows: list[Row]) -> None:
    if rows:
        fill(connection, table, {name: [row[name] for row in rows] for name in rows[0]}, quiet=True)


def _items(connection: Connection, anchor: datetime, seed: int) -> list[Row]:
    """In the order of their days, so that their codes grow with them."""
    of = select(region.c.id, region.c.level, region.c.lo, region.c.hi)
    places = connection.execute(of.where(region.c.tree == "spine", region.c.level.in_((3, 4))).order_by(region.c.id))
    rng, today = dice(seed, "lists"), day_number(anchor)
    rows = [_item(rng, one, kind, today) for one in places for kind in KINDS[one.level][: EACH[one.level]]]
    rows.sort(key=lambda row: (row["begin_day"], row["lo"], row["kind"]))
    for n, row in enumerate(rows, start=1):
        row["id"] = n
    return rows


def _item(rng: np.random.Generator, place: Any, kind: str, today: int) -> Row:
    begin = today - int(rng.integers(1, BACK))
    due = begin + int(TERMS[kind] * (0.6 + 0.8 * rng.random()))
    over = due < today and rng.random() < 0.85
    percent = 100 if over else min(95, int(5 * rng.integers(0, 20)))
    titles = TITLES[kind]
    ended = _at(min(due, today - 1)) if over else None
    actor = f"网格员-{int(rng.integers(1, 999)):03d}" if place.level == 4 else f"值班员-{int(rng.integers(1, 99)):03d}"
    row: Row = {"kind": kind, "title": titles[int(rng.integers(len(titles)))], "text": "", "region_id": place.id}
    row |= {"lo": place.lo, "hi": place.hi, "level": place.level, "agency": None, "percent": percent}
    row |= {"fund": FUNDS[int(rng.integers(len(FUNDS)))] if kind == "development" else "", "begin_day": begin}
    row |= {"due_day": due, "state": "done" if over else "open", "ended_at": ended, "seq": 1, "pair_id": None}
    return row | {"reports": 0, "made_at": _at(begin), "actor": actor, "provenance": "simulated"}


def _at(day: int) -> int:
    """Nine in the morning, as epoch seconds."""
    return int(day_start(day).timestamp()) + 9 * 3600


def _coded(connection: Connection, items: list[Row]) -> None:
    days = sorted({row["begin_day"] for row in items})
    place = {day: n for n, day in enumerate(days)}
    seen: dict[int, int] = {}
    for row in items:
        row["n"] = seen[row["begin_day"]] = seen.get(row["begin_day"], 0) + 1
    which, numbers = np.array([place[row["begin_day"]] for row in items]), np.array([row["n"] for row in items])
    for row, code in zip(items, codes_of(key_of(connection), "L", days, which, numbers, SHORT), strict=True):
        row["code"] = code
        del row["n"]


def _paired(connection: Connection, items: list[Row], anchor: datetime) -> list[Row]:
    """Where the same trouble came back at one spot, the issue and the development of that village are of it."""
    by_place: dict[int, Row] = {row["lo"]: row for row in items if row["level"] == 4 and row["kind"] == "issue"}
    found: list[Row] = []
    for spot in _spots(connection, anchor):
        issue = next((row for lo, row in by_place.items() if lo <= spot.cell_id <= row["hi"]), None)
        if issue is None or issue["pair_id"] is not None:
            continue
        title = f"{without_doors(spot.place)[:40]}{spot.name}反复上报 {spot.n} 次"
        day = min(day_number(anchor), max(issue["begin_day"], day_number(spot.last)))
        other = issue | {"id": len(items) + 1, "kind": "development", "begin_day": day, "due_day": day + 365}
        other |= {"percent": 35, "state": "open", "ended_at": None, "made_at": _at(day), "pair_id": issue["id"]}
        issue |= {"begin_day": day, "due_day": day + 60, "state": "open", "ended_at": None, "percent": 20}
        issue |= {"pair_id": other["id"], "made_at": _at(day)}
        for row in (issue, other):
            row |= {"title": title, "reports": spot.n}
        items.append(other)
        found += _reports(connection, issue["id"], spot, anchor)
    return found


def _spots(connection: Connection, anchor: datetime) -> list[Any]:
    """Kinds of trouble that came at least three times in one cell within 90 days, the most often first."""
    e, n = event.c, func.count().label("n")
    fits = (e.reported_at.between(anchor - timedelta(days=90), anchor), e.placed == "exact", e.stage != "merged")
    of = select(
        e.leaf, e.cell_id, category.c.name, func.max(e.place).label("place"), func.max(e.reported_at).label("last"), n
    )
    of = of.join(category, category.c.code == e.leaf).where(*fits).group_by(e.leaf, e.cell_id, category.c.name)
    return list(connection.execute(of.having(n >= 3).order_by(n.desc(), e.cell_id, e.leaf).limit(MOST_PAIRS)))


def _reports(connection: Connection, item_id: int, spot: Any, anchor: datetime) -> list[Row]:
    e = event.c
    same = (e.leaf == spot.leaf, e.cell_id == spot.cell_id, e.placed == "exact", e.stage != "merged")
    when = e.reported_at.between(anchor - timedelta(days=90), anchor)
    return [{"item_id": item_id, "event_id": one} for one in connection.scalars(select(e.id).where(*same, when))]


def _supports(connection: Connection, items: list[Row], seed: int) -> list[Row]:
    """Some of the open ones have asked departments of their county."""
    rng, rows = dice(seed, "lists", "support"), []
    of = select(agency.c.code, region.c.lo, region.c.hi).join(region, region.c.id == agency.c.region_id)
    offices = list(
        connection.execute(of.where(agency.c.kind == "department", region.c.level == 2).order_by(agency.c.code))
    )
    for row in items:
        near = [one.code for one in offices if one.lo <= row["lo"] and row["hi"] <= one.hi]
        if row["state"] != "open" or not near or rng.random() > SHARE_SUPPORT:
            continue
        state = ("asked", "accepted", "helped")[int(rng.integers(3))]
        told = {"item_id": row["id"], "agency": near[int(rng.integers(len(near)))], "state": state}
        rows.append(told | {"asked_at": row["made_at"], "answered_at": row["made_at"] if state != "asked" else None})
    return rows


def _steps(row: Row, anchor: datetime, support: Row | None) -> list[Row]:
    """From the day it was put down to how it stands."""
    today, last = day_number(anchor), min(row["due_day"], day_number(anchor))
    told: list[tuple[str, int, str, int | None, str | None]] = [("add", row["begin_day"], "", None, None)]
    if support:
        told.append(("ask", row["begin_day"], "请部门现场指导", None, support["agency"]))
        told += [("accept", row["begin_day"], "", None, support["agency"])] if support["state"] != "asked" else []
        told += (
            [("help", row["begin_day"], "已安排专人对接", None, support["agency"])]
            if support["state"] == "helped"
            else []
        )
    for n, share in enumerate((25, 60)):
        if row["percent"] > share:
            day = row["begin_day"] + (last - row["begin_day"]) * (n + 1) // 3
            told.append(("progress", day, WORDS[(row["id"] + n) % len(WORDS)], share, None))
    if row["state"] == "done":
        told.append(("done", min(last, today - 1), "已完成并经群众代表验收", 100, None))
    elif row["percent"]:
        told.append(("progress", last, WORDS[row["id"] % len(WORDS)], row["percent"], None))
    row["seq"] = len(told)
    same = {"item_id": row["id"], "actor": row["actor"], "role": "grid_staff" if row["level"] == 4 else "duty_officer"}
    return [
        same
        | {
            "seq": n,
            "at": min(_at(day), int(anchor.timestamp())),
            "what": what,
            "words": words,
            "percent": percent,
            "agency": who,
        }
        for n, (what, day, words, percent, who) in enumerate(told, start=1)
    ]
