"""网格 "/grids": the directory of grids with people, staff, party, coverage and load; above a town by region."""

from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components.grid_changes import change_card, functional_card
from components.listing import listing, listing_card, picked
from components.many_form import said
from components.marks import as_of_text, chip
from components.markup import Safe, markup, tag
from components.numbers import NONE, number, percent
from components.titlebar import breadcrumb, search, window_switch
from data.acting import PLAYED, looking, may_act, playing
from data.commands.grids import CHANGERS
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.asked import SMALL_BASE
from data.queries.grid_days import VILLAGE, changes_in, parts_of
from data.queries.grid_map import cell_map
from data.queries.grids import SORTS, USUAL_SORT, Grids, Row, grids_in
from data.queries.lists import offices
from data.queries.wilson import LEAST
from data.times import day_number
from data.view import View
from data.words import WINDOWS

FIGURES = (  # words, field, unit, in which of the two tables: of grids, of regions
    ("网格", "grids", "个", "r"),
    ("单元", "cells", "个", "gr"),
    ("常住人口", "population", "人", "gr"),
    ("户数", "households", "户", "gr"),
    ("网格员", "staff", "人", "gr"),
    ("在岗", "on_duty", "人", "gr"),
    ("党组织", "party", "个", "gr"),
    ("覆盖率", "coverage", "%", "r"),
    ("事件", "cases", "件", "gr"),
    ("人均事件", "each", "件/人", "gr"),
    ("按时办结", "on_time", "%", "gr"),
)
SHOWN = 1_000  # rows of the screen


def grids_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        inside = (breadcrumb(), search(), window_switch())
        parts = grids_drawn(house, view, chosen)
        return listing(house, view, refused, "grids", "/grids", _("网格"), parts, *inside)


def grids_drawn(house: House, view: View, chosen: dict[str, str], role: str = PLAYED[0], n: int = 1) -> dict[str, str]:
    """{part: HTML}; chosen: by (the order), vacant."""
    sort = chosen.get("by", "") if chosen.get("by", "").removeprefix("-") in SORTS else USUAL_SORT
    vacant = chosen.get("vacant") == "1"
    found = grids_in(house, view, looking(house), sort, vacant=vacant)
    with house.engine.connect() as connection:
        changes = changes_in(connection, found.here)
        parts = {code: name for code, (name, _s) in parts_of(connection, found.here, day_number(found.now)).items()}
        agencies = offices(connection, found.here)
        plays = playing(role) if may_act(house) and view.at is None else ""
        draws = plays in CHANGERS and found.here.level == VILLAGE
        cells = cell_map(house, connection, found.here, day_number(found.now)) if draws else []
    drawn: dict[str, Any] = {
        "side": _whole(found, vacant),
        "said": said(),
        "rows": _table(found, view, sort, vacant),
        "change": change_card(found, parts, changes, plays, n, cells),
        "second": functional_card(found, parts, agencies, plays),
    }
    return {name: markup(inside) for name, inside in drawn.items()}


def _whole(found: Grids, vacant: bool) -> Component:
    steps = [tag("a", one.name, "crumb", href=f"?region={one.code}") for one in found.line]
    line = [tag("p", [part for one in steps for part in (one, tag("i", "›", "crumb-gap"))], "archive-line")]
    row = found.total
    facts = [(_(words), _figure(row, name), _(unit)) for words, name, unit, _which in FIGURES]
    facts.append((_("公共管家"), number(row["stewards"]), _("人")))
    told = [
        tag("div", [tag("dt", words), tag("dd", [tag("b", value, "n"), tag("small", unit)])])
        for words, value, unit in facts
    ]
    gaps = picked("vacant", "1", _("只看缺人的"), row["grids"] - row["covered"], vacant)
    meta = [chip(found.provenance), tag("span", as_of_text(found.as_of, found.now), "n as-of")]
    inside = [*(line if steps else []), tag("dl", told, "archive-facts"), tag("div", gaps, "kept-filters")]
    return listing_card(found.here.name, inside, meta)


def _table(found: Grids, view: View, sort: str, vacant: bool) -> Component:
    columns = [one for one in FIGURES if ("g" if found.grids else "r") in one[3]]
    names = [
        (_("网格") if found.grids else _("区划"), "place"),
        *((f"{_(w)}（{_(u)}）", name) for w, name, u, _which in columns),
    ]
    heads = [tag("th", _head(words, name, sort), "" if name == "place" else "num") for words, name in names]
    heads += [tag("th", _head(_("公共管家"), "stewards", sort))]
    body = [_row(found, row, columns) for row in found.rows[:SHOWN]]
    table = tag("table", [tag("thead", tag("tr", heads)), tag("tbody", body)], "ledger carded sort-chips grids")
    none = [] if body else [tag("p", _("没有符合条件的网格"), "quiet")]
    told = {
        "region": found.here.code,
        "window": view.window,
        "by": sort,
        "vacant": "1" if vacant else "",
        "lang": view.lang,
    }
    query = urlencode({name: value for name, value in told.items() if value})
    files = [
        html.A(kind.upper(), href=f"/api/v1/grids.{kind}?{query}", className="button small") for kind in ("csv", "xlsx")
    ]
    note = _("事件：{window}上报；不足 {few} 件的人均、应结不足 {least} 件的按时办结只列不比").format(
        window=_(WINDOWS[view.window]), few=SMALL_BASE, least=LEAST
    )
    meta = [tag("span", _("共 {n} 行").format(n=number(len(found.rows))), "quiet"), *files]
    title = _("网格名录") if found.grids else _("各地网格")
    return listing_card(title, [tag("div", table, "ledger-box"), *none, tag("p", note, "quiet")], meta)


def _head(words: str, name: str, now: str) -> Safe:
    """A click orders by it, a second one the other way round."""
    down = now == name
    arrow = " ▲" if down else " ▼" if now == f"-{name}" else ""
    return tag("a", words + arrow, "list-sort", href=f"?by={'-' if down else ''}{name}")


def _row(found: Grids, row: Row, columns: list[tuple[str, str, str, str]]) -> Safe:
    if found.grids:
        way = tag("a", row["name"], "list-link", href=f"/archive/{row['code']}", data_carry="archive")
        name: Any = [way if row["spine"] else tag("b", row["name"], title=row["code"])]
        name += [tag("small", row["village"])] if row["village"] else []
    else:
        name = tag("a", row["name"], "list-link", href=f"?region={row['code']}")
    cells = [tag("td", name, "two", data_label=_("网格") if found.grids else _("区划"))]
    cells += [
        tag("td", _figure(row, one), _look(row, one), data_label=_(words)) for words, one, _unit, _which in columns
    ]
    stewards = row["steward"] if found.grids else number(row["stewards"])
    gap = tag("span", _("无管家"), "mark mark-late") if found.grids and not row["stewards"] else stewards
    return tag("tr", [*cells, tag("td", gap, data_label=_("公共管家"))])


def _figure(row: Row, name: str) -> str:
    if name in ("coverage", "on_time"):
        return percent(row[name]).removesuffix("%") if row[name] is not None else NONE
    return number(row[name], 1) if name == "each" and row[name] is not None else number(row[name])


def _look(row: Row, name: str) -> str:
    doubt = (name == "each" and row["few"]) or (name == "on_time" and row["thin"])
    return "n num thin" if doubt else "n num zero" if row[name] in (0, None) else "n num"
