"""The presenter's telephone: reached by the code his screen shows, let in by its PIN, without an account.

It is told where the show stands, titles and notes, and moves it; of the city it is told nothing else.
"""

from datetime import UTC, datetime
from typing import Any, Protocol

from flask import Blueprint, Response, request

from data.accounts.lockout import claim, forgive, of_address
from data.briefing.pin import fits, pass_for, passes
from data.doors.body import json_response
from data.doors.briefing_shows import made, state_of, whole
from data.doors.plain_page import Page, answer_plainly, given, go, page, shown, spoken
from data.doors.sent import json_sent
from data.doors.streaming import later, server, streamed
from data.engine import writing
from data.errors import BadInput, BriefingRefused, CockpitError, LockedOut, SignInNeeded
from data.house import House, house
from data.language import gettext as _
from data.live.shows import show_hub
from data.queries.briefing_shows import show_row
from data.queries.briefings import briefing_by_id
from data.scope import Scope

Row = dict[str, Any]
COOKIE = "yitu_remote"
HOURS = 12
NOBODY = Scope(cells=(), roles=("remote",))
MOVES = ("go", "black", "pause", "caption", "point", "auto", "drill")


class Drawn(Protocol):
    """Who draws the pages."""

    def asks(self, page: Page, show: str) -> str: ...
    def remote(self, page: Page, show: str, title: str) -> str: ...
    def failed(self, page: Page, status: int) -> str: ...


def remote_door(drawn: Drawn) -> Blueprint:
    door = Blueprint("briefing_remote", __name__, url_prefix="/briefing/remote")
    answer_plainly(door, drawn.failed)

    @door.get("/<show>")
    @spoken
    def asked(show: str) -> Response:
        row, of = _show(show)
        if not passes(row, request.cookies.get(COOKIE, "")):
            return shown(drawn.asks(page(), show))
        return shown(drawn.remote(page(), show, of["title"]))

    @door.post("/<show>")
    @spoken
    def told(show: str) -> Response:
        """The PIN; wrong ones are counted, by show and by address, and one waits ever longer."""
        row, _of = _show(show)
        _claim(show)
        if not fits(row, given("pin", 12)):
            return shown(drawn.asks(page(_("PIN 不对")), show), 401)
        with writing(house().engine) as connection:
            forgive(connection, _subject(show), of_address(request.remote_addr or ""))
        answer = go(page().there(f"/briefing/remote/{show}"))
        kept = {"max_age": HOURS * 3600, "httponly": True, "samesite": "Strict", "secure": house().settings.https}
        answer.set_cookie(COOKIE, pass_for(row), path=f"/briefing/remote/{show}", **kept)  # type: ignore[arg-type]
        return answer

    @door.get("/<show>/state")
    @spoken
    def state(show: str) -> Response:
        try:
            row, of = _let_in(show)
        except CockpitError as error:
            return json_response({"detail": str(error)}, status=error.status)
        with house().engine.connect() as connection:
            answer = json_response(whole(connection, of, notes=True) | {"state": state_of(row, of)})
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @door.post("/<show>/moves")
    @spoken
    def moved(show: str) -> Response:
        try:
            _let_in(show)
            sent, _body = json_sent()
            if sent.get("move") not in MOVES:
                raise BadInput(_("没有“%(move)s”这个动作") % {"move": str(sent.get("move"))[:32]})
            return json_response(made(house(), show, sent))
        except CockpitError as error:
            return json_response({"detail": str(error)}, status=error.status)

    @door.get("/<show>/live")
    @spoken
    def live(show: str) -> Response:
        app, home = server(), house()

        def look() -> Scope:
            _let_in(show)
            return NOBODY

        look()
        most, each = home.settings.live_screens, home.settings.live_each
        return streamed(show_hub(app), NOBODY, later(app, look), most, each, show=show)

    return door


def _show(show: str) -> tuple[Row, Row]:
    """A show that is not over, and its briefing."""
    with house().engine.connect() as connection:
        row = show_row(connection, show)
        of = briefing_by_id(connection, row["briefing_id"])
    if row["ended_at"] is not None:
        raise BriefingRefused(_("这场汇报已结束"))
    return row, of


def _let_in(show: str) -> tuple[Row, Row]:
    row, of = _show(show)
    if not passes(row, request.cookies.get(COOKIE, "")):
        raise SignInNeeded(_("请重新输入 PIN"))
    return row, of


def _claim(show: str) -> None:
    home: House = house()
    subjects = [_subject(show), of_address(request.remote_addr or "")]
    with writing(home.engine) as connection:
        wait = claim(connection, subjects, datetime.now(UTC))
    if wait:
        raise LockedOut(_("PIN 输错太多，请等 {n} 秒").format(n=wait), wait)


def _subject(show: str) -> str:
    """As names are counted: five tries are free."""
    return f"login:remote {show[:40]}"
