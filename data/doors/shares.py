"""Shared data over HTTP: what a grant gives, what a region gets back of its own, what flowed. Each delivery is kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, request

from data.accounts.seat import seated
from data.acting import looking
from data.commands.audit import note
from data.doors.asked import only
from data.doors.body import json_response
from data.doors.exports import told_already
from data.doors.keys import answer_keys, sender_or_guest
from data.doors.problem import answer_errors
from data.doors.rows_file import as_text, as_workbook
from data.doors.thing_files import XLSX
from data.engine import writing
from data.errors import BadInput
from data.house import house
from data.language import gettext as _
from data.language import speaking
from data.queries.delivered import Given
from data.queries.event_words import clock
from data.queries.regions import Region, region_of
from data.queries.shares import (
    check_grant,
    deliveries,
    granted_rows,
    note_delivery,
    own_rows,
    place_of,
    share_of,
    shares,
)
from data.scope import Scope
from data.share_words import SHARE_STATES
from data.times import day_number, local
from data.view import LANGUAGES, REGION
from data.words import PROVENANCE

door = Blueprint("shares", __name__, url_prefix="/api/v1")
answer_errors(door)
answer_keys(door)
KINDS = ("json", "csv", "xlsx")
NAMES = ("code", "resource", "agency", "purpose", "fields", "region", "stand", "terms", "asked_at", "flowed")
FLOWED = ("at", "resource", "code", "agency", "place", "form", "n")
Row = dict[str, Any]


@door.get("/shares.json")
def listed() -> Response:
    scope, given = _who(), only("state", "lang")
    _lang(given, "json")
    if given.get("state") and given["state"] not in SHARE_STATES:
        raise BadInput(f"state: one of {', '.join(SHARE_STATES)}")
    with house().engine.connect() as connection:
        rows, counts = shares(connection, scope, day_number(house().clock.now()), given.get("state", ""))
    told = [{name: row[name] for name in NAMES} | {"until": _day(row["until_day"])} for row in rows]
    return json_response({"now": house().clock.now(), "counts": counts, "rows": told})


@door.get("/shares/deliveries.json")
def flowed() -> Response:
    """What flowed in a region, the newest first."""
    scope, given = _who(), only("region", "lang")
    _lang(given, "json")
    with house().engine.connect() as connection:
        here = region_of(connection, _region(given), scope)
        rows = [{name: row[name] for name in FLOWED} for row in deliveries(connection, scope, here)]
    return json_response({"region": here.code, "now": house().clock.now(), "rows": rows})


@door.get("/shares/<code>.<kind>")
def granted(code: str, kind: str) -> Response:
    """The rows that a grant gives: 403 unless it is in force and the asker works for who was granted it."""
    scope, lang = _who(), _lang(only("lang"), kind)
    home, now = house(), house().clock.now()
    with speaking(lang):
        with home.engine.connect() as connection:
            row, _steps = share_of(connection, code, scope, day_number(now))
            here = place_of(connection, row)
        given = granted_rows(home, row, here, scope)
        _grant_told(code, row, given, here, kind, scope)
        more = {_("共享申请"): code, _("共享条件"): row["terms"], _("共享截止"): _day(row["until_day"])}
        return _answer(kind, given, code, here.name, more)


def _grant_told(code: str, row: Row, given: Given, here: Region, kind: str, scope: Scope) -> None:
    """In one transaction with a last look at the grant: what was revoked while it was read does not go out."""
    now = house().clock.now()
    with writing(house().engine) as connection:
        check_grant(share_of(connection, code, scope, day_number(now))[0], scope)
        note_delivery(connection, row["resource"], row["id"], here, kind, len(given.rows), _name(), now)
        note(connection, _action("share_deliver", kind), f"{code} {len(given.rows)}", **_log())


@door.get("/feedback/<resource>.<kind>")
def fed_back(resource: str, kind: str) -> Response:
    """反哺: what a resource (a ledger by its bare code) holds of a town's, village's or grid's own."""
    scope, given = _who(), only("region", "lang")
    lang, home, now = _lang(given, kind), house(), house().clock.now()
    code = resource if ":" in resource else f"ledger:{resource}"
    with speaking(lang):
        with home.engine.connect() as connection:
            here = region_of(connection, _region(given), scope)
        found = own_rows(home, code, here, scope)
        with writing(home.engine) as connection:
            note_delivery(connection, code, None, here, kind, len(found.rows), _name(), now)
            told = f"{code} {here.code} {len(found.rows)}"
            note(connection, _action("share_feedback", kind), told, **_log())
        return _answer(kind, found, f"{code.replace(':', '-')}-{here.code}", here.name, {})


def _action(what: str, kind: str) -> str:
    """Files are told of as such: the log is watched for who takes many."""
    return what if kind == "json" else "share_file"


def _who() -> Scope:
    """As the page sees: an account, a key, or a visitor of the demo."""
    sender = sender_or_guest(request, house())
    return sender.actor.scope if sender else looking(house())


def _name() -> str:
    sender, one = sender_or_guest(request, house()), seated()
    return sender.actor.name if sender else one.name if one else _("演示访客")


def _log() -> dict[str, Any]:
    sender = sender_or_guest(request, house())
    if sender:
        return {"actor": sender.actor.name, "role": sender.actor.role}
    return {} if seated() else {"actor": "visitor", "role": "visitor"}


def _lang(given: Mapping[str, str], kind: str) -> str:
    if kind not in KINDS or given.get("lang", "zh") not in LANGUAGES:
        raise BadInput(f"{kind}: not one of {', '.join(KINDS)}; lang: {', '.join(LANGUAGES)}")
    return given.get("lang", "zh")


def _region(given: Mapping[str, str]) -> str:
    code = given.get("region", "")
    if code and not REGION.fullmatch(code):
        raise BadInput("region: a code")
    return code


def _day(ordinal: int) -> str:
    return f"{date.fromordinal(ordinal):%Y-%m-%d}"


def _answer(kind: str, given: Given, name: str, place: str, more: Mapping[str, str]) -> Response:
    now = house().clock.now()
    lived = "simulated" if house().clock.holds_demo() else "measured"
    rows = [dict(zip(given.names, row, strict=True)) for row in given.rows]
    if kind == "json":
        return json_response({"now": now, "provenance": lived, "total": len(rows), "rows": rows})
    notes = {_("数据范围"): place, _("截至"): clock(now), _("数据性质"): _(PROVENANCE[lived]), **more}
    labels = dict(zip(given.names, given.labels, strict=True))
    if kind == "csv":
        response = Response(as_text(labels, rows, notes), mimetype="text/csv")
    else:
        response = Response(as_workbook(given.title[:31], given.labels, rows, notes), mimetype=XLSX)
    file = f"{name}-{local(now):%Y%m%d%H%M}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return told_already(response)
