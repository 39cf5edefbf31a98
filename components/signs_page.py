"""城市体征 "/economy/signs": ten fields, indicators against their limits, what is abnormal in words, trends."""

from typing import Any
from urllib.parse import urlencode

from dash.development.base_component import Component

from components.economy_table import files, row_of, sorted_table
from components.economy_words import economy_ways
from components.fields import link
from components.indicator_words import abnormal_words, whole_period
from components.listing import listing, listing_card, picked
from components.marks import chip
from components.markup import Safe, markup, tag
from components.numbers import number
from components.sparks import spark
from components.titlebar import breadcrumb, search
from data.acting import PLAYED, looking
from data.economy.words import STATES
from data.house import House
from data.language import gettext as _
from data.language import speaking, spoken
from data.queries.vital_signs import Signs, signs
from data.view import View

HERE = "/economy/signs"
Row = dict[str, Any]
HEADS = (
    ("field", "领域", ""),
    ("name", "指标", ""),
    ("value", "数值", "num"),
    ("low", "下限", "num"),
    ("high", "上限", "num"),
    ("state", "体征", ""),
    ("change", "比去年同期(%)", "num"),
    ("", "近十三期", ""),
    ("period", "时期", ""),
    ("provenance", "来源", ""),
)


def signs_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts = signs_drawn(house, view, chosen)
        return listing(house, view, refused, "signs", HERE, _("城市体征"), parts, breadcrumb(), search())


def signs_drawn(
    house: House, view: View, chosen: dict[str, str], _role: str = PLAYED[0], _n: int = 1
) -> dict[str, str]:
    """{part: HTML}; chosen: field, state ("odd": beyond a limit), sort, down."""
    field, odd = chosen.get("field", ""), chosen.get("state") == "odd"
    found = signs(house, view, looking(house), field, odd, chosen.get("sort", ""), chosen.get("down") == "1")
    drawn = {
        "ways": economy_ways(HERE),
        "side": _side(found, odd),
        "main": [_fields(found, field), _table(found, view, chosen)],
    }
    return {name: markup(inside) for name, inside in drawn.items()}


def _side(found: Signs, odd: bool) -> Component:
    n, m = (sum(int(str(one[name])) for one in found.fields) for name in ("signs", "abnormal"))
    total = tag("p", [tag("b", number(n), "n"), " ", _("项体征")], "kept-total")
    ways = [picked("state", "odd", _("只看异常"), m, odd)]
    every = link(_("清除条件"), "?field=&state=", "button small")
    return listing_card(found.place, [total, tag("div", ways, "kept-filters"), every])


def _fields(found: Signs, chosen: str) -> Component:
    """Ten tiles; told apart by a shape and words, not by colour alone."""
    tiles = [_tile(one, str(one["field"]) == chosen) for one in found.fields]
    return listing_card(_("十个领域"), tag("div", tiles, "signs"))


def _tile(one: Any, on: bool) -> Safe:
    n, m, name = int(one["signs"]), int(one["abnormal"]), str(one["field"])
    state = "none" if not n else "odd" if m else "fine"
    words = {"none": _("无数"), "fine": _("正常"), "odd": _("{n} 项异常").format(n=m)}[state]
    mark = tag("i", None, "lv lv-2") if state == "odd" else None
    told = [tag("span", _(name)), tag("b", [mark, words]), tag("small", _("{n} 项").format(n=number(n)))]
    there = f"?{urlencode({'field': '' if on else name})}"
    current = {"aria_current": "true"} if on else {}
    return link(told, there, f"sign sign-{state} on" if on else f"sign sign-{state}", **current)


def _table(found: Signs, view: View, chosen: dict[str, str]) -> Component:
    table = sorted_table(HEADS, [_row(row) for row in found.rows], chosen, "carded sort-chips signs-ledger")
    none = [] if found.rows else [tag("p", _("这里没有设限值的体征"), "quiet")]
    return listing_card(_("体征明细"), [table, *none], files("signs", view, chosen, "field", "state"))


def _row(row: Row) -> Safe:
    name = str(row["name_en"] if spoken() == "en" else row["name"])
    odd = row["state"] != "normal"
    words = tag("small", abnormal_words(row, row["state"])) if odd else ""
    state = [*([tag("i", None, "lv lv-2")] if odd else []), " ", _(STATES[row["state"]]), " ", words]
    cells = [
        (_(row["field"]), ""),
        (link(tag("b", name), f"/indicators?code={row['code']}", "two", data_carry="beside"), ""),
        ([tag("b", number(row["value"])), " ", tag("small", _(row["unit"]))], "n num"),
        *((number(row[limit]), "n num") for limit in ("low", "high")),
        (state, "indicator-abnormal" if odd else ""),
        (number(row["change"], 1), "n num"),
        (spark(row["trend"]), "sign-trend"),
        (whole_period(str(row["period"])), ""),
        (chip(row["provenance"]), ""),
    ]
    return row_of(HEADS, cells, data_sign=row["code"])
