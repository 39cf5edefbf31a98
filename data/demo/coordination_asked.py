"""Simulated demands with their answers, and a hot problem that was pushed, of one kind."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, func, select

from data.commands.bulk import fill, renumber
from data.coordination.kind import Kind
from data.demo.base_dice import dice
from data.queries.coordination_dangers import hot
from data.queries.coordination_demands import demand_named
from data.queries.coordination_subjects import like, subjects
from data.queries.regions import Region, children
from data.schema import coordination_demand, coordination_offer, coordination_push, coordination_receipt
from data.scope import Scope
from data.times import day_number

DEMANDS = 24
READ, CHECKED = 0.7, 0.45
ASKED = ("请上门指导", "希望安排一次活动", "有政策疑问，请解答")
Row = dict[str, Any]


def ask_and_push(connection: Connection, kind: Kind, here: Region, anchor: datetime, seed: int) -> None:
    if kind.wants and kind.topics:
        _ask(connection, kind, here, anchor, seed)
    for town in [one for county in children(connection, here) for one in children(connection, county)]:
        if found := hot(connection, kind, town, Scope.guest(), anchor):
            _push(connection, kind, town, found[0].item, found[0].trade, found[0].n, anchor, seed)
            return


def _ask(connection: Connection, kind: Kind, here: Region, anchor: datetime, seed: int) -> None:
    rng, known = dice(seed, "coordination-demands", kind.code), subjects(connection, kind, here, limit=5_000)
    first, rows = _next(connection, coordination_demand), []
    for n in range(min(DEMANDS, len(known))):
        one = known[int(rng.integers(len(known)))]
        want, topic = list(kind.wants), list(kind.topics)
        at = int((anchor - timedelta(hours=int(rng.integers(1, 24 * 20)))).timestamp())
        row = {
            "id": first + n,
            "code": f"X{first + n:06d}",
            "kind": kind.code,
            "subject": one.subject,
            "name": one.name,
        }
        row |= {"trade": one.trade, "cell_id": one.cell_id, "want": want[int(rng.integers(len(want)))], "at": at}
        row |= {"topic": topic[int(rng.integers(len(topic)))], "words": ASKED[int(rng.integers(len(ASKED)))]}
        rows.append(row | {"state": "open", "forwarded": "", "seq": 1, "provenance": "simulated"})
    _put(connection, coordination_demand, rows)
    _answer(connection, kind, [str(row["code"]) for row in rows[::3]], anchor)


def _answer(connection: Connection, kind: Kind, codes: list[str], anchor: datetime) -> None:
    """One in three has been answered by the first department whose topic it is."""
    d = coordination_demand.c
    offers: list[Row] = []
    first = _next(connection, coordination_offer)
    for code in codes:
        row = demand_named(connection, kind, code, Scope.guest())
        if office := next(iter(row["matched"]), ""):
            n = first + len(offers)
            told = {"id": n, "code": f"O{n:06d}", "demand_id": row["id"], "agency": office, "words": "可安排专人上门"}
            told |= {"day": day_number(anchor) + 6 + n % 10, "call": "", "actor": office, "at": int(anchor.timestamp())}
            offers.append(told)
    _put(connection, coordination_offer, offers)
    answered = [one["demand_id"] for one in offers]
    connection.execute(coordination_demand.update().where(d.id.in_(answered)).values(state="offered", seq=2))


def _push(
    connection: Connection, kind: Kind, town: Region, item: str, trade: str, n: int, anchor: datetime, seed: int
) -> None:
    rng, number = dice(seed, "coordination-push", kind.code), _next(connection, coordination_push)
    at = anchor - timedelta(days=2)
    words = f"同类{kind.subject.word}已有 {n} {kind.subject.unit}发现“{kind.items[item].name}”问题，请对照自查"
    row = {"id": number, "code": f"H{number:06d}", "kind": kind.code, "item": item, "trade": trade, "n": n}
    row |= {"region_id": town.id, "words": words, "actor": "协同中心", "at": int(at.timestamp())}
    _put(connection, coordination_push, [row | {"provenance": "simulated"}])
    receipts = []
    for one in like(connection, kind, trade, town):
        read = int((at + timedelta(hours=int(rng.integers(1, 40)))).timestamp()) if rng.random() < READ else None
        checked = read + 3_600 if read and rng.random() < CHECKED / READ else None
        told: Row = {"push_id": number, "subject": one.subject, "name": one.name, "cell_id": one.cell_id}
        receipts.append(told | {"read_at": read, "checked_at": checked})
    _put(connection, coordination_receipt, receipts)


def _next(connection: Connection, table: Table) -> int:
    return int(connection.scalar(select(func.max(table.c.id))) or 0) + 1


def _put(connection: Connection, table: Table, rows: list[Row]) -> None:
    if rows:
        fill(connection, table, {name: [row[name] for row in rows] for name in rows[0]}, quiet=True)
        if "id" in table.c:
            renumber(connection, table)
