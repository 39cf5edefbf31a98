"""Lots of faulty data that a demo city has sent back: what its ledgers lack, at several points of their life."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from data.commands.facts import put_fact, swap_fact
from data.commands.returns import Sending, move_lot, send_back
from data.life.actor import Actor
from data.queries.faults import Fault, faults_in
from data.returns.checks import record_checks
from data.returns.measure import COUNTED, counts_of, keep_checks
from data.schema import agency
from data.scope import Scope
from data.settings import Settings
from data.times import day_number, local
from data.words import ROLES

KEY = "demo_returns"  # fact: they were laid
Moves = tuple[tuple[str, int, str], ...]  # move, days since, words
ONES: tuple[tuple[int, int, Moves], ...] = (  # days since, term in days, what came of it
    (21, 7, (("answer", 15, "已逐户核对补录"), ("close", 14, "抽查无误，其余待年底普查补齐"))),
    (18, 7, (("answer", 9, "已补录"), ("again", 8, "抽查仍有缺项，请继续补齐"))),
    (16, 5, (("answer", 12, "已补录"), ("close", 11, "核实通过，剩余为外出人员"))),
    (12, 7, (("object", 10, "所列房屋由住建部门登记，不是本单位数据"),)),
    (9, 5, ()),
    (6, 7, (("answer", 2, "已完成补录，请核实"),)),
    (4, 7, ()),
    (3, 7, (("withdraw", 2, "口径调整，撤回重发"),)),
)
WORDS = "台账缺项，请在期限内补齐"


def install_returns(connection: Connection, settings: Settings, now: datetime) -> int:
    """Lay them once; how many."""
    if not swap_fact(connection, KEY, None, now.isoformat()):
        return 0
    keep_checks(connection, counts_of(connection, record_checks(settings), now))
    put_fact(connection, COUNTED, str(day_number(now)))
    everywhere = Scope.guest()
    sender = Actor(name=f"{ROLES['duty_officer']}-001", role="duty_officer", scope=everywhere)
    found = _by_owner([one for one in faults_in(settings, connection, "", everywhere, now) if one.kind == "record"])
    for one, (owner, faults) in zip(ONES, found.items(), strict=False):
        _lay(connection, settings, one, owner, faults, sender, now)
    return min(len(ONES), len(found))


def _by_owner(faults: list[Fault]) -> dict[str, list[Fault]]:
    found: dict[str, list[Fault]] = {}
    for one in faults:
        if one.agency:
            found.setdefault(one.agency, []).append(one)
    return dict(sorted(found.items())[:: max(1, len(found) // len(ONES))])  # towns of all counties


def _lay(
    connection: Connection, settings: Settings, one: Any, owner: str, faults: list[Fault], sender: Actor, now: datetime
) -> None:
    since, term, moves = one
    sent = now - timedelta(days=since, hours=3)
    due = (local(sent) + timedelta(days=term)).date()
    new = Sending(keys=[fault.key for fault in faults[:4]], to=owner, region="", words=WORDS, due=due)
    row = send_back(settings, connection, new, sender, sent, "simulated")
    name = connection.scalar(select(agency.c.name).where(agency.c.code == owner))
    keeper = Actor(name=str(name), role="agency", scope=sender.scope)
    for what, days, words in moves:
        at = now - timedelta(days=days, hours=2)
        given = {"words": words, "though": "1", "due": f"{(local(at) + timedelta(days=term)).date():%Y-%m-%d}"}
        move_lot(settings, connection, row["code"], what, given, keeper if what in ("answer", "object") else sender, at)
