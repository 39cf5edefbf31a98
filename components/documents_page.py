"""资料 "/documents": what departments keep once and let others read online; one of them opened, page by page."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components.document_card import day, leaf_card, simulated, standing, told_card, validity
from components.document_forms import add_form
from components.event_words import moment
from components.fields import entry, link
from components.listing import listing, listing_card, picked
from components.many_form import said
from components.markup import Safe, markup, tag
from components.numbers import number
from components.seat import looks_on
from components.titlebar import breadcrumb, search
from data.acting import PLAYED, may_act, playing
from data.briefer import Briefer, briefer
from data.commands.things import EDITORS
from data.document_words import DOCUMENT_KINDS, HOLDERS, SHIELDS, STANDINGS, VALIDITY
from data.errors import UnknownThing
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.documents import MOST, DocumentFilters, Listed, agencies, document_of, listed, owners
from data.queries.regions import Region, children, region_of
from data.times import day_number
from data.view import View

HEADS = {  # how it is sorted, and the word; "" is not
    "title": "资料",
    "kind": "类别",
    "holder": "档案",
    "agency": "归口单位",
    "place": "区划",
    "pages": "页数",
    "standing": "查阅权限",
    "ends": "有效期止",
    "until": "授权截止",
    "at": "更新时间",
}
Chosen = dict[str, str]
Row = dict[str, Any]


@dataclass(frozen=True)
class Desk:
    """Who asks for what, and whether he may change anything."""

    house: House
    view: View
    me: Briefer
    role: str
    number: int

    @property
    def acts(self) -> bool:
        return may_act(self.house) and self.view.at is None and playing(self.role) in EDITORS


def documents_page(house: House, view: View, refused: tuple[str, ...], chosen: Chosen) -> Component:
    with speaking(view.lang):
        parts = documents_drawn(house, view, chosen)
        return listing(house, view, refused, "documents", "/documents", _("资料"), parts, breadcrumb(), search())


def documents_drawn(house: House, view: View, chosen: Chosen, role: str = PLAYED[0], number: int = 1) -> dict[str, str]:
    """{part: HTML}; chosen: doc (a code) with version and leaf, else the filters of the list."""
    desk = Desk(house, view, briefer(house), role, number)
    one = _one(desk, chosen) if chosen.get("doc") else {"leaf": None, "doc": None}
    drawn = _list(desk, DocumentFilters.lenient(chosen), opened=bool(chosen.get("doc"))) | one
    return {name: markup(inside) for name, inside in (drawn | {"said": said()}).items()}


def _one(desk: Desk, chosen: Chosen) -> dict[str, Any]:
    now, version, leaf = desk.house.clock.now(), _whole(chosen.get("version")), _whole(chosen.get("leaf"))
    today = day_number(now)
    with desk.house.engine.connect() as connection:
        try:
            one = document_of(connection, chosen["doc"], desk.me, today)
            shown = leaf_card(one, version, leaf, desk.view)
        except UnknownThing as error:
            back = link(_("返回列表"), "?doc=&leaf=&version=", "button")
            return {"leaf": listing_card(_("资料"), [tag("p", str(error), "quiet"), back]), "doc": None}
        whom = [row for row in agencies(connection, desk.me.scope) if row["code"] != one.row["agency"]]
    day_ = date.fromordinal(today)
    told = told_card(one, version, whom, desk.role, desk.number, now, day_, acts=desk.acts)
    return {"leaf": shown, "doc": told}


def _list(desk: Desk, filters: DocumentFilters, *, opened: bool) -> dict[str, Any]:
    """Beside an open document the list is not drawn, nor asked for."""
    if opened:
        return {"side": None, "rows": None}
    with desk.house.engine.connect() as connection:
        here = region_of(connection, desk.view.region, desk.me.scope)
        found = listed(connection, desk.me, here, day_number(desk.house.clock.now()), filters)
        mine = owners(connection, desk.me.scope) if desk.acts else []
        below = children(connection, here) if here.level < 4 else []
    return {
        "side": [_filters(found, filters, here), _new(desk, mine, [here, *below])],
        "rows": _table(desk, found, filters),
    }


def _new(desk: Desk, mine: list[Row], places: list[Region]) -> Component:
    form: Any = looks_on()
    if desk.acts:
        there = [(one.code, one.name) for one in places if desk.me.scope.covers(one.lo, one.hi)]
        form = add_form(mine, there, desk.me.scope.clearance, desk.role, desk.number)
    elif may_act(desk.house):
        form = tag("p", _("值班员和处置单位登记资料"), "quiet")
    return listing_card(_("登记资料"), form)


def _filters(found: Listed, filters: DocumentFilters, here: Region) -> Component:
    states = [
        picked("doc_state", name, _(word), found.states[name], filters.state == name)
        for name, word in STANDINGS.items()
    ]
    kinds = [
        picked("doc_kind", name, _(word), found.kinds[name], filters.kind == name)
        for name, word in DOCUMENT_KINDS.items()
    ]
    holders = [
        picked("doc_holder", name, _(word), found.holders[name], filters.holder == name)
        for name, word in HOLDERS.items()
    ]
    valid = [
        picked("doc_valid", name, _(word), found.valid[name], filters.valid == name) for name, word in VALIDITY.items()
    ]
    text = entry(
        "doc_text", "search", filters.text, maxlength="96", placeholder=_("名称或编号"), aria_label=_("名称或编号")
    )
    find = tag(
        "form", [text, tag("button", _("查找"), "button", type="submit")], "document-find", data_document_find="1"
    )
    total = tag("p", [tag("b", number(found.n), "n"), _("份资料")], "kept-total")
    inside = [total, find, tag("h3", _("查阅权限")), tag("div", states, "kept-filters")]
    inside += [tag("h3", _("类别")), tag("div", kinds, "kept-filters"), tag("h3", _("证照档案"))]
    inside += [tag("div", holders, "kept-filters"), tag("h3", _("有效状态")), tag("div", valid, "kept-filters")]
    return listing_card(here.name, inside)


def _table(desk: Desk, found: Listed, filters: DocumentFilters) -> Component:
    heads = [_head(name, _(words), filters) for name, words in HEADS.items()]
    body = [_row(row, desk) for row in found.rows]
    table = tag("table", [tag("thead", tag("tr", heads)), tag("tbody", body)], "ledger documents sort-chips")
    none = [] if body else [tag("p", _("没有符合条件的资料"), "quiet")]
    more = [tag("span", _("只列前 {n} 份，导出含全部").format(n=MOST), "quiet")] if found.n > MOST else []
    return listing_card(_("资料目录"), [tag("div", table, "ledger-box"), *none], [*more, *_files(desk, filters)])


def _files(desk: Desk, filters: DocumentFilters) -> list[Component]:
    """What the screen lists, in its order."""
    told = {"holder": filters.holder, "valid": filters.valid}
    told |= {"region": desk.view.region, "state": filters.state, "kind": filters.kind, "text": filters.text}
    told |= {"sort": filters.by if filters.up else f"-{filters.by}", "lang": desk.view.lang}
    query = urlencode({name: value for name, value in told.items() if value})
    return [
        html.A(kind.upper(), href=f"/api/v1/documents.{kind}?{query}", className="button small")
        for kind in ("csv", "xlsx")
    ]


def _head(name: str, words: str, filters: DocumentFilters) -> Safe:
    """A click orders the rows by it, a second one the other way round."""
    on = filters.by == name
    order = ("ascending" if filters.up else "descending") if on else "none"
    turn = name if on and not filters.up else f"-{name}" if on or name in ("at", "pages", "until") else name
    return tag("th", link(words, f"?doc_sort={turn}", "document-sort"), "on" if on else "", aria_sort=order)


def _row(row: Row, desk: Desk) -> Safe:
    way = link(row["title"], f"?doc={row['code']}&leaf=1&version=", "list-link")
    title = [way, tag("small", [tag("span", row["code"], "n"), *simulated(row)])]
    until = day(row["until"]) if row["until"] else "—"
    cells = [
        tag("td", title, "document-title", data_label=_("资料")),
        tag(
            "td",
            [_(DOCUMENT_KINDS[row["kind"]]), tag("small", _(SHIELDS[row["clearance"]]))],
            "two",
            data_label=_("类别"),
        ),
        tag(
            "td",
            [_(HOLDERS[row["holder"]]) if row["holder"] else "—", tag("small", row["record"], "n")],
            "two",
            data_label=_("档案"),
        ),
        tag("td", row["owner"], data_label=_("归口单位")),
        tag("td", row["place"], data_label=_("区划")),
        tag("td", f"{number(row['pages'])} {_('页')}", "n num", data_label=_("页数")),
        tag("td", standing(row), data_label=_("查阅权限")),
        tag("td", validity(row) or "—", data_label=_("有效期止")),
        tag("td", until, "n", data_label=_("授权截止")),
        tag("td", moment(row["changed_at"], desk.house.clock.now()), "n", data_label=_("更新时间")),
    ]
    return tag("tr", cells, data_document=row["code"])


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 5 else 0
