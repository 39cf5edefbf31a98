"""通报 as JSON and as files: the figures, the rates, and the cases that are listed."""

import io
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy import Connection, select

from data.doors.asked import only
from data.doors.body import csv_text, json_response
from data.doors.keys import answer_keys, sender_or_guest
from data.doors.problem import answer_errors
from data.doors.reader import reading
from data.house import house
from data.language import gettext as _
from data.language import speaking
from data.queries.digest import NAMES, Digest, digest
from data.queries.event_words import clock
from data.schema import agency
from data.times import local
from data.view import View
from data.words import GRADES, PROVENANCE, STATES
from data.workbook import workbook

door = Blueprint("digest", __name__, url_prefix="/api/v1")
answer_errors(door)
answer_keys(door)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
VIEW = ("region", "window", "at", "lang")
LINES = {"label": "指标", "now": "本期", "before": "上期", "change": "变化（%）", "unit": "单位"}
RATES = {
    "label": "五率",
    "now": "本期（%）",
    "before": "上期（%）",
    "points": "变化（百分点）",
    "hits": "达到",
    "n": "样本",
}
CASES = {
    "code": "编号",
    "title": "事件",
    "grade": "等级",
    "stage": "环节",
    "agency": "责任单位",
    "place": "地点",
    "reported_at": "上报时间",
    "deadline_at": "办理时限",
    "supervised": "督办次数",
    "returned": "退回次数",
}
SPOTS = {
    "label": "类别",
    "place": "地点",
    "around": "村居与网格",
    "times": "反复次数",
    "interval": "间隔中位（天）",
    "code": "最近一件",
    "root_code": "治本件编号",
}
LISTS = {"overdue": "超期未结", "shirked": "推诿", "still": "督办后仍超期"}
Rows = Iterable[Mapping[str, Any]]


@door.get("/digest.json")
def as_json() -> Response:
    """Lines, rates, and codes of the cases that are listed; `ways` are the filters of `/api/v1/events`."""
    one, _view = _asked()
    listed = {name: [row["code"] for row in one.lists[name]] for name in LISTS}
    told = {
        "region": one.region,
        "place": one.place,
        "window": one.window,
        "first": one.days.partition(" – ")[0],
        "last": one.days.rpartition(" – ")[2],
        "as_of": one.as_of.isoformat() if one.as_of else None,
        "provenance": one.provenance,
        "lines": [row | {"way": one.ways.get(str(row["key"]))} for row in one.lines],
        "rates": one.rates,
        "lists": listed,
        "spots": one.lists["spots"],
    }
    return json_response(told)


@door.get("/digest.csv")
def as_csv() -> Response:
    """A row a figure."""
    one, view = _asked()
    with speaking(view.lang):
        rows = [_said(row) | _notes(one) for row in one.lines]
        header = {**LINES, **{name: name for name in _notes(one)}}
        text = csv_text([_(label) for label in header.values()], list(header), rows)
    return _file(text.encode(), "text/csv", one, "csv")


@door.get("/digest.xlsx")
def as_xlsx() -> Response:
    """Sheets of the figures, the rates, each list, the spots, and what they hold."""
    one, view = _asked()
    with speaking(view.lang):
        file = io.BytesIO()
        with workbook(file, {"in_memory": True}) as book, house().engine.connect() as connection:
            bold = book.add_format({"bold": True})
            _sheet(book.add_worksheet(_(NAMES[one.window])), bold, LINES, map(_said, one.lines))
            _sheet(book.add_worksheet(_("五率")), bold, RATES, map(_said, one.rates))
            for name, words in LISTS.items():
                _sheet(book.add_worksheet(_(words)), bold, CASES, _cases(connection, one.lists[name]))
            _sheet(book.add_worksheet(_("反复点")), bold, SPOTS, map(_said, one.lists["spots"]))
            _sheet(book.add_worksheet(_("说明")), bold, {"name": "名称", "value": "内容"}, _explained(one))
    return _file(file.getvalue(), XLSX, one, "xlsx")


def _asked() -> tuple[Digest, View]:
    sender = sender_or_guest(request, house())
    view = View.parse(only(*VIEW))
    return digest(house(), view, sender.actor.scope if sender else reading(house())), view


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    """Words of the house in the language of the file."""
    return {name: _(str(value)) if name in ("label", "unit") else value for name, value in row.items()}


def _cases(connection: Connection, rows: list[dict[str, Any]]) -> Rows:
    codes = {row["agency"] for row in rows if row["agency"]}
    named = dict(connection.execute(select(agency.c.code, agency.c.name).where(agency.c.code.in_(codes))).all())
    for row in rows:
        told = {"grade": _(GRADES[row["grade"]]), "stage": _(STATES[row["stage"]])}
        yield row | told | {"agency": named.get(row["agency"], row["agency"])}


def _notes(one: Digest) -> dict[str, str]:
    """What every file says of itself."""
    return {
        _("查询区划"): one.place,
        _("查询时段"): one.days,
        _("截至"): clock(one.now),
        _("时间基准"): _("北京时间"),
        _("数据性质"): _(PROVENANCE[one.provenance]),
    }


def _explained(one: Digest) -> Rows:
    return [{"name": name, "value": value} for name, value in _notes(one).items()]


def _sheet(page: Any, bold: Any, columns: dict[str, str], rows: Rows) -> None:
    """Texts are written as texts, so that none can be a formula."""
    page.freeze_panes(1, 0)
    page.set_column(0, len(columns) - 1, 16)
    for place, label in enumerate(columns.values()):
        page.write_string(0, place, _(label), bold)
    for n, row in enumerate(rows, start=1):
        for place, name in enumerate(columns):
            value = row[name]
            if isinstance(value, int | float):
                page.write_number(n, place, value)
            elif value is not None:
                page.write_string(n, place, value if isinstance(value, str) else clock(value))


def _file(data: bytes, mimetype: str, one: Digest, kind: str) -> Response:
    response = Response(data, mimetype=mimetype)
    name = f"digest-{one.window}-{local(one.now):%Y%m%d%H%M}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
