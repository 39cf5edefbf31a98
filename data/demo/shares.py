"""What a demo city's departments have asked of its ledgers, at several points of its life, and what flowed since."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from data.commands.facts import swap_fact
from data.commands.shares import Asking, ask, move_share
from data.ledgers.fields import dictionary
from data.life.actor import Actor
from data.queries.regions import region_of
from data.queries.shares import note_delivery, share_of
from data.schema import agency, region
from data.scope import Scope
from data.times import day_number, local
from data.words import ROLES

KEY = "demo_shares"  # fact: they were laid
ONES: tuple[
    tuple[str, str, tuple[str, ...], int, str, str], ...
] = (  # ledger or other resource, purpose, fields, days since, move, words
    (
        "residents",
        "台风转移人数核对",
        ("sex", "birth", "residence", "alone"),
        40,
        "grant",
        "仅用于防汛转移",
    ),
    ("enterprises", "排污许可核查", ("name", "credit", "trade", "state"), 25, "grant", "仅限执法检查使用"),
    ("houses", "危房排查", ("use", "structure", "floors"), 12, "", ""),
    ("residents", "商业推广", ("name", "phone"), 9, "refuse", "用途与履职无关"),
    ("projects", "用地进度核对", ("name", "stage", "due"), 6, "", ""),
    ("things:risk_point", "汛期隐患点复核", ("name", "kind", "grade", "people"), 5, "grant", "仅用于汛期巡查"),
)
TERM = 180


def install_shares(connection: Connection, now: datetime) -> int:
    """Lay them once; how many."""
    if not swap_fact(connection, KEY, None, now.isoformat()):
        return 0
    known, everywhere = dictionary(connection), Scope.guest()
    of = select(agency.c.code).join(region, region.c.id == agency.c.region_id).where(agency.c.kind == "department")
    offices = connection.scalars(of.order_by(region.c.level, agency.c.code)).all()
    decider = Actor(name=f"{ROLES['leader']}-001", role="leader", scope=everywhere)
    laid = 0
    for n, (ledger, purpose, names, since, what, words) in enumerate(ONES):
        its = known.ledgers.get(ledger)
        fields = [f"{its.subject}.{name}" for name in names if its and f"{its.subject}.{name}" in known.fields]
        fields += names if ":" in ledger else []
        if not fields or not offices:
            continue
        at = now - timedelta(days=since)
        office = offices[n % len(offices)]
        asker = Actor(name=f"{ROLES['agency']}-{n + 1:03d}", role="agency", scope=everywhere)
        until = (local(at) + timedelta(days=TERM)).date()
        told = {
            "resource": ledger if ":" in ledger else f"ledger:{ledger}",
            "agency": office,
            "purpose": purpose,
            "region": "",
        }
        code = ask(connection, Asking(fields=fields, until=until, **told), asker, at, "simulated")
        laid += 1
        if what:
            _decided(connection, code, what, words, fields, decider, at + timedelta(days=1))
        if what == "grant":
            _flowed(connection, code, asker, now, since)
    return laid


def _decided(
    connection: Connection, code: str, what: str, words: str, fields: list[str], actor: Actor, at: datetime
) -> None:
    given: dict[str, Any] = {"words": words, "until": f"{(local(at) + timedelta(days=TERM)).date():%Y-%m-%d}"}
    move_share(connection, code, what, given | {f"field {one}": "1" for one in fields}, actor, at)


def _flowed(connection: Connection, code: str, asker: Actor, now: datetime, since: int) -> None:
    """Made up: a delivery each ten days."""
    row, _steps = share_of(connection, code, asker.scope, day_number(now))
    here = region_of(connection, row["region"], asker.scope)
    for days in range(since - 2, 0, -10):
        told = (row["resource"], row["id"], here, "csv", 1_000 + 10 * days, asker.name)
        note_delivery(connection, *told, now - timedelta(days=days))
