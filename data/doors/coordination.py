"""Coordinated visits as files and as JSON: exactly what the page lists and counts."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from flask import Blueprint, Response, request

from data.acting import looking
from data.coordination.kind import Kind, kind_of
from data.coordination.words import ANSWERS, DANGER_STATES, STATES, WAYS
from data.doors.accountability import XLSX
from data.doors.asked import only
from data.doors.body import csv_text, json_response
from data.doors.events import scope_of
from data.doors.keys import answer_keys, sender_or_guest
from data.doors.problem import answer_errors
from data.errors import BadInput
from data.house import house
from data.language import gettext as _
from data.language import speaking
from data.queries.coordination_calls import SORTS, Asked, listed, month_of
from data.queries.coordination_counts import BY, FIGURES, counted
from data.queries.coordination_dangers import dangers
from data.queries.coordination_subjects import trades
from data.queries.event_words import clock
from data.queries.regions import region_of
from data.scope import Scope
from data.times import local
from data.view import LANGUAGES, REGION
from data.words import PROVENANCE
from data.workbook import workbook

door = Blueprint("coordination", __name__, url_prefix="/api/v1/coordination")
answer_errors(door)
answer_keys(door)
FORMS = ("json", "csv", "xlsx")
MOST = 50_000
NARROWED = {"calls": ("state", "way", "agency", "text", "sort", "news"), "counts": ("by",), "dangers": ("danger",)}
LONGEST = {"text": 48, "agency": 32}
Row = dict[str, Any]


class Sheet(NamedTuple):
    """`columns`: {key: header}; `region` is that it is of."""

    what: str
    columns: Mapping[str, str]
    rows: Sequence[Row]
    region: str


CALLS = {
    "code": "编号",
    "day": "日期",
    "planned_day": "原定日期",
    "subject": "对象编号",
    "name": "对象",
    "trade": "行业",
    "agency": "部门",
    "items": "事项",
    "words": "内容",
    "people": "人数",
    "basis": "法律依据",
    "state": "状态",
    "way": "方式",
    "answer": "对象答复",
    "opinion": "意见建议",
    "provenance": "数据性质",
}
COUNTS = {
    "name": "分组",
    "filed": "申报",
    "visits": "已上门",
    "joint": "合并减少",
    "online": "转线上",
    "cancelled": "取消",
    "departments": "涉及部门",
    "subjects": "涉及对象",
    "invited": "应邀上门",
}
DANGERS = {
    "code": "编号",
    "name": "对象",
    "agency": "部门",
    "item": "事项",
    "words": "发现的问题",
    "day": "发现日期",
    "due_day": "整改期限",
    "mended": "整改情况",
    "state": "状态",
    "event": "事件",
    "provenance": "数据性质",
}


@door.get("/<kind>/<any(calls, counts, dangers):what>.<any(json, csv, xlsx):form>")
def told(kind: str, what: str, form: str) -> Response:
    """One of what the page shows, narrowed in the same way."""
    sender = sender_or_guest(request, house())
    asked = only("region", "lang", "month", *NARROWED[what])
    lang, here = asked.get("lang", "zh"), asked.get("region", "")
    if lang not in LANGUAGES or (here and not REGION.fullmatch(here)):
        raise BadInput(f"lang: {', '.join(LANGUAGES)}; region: a code")
    _strictly(asked)
    scope = scope_of(sender) if sender else looking(house())
    here = here or (sender.region if sender else "")
    with speaking(lang):
        one = {"calls": _calls, "counts": _counts, "dangers": _dangers}[what](
            kind_of(house(), kind), here, scope, asked
        )
        if form == "json":
            return json_response({"now": house().clock.now(), "region": one.region, "rows": list(one.rows)})
        stem = f"coordination-{kind}-{what}-{local(house().clock.now()):%Y%m%d%H%M}.{form}"
        body, mimetype = (_csv(one), "text/csv") if form == "csv" else (_xlsx(one), XLSX)
    response = Response(body, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{stem}"'
    return response


def _strictly(asked: Mapping[str, str]) -> None:
    """A door refuses what a page passes over."""
    known = {"state": STATES, "way": WAYS, "by": BY, "danger": DANGER_STATES, "news": ("1",)}
    known |= {"sort": [*SORTS, *(f"-{one}" for one in SORTS)]}
    for name, values in known.items():
        if asked.get(name) and asked[name] not in values:
            raise BadInput(f"{name}: one of {', '.join(values)}")
    if "month" in asked:
        month_of(asked["month"])
    if any(len(asked.get(name, "")) > most or "\0" in asked.get(name, "") for name, most in LONGEST.items()):
        raise BadInput(", ".join(f"{name}: at most {most} characters" for name, most in LONGEST.items()))


def _calls(kind: Kind, here: str, scope: Scope, asked: Mapping[str, str]) -> Sheet:
    found = listed(house(), kind, here, scope, Asked.lenient(asked), MOST)
    with house().engine.connect() as connection:
        words = trades(connection, kind)
    rows = [_shown(row, CALLS) | _call(kind, row, words) for row in found.rows]
    return Sheet("calls", CALLS, rows, found.here.name)


def _call(kind: Kind, row: Row, words: Mapping[str, str]) -> Row:
    return {
        "agency": row["agency_name"] or row["agency"],
        "items": kind.items_name(row["items"]),
        "trade": words.get(row["trade"], row["trade"]),
        "state": _(STATES[row["state"]]),
        "way": _(WAYS[row["way"]]) if row["way"] else "",
        "answer": _(ANSWERS[row["answer"]]) if row["answer"] else "",
        "subject": row["subject"].partition(":")[2],
    }


def _counts(kind: Kind, here: str, scope: Scope, asked: Mapping[str, str]) -> Sheet:
    found = counted(house(), kind, here, scope, asked.get("month", ""), asked.get("by", "month"))
    rows = [{"name": row["name"], **{name: row[name] for name in FIGURES}} for row in found.rows]
    return Sheet("counts", COUNTS, rows, found.here.name)


def _dangers(kind: Kind, here: str, scope: Scope, asked: Mapping[str, str]) -> Sheet:
    with house().engine.connect() as connection:
        region = region_of(connection, here, scope)
        rows = dangers(connection, kind, region, scope, asked.get("danger", ""), MOST)[1]
    told = [
        _shown(row, DANGERS)
        | {"agency": row["agency_name"] or row["agency"], "item": kind.item_name(row["item"])}
        | {"state": _(DANGER_STATES[row["state"]])}
        for row in rows
    ]
    return Sheet("dangers", DANGERS, told, region.name)


def _shown(row: Row, columns: Mapping[str, str]) -> Row:
    """Days as people write them, where they come from in words."""
    told = {name: row.get(name) for name in columns}
    days = {name: date.fromordinal(row[name]).isoformat() for name in columns if name.endswith("day") and row.get(name)}
    return told | days | {"provenance": _(PROVENANCE[row["provenance"]])}


def _notes(one: Sheet) -> dict[str, str]:
    """What every file says of itself."""
    now: datetime = house().clock.now()
    lived = _(PROVENANCE["simulated" if house().clock.holds_demo() else "measured"])
    return {_("查询区划"): one.region, _("截至"): clock(now), _("数据性质"): lived}


def _csv(one: Sheet) -> bytes:
    notes = (
        _notes(one)
        if one.what == "counts"
        else {name: text for name, text in _notes(one).items() if name != _("数据性质")}
    )
    header = {**{name: _(word) for name, word in one.columns.items()}, **{name: name for name in notes}}
    return csv_text(list(header.values()), list(header), [notes | row for row in one.rows]).encode()


def _xlsx(one: Sheet) -> bytes:
    """Texts are written as texts, so that none can be a formula."""
    file = io.BytesIO()
    with workbook(file, {"in_memory": True}) as book:
        bold, page = book.add_format({"bold": True}), book.add_worksheet(_("协同"))
        page.freeze_panes(1, 0)
        page.set_column(0, len(one.columns) - 1, 16)
        for place, word in enumerate(one.columns.values()):
            page.write_string(0, place, _(word), bold)
        for n, row in enumerate(one.rows, 1):
            for place, name in enumerate(one.columns):
                if isinstance(value := row[name], int | float):
                    page.write_number(n, place, value)
                elif value:
                    page.write_string(n, place, value)
        about = book.add_worksheet(_("说明"))
        for n, (name, text) in enumerate(_notes(one).items()):
            about.write_string(n, 0, name, bold)
            about.write_string(n, 1, text)
    return file.getvalue()
