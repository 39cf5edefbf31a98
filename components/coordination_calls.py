"""The list of visits of a month: sorted, filtered, and taken along as it is shown."""

from typing import Any
from urllib.parse import urlencode

from dash.development.base_component import Component

from components.coordination_words import Desk, Row, cell, day_text, short_day, simulated, state_marks, table
from components.fields import link
from components.listing import listing_card
from components.markup import Safe, tag
from components.numbers import number
from data.doors.coordination import NARROWED
from data.language import gettext as _
from data.queries.coordination_calls import MOST, Asked, Listed

HEADS = (
    ("", "编号"),
    ("day", "日期"),
    ("name", "对象"),
    ("agency", "部门"),
    ("", "事项"),
    ("state", "状态"),
)


def calls_card(desk: Desk, found: Listed, asked: Asked, trades: dict[str, str]) -> Component:
    heads = [_head(asked, name, _(words)) for name, words in HEADS]
    body = table(heads, [_row(desk, row, trades) for row in found.rows], _("这个月没有符合条件的计划"))
    more = [tag("p", _("只列前 {n} 次，导出含全部").format(n=number(MOST)), "quiet")] if found.total > MOST else []
    told = tag("span", [tag("b", number(found.total), "n"), " ", _("次")])
    return listing_card(_("计划清单"), [*body, *more], [told, *exports(desk, "calls")])


def exports(desk: Desk, what: str) -> list[Safe]:
    """What the screen shows, as files."""
    names = ("region", "month", "lang", *NARROWED[what])
    asked = {name: desk.chosen[name] for name in names if desk.chosen.get(name)}
    there = f"/api/v1/coordination/{desk.kind.code}/{what}"
    query = f"?{urlencode(asked)}" if asked else ""
    return [link(form.upper(), f"{there}.{form}{query}", "button small", download="") for form in ("xlsx", "csv")]


def _head(asked: Asked, name: str, words: str) -> Safe:
    """A head that sorts; a second click sorts the other way round."""
    if not name:
        return tag("th", words)
    down = asked.sort == name
    arrow = {name: " ↑", f"-{name}": " ↓"}.get(asked.sort, "")
    return tag("th", link([words, arrow], f"?sort={'-' if down else ''}{name}", "coord-sort"))


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
