"""What a panel shows for a View: the props of its parts and of its frame."""

from datetime import UTC, datetime

from dash import html
from dash.development.base_component import Component

from components.frame import COLUMNS
from components.marks import as_of_text, glyph, meta
from components.registry import Props, panels
from data.answer import Answer
from data.ask import ask
from data.errors import CockpitError, NotReady, UnknownRegion
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.scope import Scope
from data.view import View
from data.words import LEVELS, WINDOWS

FRAME = "frame"


def drawn(house: House, key: str, view: View, scope: Scope) -> dict[str, Props]:
    """{part: props}, and under "frame" the props of the panel's root. Raises what the query raises."""
    panel = panels()[key]
    answer = ask(panel.ask, house, view, scope, topics=panel.topics, rolling=panel.rolling)
    now = view.at or house.clock.now()
    with speaking(view.lang):
        parts: dict[str, Props] = {}
        if panel.slot in COLUMNS:
            parts = {"sub": {"children": subtitle(view, answer)}, "note": {"children": upper(answer)}}
        parts |= panel.draw(answer, view)
        parts["meta"] = {"children": meta(answer, now)}
        parts["say"] = {"children": empty(view) if not answer.rows else None}
    as_of = answer.as_of.astimezone(UTC).isoformat() if answer.as_of else ""
    state = answer.freshness(now)
    return parts | {FRAME: {"data-state": state, "data-as-of": as_of, "data-region": answer.region}}


def broken(error: Exception, view: View, now: datetime) -> dict[str, Props]:
    """A panel whose question failed: its last drawing stays, struck through, and it says since when."""
    with speaking(view.lang):
        since = html.Span(_("接口中断 {time}").format(time=as_of_text(now, now)), className="broken")
        return {
            "meta": {"children": [since, glyph("broken")]},
            "say": {"children": sorry(error)},
            FRAME: {"data-state": "broken"},
        }


def subtitle(view: View, answer: Answer) -> str:
    return " · ".join(word for word in (_(WINDOWS[view.window]), _(answer.unit)) if word)


def upper(answer: Answer) -> list[Component] | None:
    """The line that says whose figures these are, when this level publishes none (上级口径)."""
    if not answer.upper:
        return None
    words = _("{level}级不发布，以下为上级口径").format(level=_(LEVELS[answer.level]))
    return [html.I(className="sym sym-info"), html.Span([words, " ", html.B(answer.upper)])]


def empty(view: View) -> list[Component]:
    return [html.B("0", className="n"), html.P(_("{window}没有记录").format(window=_(WINDOWS[view.window])))]


def sorry(error: Exception) -> list[Component]:
    """One plain sentence, and a way to try again."""
    retry = html.Button([_("重试"), html.Kbd("R")], className="button", **{"data-retry": "1"})
    return [html.P(_sentence(error)), retry]


def _sentence(error: Exception) -> str:
    if isinstance(error, UnknownRegion):
        return _("没有这个区划，或不在可看范围内")
    if isinstance(error, NotReady):
        return _("城市数据尚未装入")
    return _("这个请求不成立") if isinstance(error, CockpitError) and error.status == 400 else _("暂时取不到数据")
