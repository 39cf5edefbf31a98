"""The registers "/things": one layer at a time as a list with files of it, and on a map beside it."""

import json
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.desk import desk_bar, pulse
from components.event_words import moment
from components.fields import choice, entry, field, link
from components.grid import grid
from components.ids import THINGS, THINGS_RENEWED, THINGS_TURNS
from components.link import link_down
from components.long_list import long_list, turned
from components.map_canvas import spot_map
from components.marks import as_of_text, chip, glyph
from components.markup import still, tag
from components.numbers import number
from components.thing_import import import_dialog
from components.thing_words import brief, grade_text, kind_text
from components.titlebar import search
from components.wall import notice
from data.acting import looking, may_act
from data.errors import BadInput
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.counts import features_in
from data.queries.regions import Region, ancestors, region_of
from data.queries.things import ThingFilters, listed
from data.things.danger import LAYERS
from data.things.fields import BERTHS
from data.things.told import GRADED
from data.view import View
from data.words import KINDS, REGISTERS, RISK_GRADES

GRAVE = (*GRADED, *LAYERS)  # registers whose things have a level
FIRST = "risk_point"
COLUMNS = (  # field, header, least width, how it grows
    ("name", "名称", 168, 4),
    ("kind", "种类", 92, 1),
    ("grade", "等级", 76, 0),
    ("facts", "要点", 150, 4),
    ("place", "所在村居与网格", 116, 2),
    ("as_of", "数据时间", 92, 0),
)
RENDERED = {"name": "ThingName", "place": "ThingPlace", "facts": "ThingFacts"}
Asked = dict[str, str]


def things_page(house: House, view: View, refused: tuple[str, ...], asked: Asked, query: str) -> Component:
    with speaking(view.lang):
        filters, bad = filters_of(asked)
        with house.engine.connect() as connection:
            here = region_of(connection, view.region, looking(house))
            line = [*ancestors(connection, here, looking(house)), here]
            counts: dict[str, int] = {}
            for row in features_in(connection, here, tuple(REGISTERS)):
                counts[row.layer] = counts.get(row.layer, 0) + row.n
        bar = desk_bar(house, view, "/things", _("台账"), _where(view, line, filters), search())
        tabs = still(_registers(view, filters, counts), className="things-tabs")
        body = [tabs, _list(house, view, filters), _map(here, filters)]
        return html.Div(
            [
                still([bar, link_down(), *notice(view, (*refused, *bad))]),
                html.Main(body, className="things-body"),
                *pulse(view),
                *stores(query),
            ],
            className="page things-page",
            **{"data-live": "things", "data-testid": "things-page"},
        )


def stores(query: str = "") -> list[Component]:
    """What its callbacks speak through."""
    return [dcc.Store(id=THINGS_TURNS), dcc.Store(id=THINGS_RENEWED, data={"view": query})]


def unused() -> list[Component]:
    """The grid where there is nothing to list."""
    return [grid(id=THINGS), *stores()]


def filters_of(asked: Asked) -> tuple[ThingFilters, tuple[str, ...]]:
    """The filters of an address; the address says `register` for the layer, since layers are the map's."""
    layer = asked.get("register", "")
    named = {"layer": layer if layer in KINDS else FIRST, "text": asked.get("text", "")[:96]}
    given = {name: asked[name] for name in ("kind", "grade", "berth") if asked.get(name)}
    bad = ("register",) if layer and layer not in KINDS else ()
    try:
        return ThingFilters.parse(named | given), bad
    except BadInput:
        return ThingFilters.parse({"layer": named["layer"]}), (*bad, *given)


def _to(view: View, layer: str, **changes: Any) -> str:
    """Another register or region is another page: laid out anew."""
    kept = view.but(**changes).query().removeprefix("?")
    return "/things?" + "&".join(filter(None, (kept, f"register={layer}")))


def _where(view: View, line: list[Region], filters: ThingFilters) -> Component:
    steps = [
        link(one.name, _to(view, filters.layer, region=one.code if n else ""), "crumb") for n, one in enumerate(line)
    ]
    return still(steps, className="crumbs things-crumbs")


def _registers(view: View, filters: ThingFilters, counts: dict[str, int]) -> list[Any]:
    """One tab a layer, with how many things it holds here."""
    return [
        link(
            [tag("i", None, f"sym sym-{layer}"), tag("span", _(word)), tag("b", number(counts.get(layer, 0)), "n")],
            _to(view, layer),
            "things-tab on" if layer == filters.layer else "things-tab",
        )
        for layer, word in REGISTERS.items()
    ]


def _list(house: House, view: View, filters: ThingFilters) -> Component:
    title = tag("h2", _(REGISTERS[filters.layer]), "panel-title")
    head = tag("header", [title, _tools(house, filters.layer)], "panel-head")
    columns = [_column(*one) for one in COLUMNS if one[0] != "grade" or filters.layer in GRAVE]
    how = {"rowHeight": 54, "getRowId": {"function": "thingRowId(params)"}}
    rows = long_list(THINGS, columns, {"noRowsToShow": _("没有符合条件的台账对象")}, **how)
    dialog = [import_dialog(filters.layer)] if may_act(house) else []
    inside = [still([head, _filters(filters), *dialog]), rows]
    return html.Section(inside, className="panel card things-list", **{"data-testid": "things-list"})


def _tools(house: House, layer: str) -> Any:
    """Where its rows come from, the same filter as files, and the way to add one."""
    now = house.clock.now()
    lived = chip("simulated" if house.clock.holds_demo() else "measured")
    more = [tag("button", _("导入"), "button", type="button", data_import_open="1")]
    more += [link(_("登记"), f"/things/new?register={layer}", "button primary")]
    add = more if may_act(house) else []
    files = [
        tag(
            "a",
            kind.upper() if kind != "geojson" else "GeoJSON",
            "button",
            href="#",
            data_things_file=kind,
            download="",
        )
        for kind in ("csv", "xlsx", "geojson")
    ]
    return tag("div", [lived, tag("span", as_of_text(now, now), "n as-of"), glyph("fresh"), *files, *add], "panel-meta")


def _filters(filters: ThingFilters) -> Any:
    kinds = [(kind, _(word)) for kind, word in KINDS[filters.layer].items()]
    shown = [
        field("kind", _("种类"), choice("kind", [("", _("全部")), *kinds], filters.kind, data_thing_filter="kind"))
    ]
    if filters.layer == "risk_point":
        grades = [(str(n), _(word)) for n, word in RISK_GRADES.items()]
        shown.append(
            field(
                "grade",
                _("等级"),
                choice("grade", [("", _("全部")), *grades], filters.grade, data_thing_filter="grade"),
            )
        )
    if filters.layer == "vessel":
        berths = [("", _("全部")), *((key, _(word)) for key, word in BERTHS.items())]
        shown.append(field("berth", _("状态"), choice("berth", berths, filters.berth, data_thing_filter="berth")))
    hint = _("名称、编号或船籍港") if filters.layer == "vessel" else _("名称或编号")
    text = entry("text", "search", filters.text, data_thing_filter="text", maxlength="96", placeholder=hint)
    clear = link(_("清除"), "?kind=&grade=&berth=&text=", "button")
    return tag("div", [*shown, field("text", _("文字"), text), clear], "things-filters", role="search")


def _map(here: Region, filters: ThingFilters) -> Component:
    told = {"around": [here.code], "register": filters.layer, "region": here.code}
    note = html.Small(_("镇街以下界线为示意 · 非法定界线"), className="spot-note")
    return html.Section(
        [spot_map(), note], className="panel card spot-card things-map", **{"data-spot": json.dumps(told)}
    )


def _column(name: str, words: str, width: int, grows: int) -> dict[str, Any]:
    column: dict[str, Any] = {"field": name, "headerName": _(words), "width": width, "minWidth": width}
    column |= {"cellClass": "thing-cell"}
    column |= {"flex": grows, "tooltipField": name} if grows else {}
    column |= {"cellRenderer": RENDERED[name]} if name in RENDERED else {}
    if name == "grade":
        column["cellClass"] = {"function": "thingCellClass(params)"}
    return column


def block(
    house: House, view: View, filters: ThingFilters, start: int, limit: int, turns: dict[str, str]
) -> tuple[list[dict[str, Any]], str | None]:
    """Rows of one block with the words of their cells, and where the next begins; `turns` are beginnings known."""
    scope = looking(house)
    page = turned(
        lambda after, most: listed(house, view.region, scope, filters, after=after, limit=most), start, limit, turns
    )
    if page is None:
        return [], None
    now = house.clock.now()
    rows = [
        {
            "layer": row["layer"],
            "code": row["code"],
            "name": row["name"],
            "kind": kind_text(row["layer"], row["kind"]),
            "grade": grade_text(row),
            "level": row["grade"] or (row["danger"] or {}).get("level", 0),
            "facts": brief(row, now),
            "place": row["place"],
            "as_of": moment(row["as_of"], now),
        }
        for row in page.rows
    ]
    return rows, page.next
