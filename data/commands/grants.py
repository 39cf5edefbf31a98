"""免申即享: a policy is offered to those whom it fits, claimed, checked and paid; every step is kept."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data.commands.revisions import bump
from data.commands.things import EDITORS
from data.economy.condition import SUBJECT, Ground
from data.economy.words import GRANTS, NEXT
from data.errors import BadInput, Forbidden, ThingRefused, UnknownThing
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.policies import one_policy
from data.queries.policy_matches import match_of
from data.queries.records import record_row
from data.schema import policy_grant, policy_grant_step
from data.things.taking import lived_here

G = policy_grant.c
BACK = ("refused", "withdrawn")
REASON = 400


def offer_grant(connection: Connection, ground: Ground, code: str, enterprise: str, actor: Actor, now: datetime) -> int:
    """Offer the policy to one enterprise: it must fit now, and nothing be offered already. The number of the grant."""
    _may(actor)
    bump(connection, "ledgers")  # writers queue here
    row = record_row(connection, SUBJECT, enterprise, ground.scope)
    if not actor.scope.covers(row["cell_id"], row["cell_id"]):
        raise Forbidden(_("这个位置不在您的管辖范围"))
    one = one_policy(connection, ground, code)
    if one.clearance > ground.scope.clearance:
        raise Forbidden(_("这项政策的条件须有相应权限才能匹配"))
    if not one.live:
        raise ThingRefused(_("“{policy}”不在有效期内").format(policy=one.named))
    match = match_of(connection, ground, one, row["id"])
    if match["lacks"]:
        raise ThingRefused(_("不符合条件，缺：{what}").format(what="；".join(match["lacks"])))
    if match["state"] and match["state"] not in BACK:
        raise ThingRefused(_("已推送过：{state}").format(state=_(GRANTS[match["state"]])))
    reason = "；".join(f"{one['wanted']} ({one['held']})".removesuffix(" ()") for one in match["reasons"])
    if match["grant"]:
        return _step(connection, match["grant"], match["grant_seq"], "offered", match["amount"], actor, now, reason)
    fixed = {"policy": code, "record_id": row["id"], "cell_id": row["cell_id"], "provenance": lived_here(connection)}
    number = connection.scalar(
        insert(policy_grant)
        .values(fixed | {"amount": match["amount"], "state": "offered", "seq": 1, "at": now})
        .returning(G.id)
    )
    _keep(connection, int(number or 0), 1, "offered", match["amount"], actor, now, reason)
    return int(number or 0)


def move_grant(connection: Connection, number: int, to: str, seq: int, reason: str, actor: Actor, now: datetime) -> int:
    """A grant goes one step on, or is given up with a reason, if it is still in the state that was seen."""
    _may(actor)
    bump(connection, "ledgers")
    row = connection.execute(select(policy_grant).where(G.id == number)).mappings().one_or_none()
    if row is None or not actor.scope.covers(row["cell_id"], row["cell_id"]):
        raise UnknownThing(_("没有这笔兑现"))
    if to not in NEXT.get(row["state"], ()):
        raise ThingRefused(_("“{state}”不能这样办理").format(state=_(GRANTS[row["state"]])))
    if to in BACK and not reason.strip():
        raise BadInput(_("请写明原因"))
    return _step(connection, number, seq, to, row["amount"], actor, now, reason.strip()[:REASON])


def _may(actor: Actor) -> None:
    if actor.role not in EDITORS:
        raise Forbidden(_("这个角色不能办理惠企政策"))


def _step(
    connection: Connection, number: int, seq: int, to: str, amount: float, actor: Actor, now: datetime, reason: str
) -> int:
    same = (G.id == number, G.seq == seq)
    values: dict[str, Any] = {"state": to, "amount": amount, "seq": seq + 1, "at": now}
    if not connection.execute(update(policy_grant).where(*same).values(values)).rowcount:
        raise ThingRefused(_("刚被他人办理，请刷新后再试"))
    _keep(connection, number, seq + 1, to, amount, actor, now, reason)
    return number


def _keep(
    connection: Connection, number: int, seq: int, to: str, amount: float, actor: Actor, now: datetime, reason: str
) -> None:
    told = {"grant_id": number, "seq": seq, "state": to, "amount": amount, "at": now}
    who = {"actor": actor.name, "role": actor.role, "reason": reason}
    connection.execute(insert(policy_grant_step).values(told | who))
