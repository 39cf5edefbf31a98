"""The stage: what the audience sees of a scene. A map as large as the screen, enlarged panels beside it, a caption."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from dash import html
from dash.development.base_component import Component

from components.drawn import broken, drawn
from components.frame import framed
from components.ids import MAP
from components.link import link_down
from components.markup import still
from components.registry import Panel, panels
from components.scene_panels import answer_of, shown
from components.wall import engine, follows
from data.answer import Answer
from data.briefer import briefer
from data.briefing.kept import withheld
from data.briefing.scene import Emphasis, Scene
from data.counters import FAILURES
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.briefings import briefing_row, scenes_of
from data.scope import Scope
from data.times import local
from data.view import View

Row = dict[str, Any]
Kept = Callable[[str], Answer | None]
MOST_SHOWN = 6  # panels beside the map: of more nothing is read from afar
ROLES = ("audience", "current", "next", "edit")  # where a stage stands


def stage_page(house: House, view: View, code: str, show: str, role: str) -> Component:
    """UnknownThing when this asker does not see the briefing. Scenes come by `assets/js/90-stage.js`."""
    me = briefer(house)
    with house.engine.connect() as connection:
        row = briefing_row(connection, code, me)
        scenes = scenes_of(connection, row["id"]).values()
    with speaking(view.lang):
        beside = [framed(panel) for panel in _beside(scenes, everything=role == "edit")]
        told = {"data-stage": code, "data-show": show if show != "-" else "", "data-role": role}
        words = {"data-as-of-words": _("数据截至"), "data-over": _("汇报已结束")}
        words |= {"data-more-areas": _("另有 {n} 个")}
        lost = {"data-lost": _("正在重新连接，画面停在最后一刻"), "data-drilled": _("展开查看")}
        return html.Div(
            [
                html.Div(framed(panels()[MAP]), className="stage-map"),
                still(beside, className="stage-beside"),
                html.Div(className="stage-frames"),
                still([link_down(), *_over()], className="stage-over"),
                *engine(view, []),
            ],
            className="show-stage",
            **{"data-live": "stage"} | told | words | lost,
        )


def staged(
    house: House, frozen_at: datetime | None, kept: Kept, scene: Scene, path: str, lang: str, scope: Scope
) -> Row:
    """What a scene shows now, or what it showed when it was frozen (`kept` gives a panel's stored answer).

    `path`: where it was drilled to; of a frozen briefing that is asked as of the moment at which it was frozen.
    """
    there = path or scene.path
    view = View.lenient(urlsplit(there).query)[0].but(lang=lang)
    if frozen_at is not None and not path:
        return _kept(house, frozen_at, kept, scene, view, scope)
    if frozen_at is not None:
        same = urlsplit(path).path == scene.page
        deeper = replace(scene, path=path, emphasis=Emphasis(panels=scene.emphasis.panels if same else ()))
        at = view.but(at=view.at or frozen_at)
        asked = partial(_as_of, house, deeper, at, scope)
        return _kept(house, frozen_at, asked, deeper, at, scope) | {"drilled": True}
    kind, shown = _kind(urlsplit(there).path), _panels(scene, there)
    keys = shown if kind != "map" else [MAP, *shown]
    drawings = {key: {"key": f"{scene.n}|{there}", **_drawn(house, panels()[key], view, scope)} for key in keys}
    moves = {key: follows(panels()[key], ledger=False) for key in drawings}
    told = {"n": scene.n, "path": there, "kind": kind, "query": view.query(), "panels": shown, "drawings": drawings}
    emphasis = {"regions": scene.emphasis.regions, "marks": scene.emphasis.marks} if not path else {}
    return told | {"follows": moves, "emphasis": emphasis, "frozen": "", "drilled": bool(path)}


def _kept(house: House, frozen_at: datetime, kept: Kept, scene: Scene, view: View, scope: Scope) -> Row:
    """What was stored of a scene, and nothing else: no page stands in a frame, for its figures would be live."""
    wall = scene.page == "/"
    wanted = [one for one in shown(scene) if not wall or one.key in (MAP, *_panels(scene, scene.path))]
    room = MOST_SHOWN + any(one.key == MAP for one in wanted)
    more, wanted = len(wanted[room:]), wanted[:room]
    stored = {one.key: kept(one.key) for one in wanted}
    with speaking(view.lang):
        if not stored or None in stored.values():
            return withheld(scene.n, _("这一幕没有冻结数据，请重新冻结"))
        moment = _("已冻结 · 数据截至 {time}").format(time=f"{local(frozen_at):%Y-%m-%d %H:%M}")
        moment += _(" · 另有 {n} 个面板见讲义").format(n=more) if more else ""
    at = view.but(at=view.at or frozen_at)
    drawings = {
        one.key: {"key": f"{scene.n}|{scene.path}", **_drawn(house, one, at, scope, stored[one.key])} for one in wanted
    }
    beside = [key for key in stored if key != MAP]
    told = {"n": scene.n, "path": scene.path, "kind": "map" if MAP in stored else "panel", "query": at.query()}
    emphasis = {"regions": scene.emphasis.regions, "marks": scene.emphasis.marks}
    drawn_ = {"panels": beside, "drawings": drawings, "follows": {}, "emphasis": emphasis}
    return told | drawn_ | {"frozen": moment, "drilled": False}


def _as_of(house: House, scene: Scene, at: View, scope: Scope, key: str) -> Answer | None:
    """None where it cannot be told: nothing of now stands in for it."""
    try:
        return next((answer_of(house, one, at, scope) for one in shown(scene) if one.key == key), None)
    except Exception:
        FAILURES.labels(key).inc()
        return None


def _drawn(house: House, panel: Panel, view: View, scope: Scope, kept: Answer | None = None) -> Row:
    """A panel that fails fails alone, as on the wall."""
    try:
        return drawn(house, panel, view, scope, kept=kept)
    except Exception as error:
        FAILURES.labels(panel.key).inc()
        return broken(error, view, house.clock.now())


def _kind(page: str) -> str:
    """How a page is shown: the wall as a map, a panel's page as that panel, any other as it is."""
    if page == "/":
        return "map"
    return "panel" if page.startswith("/panel/") else "page"


def _panels(scene: Scene, path: str) -> list[str]:
    """Those beside the map, or in its place; the map itself is none of them."""
    page = urlsplit(path).path
    own = [page.rpartition("/")[2]] if page.startswith("/panel/") else []
    return [key for key in dict.fromkeys([*own, *scene.emphasis.panels]) if key in panels() and key != MAP]


def _beside(scenes: Iterable[Scene], *, everything: bool) -> list[Panel]:
    """The panels that some scene shows, also once it is frozen; where scenes are being made, any may be next."""
    known = dict(panels()) if everything else {}
    for scene in scenes:
        known |= {one.key: one for one in shown(scene) if scene.page != "/"}
        known |= {key: panels()[key] for key in _panels(scene, scene.path)}
    return [panel for key, panel in known.items() if key != MAP]


def _over() -> list[Component]:
    """Filled by the script: caption, corner, pointer, and what is said when something is wrong."""
    parts = ("figures", "corner", "warned", "drilled", "say", "pointer")
    caption = html.Div(
        [
            html.Div([html.H1(**{"data-stage-part": "title"}), html.P(**{"data-stage-part": "sentence"})]),
            html.Div(className="stage-dashes", **{"data-stage-part": "dashes", "aria-hidden": "true"}),
        ],
        className="stage-caption",
    )
    spots = [html.Div(className=f"stage-{name}", **{"data-stage-part": name}) for name in parts]
    return [caption, *spots, html.Div(className="stage-black")]
