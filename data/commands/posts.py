"""卡口值班点调度: people are moved from one post to another, both or neither, and the registers remember why."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data.acting import acting
from data.commands.audit import acted
from data.commands.revisions import bump
from data.commands.things import EDITORS, take
from data.errors import BadInput, Forbidden, ThingRefused, UnknownThing
from data.house import House
from data.intake.record import clean
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.posts import LAYER
from data.schema import feature
from data.things.told import Told
from data.words import ROLES

MOST = 200
Sent = Mapping[str, Any]


def move_staff(
    connection: Connection, frm: str, to: str, n: int, why: str, actor: Actor, now: datetime
) -> tuple[str, str]:
    """The names of both posts. ThingRefused where fewer are posted than are to go."""
    bump(connection, "features")  # first: of two who move the same people, the second finds fewer
    if actor.role not in EDITORS:
        raise Forbidden(_("%(role)s不能调整值班点") % {"role": _(ROLES[actor.role])})
    if not 0 < n <= MOST or frm == to or not why:
        raise BadInput(_("请选择去向、人数（1 至 {n}）并写明理由").format(n=MOST))
    here, there = (_row(connection, code, actor) for code in (frm, to))
    posted = here["attributes"].get("posted") or 0
    if posted < n:
        raise ThingRefused(_("{name}在岗 {n} 人，不够抽调").format(name=here["name"], n=posted))
    words = _("{frm} → {to} {n} 人：{why}").format(frm=here["name"], to=there["name"], n=n, why=why)
    for row, change in ((here, -n), (there, n)):
        known = row["attributes"] | {"posted": (row["attributes"].get("posted") or 0) + change}
        same = {name: row[name] for name in ("layer", "code", "name", "kind", "grade", "quantity")}
        told = Told(**same, attributes=known, as_of=now)
        take(connection, told, None, actor, now, row["provenance"], seq=row["seq"], reason=words[:2_000])
    return here["name"], there["name"]


def move_on_screen(house: House, sent: Sent, role: str, number: int) -> str:
    """`code`: from where; `found`: to where; `n`; `what`: why."""
    actor, n = acting(house, role, number), str(sent.get("n") or "")
    frm, to = (str(sent.get(name) or "")[:48] for name in ("code", "found"))
    why = (clean(str(sent.get("what") or "")) or "")[:200]
    with acted(house, actor, "post_move", f"{frm} {to}"[:160]) as connection:
        people = int(n) if n.isascii() and n.isdecimal() and len(n) < 5 else 0
        here, there = move_staff(connection, frm, to, people, why, actor, house.clock.now())
    return _("已从{frm}抽调 {n} 人到{to}").format(frm=here, to=there, n=n)


def _row(connection: Connection, code: str, actor: Actor) -> dict[str, Any]:
    query = select(feature).where(feature.c.layer == LAYER, feature.c.code == code, feature.c.retired_at.is_(None))
    row = connection.execute(query).mappings().one_or_none()
    if row is None or not actor.scope.covers(row["cell_id"], row["cell_id"]):
        raise UnknownThing(_("没有这个值班点，或不在可办范围内"))
    return dict(row)
