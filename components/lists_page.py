"""三清单 "/lists": what a region develops, mends and does in the long run; one item; a form for one more."""

from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components.event_forms import who
from components.fields import choice, void
from components.list_forms import new_form
from components.list_item import item_card
from components.list_words import day, item_way, kind_mark, progress_bar, stand_mark
from components.listing import listing, listing_card, picked
from components.many_form import said
from components.marks import as_of_text, chip
from components.markup import Safe, markup, tag
from components.numbers import number
from components.seat import looks_on
from components.table_tools import boxed, sort_head
from components.titlebar import breadcrumb, search
from data.acting import PLAYED, looking, may_act, playing
from data.errors import CockpitError
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.list_words import LIST_KINDS, STANDS
from data.queries.list_sheet import item_sheet
from data.queries.lists import MOST, Listed, Wanted, listed
from data.view import View

HEADS = (  # words, and the order that a click asks for
    ("编号", "code"),
    ("清单", "kind"),
    ("事项", "title"),
    ("所属", "place"),
    ("责任", "owner"),
    ("期限", "due"),
    ("进度", "percent"),
    ("状态", "stand"),
    ("支持部门", "joins"),
    ("上报", "reports"),
)
COUNTS_LATE = ("overdue",)
COUNTS = {"在办": ("open", "overdue"), "超期": COUNTS_LATE, "办结": ("done",)}  # of the board: sums of stands
ASKED = ("list", "stand", "find", "office", "by")


def lists_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts = lists_drawn(house, view, chosen)
        return listing(house, view, refused, "lists", "/lists", _("三清单"), parts, breadcrumb(), search())


def lists_drawn(house: House, view: View, chosen: dict[str, str], role: str = PLAYED[0], n: int = 1) -> dict[str, str]:
    """{part: HTML}; chosen: list, stand, find, office, by, and `item` whose card is open."""
    wanted, plays = Wanted.read(chosen), playing(role)
    found = listed(house, view, looking(house), wanted)
    acts = may_act(house) and view.at is None
    form = [who(role, n), new_form(found, plays)] if acts else _only(view)
    drawn: dict[str, Any] = {
        "side": [_counts(found, wanted, _find(found, view, chosen, wanted)), listing_card(_("列入清单"), form)],
        "said": said(),
        "board": _board(found) if found.below else "",
        "one": _one(house, view, chosen.get("item", ""), plays if acts else ""),
        "rows": _table(found, wanted, view),
    }
    return {name: markup(inside) for name, inside in drawn.items()}


def _only(view: View) -> list[Safe]:
    return [tag("p", _("清单不回看：这里是现在的清单，只读"), "quiet")] if view.at else [looks_on()]


def _counts(found: Listed, wanted: Wanted, find: Safe) -> Component:
    every = {kind: sum(some.values()) for kind, some in found.counts.items()}
    kinds = [picked("list", kind, _(words), every[kind], wanted.kind == kind) for kind, words in LIST_KINDS.items()]
    stands = {name: sum(some[name] for some in found.counts.values()) for name in STANDS}
    stands["open"] += stands["overdue"]
    ways = [picked("stand", name, _(words), stands[name], wanted.stand == name) for name, words in STANDS.items()]
    total = tag("p", [tag("b", number(sum(every.values())), "n"), _("项")], "kept-total")
    meta = [chip(found.provenance), tag("span", as_of_text(found.now, found.now), "n as-of")]
    steps = [tag("a", one.name, "crumb", href=f"?region={one.code}&item=") for one in found.line]
    line = [tag("p", [part for one in steps for part in (one, tag("i", "›", "crumb-gap"))], "archive-line")]
    return listing_card(
        found.here.name,
        [*(line if steps else []), total, tag("div", kinds, "kept-filters"), tag("div", ways, "kept-filters"), find],
        meta,
    )


def _find(found: Listed, view: View, chosen: dict[str, str], wanted: Wanted) -> Safe:
    """By words of the item or its whole code; the rest of what was asked goes along."""
    kept = {name: chosen[name] for name in ASKED if chosen.get(name) and name not in ("find", "office")}
    told = {**dict(_pairs(view)), **kept}
    hidden = [void("input", type="hidden", name=name, value=value) for name, value in told.items()]
    words = void("input", "control", name="find", value=wanted.text, maxlength="40", aria_label=_("查找事项或编号"))
    button = tag("button", _("查找"), "button", type="submit")
    offices = [("", _("全部部门")), *((one["code"], one["name"]) for one in found.agencies)]
    office = choice("office", offices, wanted.agency, aria_label=_("责任或支持部门"))
    return tag("form", [*hidden, words, button, office], "list-find", method="get", action="/lists")


def _pairs(view: View) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, _eq, value in (one.partition("=") for one in view.query().removeprefix("?").split("&"))
        if name
    ]


def _board(found: Listed) -> Component:
    """What each region below has; its own first."""
    kinds = [tag("th", _(words), "list-group", colspan="3") for words in LIST_KINDS.values()]
    first = tag("tr", [sort_head(_("区划"), 0, rowspan="2"), *kinds])
    words = [(kind, one) for kind in LIST_KINDS.values() for one in map(_, COUNTS)]
    under = [
        sort_head((one, "num"), n, told=f"{_(kind)} · {one}（{_('项')}）") for n, (kind, one) in enumerate(words, 1)
    ]
    body = [_place(row) for row in found.below if row["own"] is False or _any(row)]
    table = tag(
        "table",
        [tag("thead", [first, tag("tr", under)]), tag("tbody", body)],
        "ledger list-board",
        data_table="lists-board",
    )
    meta = [tag("span", _("单位：项"), "quiet")]
    return listing_card(_("各地清单"), [boxed("lists-board", _("各地清单"), table, "list-board-box")], meta)


def _any(row: dict[str, Any]) -> bool:
    return any(n for some in row["counts"].values() for n in some.values())


def _place(row: dict[str, Any]) -> Safe:
    cells = []
    for kind, words in LIST_KINDS.items():
        some = row["counts"][kind]
        for word, names in COUNTS.items():
            n = sum(some[name] for name in names)
            look = " zero" if not n else " over" if names == COUNTS_LATE else ""
            cells.append(tag("td", number(n), f"n num{look}", data_label=_(word), data_list_kind=_(words)))
    name: Any = _("{name}本级").format(name=row["name"]) if row["own"] else row["name"]
    way = name if row["own"] else tag("a", name, "list-link", href=f"?region={row['code']}&item=")
    return tag("tr", [tag("td", way), *cells])


def _one(house: House, view: View, code: str, role: str) -> Any:
    if not code:
        return ""
    try:
        return item_card(item_sheet(house, code[:24], looking(house)), view, role)
    except CockpitError as error:
        return listing_card(_("清单事项"), [tag("p", str(error), "act-say", role="alert")])


def _table(found: Listed, wanted: Wanted, view: View) -> Component:
    heads = [tag("th", _head(words, sort, wanted.sort)) for words, sort in HEADS]
    body = [_row(row) for row in found.rows]
    table = tag("table", [tag("thead", tag("tr", heads)), tag("tbody", body)], "ledger lists sort-chips")
    none = [] if body else [tag("p", _("没有符合条件的清单事项"), "quiet")]
    more = _("共 {n} 项").format(n=number(found.total))
    if found.total > MOST:
        more = _("共 {n} 项，只列前 {most} 项，导出为全部").format(n=number(found.total), most=MOST)
    asked = {name: value for name, value in _asked(wanted).items() if value}
    told = {name: value for name, value in _pairs(view) if name in ("region", "lang")}
    query = urlencode(told | asked)
    files = [
        html.A(kind.upper(), href=f"/api/v1/lists.{kind}{'?' if query else ''}{query}", className="button small")
        for kind in ("csv", "xlsx")
    ]
    meta = [tag("span", more, "quiet"), *files]
    return listing_card(_("清单事项"), [tag("div", table, "ledger-box"), *none], meta)


def _asked(wanted: Wanted) -> dict[str, str]:
    told = {"list": wanted.kind, "stand": wanted.stand, "find": wanted.text, "office": wanted.agency}
    return told | {"by": wanted.sort}


def _head(words: str, sort: str, now: str) -> Any:
    """A click orders by it, a second one the other way round."""
    down = now == sort
    arrow = " ▲" if down else " ▼" if now == f"-{sort}" else ""
    return tag("a", _(words) + arrow, "list-sort", href=f"?by={'-' if down else ''}{sort}")


def _row(row: dict[str, Any]) -> Safe:
    simulated = [" ", chip("simulated")] if row["provenance"] == "simulated" else []
    pair = [tag("small", ["⇄ ", item_way(row["pair"], row["pair"])])] if row["pair"] else []
    photos = [tag("small", _("佐证 {n} 张").format(n=row["photos"]))] if row["photos"] else []
    joins = f"{row['joins']}/{row['asked']}" if row["asked"] else "—"
    cells = [
        ("编号", "", [item_way(row["code"], tag("span", row["code"], "n")), *simulated]),
        ("清单", "", kind_mark(row["kind"])),
        ("事项", "two list-title", [item_way(row["code"], row["title"]), *pair, *photos]),
        ("所属", "", tag("a", row["place"], "list-link", href=f"/archive/{row['region']}", data_carry="archive")),
        ("责任", "", row["agency"] or row["place"]),
        ("期限", "n over" if row["stand"] == "overdue" else "n", day(row["due_day"])),
        ("进度", "", progress_bar(row["percent"])),
        ("状态", "", stand_mark(row["stand"])),
        ("支持部门", "n num", joins),
        ("上报", "n num", _("{n}次").format(n=number(row["reports"])) if row["reports"] else "—"),
    ]
    return tag("tr", [tag("td", inside, classes, data_label=_(name)) for name, classes, inside in cells])
