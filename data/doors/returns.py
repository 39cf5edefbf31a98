"""Data that go back to their source, over HTTP: what is wrong now, and the lots, as JSON and as the page's files."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, request

from data.doors.asked import only
from data.doors.body import json_response
from data.doors.keys import answer_keys, sender_or_guest
from data.doors.problem import answer_errors
from data.doors.reader import reading
from data.doors.rows_file import as_text, as_workbook
from data.doors.thing_files import XLSX
from data.errors import BadInput
from data.house import house
from data.language import gettext as _
from data.language import speaking
from data.queries.event_words import clock
from data.queries.fault_list import KEYS, asked_faults
from data.queries.faults import faults_in
from data.queries.regions import region_of
from data.queries.returns import ALL, LATE, SORTS, ReturnFilters, listed
from data.return_words import FAULT_KINDS, RETURN_STATES
from data.scope import Scope
from data.times import local
from data.view import View
from data.words import PROVENANCE

door = Blueprint("returns", __name__, url_prefix="/api/v1/returns")
answer_errors(door)
answer_keys(door)
VIEW = ("region", "lang")
FAULTS = {
    "key": "编号",
    "kind": "种类",
    "name": "问题",
    "told": "情况",
    "n": "涉及（条）",
    "place": "位置",
    "region": "区划代码",
    "agency": "归口单位代码",
    "owner": "归口单位",
    "since": "时间",
    "sent": "退回批次",
}
LOTS = {
    "code": "编号",
    "agency": "归口单位代码",
    "owner": "退回给",
    "place": "位置",
    "region": "区划代码",
    "n": "问题（项）",
    "due": "整改期限",
    "state": "状态",
    "late": "逾期未改",
    "rounds": "退回次数",
    "sent_at": "退回时间",
    "answered_at": "答复时间",
    "ended_at": "结束时间",
    "provenance": "数据性质",
}
FAULTS_ASKED = {"fault_kind": FAULT_KINDS, "fault_by": (*KEYS, *(f"-{name}" for name in KEYS)), "fault_owner": None}
LOTS_ASKED = {
    "return_state": (*RETURN_STATES, LATE),
    "return_by": (*SORTS, *(f"-{name}" for name in SORTS)),
    "return_owner": None,
}
KINDS = ("json", "csv", "xlsx")
Row = dict[str, Any]


@door.get("/faults.<kind>")
def faults(kind: str) -> Response:
    """What is wrong with the data of a region now, in the order of the page."""
    asked, view, scope = _asked(kind, FAULTS_ASKED)
    home = house()
    now = home.clock.now()
    with speaking(view.lang), home.engine.connect() as connection:
        here = region_of(connection, view.region, scope)
        found = asked_faults(faults_in(home.settings, connection, here.code, scope, now), asked)
        rows = [{name: getattr(one, name) for name in FAULTS} for one in found]
        lived = "simulated" if home.clock.holds_demo() else "measured"
        told = {"region": here.code, "now": now, "provenance": lived, "total": len(rows)}
        return _answer(kind, "faults", FAULTS, rows, told, here.name)


@door.get("/lots.<kind>")
def lots(kind: str) -> Response:
    """What was sent back, and what came of it."""
    asked, view, scope = _asked(kind, LOTS_ASKED)
    with speaking(view.lang):
        found = listed(house(), view, scope, ReturnFilters.lenient(asked), ALL)
        rows = [_lot(row) for row in found.rows]
        told = {"region": found.here.code, "now": found.now, "provenance": found.provenance, "total": found.total}
        told |= {"counts": found.counts, "owners": found.owners}
        return _answer(kind, "lots", LOTS, rows, told, found.here.name)


def _lot(row: Mapping[str, Any]) -> Row:
    due = f"{date.fromordinal(row['due_day']):%Y-%m-%d}"
    return {name: due if name == "due" else bool(row[name]) if name == "late" else row[name] for name in LOTS}


def _asked(kind: str, words: Mapping[str, Any]) -> tuple[dict[str, str], View, Scope]:
    sender = sender_or_guest(request, house())
    given = only(*VIEW, *words)
    if kind not in KINDS:
        raise BadInput(f"{kind}: not one of {', '.join(KINDS)}")
    for name, known in words.items():
        if given.get(name) and known is not None and given[name] not in known:
            raise BadInput(f"{name}: {given[name]!r} is not one of {', '.join(known)}")
    view = View.parse({name: given[name] for name in VIEW if name in given})
    return given, view, sender.actor.scope if sender else reading(house())


def _answer(kind: str, name: str, columns: Mapping[str, str], rows: list[Row], told: Row, place: str) -> Response:
    if kind == "json":
        return json_response(told | {"rows": rows})
    notes = {_("查询区划"): place, _("截至"): clock(told["now"]), _("时间基准"): _("北京时间")}
    notes |= {_("数据性质"): _(PROVENANCE[told["provenance"]])}
    labels = {key: _(label) for key, label in columns.items()}
    said = map(_said, rows)
    if kind == "csv":
        response = Response(as_text(labels, said, notes), mimetype="text/csv")
    else:
        response = Response(as_workbook(_("退回数源"), list(labels.values()), said, notes), mimetype=XLSX)
    file = f"{name}-{told['region']}-{local(told['now']):%Y%m%d%H%M}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


def _said(row: Row) -> Row:
    """In the words of the file."""
    words = {"kind": FAULT_KINDS, "state": RETURN_STATES, "provenance": PROVENANCE}
    told = {name: _(words[name][value]) if name in words else value for name, value in row.items()}
    told |= {"late": _("是") if row["late"] else _("否")} if "late" in row else {}
    return {name: _plain(value) for name, value in told.items()}


def _plain(value: Any) -> Any:
    return "" if value is None else clock(value) if hasattr(value, "tzinfo") else value
