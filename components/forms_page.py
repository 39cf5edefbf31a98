"""一张表 "/forms": pick a ledger, tick fields and conditions, see the form filled; kept forms; one record."""

from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.desk import desk_bar, pulse
from components.form_builder import builder, catalogue
from components.form_record import record_card
from components.form_saved import saved_card
from components.grid import grid
from components.ids import FORMS, FORMS_RENEWED, FORMS_TURNS
from components.ledger_import import ledger_dialog
from components.link import link_down
from components.listing import stores as listing_stores
from components.long_list import long_list
from components.marks import as_of_text, chip, glyph
from components.markup import Safe, markup, still, tag
from components.numbers import number
from components.titlebar import breadcrumb, search
from components.wall import notice
from data.acting import PLAYED, answering, looking, may_act, playing
from data.briefer import briefer
from data.commands.form_screens import note_sight
from data.commands.things import EDITORS
from data.errors import BadInput, CockpitError, Forbidden
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.ledgers.asked import Asked, read_asked
from data.ledgers.fields import Dictionary, dictionary
from data.ledgers.writing import header, title_of
from data.queries.forms import counted, sizes
from data.queries.records import seen_record
from data.queries.regions import region_of
from data.queries.saved_forms import saved_forms, users_of
from data.queries.sights import sights
from data.view import View

Chosen = dict[str, str]


@dataclass(frozen=True)
class Desk:
    """What the page shows of what its address says; `said` is what is wrong with that."""

    known: Dictionary
    asked: Asked | None
    n: int | None
    said: str


def desk_of(house: House, view: View, chosen: Chosen) -> Desk:
    with house.engine.connect() as connection:
        known = dictionary(connection)
    first = next(iter(known.ledgers), "")
    given = chosen | ({} if chosen.get("ledger") in known.ledgers else {"ledger": first, "fields": "", "where": ""})
    try:
        asked = read_asked(known, given) if first else None
        filled = asked is not None and bool(asked.fields)
        return Desk(known, asked, counted(house, asked, view.region, looking(house)) if filled and asked else None, "")
    except (BadInput, Forbidden) as error:
        return Desk(known, read_asked(known, {"ledger": given["ledger"]}), None, str(error))


def forms_page(house: House, view: View, refused: tuple[str, ...], chosen: Chosen, query: str) -> Component:
    with speaking(view.lang):
        desk = desk_of(house, view, chosen)
        with house.engine.connect() as connection:
            counts = sizes(connection, region_of(connection, view.region, looking(house)))
        bar = desk_bar(house, view, "/forms", _("一张表"), breadcrumb(), search())
        parts = forms_drawn(house, view, chosen)
        side = [
            still(catalogue(desk.known, desk.asked, view, counts), className="forms-catalogue"),
            _part("saved", parts),
        ]
        middle = still(builder(desk.known, desk.asked, looking(house).clearance, view), className="forms-builder")
        body = [
            html.Div(side, className="forms-side"),
            middle,
            html.Div(_main(house, desk, parts), className="forms-main"),
        ]
        return html.Div(
            [
                still([bar, link_down(), *notice(view, refused)]),
                html.Main(body, className="forms-body", **{"data-listing": "forms"}),
                *pulse(view),
                *stores(query),
            ],
            className="page forms-page",
            **{"data-live": "forms", "data-testid": "forms-page"},
        )


def stores(query: str = "") -> list[Component]:
    """What its callbacks speak through."""
    return [*listing_stores(), dcc.Store(id=FORMS_TURNS), dcc.Store(id=FORMS_RENEWED, data={"view": query})]


def unused() -> list[Component]:
    """The grid where there is nothing to list."""
    return [grid(id=FORMS), *stores()]


def forms_drawn(house: House, view: View, chosen: Chosen, role: str = PLAYED[0], number: int = 1) -> dict[str, str]:
    """{part: HTML}: the forms that are kept, and the record that is opened."""
    me = briefer(house)
    with house.engine.connect() as connection:
        known = dictionary(connection)
        drawn: dict[str, Any] = {"saved": saved_card(saved_forms(connection, me), view), "record": ""}
        its = known.ledgers.get(chosen.get("ledger", ""), next(iter(known.ledgers.values()), None))
        if chosen.get("row") and its:
            scope = answering(house, role)
            try:
                one = seen_record(connection, known, its.subject, chosen["row"], scope)
                uses = users_of(connection, me, chosen.get("field", ""))
                keeps = playing(role) in EDITORS and may_act(house)
                seen = sights(connection, its.subject, one.code) if keeps else None
                drawn["record"] = record_card(house, known, one, scope, chosen, uses, seen, role, number)
                note_sight(house, its.subject, one.code)
            except CockpitError as error:
                drawn["record"] = tag("p", str(error), "act-say", role="alert")
    return {name: markup(inside) for name, inside in drawn.items()}


def _part(name: str, parts: dict[str, str]) -> Component:
    return html.Div(className=f"forms-{name}", **{"data-html": parts[name], "data-listing-part": name})


def _main(house: House, desk: Desk, parts: dict[str, str]) -> list[Component]:
    return [_form(house, desk), _part("record", parts)]


def _form(house: House, desk: Desk) -> Component:
    asked = desk.asked
    title = tag("h2", title_of(asked) if asked else _("一张表"), "panel-title")
    bring, dialog = _bring(house, desk)
    head = tag("header", [title, tag("div", [*_meta(house, desk), *bring], "panel-meta")], "panel-head")
    said = [tag("p", desk.said, "act-say", role="alert")] if desk.said else []
    if asked is None or not asked.fields:
        empty = tag("p", _("在左侧勾选字段，填好条件，按“生成表格”"), "quiet forms-empty")
        return html.Section(
            [still([head, *said, empty, *dialog]), html.Div(grid(id=FORMS), hidden=True)], className=_CARD
        )
    names = header(asked.fields)
    codes = ["code", "village", *(f"f{n}" for n in range(len(asked.fields)))]
    may = looking(house).clearance
    known = [True, True, *(one.clearance <= may for one in asked.fields)]  # by what one may not see one may not order
    columns = [_column(*one) for one in zip(codes, names, known, strict=True)]
    rows = long_list(
        FORMS, columns, {"noRowsToShow": _("没有符合条件的记录")}, getRowId={"function": "formRowId(params)"}
    )
    return html.Section([still([head, *said, *dialog]), rows], className=_CARD, **{"data-testid": "form"})


_CARD = "panel card forms-list"


def _bring(house: House, desk: Desk) -> tuple[list[Safe], list[Safe]]:
    """The way to bring a file of this ledger, for who may keep ledgers, and the dialog behind it."""
    if desk.asked is None or not may_act(house) or playing("duty_officer") not in EDITORS:
        return [], []
    its, clearance = desk.asked.ledger, answering(house, PLAYED[0]).clearance
    button = tag("button", _("导入"), "button", type="button", data_ledger_open="1")
    return [button], [ledger_dialog(desk.known, its, title_of(desk.asked), clearance)]


def _meta(house: House, desk: Desk) -> list[Any]:
    """How many, of when, and the ways to take it along."""
    if desk.n is None or desk.asked is None:
        return []
    now = house.clock.now()
    lived = chip("simulated" if house.clock.holds_demo() else "measured")
    told = tag("span", [tag("b", number(desk.n), "n"), " ", _("条")], "forms-count", data_testid="form-count")
    files = [tag("a", kind.upper(), "button", href="#", data_form_file=kind, download="") for kind in ("xlsx", "csv")]
    return [told, lived, tag("span", as_of_text(now, now), "n as-of"), glyph("fresh"), *files]


def _column(code: str, name: str, sortable: bool) -> dict[str, Any]:
    column: dict[str, Any] = {"field": code, "headerName": name, "width": 132, "minWidth": 96, "tooltipField": code}
    column |= {"sortable": sortable}
    return column | ({"cellRenderer": "FormRecord", "pinned": "left"} if code == "code" else {"flex": 1})
