"""The workshop of indicators "/indicators": their tree, one of them with its values, and how it is defined anew."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from dash.development.base_component import Component

from components.economy_table import SORT, files_at, sorted_table
from components.fields import entry, link
from components.indicator_forecast import forecast_card
from components.indicator_forms import bring, define, new, say
from components.indicator_parts import about, below, restated, sheet_head, values_table, versions
from components.indicator_words import called, whole_period
from components.listing import listing, listing_card
from components.marks import glyph
from components.markup import Safe, markup, tag
from components.numbers import number
from components.titlebar import breadcrumb, search
from data.acting import PLAYED, looking
from data.commands.indicator_screens import may_edit
from data.house import House
from data.indicator.definition import DIRECTIONS, FREQUENCIES, KINDS
from data.language import gettext as _
from data.language import speaking
from data.queries.indicator_lamps import tree
from data.queries.indicator_sheet import ordered_sheet, sheet_of
from data.queries.indicator_tree import departments, domains, indicators, kind
from data.queries.regions import region_of
from data.view import View
from data.words import FRESHNESS

Row = dict[str, Any]
Chosen = Mapping[str, str]
HEADS = (
    ("name_zh", "项", ""),
    ("code", "代码", ""),
    ("unit", "单位", ""),
    ("kind", "算法", ""),
    ("frequency", "频率", ""),
    ("direction", "方向", ""),
    ("target", "年度目标", "num"),
    ("newest", "最近一期", ""),
    ("department", "责任部门", ""),
    ("version", "版本", ""),
)
PARTS = ("side", "sheet", "edit", "tree")


def indicators_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts = indicators_drawn(house, view, chosen)
        return listing(house, view, refused, "indicators", "/indicators", _("指标工坊"), parts, breadcrumb(), search())


def indicators_drawn(
    house: House, view: View, chosen: dict[str, str], role: str = PLAYED[0], count: int = 1
) -> dict[str, str]:
    """{part: HTML} for what is chosen: domain, text, code."""
    scope, now = looking(house), view.at or house.clock.now()
    text, domain, code = (chosen.get(name, "")[:64] for name in ("text", "domain", "code"))
    with house.engine.connect() as connection:
        here = region_of(connection, view.region, scope)
        known = domains(connection)
        one = sheet_of(connection, code, here, scope, now) if code else None
        rows = [] if one else tree(connection, chosen, here, scope, now)
        edits = may_edit(house, connection, one.row["department"] if one else "", role, count)
        makes = may_edit(house, connection, "", role, count)
        offices = departments(connection)
        every = indicators(connection) if makes else []
    drawn: dict[str, Any] = {name: [] for name in PARTS}
    drawn["side"] = _side(known, sum(n for _domain, n in known), text, domain, bring() if makes else None)
    if one:
        shown = ordered_sheet(one, chosen)
        drawn["sheet"] = [
            sheet_head(one, view),
            forecast_card(one, asked=chosen.get("forecast") == "1"),
            values_table(shown, view, chosen),
            below(shown, view, chosen),
        ]
        drawn["edit"] = [
            about(one),
            *([define(one, every, offices), say(one)] if edits else []),
            versions(one),
            restated(one),
        ]
    else:
        drawn["tree"] = _tree(rows, view, chosen)
        drawn["edit"] = [new(every, offices)] if makes else []
    return {name: markup(inside) for name, inside in drawn.items()}


def _side(known: list[tuple[str, int]], total: int, text: str, domain: str, more: Component | None) -> list[Component]:
    box = entry("text", "search", text, maxlength="64", placeholder=_("名称、代码"), aria_label=_("查找指标"))
    hidden = tag("button", _("查找"), "button", type="submit")
    find = tag("form", [box, hidden], "indicator-find", method="get", action="/indicators", data_indicator_find="1")
    ways = [_way(name, n, name == domain) for name, n in known]
    every = link(_("全部指标"), "?code=&domain=&text=", "button small")
    inside = [tag("p", [tag("b", number(total), "n"), " ", _("个指标")], "kept-total"), find, tag("h3", _("领域"))]
    cards = [listing_card(_("查找"), [*inside, tag("div", ways, "kept-filters"), every])]
    return [*cards, *([more] if more else [])]


def _way(name: str, n: int, on: bool) -> Safe:
    """A 领域; chosen again, it is taken back."""
    inside = [tag("span", _(name)), tag("b", number(n), "n")]
    look = "kept-filter on" if on else "kept-filter"
    return link(inside, f"?{urlencode({'domain': '' if on else name, 'code': '', 'text': ''})}", look)


def _tree(rows: list[Row], view: View, chosen: Chosen) -> list[Component]:
    """领域 → 类 → 项, one card a 领域."""
    by_domain: dict[str, list[Row]] = {}
    for row in rows:
        by_domain.setdefault(row["domain"], []).append(row)
    if not rows:
        return [listing_card(_("指标"), tag("p", _("没有符合条件的指标"), "quiet"))]
    given = {name: chosen.get(name, "") for name in ("region", "at", "domain", "text", *SORT)}
    ways = files_at("/api/v1/indicators/tree", view, given)
    return [_domain(name, some, chosen, ways if not n else []) for n, (name, some) in enumerate(by_domain.items())]


def _domain(name: str, rows: list[Row], chosen: Chosen, ways: list[Safe]) -> Component:
    """`ways`: the files, which hold all of them, stand at the first."""
    body: list[Safe] = []
    branch = None
    for row in rows:
        if not chosen.get("sort") and row["branch"] != branch and any(one["branch"] for one in rows):
            branch = row["branch"]
            words = _(branch) if branch else _("未分类")
            body.append(tag("tr", tag("th", words, colspan=str(len(HEADS))), "indicator-branch"))
        body.append(_row(row))
    table = sorted_table(HEADS, body, chosen, "carded indicator-ledger")
    return listing_card(_(name), table, [tag("span", _("{n} 项").format(n=number(len(rows))), "n"), *ways])


def _row(row: Row) -> Safe:
    way = link(tag("b", called(row)), f"?code={row['code']}&forecast=", "two")
    frequency = _(FREQUENCIES[row["frequency"]]) if row["frequency"] in FREQUENCIES else _("一次")
    cells = [
        (way, ""),
        (row["code"], "n indicator-code"),
        (_(row["unit"]), ""),
        (_(KINDS[kind(row)]), ""),
        (frequency, ""),
        (_(DIRECTIONS[row["direction"]]), ""),
        (number(row["target"]), "n num"),
        (_lamp(row), ""),
        (_(row["department"]), ""),
        (f"v{row['version']}", "n"),
    ]
    named = zip(("", *(_(words) for _key, words, _look in HEADS[1:])), cells, strict=True)
    shown = [tag("td", one, how, data_label=words) for words, (one, how) in named]
    return tag("tr", shown, data_indicator=row["code"])


def _lamp(row: Row) -> list[Any]:
    """The newest period, and by a shape and words how late that is."""
    words = _("暂无") if row["lamp"] == "empty" else _(FRESHNESS[row["lamp"]])
    return [glyph(row["lamp"]), " ", whole_period(row["newest"]), " ", tag("small", words)]
