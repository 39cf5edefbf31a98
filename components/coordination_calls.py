"""The list of visits of a month: sorted, filtered, and taken along as it is shown."""

from typing import Any
from urllib.parse import urlencode

from dash.development.base_component import Component

from components.coordination_words import Desk, Row, cell, day_text, short_day, simulated, state_marks
from components.fields import choice, entry, link
from components.listing import listing_card
from components.markup import Safe, tag
from components.numbers import number
from data.coordination.words import WAYS
from data.doors.coordination import NARROWED
from data.language import gettext as _
from data.queries.coordination_calls import MOST, Asked, Listed

HEADS = (
    ("code", "编号"),
    ("day", "日期"),
    ("name", "对象"),
    ("agency", "部门"),
    ("items", "事项"),
    ("state", "状态"),
)


def calls_card(
    desk: Desk, found: Listed, asked: Asked, trades: dict[str, str], agencies: list[tuple[str, str]]
) -> Component:
    heads = tag("thead", tag("tr", [_head(asked, name, _(words)) for name, words in HEADS]))
    rows = tag("tbody", [_row(desk, row, trades) for row in found.rows])
    listed = tag("div", tag("table", [heads, rows], "ledger visits coord carded sort-chips"), "ledger-box")
    body = [_find(asked, agencies), listed if found.rows else tag("p", _("这个月没有符合条件的计划"), "quiet")]
    more = [tag("p", _("只列前 {n} 次，导出含全部").format(n=number(MOST)), "quiet")] if found.total > MOST else []
    told = tag("span", [tag("b", number(found.total), "n"), " ", _("次")])
    return listing_card(_("计划清单"), [*body, *more], [told, *exports(desk, "calls")])


def _find(asked: Asked, agencies: list[tuple[str, str]]) -> Safe:
    """By whom it goes to, by department, by how one goes there: parts of the address, and so of the file."""
    ways = [("", _("全部方式")), *((name, _(words)) for name, words in WAYS.items())]
    told = _("对象名称或编号")
    inside = [
        entry("text", "search", asked.text, maxlength="48", placeholder=told, aria_label=told),
        choice("agency", [("", _("全部部门")), *agencies], asked.agency, aria_label=_("部门")),
        choice("way", ways, asked.way, aria_label=_("方式")),
        tag("button", _("查找"), "button", type="submit"),
    ]
    return tag("form", inside, "coord-find", data_listing_find="1", role="search")


def exports(desk: Desk, what: str) -> list[Safe]:
    """What the screen shows, as files."""
    names = ("region", "month", "lang", *NARROWED[what])
    asked = {name: desk.chosen[name] for name in names if desk.chosen.get(name)}
    there = f"/api/v1/coordination/{desk.kind.code}/{what}"
    query = f"?{urlencode(asked)}" if asked else ""
    return [link(form.upper(), f"{there}.{form}{query}", "button small", download="") for form in ("xlsx", "csv")]


def _head(asked: Asked, name: str, words: str) -> Safe:
    """A head that sorts; a second click sorts the other way round."""
    down = asked.sort == name
    arrow = {name: " ↑", f"-{name}": " ↓"}.get(asked.sort, "")
    order = {name: "ascending", f"-{name}": "descending"}.get(asked.sort, "none")
    way = link([words, arrow], f"?sort={'-' if down else ''}{name}", "coord-sort")
    return tag("th", way, aria_sort=order)


def _row(desk: Desk, row: Row, trades: dict[str, str]) -> Safe:
    on = row["code"] == desk.chosen.get("call")
    news = [" ", tag("span", _("新决定"), "mark mark-late")] if row["news"] and desk.files else []
    code = link(row["code"], f"?call={'' if on else row['code']}", "n list-link")
    moved = [tag("small", _("原定 {day}").format(day=short_day(row["planned_day"])), "n")]
    day: list[Any] = [tag("b", day_text(row["day"]), "n"), *(moved if row["day"] != row["planned_day"] else [])]
    name = [tag("b", row["name"]), tag("small", trades.get(row["trade"], row["trade"]))]
    what = tag("span", desk.kind.items_name(row["items"]) or _("按需求上门"), title=row["words"])
    cells = [
        cell(_("编号"), [code, *simulated(row)]),
        cell(_("日期"), day, "two"),
        cell(_("对象"), name, "two"),
        cell(_("部门"), row["agency_name"] or row["agency"]),
        cell(_("事项"), what, "coord-items"),
        cell(_("状态"), [*state_marks(row), *news]),
    ]
    return tag("tr", cells, "on" if on else "", data_call=row["code"])
