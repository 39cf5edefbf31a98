"""Screens at their door: the way in by a token that stays in no address bar, what they are to show, how they do."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from flask import Blueprint, Response, session
from flask_login import login_user
from sqlalchemy.exc import SQLAlchemyError

from data.accounts import lockout
from data.accounts.kiosk import PREFIX, by_session, screen_account, state_of
from data.accounts.sessions import digest_of, sittings
from data.commands.audit import FAILED, REFUSED, address, note
from data.commands.group_turns import steer
from data.commands.kiosks import enter, note_health
from data.commands.takeovers import settle
from data.doors.body import json_response
from data.doors.plain_page import Page, go, page, shown, spoken
from data.doors.problem import answer_errors
from data.doors.sent import json_sent
from data.engine import writing
from data.errors import Forbidden, LockedOut, SignInNeeded
from data.house import House, house
from data.language import gettext as _
from data.queries.kiosk_state import kiosk_state
from data.queries.turns import active_of, now_ms

OWN_MOVES = ("pause", "resume", "next", "back")  # what its own keyboard may do
HEALTH = {"width": 5, "height": 5, "ratio": 6, "page": 200, "state": 12, "sound": 12, "link": 8, "errors": 6, "up": 9}
AWAY = "暂时连不上数据库，恢复后自动打开"
SOON, LATER = 5, 60  # seconds
Row = Mapping[Any, Any]


class Drawn(Protocol):
    """Who draws the pages."""

    def shell(self, page: Page, row: Row, poll: int) -> str: ...
    def over(self, page: Page, reason: str) -> str: ...
    def takeover(self, house: House, row: Row, active: list[dict[str, Any]]) -> str: ...


def screen_door(drawn: Drawn) -> Blueprint:
    door = Blueprint("screens", __name__, url_prefix="/kiosk")
    answer_errors(door)

    @door.get("/<token>")
    @spoken
    def entered(token: str) -> Response:
        """Its address is asked once, and leads away from itself at once."""
        try:
            reason = _enter(token)
        except LockedOut as error:
            return again(drawn.over(page(str(error)), ""), 429, error.seconds)
        except SQLAlchemyError:
            return again(drawn.over(page(_(AWAY)), ""), 503, SOON)
        return go(page().there("/kiosk")) if not reason else shown(drawn.over(page(), reason), 403)

    @door.get("")
    @spoken
    def opened() -> Response:
        try:
            row = _row()
        except SQLAlchemyError:
            return again(drawn.over(page(_(AWAY)), ""), 503, SOON)
        if reason := _over(row):
            return again(drawn.over(page(), reason), 200, LATER)  # a page like any other: it says what is so
        return shown(drawn.shell(page(), row or {}, house().settings.poll_seconds))

    @door.get("/state")
    @spoken
    def state() -> Response:
        return _told(_row())

    @door.post("/seen")
    @spoken
    def seen() -> Response:
        row, sent = _row(), json_sent()[0]
        if row is not None and not _over(row):
            health = {name: str(sent.get(name, ""))[:most] for name, most in HEALTH.items()}
            with writing(house().engine) as connection:
                note_health(connection, row["id"], health, datetime.now(UTC))
        return _told(row)

    @door.post("/turn")
    @spoken
    def turned() -> Response:
        row, move = _row(), str(json_sent()[0].get("move", ""))
        if row is None or _over(row):
            raise SignInNeeded(_("登录已失效，请重新登录"))
        if move not in OWN_MOVES or not row["keys"]:
            raise Forbidden(_("这块屏不能用键盘翻页"))
        with writing(house().engine) as connection:
            steer(connection, row["group_id"], move)
        return _told(row)

    @door.get("/takeover")
    @spoken
    def taken() -> Response:
        row = _row()
        if row is None or _over(row):
            return shown("")
        with house().engine.connect() as connection:
            active = active_of(connection, [row["id"]], now_ms())
        return shown(drawn.takeover(house(), row, active) if active else "")

    return door


def again(text: str, status: int, seconds: int) -> Response:
    """A page that looks again by itself: nobody stands at a wall to press a key."""
    answer = shown(text, status)
    answer.headers["Refresh"] = str(seconds)
    return answer


def _enter(token: str) -> str:
    """The session of this screen; or why there is none. Each try counts, and a good one is given back."""
    subjects = [lockout.of_address(address())]
    with writing(house().engine) as connection:
        seconds = lockout.claim(connection, subjects, datetime.now(UTC))
        if seconds:
            note(connection, "screen_enter", actor="?", outcome=REFUSED, detail={"why": "locked"})
    if seconds:
        raise LockedOut(_("尝试次数过多，请 {seconds} 秒后再试").format(seconds=seconds), seconds)
    with writing(house().engine) as connection:
        held, reason = enter(connection, token[:200], address(), datetime.now(UTC))
        if reason:
            note(connection, "screen_enter", actor="?", outcome=FAILED, detail={"why": reason})
        else:
            lockout.forgive(connection, "", subjects[0])
    if not reason:
        sittings().forget()
        session.clear()
        with house().engine.connect() as connection:
            row = by_session(connection, digest_of(held))
        login_user(screen_account(row or {}, held))
    return reason


def _row() -> Row | None:
    """The screen whose session this is, in force or not."""
    held = str(session.get("_user_id", ""))
    if not held.startswith(PREFIX):
        return None
    with house().engine.connect() as connection:
        return by_session(connection, digest_of(held))


def _over(row: Row | None) -> str:
    """Why it shows nothing; "" when it does."""
    if row is None:
        return "elsewhere" if str(session.get("_user_id", "")).startswith(PREFIX) else "unknown"
    return state_of(row, datetime.now(UTC))


def _told(row: Row | None) -> Response:
    """What it is to show now; {over} for nothing. Never a 401: its page says itself why."""
    reason = _over(row)
    if row is not None and not reason:
        settle(house(), row["group_id"])
    answer = json_response(kiosk_state(house(), row) if row is not None and not reason else {"over": reason})
    answer.headers["Cache-Control"] = "no-store"
    return answer
