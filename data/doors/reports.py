"""What the pages of reports send and fetch: a new one, a layout that was changed, a copy, a piece, files."""

from collections.abc import Sequence
from typing import Any, Protocol
from urllib.parse import quote

from flask import Blueprint, Response
from sqlalchemy import Connection

from data.acting import may_act
from data.briefer import Briefer, briefer
from data.commands.audit import note
from data.commands.reports import Layout, copy_report, make_report, save_report
from data.doors.asked import only
from data.doors.body import json_response
from data.doors.plain_page import spoken
from data.doors.problem import answer_errors
from data.doors.report_files import Table, sheets
from data.doors.sent import json_sent
from data.doors.thing_files import XLSX
from data.engine import writing
from data.errors import BadInput, Forbidden
from data.house import House, house
from data.language import gettext as _
from data.language import speaking
from data.queries.reports import Version
from data.reports.piece import pieces_of, query_of
from data.times import local
from data.view import View

FIELDS = tuple(View.__dataclass_fields__)
Given = dict[str, Any]


class Asked(Protocol):
    @property
    def version(self) -> Version: ...

    @property
    def moment(self) -> Any: ...

    @property
    def issue(self) -> int: ...


class Made(Protocol):
    """Who draws pieces, asks for what a report says, and sets it on paper."""

    def preview(self, house: House, key: str, view: View) -> Any: ...
    def asked(self, house: House, code: str, me: Briefer, view: View, issue: int) -> Any: ...
    def as_pdf(self, house: House, one: Any, me: Briefer) -> bytes: ...
    def tables(self, one: Any) -> Sequence[Table]: ...


def report_door(made: Made) -> Blueprint:
    door = Blueprint("reports", __name__, url_prefix="/reports/data")
    answer_errors(door)

    @door.post("/make")
    @spoken
    def make() -> Response:
        """{title, query, pieces}: the code of the new report."""
        me, layout = acting(), _layout()
        with writing(house().engine) as connection:
            code = make_report(connection, layout, me, house().clock.now())
            _note(connection, "report_make", code, me)
        return json_response({"code": code}, status=201)

    @door.post("/<code>/save")
    @spoken
    def saved(code: str) -> Response:
        """{title, query, pieces, base}: the number of the new version; 409 where another was saved since `base`."""
        me, layout, (given, _body) = acting(), _layout(), json_sent()
        if type(given.get("base")) is not int:
            raise BadInput(_("请刷新后再试"))
        with writing(house().engine) as connection:
            seq = save_report(connection, code, layout, given["base"], me, house().clock.now())
            _note(connection, "report_change", f"{code} {seq}", me)
        return json_response({"seq": seq})

    @door.post("/<code>/copy")
    @spoken
    def copied(code: str) -> Response:
        json_sent()
        me = acting()
        with writing(house().engine) as connection:
            new = copy_report(connection, code, me, house().clock.now())
            _note(connection, "report_make", new, me)
        return json_response({"code": new}, status=201)

    @door.get("/piece")
    def piece() -> Response:
        """One panel or card as HTML: its frame, and what stands in its parts."""
        asked = only("key", *FIELDS)
        key = asked.pop("key", "")
        answer = json_response(made.preview(house(), key, View.parse(asked)))
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @door.get("/<code>/report.<kind>")
    def file(code: str, kind: str) -> Response:
        """PDF, or the tables behind it as XLSX: of what is so now on a page of this View, or of an `issue`."""
        asked = only("issue", *FIELDS)
        issue, view, home, me = _whole(asked.pop("issue", "0")), View.parse(asked), house(), briefer(house())
        with speaking(view.lang):
            if kind not in ("pdf", "xlsx"):
                raise BadInput(_("报告可以是 PDF 或 XLSX"))
            one = made.asked(home, code, me, view, issue)
            if kind == "pdf":
                return _sent(made.as_pdf(home, one, me), "application/pdf", _named(one), kind)
            return _sent(sheets(*_told(one), made.tables(one)), XLSX, _named(one), kind)

    return door


def acting() -> Briefer:
    """Who lays reports out. Forbidden for who only looks on."""
    me = briefer(house())
    if me.visits and not may_act(house()):
        raise Forbidden(_("登录后办理"))
    return me


def _layout() -> Layout:
    given, _body = json_sent()
    title = given.get("title")
    if not isinstance(title, str):
        raise BadInput(_("请填写{name}").format(name=_("报告名称")))
    return Layout(title=title, query=query_of(given.get("query", "")), pieces=pieces_of(given.get("pieces", [])))


def _told(one: Asked) -> tuple[str, str]:
    at = f"{_('截至')} {local(one.moment):%Y-%m-%d %H:%M}"
    return one.version.title, f"{_('第 {n} 期').format(n=one.issue)} · {at}" if one.issue else at


def _named(one: Asked) -> str:
    return f"{one.version.title}{f'-{one.issue}' if one.issue else ''}"


def _sent(body: bytes, mimetype: str, name: str, kind: str) -> Response:
    answer = Response(body, mimetype=mimetype)
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"report.{kind}\"; filename*=UTF-8''{quote(f'{name}.{kind}')}"
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise BadInput(_("没有这一期"))
    return int(text)


def _note(connection: Connection, action: str, target: str, me: Briefer) -> None:
    note(connection, action, target, actor=me.name if me.visits else "", role=me.role)
