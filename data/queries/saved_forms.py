"""Saved forms and what they were filled with, for those with whom they are shared."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from data.acting import looking
from data.briefer import Briefer, briefer
from data.errors import Forbidden, UnknownThing
from data.house import House
from data.language import gettext as _
from data.schema import form, form_run, region
from data.scope import Scope
from data.times import local
from data.words import PROVENANCE

RUNS_SHOWN = 5
Row = dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """A filling as a sheet shows it."""

    title: str
    names: list[str]
    rows: list[list[Any]]
    notes: list[tuple[str, str]]


def saved_forms(connection: Connection, me: Briefer) -> list[Row]:
    """His own and those shared with his role, newest first, each with its last runs."""
    found = connection.execute(_forms().order_by(form.c.id.desc())).mappings().all()
    mine = [dict(row) for row in found if sees(row, me)]
    runs = select(form_run.c.form_id, form_run.c.id, form_run.c.at, form_run.c.n, form_run.c.fault)
    of = runs.where(form_run.c.form_id.in_([row["id"] for row in mine])).order_by(form_run.c.id.desc())
    by: dict[int, list[Row]] = {}
    for row in connection.execute(of).mappings():
        by.setdefault(row["form_id"], []).append(dict(row))
    return [row | {"mine": me.owns(row), "runs": by.get(row["id"], [])[:RUNS_SHOWN]} for row in mine]


def sees(row: Mapping[Any, Any], me: Briefer) -> bool:
    return me.owns(row) or me.role in json.loads(row["shared_roles"])


def saved_form(connection: Connection, code: str, me: Briefer) -> Row:
    """One that he may see, else UnknownThing."""
    row = connection.execute(_forms().where(form.c.code == code)).mappings().one_or_none()
    if row is None or not sees(row, me):
        raise UnknownThing(_("没有这个表样"))
    return dict(row)


def users_of(connection: Connection, me: Briefer, field: str) -> list[str]:
    """Titles of the forms he may see that use a field: what a change of it reaches."""
    rows = connection.execute(_forms()).mappings()
    return [row["title"] for row in rows if sees(row, me) and field in json.loads(row["asked"])["fields"]]


def stamp(at: datetime) -> str:
    """A moment as addresses of runs tell it."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def kept_run(house: House, code: str, at: str) -> Kept:
    """The run of a form at a moment (`stamp`).

    UnknownThing where the form is not his; Forbidden for who sees less than those for whom it was filled.
    """
    me, scope = briefer(house), looking(house)
    with house.engine.connect() as connection:
        of = _forms().add_columns(form_run.c.at, form_run.c.n, form_run.c.clearance, form_run.c.body)
        row = (
            connection.execute(of.join(form_run, form_run.c.form_id == form.c.id).where(*_run_named(code, at)))
            .mappings()
            .first()
        )
        if row is None or not sees(row, me) or not _inside(row, scope):
            raise UnknownThing(_("没有这次填表"))
    if scope.clearance < row["clearance"]:
        raise Forbidden(_("这次填表含有您无权查看的字段"))
    body = json.loads(zlib.decompress(row["body"])) if row["body"] else {"names": [], "rows": []}
    lived = _(PROVENANCE["simulated" if house.clock.holds_demo() else "measured"])
    notes = [(_("区划"), row["place"]), (_("截至"), f"{local(row['at']):%Y-%m-%d %H:%M}"), (_("数据性质"), lived)]
    return Kept(row["title"], body["names"], body["rows"], notes)


def _run_named(code: str, at: str) -> tuple[ColumnElement[bool], ...]:
    try:
        moment = datetime.strptime(at, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise UnknownThing(_("没有这次填表")) from None
    return form.c.code == code, form_run.c.at == moment


def _inside(row: Mapping[Any, Any], scope: Scope) -> bool:
    return scope.covers(row["lo"], row["hi"])


def _forms() -> Any:
    place = (region.c.code.label("region"), region.c.name.label("place"), region.c.lo, region.c.hi)
    return select(form, *place).join_from(form, region, region.c.id == form.c.region_id)
