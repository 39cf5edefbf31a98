"""The bar over every page of an exercise: what is played, its clock, the director's notes, and what steers it."""

from datetime import datetime
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.fields import choice
from components.ids import EXERCISE_ACT, EXERCISE_ACTED, EXERCISE_ASKED, EXERCISE_DRAWN
from components.markup import Safe, markup, tag
from data.exercise.kept import Kept
from data.exercise.mark import WORD
from data.exercise.scenario import SPEEDS
from data.exercise.steer import Standing
from data.exercise.words import STATES
from data.language import gettext as _
from data.times import local

STORES = (EXERCISE_ASKED, EXERCISE_DRAWN, EXERCISE_ACT, EXERCISE_ACTED)


def exercise_bar() -> Component:
    """Its place; the browser asks for what stands in it when the exercise or its minute moves."""
    place = html.Div(WORD, className="exercise-bar", role="status", **{"data-exercise-bar": "1"})
    return html.Div([place, *(dcc.Store(id=one) for one in STORES)])


def bar_drawn(stands: Standing, one: Kept | None) -> dict[str, Any]:
    """{html, now, speed}: the bar, and what the page's own clock goes by. `one`: where the real city is known."""
    running = stands.state == "running"
    parts = [tag("b", WORD, "exercise-word"), tag("span", str(stands.about["name"]), "exercise-name")]
    parts += [_clock(stands), _note(stands), *_steering(stands), *_ways(one)]
    now = local(stands.now).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"  # as in the title bar
    return {"html": markup(parts), "now": now, "speed": stands.speed if running else 0}


def _clock(stands: Standing) -> Safe:
    shown = tag("b", f"{local(stands.now):%Y-%m-%d %H:%M}", "n", title=_("情景时间"))
    state = tag("span", _(STATES[stands.state]), f"exercise-state {stands.state}")
    return tag("span", [shown, state], "exercise-clock", data_exercise_state=stands.state)


def _note(stands: Standing) -> Safe:
    """The newest note of the director, with its time."""
    told = [one for one in stands.about["lines"] if one["kind"] == "note"]
    said = [one for one in told if datetime.fromisoformat(one["at"]) <= stands.now]
    if not said:
        return tag("span", None, "exercise-note")
    at = f"{local(datetime.fromisoformat(said[-1]['at'])):%H:%M}"
    inside = [tag("em", _("导调")), tag("span", at, "n"), " ", said[-1]["text"]]
    return tag("span", inside, "exercise-note", title=said[-1]["text"])


def _steering(stands: Standing) -> list[Safe]:
    """Speed, and to pause or go on; nothing once it is over."""
    if stands.state == "finished":
        return []
    speeds = sorted({*map(float, SPEEDS), stands.speed})
    options = [(f"{one:g}", f"×{one:g}") for one in speeds]
    picked = choice("exercise-speed", options, f"{stands.speed:g}", aria_label=_("速度"))
    running = stands.state == "running"
    act, words = ("pause", _("暂停")) if running else ("run", _("开始") if stands.state == "prepared" else _("继续"))
    return [picked, _button(act, words), _button("finish", _("结束"))]


def _button(act: str, words: str) -> Safe:
    return tag("button", words, "button", type="button", data_exercise_act=act)


def _ways(one: Kept | None) -> list[Safe]:
    ways = [tag("a", _("复盘"), "button", href="/exercises", data_carry="view")]
    if one and one.home_port:
        ways.append(tag("a", _("离开演练"), "button", href="/", data_port=str(one.home_port)))
    return ways
