"""Saved forms: kept, shared, removed; and filled by themselves when it is time."""

import json
import secrets
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from data.accounts.sessions import in_force
from data.briefer import VISITOR, Briefer
from data.commands.audit import note
from data.commands.revisions import bump
from data.engine import writing
from data.errors import BadInput, CockpitError, Forbidden
from data.house import House
from data.language import gettext as _
from data.ledgers.asked import Asked, kept_asked
from data.ledgers.fields import dictionary
from data.ledgers.writing import header
from data.life.actor import account_key
from data.queries.forms import exported
from data.queries.regions import Region, region_of
from data.queries.saved_forms import saved_form
from data.schema import account, form, form_run, region
from data.scope import Scope
from data.things.masks import NAMES
from data.times import CITY_ZONE, local
from data.words import SEATS

EVERY = {"": "不定时", "day": "每天", "week": "每周一", "month": "每月1日"}
HOUR = 6  # of the city's morning
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
    if not every:
        return None
    day = local(now).date() + timedelta(days=local(now).hour >= HOUR)
    while (every == "week" and day.weekday()) or (every == "month" and day.day != 1):
        day += timedelta(days=1)
    return datetime.combine(day, time(HOUR), CITY_ZONE)


def run_due(house: House) -> int:
    """Fill what is due, each once however many workers look; how many."""
    now = house.clock.now()
    with house.engine.connect() as connection:
        due = connection.execute(select(form).where(form.c.next_at <= now)).mappings().all()
    return sum(_run(house, dict(row), now) for row in due)


def _run(house: House, row: dict[str, Any], now: datetime) -> bool:
    same = (form.c.id == row["id"], form.c.next_at == row["next_at"])
    with writing(house.engine) as connection:
        later = next_time(row["every"], now)
        if not connection.execute(update(form).where(*same).values(next_at=later)).rowcount:
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
    asked, scope = kept_asked(dictionary(connection), row["asked"]), _scope(connection, house, row["owner"])
    here = region_of(connection, _code(connection, row["region_id"]), scope)
    rows = list(exported(connection, asked, here, scope.clearance, KEPT_ROWS))
    body = json.dumps({"names": header(asked.fields), "rows": rows}, ensure_ascii=False)
    return {"n": len(rows), "clearance": scope.clearance, "body": zlib.compress(body.encode())}


def _scope(connection: Connection, house: House, owner: str) -> Scope:
    """What its owner may see now."""
    if owner == VISITOR and house.settings.demo:
        return Scope(cells=Scope.guest().cells, clearance=NAMES)
    logins = select(account.c.id, account.c.login)
    ids = {account_key(one.login): one.id for one in connection.execute(logins)}
    one = in_force(connection, ids[owner], datetime.now(UTC)) if owner in ids else None
    if one is None:
        raise Forbidden(_("保存它的账号已停用"))
    return one.scope


def _code(connection: Connection, number: int) -> str:
    return str(connection.scalar(select(region.c.code).where(region.c.id == number)))


def _forget(connection: Connection, number: int) -> None:
    ids = select(form_run.c.id).where(form_run.c.form_id == number).order_by(form_run.c.id.desc())
    old = connection.scalars(ids.offset(KEPT_RUNS)).all()
    if old:
        connection.execute(delete(form_run).where(form_run.c.id.in_(old)))
