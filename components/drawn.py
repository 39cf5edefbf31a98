"""What a panel shows for a View, ready for the browser: attributes of its root, and the content of its parts."""

from datetime import UTC, datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.crumbs import crumbs
from components.figures import figure
from components.frame import COLUMNS
from components.ledger import source, table
from components.marks import as_of_text, glyph, meta
from components.markup import css, markup
from components.registry import Panel, Props, panels
from data.answer import Answer
from data.ask import ask
from data.errors import BadInput, CockpitError, NotReady, UnknownRegion
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.regions import ancestors, region_of
from data.scope import Scope
from data.times import clock_text
from data.view import View
from data.words import LEVELS, WINDOWS

Drawing = dict[str, dict[str, Any]]


def drawn(
    house: House, key: str | Panel, view: View, scope: Scope, *, ledger: bool = False, kept: Answer | None = None
) -> Drawing:
    """{"frame": attributes, "parts": {part: html, data, hidden or style}}. Raises what the query raises.

    With `ledger` also what the panel's own page shows beside it: the way up, all rows, the source, a figure.
    `kept` is an answer that was stored, and is drawn instead of a new one.
    """
    panel = panels()[key] if isinstance(key, str) else key
    how: dict[str, Any] = {"topics": panel.topics, "rolling": panel.rolling, "follows": panel.follows}
    answer = ask(panel.ask, house, view, scope, **how) if kept is None else kept
    now = view.at or house.clock.now()
    with speaking(view.lang):
        parts = _usual(panel, answer, view) if panel.slot in COLUMNS else {}
        parts |= panel.draw(answer, view) if answer.rows or panel.slot not in COLUMNS else {}
        parts["meta"] = {"children": meta(answer, now)}
        if ledger:
            parts |= _ledger(house, panel.key, answer, scope, now)
    as_of = answer.as_of.astimezone(UTC).isoformat() if answer.as_of else ""
    frame = {"data-state": answer.freshness(now), "data-as-of": as_of, "data-region": answer.region}
    if turn := answer.turns(now):
        frame["data-turns"] = clock_text(turn)
    return {"frame": frame, "parts": {name: _sent(props) for name, props in parts.items()}}


def broken(error: Exception, view: View, now: datetime) -> Drawing:
    """A panel whose question failed: its last drawing stays, struck through, and it says since when."""
    with speaking(view.lang):
        told = isinstance(error, UnknownRegion | BadInput)  # nothing is broken: the question was wrong
        words = "" if told else _("接口中断 {time}").format(time=as_of_text(now, now))
        since = html.Span(words, className="broken")
        parts = {"meta": {"children": [since, glyph("broken")]}, "say": {"children": sorry(error)}}
    frame = {"data-state": "broken"} | ({} if told else {"data-passing": "1"})
    return {"frame": frame, "parts": {name: _sent(props) for name, props in parts.items()}}


def _ledger(house: House, key: str, answer: Answer, scope: Scope, now: datetime) -> dict[str, Props]:
    with house.engine.connect() as connection:
        here = region_of(connection, answer.region, scope)
        way = [(one.code, one.name) for one in (*ancestors(connection, here, scope), here)]
    rows = {
        "where": {"children": crumbs(way)},
        "table": {"children": table(answer)},
        "source": {"children": source(answer, now)},
    }
    drawn_figure = figure(key, answer)
    return rows | ({"explore": {"figure": drawn_figure}} if drawn_figure else {})


def _sent(props: Props) -> Props:
    """Components as HTML text, styles as CSS text; data as it is."""
    sent = {name: value for name, value in props.items() if name not in ("children", "style")}
    if "children" in props:
        sent["html"] = markup(props["children"])
    if "style" in props:
        sent["style"] = css(props["style"])
    return sent


def _usual(panel: Panel, answer: Answer, view: View) -> dict[str, Props]:
    """What every framed panel says unless it says it better."""
    window = _(WINDOWS[view.window]) if "window" in panel.follows else ""
    words = " · ".join(word for word in (window, _(answer.unit)) if word)
    say = None if answer.rows else _none(panel, answer, window)
    if say and panel.below and answer.level == max(LEVELS):
        say = [html.P(_("单元是最末一级"))]
    return {"sub": {"children": words}, "note": {"children": upper(answer)}, "say": {"children": say}}


def _none(panel: Panel, answer: Answer, window: str) -> list[Component]:
    """Zero; but where only the newest days were read, nobody knows of the others."""
    read = next(iter(answer.parts.get("read", [])), None)
    if read is not None and "first" in read and not read["whole"]:
        words = _("件数多，只看了 {first} 以来：{nothing}").format(first=read["first"], nothing=_(panel.nothing))
        return [html.P(words)]
    none = _("{window}内{nothing}").format(window=window, nothing=_(panel.nothing)) if window else _(panel.nothing)
    return [html.B("0", className="n"), html.P(none)]


def upper(answer: Answer) -> list[Component] | None:
    """The line that says whose figures these are, when this level publishes none (上级口径)."""
    if not answer.upper:
        return None
    words = _("{level}级不发布，以下为上级口径").format(level=_(LEVELS[answer.level]))
    return [html.I(className="sym sym-info"), html.Span([words, " ", html.B(answer.upper)])]


def sorry(error: Exception) -> list[Component]:
    """One plain sentence, and a way to try again, or out of a place that is not there."""
    if isinstance(error, UnknownRegion):
        return [html.P(_sentence(error)), html.A(_("回到起始区划"), href="?region=", className="button")]
    retry = html.Button([_("重试"), html.Kbd("R")], className="button", **{"data-retry": "1"})
    return [html.P(_sentence(error)), retry]


def _sentence(error: Exception) -> str:
    if isinstance(error, UnknownRegion):
        return _("没有这个区划，或不在可看范围内")
    if isinstance(error, NotReady):
        return _("城市数据尚未装入")
    return _("这个请求不成立") if isinstance(error, CockpitError) and error.status == 400 else _("暂时取不到数据")
