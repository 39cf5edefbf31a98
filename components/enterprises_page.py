"""企业 "/economy/enterprises": found by chain, tag, signal or words; one of them opened is its file (一企一档)."""

from typing import Any

from dash.development.base_component import Component

from components.economy_table import files, row_of, sorted_table
from components.economy_words import economy_ways
from components.enterprise_card import enterprise_cards
from components.fields import entry, link, void
from components.listing import listing, listing_card, picked
from components.many_form import said
from components.markup import Safe, markup, tag
from components.numbers import number
from components.tag_card import rule_cards
from components.titlebar import breadcrumb, search
from components.turner import page_of, turner
from data.acting import PLAYED, answering, looking
from data.economy.plan import Rule
from data.economy.words import MODELS
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.enterprises import PAGE, Enterprises, Row, Wanted, enterprises
from data.view import View

HERE = "/economy/enterprises"
CHOSEN = ("chain", "link", "tag", "signal", "text")
HEADS = (
    ("code", "编号", ""),
    ("name", "企业", ""),
    ("trade", "行业", ""),
    ("state", "经营状态", ""),
    ("staff", "从业人数", "num"),
    ("vacancies", "招工需求", "num"),
    ("power", "月用电(kWh)", "num"),
    ("", "标签", ""),
    ("", "风险信号", ""),
    ("village", "村居", ""),
)


def enterprises_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts = enterprises_drawn(house, view, chosen)
        return listing(house, view, refused, "enterprises", HERE, _("企业"), parts, breadcrumb(), search())


def wanted_of(chosen: dict[str, str]) -> Wanted:
    given = {name: chosen.get(name, "") for name in (*CHOSEN, "sort")}
    return Wanted(**given, down=chosen.get("down") == "1", page=page_of(chosen))


def enterprises_drawn(
    house: House, view: View, chosen: dict[str, str], role: str = PLAYED[0], n: int = 1
) -> dict[str, str]:
    """{part: HTML}; chosen: what narrows the list, and `enterprise`, whose file is shown instead."""
    drawn: dict[str, Any] = {"ways": economy_ways(HERE), "side": "", "main": "", "file": "", "said": said()}
    if chosen.get("enterprise"):
        drawn["file"] = enterprise_cards(house, view, chosen["enterprise"], answering(house, role), role, n)
    else:
        found = enterprises(house, view, looking(house), wanted_of(chosen))
        before, behind = rule_cards(house, view, chosen, role, n)
        drawn |= {"side": _side(found, chosen), "main": [*before, _table(found, view, chosen), *behind]}
    return {name: markup(inside) for name, inside in drawn.items()}


def _side(found: Enterprises, chosen: dict[str, str]) -> list[Component]:
    box = entry(
        "text",
        "search",
        chosen.get("text", ""),
        maxlength="40",
        placeholder=_("企业名称、编号"),
        aria_label=_("查找企业"),
    )
    button = tag("button", _("查找"), "button", type="submit")
    top = void("input", type="hidden", name="page", value="")  # what is sought begins on its first page
    find = tag("form", [box, top, button], "indicator-find", method="get", action=HERE, data_address_find="1")
    total = tag("p", [tag("b", number(found.total), "n"), " ", _("家企业")], "kept-total")
    every = link(_("清除条件"), "?chain=&link=&tag=&signal=&text=&page=", "button small")
    cleared = [every] if any(chosen.get(name) for name in CHOSEN) else []
    tags = [picked("tag", one.code, one.named, None, chosen.get("tag") == one.code, "&page=") for one in found.tags]
    signals = [_signal(one, chosen) for one in found.signals]
    return [
        listing_card(found.place, [total, find, *cleared]),
        listing_card(_("标签"), tag("div", tags, "kept-filters")),
        listing_card(_("风险信号"), tag("div", signals, "kept-filters")),
    ]


def _signal(one: Rule, chosen: dict[str, str]) -> Safe:
    on = chosen.get("signal") == one.code
    inside = [tag("span", one.named), tag("small", _(MODELS.get(one.model, one.model)))]
    return link(inside, f"?signal={'' if on else one.code}&page=", "kept-filter on" if on else "kept-filter")


def _table(found: Enterprises, view: View, chosen: dict[str, str]) -> Component:
    table = sorted_table(HEADS, [_row(row) for row in found.rows], chosen, "carded sort-chips enterprises")
    none = [] if found.rows else [tag("p", _("没有符合条件的企业"), "quiet")]
    turns = turner(found.page, PAGE, found.total, _("家"))
    return listing_card(_("企业名录"), [table, *turns, *none], files("enterprises", view, chosen, *CHOSEN))


def _row(row: Row) -> Safe:
    name = link(tag("b", str(row["name"] or row["code"])), f"?enterprise={row['code']}", "two")
    cells = [
        (row["code"], "n"),
        (name, ""),
        (str(row["trade"] or "—"), ""),
        (str(row["state"] or "—"), ""),
        *((_figure(row[key]), "n num") for key in ("staff", "vacancies", "power")),
        ([tag("span", one.named, "chip") for one in row["tags"]], "economy-chips"),
        ([tag("span", one.named, "chip chip-risk") for one in row["signals"]], "economy-chips"),
        (row["village"], ""),
    ]
    return row_of(HEADS, cells, data_enterprise=row["code"])


def _figure(value: Any) -> str:
    return number(value) if isinstance(value, int | float) else str(value or "—")
