"""One step of an item: its history, and the state that follows from it. Who may take it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, update

from data.errors import BadInput, Forbidden, ListRefused
from data.intake.record import clean
from data.language import gettext as _
from data.life.actor import Actor
from data.photos import AT_MOST, settle
from data.schema import list_item, list_photo, list_step

KEEPERS = ("grid_staff", "duty_officer", "leader")  # of the lists of their own regions
HELPERS = ("agency",)  # roles of moves: heads of department act as their agency
LONGEST = 500
Row = dict[str, Any]


def step(connection: Connection, row: Row, what: str, actor: Actor, now: datetime, **told: Any) -> Row:
    """Append it and set what it changes; the row as it is then. ListRefused when somebody was faster."""
    words, percent, agency, *_none = (told.pop(name, None) for name in ("words", "percent", "agency"))
    news = told | ({"percent": percent} if percent is not None else {}) | {"seq": row["seq"] + 1}
    same = (list_item.c.id == row["id"], list_item.c.seq == row["seq"])
    if not connection.execute(update(list_item).where(*same).values(news)).rowcount:
        raise ListRefused(_("%(code)s 刚被他人修改,请刷新后再试") % {"code": row["code"]})
    history = {"item_id": row["id"], "seq": row["seq"] + 1, "at": now, "actor": actor.name, "role": actor.role}
    history |= {"what": what, "words": words or "", "percent": percent, "agency": agency}
    connection.execute(insert(list_step).values(history))
    return row | news


def keep_photos(
    connection: Connection, folder: Path, row: Row, digests: Sequence[str], actor: Actor, now: datetime
) -> None:
    """Evidence of the last step."""
    several = list(dict.fromkeys(digests))
    if len(several) > AT_MOST:
        raise BadInput(_("照片最多 {n} 张").format(n=AT_MOST))
    told = {"item_id": row["id"], "seq": row["seq"], "added_at": now, "actor": actor.name}
    rows = [told | {"digest": settle(folder, one).digest} for one in several]
    if rows:
        connection.execute(insert(list_photo), rows)


def needs_open(row: Row) -> None:
    if row["state"] != "open":
        raise ListRefused(_("%(code)s 已不在办") % {"code": row["code"]})


def needs_keeper(row: Row, actor: Actor) -> None:
    """Who keeps the list of the region, or works for the department that answers for the item."""
    if not keeps(row, actor):
        raise Forbidden(_("这个角色不能办理这个清单事项"))


def keeps(row: Row, actor: Actor) -> bool:
    if actor.role in KEEPERS:
        return actor.scope.covers(row["lo"], row["hi"])
    return actor.role in HELPERS and row["agency"] is not None and works_for(actor, row["agency"])


def works_for(actor: Actor, agency: str) -> bool:
    return actor.scope.every_department or agency in actor.scope.departments


def said(words: str, *, must: bool = True) -> str:
    """What somebody writes. BadInput where it is missing or too long."""
    plain = clean(words)
    if must and not plain:
        raise BadInput(_("请写明情况"))
    if len(plain) > LONGEST:
        raise BadInput(_("情况说明至多 {n} 字").format(n=LONGEST))
    return plain
