"""Simulated plans and visits of every kind: two months back and one ahead, merged, done online, called off or made.

Calibrated to what was published of such platforms: about half of what is filed still comes to the door.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import numpy as np
from sqlalchemy import Connection, Table, select

from data.commands.bulk import fill, renumber
from data.commands.revisions import bump
from data.coordination.kind import Kind, Kinds
from data.coordination.overlap import closed_on
from data.demo.base_dice import dice
from data.demo.coordination_asked import ask_and_push
from data.queries.coordination_calls import Month, month_of
from data.queries.coordination_subjects import Called, subjects
from data.queries.regions import SPINE, home_of, region_of
from data.schema import agency, coordination_call, coordination_finding, coordination_plan, coordination_step, region
from data.scope import Scope
from data.times import CITY_ZONE, day_number, local

MOST = 100_000
RATES = {"record": 0.25, "thing": 0.55, "region": 0.5}  # plans a subject and month, where nothing else was counted
KEPT = 0.9  # of what was counted before that is still filed
JOINT, SITE, ONLINE = 0.7, 0.55, 0.17  # of several at once; of single ones
FOUND, DANGER = 0.12, 0.6
MENDED = 12  # days within which a danger is usually closed
BASES = ("行业监管年度计划", "双随机一公开抽查计划", "专项整治工作方案")
Row = dict[str, Any]
Rows = dict[Table, list[Row]]
TABLES = (coordination_plan, coordination_call, coordination_step, coordination_finding)


def seed_coordination(connection: Connection, kinds: Kinds, anchor: datetime, seed: int) -> None:
    """Lay them where there are none. The same seed gives the same."""
    if connection.scalar(select(coordination_plan.c.id).limit(1)) is not None:
        return
    rows: Rows = defaultdict(list)
    offices = _offices(connection)
    here = home_of(connection, Scope.guest())
    for kind in kinds.kinds.values():
        known = subjects(connection, kind, here, limit=MOST)
        rate = _rates(connection, kinds, kind, known)
        for one in known:
            _lay(
                rows,
                kind,
                one,
                offices(one.cell_id),
                rate(one),
                anchor,
                dice(seed, "coordination", kind.code, one.subject),
            )
    for table in TABLES:
        put(connection, table, rows[table])
    for kind in kinds.kinds.values():
        ask_and_push(connection, kind, here, anchor, seed)
    bump(connection, "coordination")


def put(connection: Connection, table: Table, rows: list[Row]) -> None:
    if rows:
        fill(connection, table, {name: [row[name] for row in rows] for name in rows[0]}, quiet=True)
        if "id" in table.c:
            renumber(connection, table)


def _offices(connection: Connection) -> Callable[[int], list[str]]:
    """Departments of the county around a cell; of the city where it has none."""
    query = select(agency.c.code, region.c.lo, region.c.hi).join_from(agency, region, region.c.id == agency.c.region_id)
    where = (SPINE, agency.c.kind == "department")
    found = connection.execute(query.where(*where).order_by(region.c.level.desc(), agency.c.code)).all()

    def offices(cell: int) -> list[str]:
        around = [row for row in found if row.lo <= cell <= row.hi]
        return [row.code for row in around if (row.lo, row.hi) == (around[0].lo, around[0].hi)]

    return offices


def _rates(connection: Connection, kinds: Kinds, kind: Kind, known: list[Called]) -> Callable[[Called], float]:
    """Plans a subject and month: as many as were counted before, less what nobody files any more."""
    counted: list[tuple[int, int, float]] = []
    for one in kinds.before:
        code = connection.scalar(select(region.c.code).where(SPINE, region.c.code == one.region))
        if one.kind == kind.code and one.what == "visits" and code:
            place = region_of(connection, code, Scope.guest())
            n = sum(place.lo <= each.cell_id <= place.hi for each in known)
            counted.append((place.lo, place.hi, KEPT * one.value / max(n, 1)))
    return lambda one: next((rate for lo, hi, rate in counted if lo <= one.cell_id <= hi), RATES[kind.subject.source])


def _lay(
    rows: Rows, kind: Kind, one: Called, offices: list[str], rate: float, anchor: datetime, rng: np.random.Generator
) -> None:
    this = month_of(f"{local(anchor):%Y-%m}")
    for month in (this.turned(-2), this.turned(-1), this, this.turned(1)):
        n = min(int(rng.poisson(rate)), len(offices), 4)
        if not n or not (days := _days(kind, month)):
            continue
        chosen = [offices[at] for at in rng.permutation(len(offices))[:n].tolist()]
        joint, day = n > 1 and rng.random() < JOINT, days[int(rng.integers(len(days)))]
        ids = []
        for office in chosen:
            each = day if n > 1 else days[int(rng.integers(len(days)))]
            ids.append(_call(rows, kind, one, office, each + int(rng.integers(3)) * (not joint), anchor, rng))
        _fate(rows, ids, joint, day_number(anchor), rng)
        for number in ids:
            _find(rows, rows[coordination_call][number - 1], day_number(anchor), rng)


def _days(kind: Kind, month: Month) -> list[int]:
    days = range(month.first, month.last - 1)
    return [day for day in days if date.fromordinal(day).weekday() < 5 and not closed_on(kind, day)]


def _call(
    rows: Rows, kind: Kind, one: Called, office: str, day: int, anchor: datetime, rng: np.random.Generator
) -> int:
    n = len(rows[coordination_plan]) + 1
    items = [code for code, item in kind.items.items() if item.entry == "free"]
    some = [items[at] for at in sorted(rng.permutation(len(items))[: int(rng.integers(1, 3))].tolist())]
    words = f"{'、'.join(kind.items[code].name for code in some)}{kind.visit}"
    same = {"kind": kind.code, "agency": office, "provenance": "simulated"}
    told = {"id": n, "code": f"J{n:06d}", "items": " ".join(some), "words": words, "people": int(rng.integers(2, 4))}
    basis = f"{BASES[int(rng.integers(len(BASES)))]}（模拟）"
    told |= {"basis": basis, "first_day": day, "last_day": day + 5, "why": "", "actor": office}
    filed = min(_at(day - 12), int(anchor.timestamp()))
    rows[coordination_plan].append(same | told | {"filed_at": filed})
    whom = {"subject": one.subject, "name": one.name, "trade": one.trade, "cell_id": one.cell_id}
    fresh = {"state": "filed", "way": "", "joint_id": None, "seq": 1, "news": 0, "objected": 0, "answer": ""}
    fresh |= {"wished_day": None, "opinion": "", "planned_day": day, "day": day}
    rows[coordination_call].append({"id": n, "code": f"J{n:06d}-01", "plan_id": n} | same | whom | fresh)
    _step(rows, rows[coordination_call][-1], "filed", filed, office, "agency", day)
    return n


def _fate(rows: Rows, ids: list[int], joint: bool, today: int, rng: np.random.Generator) -> None:
    """What the centre decided, and whether it has been carried out; part of what lies ahead still waits."""
    calls = [rows[coordination_call][number - 1] for number in ids]
    if joint:
        for call in calls:
            call["day"] = calls[0]["day"]
    ahead = calls[0]["day"] >= today
    if ahead and rng.random() < 0.55:
        for call in calls:
            call["day"] = call["planned_day"]
        return
    for call in calls:
        state, way = _outcome(joint, ahead, rng.random())
        call |= {"way": way, "joint_id": ids[0] if joint else None, "state": state, "seq": 2}
        call |= {"answer": "accepted" if way in ("site", "joint") and rng.random() < 0.8 else ""}
        move = {"site": "approve", "joint": "merge", "online": "online", "": "cancel"}[way]
        decided = _at(min(call["planned_day"], call["day"]) - 8)
        _step(rows, call, move, decided, "协同中心", "duty_officer", call["day"])
        if state == "done":
            call["seq"] = 3
            _step(rows, call, "done", _at(call["day"]), call["agency"], "agency", call["day"])


def _outcome(joint: bool, ahead: bool, roll: float) -> tuple[str, str]:
    over = "set" if ahead else "done"
    if joint:
        return over, "joint"
    if roll < SITE:
        return over, "site"
    return (over, "online") if roll < SITE + ONLINE else ("cancelled", "")


def _find(rows: Rows, call: Row, today: int, rng: np.random.Generator) -> None:
    if call["state"] != "done" or call["way"] == "online" or rng.random() > FOUND:
        return
    n, danger = len(rows[coordination_finding]) + 1, rng.random() < DANGER
    item = rows[coordination_plan][call["plan_id"] - 1]["items"].split()[0]
    closes = call["day"] + 4 + int(rng.integers(2 * MENDED))
    state = "closed" if not danger or closes < today else ("fixed" if rng.random() < 0.4 else "open")
    told = {name: call[name] for name in ("kind", "subject", "name", "trade", "cell_id", "agency", "provenance", "day")}
    told |= {"id": n, "code": f"Y{n:06d}", "call_id": call["id"], "item": item, "danger": int(danger), "state": state}
    words = ("台账记录不全", "现场标识缺失", "设施未按期检修", "责任人培训不足")[int(rng.integers(4))]
    told |= {"words": words, "due_day": call["day"] + 20 if danger else None, "seq": 1, "event": ""}
    told |= {"mended": "已按要求整改" if danger and state != "open" else ""}
    rows[coordination_finding].append(told | {"closed_day": closes if state == "closed" else None})


def _at(day: int) -> int:
    at = datetime.combine(date.fromordinal(day), time(10), CITY_ZONE)
    return int(at.astimezone(UTC).timestamp())


def _step(rows: Rows, call: Row, move: str, at: int, actor: str, role: str, day: int) -> None:
    told = {
        "call_id": call["id"],
        "seq": call["seq"],
        "move": move,
        "at": at,
        "actor": actor,
        "role": role,
        "reason": "",
    }
    rows[coordination_step].append(told | {"day": day})
