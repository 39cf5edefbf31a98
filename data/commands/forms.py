"""Saved forms: kept, shared, removed; and filled by themselves when it is time."""

import json
import secrets
import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from data.briefer import Briefer
from data.commands.audit import note
from data.commands.due import claimed, due_rows, owner_scope
from data.commands.revisions import bump
from data.engine import writing
from data.errors import BadInput, CockpitError, Forbidden
from data.house import House
from data.language import gettext as _
from data.ledgers.asked import Asked, kept_asked
from data.ledgers.fields import dictionary
from data.ledgers.writing import header
from data.queries.forms import exported
from data.queries.regions import Region, region_of
from data.queries.saved_forms import saved_form
from data.schema import form, form_run, region
from data.timing import Timing
from data.words import SEATS

EVERY = {"": "不定时", "day": "每天", "week": "每周一", "month": "每月1日"}
KEPT_ROWS = 20_000
KEPT_RUNS = 12  # of each form
MOST_FORMS = 400
LONGEST = 64


def save_form(
    connection: Connection, given: Mapping[str, Any], asked: Asked, here: Region, me: Briefer, now: datetime
) -> str:
    """Keep what is asked under a title; its code."""
    title = str(given.get("title") or "").strip()
    every, shared = str(given.get("every") or ""), [one for one in (given.get("shared") or []) if one in SEATS]
    if not 0 < len(title) <= LONGEST or every not in EVERY or not asked.fields:
        raise BadInput(_("请写表名，并勾选字段"))
    asked.check(me.scope.clearance)
    bump(connection, "ledgers")
    if (connection.scalar(select(func.count()).select_from(form)) or 0) >= MOST_FORMS:
        raise BadInput(_("表样已满 {n} 个，请先删除不用的").format(n=MOST_FORMS))
    row: dict[str, Any] = {
        "code": secrets.token_urlsafe(9),
        "title": title,
        "department": str(given.get("department") or "")[:LONGEST].strip(),
    }
    row |= {"owner": me.who, "owner_name": me.name, "shared_roles": json.dumps(shared), "every": every}
    row |= {"asked": json.dumps(asked.told(), ensure_ascii=False), "region_id": here.id, "made_at": now}
    connection.execute(insert(form).values(row | {"next_at": next_time(every, now)}))
    return str(row["code"])


def remove_form(connection: Connection, code: str, me: Briefer) -> None:
    """With what it was filled with. Forbidden for another's."""
    row = saved_form(connection, code, me)
    if not me.owns(row):
        raise Forbidden(_("只能删除自己的表样"))
    bump(connection, "ledgers")
    connection.execute(delete(form_run).where(form_run.c.form_id == row["id"]))
    connection.execute(delete(form).where(form.c.id == row["id"]))


def next_time(every: str, now: datetime) -> datetime | None:
    """The next morning of its kind after `now`."""
    return Timing(every=every).after(now)


def run_due(house: House) -> int:
    """Fill what is due, each once however many workers look; how many."""
    now = house.clock.now()
    return sum(_run(house, row, now) for row in due_rows(house, form, now))


def _run(house: House, row: dict[str, Any], now: datetime) -> bool:
    with writing(house.engine) as connection:
        if not claimed(connection, form, row, next_time(row["every"], now)):
            return False
        bump(connection, "ledgers")
        kept: dict[str, Any] = {"form_id": row["id"], "at": now, "n": 0, "clearance": 0, "fault": "", "body": b""}
        try:
            kept |= _filled(connection, house, row)
        except CockpitError as error:  # its owner is gone, or may no longer see this
            kept |= {"fault": str(error)}
        connection.execute(insert(form_run).values(kept))
        _forget(connection, row["id"])
        note(connection, "form_run", row["code"], detail={"n": kept["n"], "why": kept["fault"]})
    return True


def _filled(connection: Connection, house: House, row: dict[str, Any]) -> dict[str, Any]:
    asked, scope = kept_asked(dictionary(connection), row["asked"]), owner_scope(connection, house, row["owner"])
    here = region_of(connection, _code(connection, row["region_id"]), scope)
    rows = list(exported(connection, asked, here, scope.clearance, KEPT_ROWS))
    body = json.dumps({"names": header(asked.fields), "rows": rows}, ensure_ascii=False)
    return {"n": len(rows), "clearance": scope.clearance, "body": zlib.compress(body.encode())}


def _code(connection: Connection, number: int) -> str:
    return str(connection.scalar(select(region.c.code).where(region.c.id == number)))


def _forget(connection: Connection, number: int) -> None:
    ids = select(form_run.c.id).where(form_run.c.form_id == number).order_by(form_run.c.id.desc())
    old = connection.scalars(ids.offset(KEPT_RUNS)).all()
    if old:
        connection.execute(delete(form_run).where(form_run.c.id.in_(old)))
