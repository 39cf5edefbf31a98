"""Whether the public may have a resource: its department says so, with the fields, and terms or grounds."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from data.catalogue_words import OPEN_FIELDS, OPENED, OPENINGS
from data.commands.catalogue import may_keep_resource
from data.commands.revisions import bump
from data.errors import BadInput, ThingRefused
from data.intake.record import clean
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.catalogue import resource_row
from data.queries.openings import item_key, openings
from data.schema import resource_opening

WORDS = 300
Row = dict[str, Any]


def plain_items(row: Row) -> list[Any]:
    """The fields that may be opened: nobody is named or told by them."""
    return [one for one in row["fields"] if one.shield == "plain"]


def set_opening(
    connection: Connection,
    code: str,
    state: str,
    field: str,
    items: Sequence[str],
    words: str,
    seq: int,
    actor: Actor,
    now: datetime,
    provenance: str,
) -> None:
    """Forbidden for who does not keep it, BadInput for what makes no sense, ThingRefused when others were first."""
    bump(connection, "catalogue")  # writers queue here
    row = resource_row(connection, code, actor.scope, now)
    may_keep_resource(actor, row["agency"])
    known = openings(connection).get(code)
    if seq != (known["seq"] if known else 0):
        raise ThingRefused(_("%(code)s 刚被他人修改,请刷新后再试") % {"code": code})
    told = clean(words)
    if state not in OPENINGS or field not in OPEN_FIELDS:
        raise BadInput(_("请选择开放属性和开放领域"))
    if (state != "open" and not told) or len(told) > WORDS:
        raise BadInput(_("除无条件开放外须写明条件、依据或计划，至多 {n} 字").format(n=WORDS))
    chosen = _items(row, items) if state in OPENED else []
    said = {"code": code, "seq": seq + 1, "state": state, "field": field, "words": told}
    said |= {"items": json.dumps(chosen, ensure_ascii=False), "at": now, "actor": actor.name, "role": actor.role}
    connection.execute(insert(resource_opening).values(said | {"provenance": provenance}))


def _items(row: Row, items: Sequence[str]) -> list[str]:
    if row["share"] == "closed":
        raise BadInput(_("不予共享的数据资源不能开放"))
    plain = [item_key(one) for one in plain_items(row)]
    if not items or set(items) - set(plain):
        raise BadInput(_("请至少勾选一项可公开的数据项；受控的数据项不能开放"))
    return [one for one in plain if one in items]
