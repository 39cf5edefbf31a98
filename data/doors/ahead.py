"""A moment that the city's clock has not reached cannot be looked back to: doors refuse it, pages stand at now."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from flask import Flask, Response, redirect, request

from data.doors.problem import problem
from data.errors import BadInput
from data.house import house
from data.language import gettext as _
from data.language import speaking
from data.times import local
from data.troubles import TROUBLES
from data.view import View

DOORS = ("/api/", "/open311/")
PAGELESS = ("/_", "/assets/", "/photos/")
SLACK = timedelta(minutes=1)  # by which another machine's clock may go before ours
LATER = "later"  # no moment: the page says that it does not follow it


def refuse_future(server: Flask) -> None:
    """Behind the gate, so that nobody learns the city's time without being let in."""
    server.before_request(_ahead)


def _ahead() -> Response | None:
    if "at" not in request.args or request.path.startswith(PAGELESS) or (now := _now_before()) is None:
        return None
    if request.path.startswith(DOORS):
        with speaking("en" if request.args.get("lang") == "en" else "zh"):
            return problem(400, _refusal(now))
    if request.method != "GET":
        return None
    there = [(name, LATER if name == "at" else value) for name, value in request.args.items(multi=True)]
    return redirect(f"{request.path}?{urlencode(there)}")  # type: ignore[return-value]


def not_ahead(at: object, now: datetime) -> None:
    """BadInput for a moment sent in a body that the city's time, `now`, has not reached; others refuse what is none."""
    try:
        asked = View.parse({"at": str(at or "")}).at
    except BadInput:
        return
    if asked is not None and asked > now + SLACK:
        raise BadInput(_refusal(now))


def _refusal(now: datetime) -> str:
    return _("at 还没有到：此刻是 {now}").format(now=f"{local(now):%Y-%m-%dT%H:%M:%S%z}")


def _now_before() -> datetime | None:
    """The city's time, if it is before the moment asked for; None for what is no moment, which others refuse."""
    try:
        at, now = View.parse({"at": request.args["at"]}).at, house().clock.now()
    except TROUBLES:
        return None
    return now if at is not None and at > now + SLACK else None
