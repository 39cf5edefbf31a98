"""The page of exercises: in the city what can be played and what was; in an exercise its own review (复盘)."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.desk import desk_bar, pulse
from components.exercise_review import review_card
from components.fields import choice
from components.ids import EXERCISE_START, EXERCISE_STARTED, EXERCISES, EXERCISES_DRAWN
from components.link import link_down
from components.markup import Safe, markup, still, tag
from components.numbers import number
from components.wall import notice
from data.acting import looking
from data.commands.exercise_screens import may_start
from data.doors.exercise import reviewed
from data.errors import UnknownThing
from data.exercise.days import day_of, days_kept
from data.exercise.history import SPEED
from data.exercise.kept import Kept, all_kept, opened
from data.exercise.launch import starting
from data.exercise.scenario import SPEEDS, Scenario, files, read
from data.exercise.steer import Standing, standing
from data.exercise.words import STATES
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.scope import EVERY_CELL
from data.times import local
from data.troubles import TROUBLES
from data.view import View

Cell = tuple[Any, str]  # what stands in it, and its classes
KEPT = ("演练", "状态", "情景时间", "速度", "待演步骤", "")
SCENARIOS = ("方案", "开始", "时长", "启动")
COMMAND = "flask --app app exercise"


def exercises_page(house: House, view: View, refused: tuple[str, ...], code: str) -> Component:
    """`code`: of the exercise whose review is shown; in an exercise always its own."""
    with speaking(view.lang):
        drawn = exercises_drawn(house, code)
        body = [html.Div(className="exercises-part", **_part(name, drawn)) for name in drawn]
        return html.Div(
            [
                still([desk_bar(house, view, "/exercises", _("演练与回放")), link_down(), *notice(view, refused)]),
                html.Main([*body, html.P(className="exercise-say", role="alert")], className="exercises-body"),
                *pulse(view),
                *stores(),
            ],
            className="page exercises-page",
            **{"data-live": "exercises", "data-testid": "exercises-page"},
        )


def stores() -> list[Component]:
    return [dcc.Store(id=one) for one in (EXERCISES, EXERCISES_DRAWN, EXERCISE_START, EXERCISE_STARTED)]


def _part(name: str, drawn: dict[str, str]) -> dict[str, str]:
    return {"data-html": drawn[name], "data-exercises-part": name}


def exercises_drawn(house: House, code: str) -> dict[str, str]:
    """{part: HTML}. Exercises are the city's: UnknownThing for who sees only a part of it."""
    own = house.settings.exercise
    if not looking(house).covers(*EVERY_CELL):
        raise UnknownThing(_("没有这个演练"))
    if own:
        return {"review": markup(review_card(reviewed(house, own)))}
    parts = {"kept": markup(_kept(house)), "scenarios": markup(_scenarios(house)), "replay": markup(_replay(house))}
    return {"review": markup(review_card(reviewed(house, code))), **parts} if code else parts


def _kept(house: House) -> Component:
    may, coming = may_start(house), starting(house.settings)
    rows = [_row(one, _standing(one), may, one.code in coming) for one in all_kept(house.settings)]
    if not rows:
        return _card(_("演练"), tag("p", _("还没有准备过演练"), "quiet"))
    return _card(_("演练"), _table(KEPT, rows))


def _standing(one: Kept) -> Standing | None:
    """None where its database cannot be read now."""
    try:
        with opened(one) as engine, engine.connect() as connection:
            return standing(connection)
    except TROUBLES:
        return None


def _row(one: Kept, stands: Standing | None, may: bool, coming: bool) -> Safe:
    serving = one.serving
    over = stands is None or stands.state == "finished"
    ways = [tag("a", _("复盘"), "button", href=f"?code={one.code}")]
    if serving:
        ways.insert(0, tag("a", _("进入演练"), "button primary", href="/", data_port=str(one.port), target="_blank"))
        ways += [tag("button", _("关闭服务"), "button", type="button", data_exercise_shut=one.code)] if may else []
    shown = _shown(stands, serving) if stands else [(_("读不到"), ""), *[("—", "")] * 3]
    begin = [] if serving or over else _begin(one.code, stands.speed if stands else 0, may, coming)
    name = [tag("b", one.name), " ", tag("small", one.code, "n"), *begin]
    return _line(KEPT, [(name, ""), *shown, (ways, "ways")])


def _line(heads: tuple[str, ...], cells: list[Cell]) -> Safe:
    """The first cell says by itself what it is."""
    labels = ["", *(_(words) if words else "" for words in heads[1:])]
    return tag("tr", [tag("td", one, how, data_label=words) for words, (one, how) in zip(labels, cells, strict=True)])


def _shown(stands: Standing, serving: bool) -> list[Cell]:
    """A clock that nobody serves stands, whatever it was told."""
    state = "paused" if stands.state == "running" and not serving else stands.state
    cells: list[Cell] = [(f"{local(stands.now):%Y-%m-%d %H:%M}", "n"), (f"×{stands.speed:g}", "n num")]
    return [(tag("span", _(STATES[state]), f"exercise-state {state}"), ""), *cells, (number(stands.waiting), "n num")]


def _scenarios(house: House) -> Component:
    found = files(house.settings.cities_dir / house.settings.city)
    may, coming = may_start(house), starting(house.settings)
    known = {one.code for one in all_kept(house.settings)}
    rows = [_scenario(code, read(path), may, code in coming, code in known) for code, path in found.items()]
    return _card(_("演练方案"), _table(SCENARIOS, rows))


def _scenario(code: str, one: Scenario, may: bool, coming: bool, known: bool) -> Safe:
    hours = _("{n} 小时").format(n=f"{one.length / 60:g}")
    told = tag("div", [tag("b", one.name), tag("p", one.about, "quiet")])
    begins = f"{local(one.begins):%Y-%m-%d %H:%M}"
    way = [tag("span", _("已准备，见上表"), "quiet")] if known else _begin(code, one.speed, may, coming)
    return _line(SCENARIOS, [(told, ""), (begins, "n"), (hours, "n"), (way, "")])


def _begin(code: str, speed: float, may: bool, coming: bool) -> list[Safe]:
    """What starts it, for who may; how fast it then runs."""
    if coming:
        return [tag("span", _("正在准备，约半分钟后可进入"), "exercise-state coming", role="status")]
    if not may:
        return [tag("span", _("演练由市级启动"), "quiet")]
    speeds = [(f"{one:g}", f"×{one:g}") for one in sorted({*map(float, SPEEDS), speed})]
    fast = choice("start-speed", speeds, f"{speed:g}", aria_label=_("速度"))
    go = tag("button", _("启动"), "button primary small", type="button", data_exercise_start=code)
    return [tag("span", [fast, go], "exercise-start")]


def _replay(house: House) -> Component:
    words = _("任何过去的一天都可以按当时的读数、事件与办理重演；预警由规则重新判定。")
    told = _("更早的日子：{command}").format(command=f"{COMMAND} replay 2024-07-24")
    return _card(_("历史回放"), tag("p", words), *_days(house), tag("p", told, "quiet"))


def _days(house: House) -> list[Safe]:
    """The past days that the city holds, to choose one of, and how fast."""
    if not may_start(house):
        return [tag("p", _("演练由市级启动"), "quiet")]
    with house.engine.connect() as connection:
        days = days_kept(connection, house.clock.now())
    if not days:
        return [tag("p", _("还没有可回放的日子"), "quiet")]
    coming = [tag("span", _("正在准备，约半分钟后可进入"), "exercise-state coming", role="status")]
    which = choice("replay-day", [(f"{day}", f"{day}") for day in days], f"{days[0]}", aria_label=_("日期"))
    fast = choice("start-speed", [(f"{one:g}", f"×{one:g}") for one in SPEEDS], f"{SPEED:g}", aria_label=_("速度"))
    go = tag("button", _("回放"), "button primary small", type="button", data_exercise_replay="")
    waits = any(day_of(code) for code in starting(house.settings))
    return coming if waits else [tag("span", [which, fast, go], "exercise-start")]


def _table(heads: tuple[str, ...], rows: list[Safe]) -> Safe:
    body = [tag("thead", tag("tr", [tag("th", _(one) if one else "") for one in heads])), tag("tbody", rows)]
    return tag("div", tag("table", body, "ledger carded"), "ledger-box")


def _card(title: str, *inside: Any) -> Component:
    head = html.Header(html.H2(title, className="panel-title"), className="panel-head")
    return html.Section([head, html.Div(list(inside), className="panel-body")], className="panel card")
