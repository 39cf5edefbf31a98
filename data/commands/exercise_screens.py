"""What screens send about exercises: in one its director steers it; in the real city one is started."""

from datetime import date
from typing import Any

from data.accounts.seat import seated
from data.acting import looking, may_act
from data.commands.audit import acted
from data.errors import BadInput, Forbidden
from data.exercise import steer
from data.exercise.days import code_of, days_kept
from data.exercise.launch import close, launch
from data.house import House
from data.language import gettext as _
from data.life.actor import Actor
from data.scope import EVERY_CELL, Scope

ACTS = {"run": steer.run, "pause": steer.pause, "finish": steer.finish}
STEERED, STARTED, CLOSED = "exercise_steer", "exercise_start", "exercise_close"  # in the log
STARTERS = ("leader", "duty_officer")
DIRECTOR = Actor(name="导调", role="system", scope=Scope.guest())  # a visitor, who has picked no role for this


def direct(house: House, act: str, times: Any) -> None:
    """Forbidden outside an exercise and to who does not act for the whole city, BadInput for what is no act."""
    if not house.settings.exercise:
        raise Forbidden(_("这里不是演练"))
    if act != "speed" and act not in ACTS:
        raise BadInput(_("没有“%(move)s”这个动作") % {"move": act[:20]})
    fast = _times(times) if act == "speed" else 0.0
    told = f"{house.settings.exercise} {act}" + (f" {fast:g}" if act == "speed" else "")
    with acted(house, DIRECTOR, STEERED, told) as connection:
        if not may_act(house) or not looking(house).covers(*EVERY_CELL):
            raise Forbidden(_("演练由市级导调"))
        if act == "speed":
            steer.speed(connection, fast)
        else:
            ACTS[act](connection)


def start(house: House, code: str, times: Any) -> None:
    """Forbidden inside an exercise and to who may not; see `launch` for what else is refused."""
    fast = _times(times)
    with acted(house, DIRECTOR, STARTED, f"{code[:48]} {fast:g}"):
        if house.settings.exercise or not may_start(house):
            raise Forbidden(_("演练由市级启动"))
        launch(house.settings, code, fast)


def replay(house: House, day: Any, times: Any) -> None:
    """Start a past day of the city. BadInput for one of which nothing is kept; else as `start`."""
    try:
        wanted = date.fromisoformat(str(day))
    except ValueError:
        raise BadInput(_("请选择日期")) from None
    with house.engine.connect() as connection:
        known = not house.settings.exercise and may_start(house)
        if known and wanted not in days_kept(connection, house.clock.now()):
            raise BadInput(_("{day} 没有可回放的读数或事件").format(day=wanted))
    start(house, code_of(wanted), times)


def shut(house: House, code: str) -> None:
    """End the server of an exercise. Forbidden to who may not start one; see `close` for what else is refused."""
    with acted(house, DIRECTOR, CLOSED, code[:48]):
        if house.settings.exercise or not may_start(house):
            raise Forbidden(_("演练由市级启动"))
        close(house.settings, code)


def may_start(house: House) -> bool:
    """Whether this asker acts for the whole city, and in a role that leads."""
    one = seated()
    leads = one is None or one.acts_as in STARTERS
    return leads and may_act(house) and looking(house).covers(*EVERY_CELL)


def _times(text: Any) -> float:
    try:
        return float(text)
    except (TypeError, ValueError, OverflowError):
        raise BadInput(_("请填写数字")) from None
