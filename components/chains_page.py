"""一产一档 "/economy/chains": a chain's links by tier, strong and weak with reasons, enterprises, policies."""

from typing import Any

from dash.development.base_component import Component

from components.chain_edit import bare_edit, chain_edit, rules_card
from components.chain_form import chain_history
from components.economy_table import files, row_of, sorted_table
from components.economy_words import data_word, economy_ways, worth
from components.fields import link
from components.listing import listing, listing_card
from components.many_form import said
from components.marks import chip
from components.markup import Safe, markup, tag
from components.numbers import number
from components.titlebar import breadcrumb, search
from components.turner import page_of, turner
from data.acting import PLAYED, looking
from data.economy.plan import LinkRule
from data.economy.words import MEASURES, STRENGTH, TIERS
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.chain_file import PAGE, ChainFile, chain_file, no_chains
from data.queries.chains import Row
from data.view import View

HERE = "/economy/chains"


def chains_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts = chains_drawn(house, view, chosen)
        return listing(house, view, refused, "chains", HERE, _("产业链"), parts, breadcrumb(), search())


def chains_drawn(house: House, view: View, chosen: dict[str, str], role: str = PLAYED[0], n: int = 1) -> dict[str, str]:
    """{part: HTML}; chosen: chain."""
    drawn: dict[str, Any] = {"ways": economy_ways(HERE), "side": "", "main": "", "said": said()}
    if no_chains(house):
        none = tag("p", _("这座城市还没有产业链"), "quiet")
        drawn["main"] = [listing_card(_("产业链"), none), *bare_edit(house, view, role, n)]
    else:
        order = (chosen.get("sort", ""), chosen.get("down") == "1", page_of(chosen))
        one = chain_file(house, view, looking(house), chosen.get("chain", ""), *order)
        drawn["side"] = [_side(one), rules_card(one)]
        drawn["main"] = [
            _head(one, view),
            _links(one),
            chain_edit(house, one, view, role, n),
            _firms(one, view, chosen),
        ]
        drawn["main"] += [_projects(one), _policies(one), chain_history(one.steps, house.clock.now())]
    return {name: markup(inside) for name, inside in drawn.items()}


def _side(one: ChainFile) -> Component:
    ways = [
        link(
            tag("span", data_word(row["word"], row["code"])),
            f"?chain={row['code']}&page=",
            "kept-filter on" if row is one.row or row["code"] == one.row["code"] else "kept-filter",
        )
        for row in one.every
    ]
    return listing_card(_("产业链"), tag("div", ways, "kept-filters"), [tag("span", number(len(ways)), "n")])


def _head(one: ChainFile, view: View) -> Component:
    sums = {name: int(sum(link[name] for link in one.links)) for name in ("enterprises", "above", "hightech", "staff")}
    words = {
        "enterprises": (_("链上企业"), _("家")),
        "above": (_("规上企业"), _("家")),
        "hightech": (_("高新技术企业"), _("家")),
        "staff": (_("从业人数"), _("人")),
    }
    tiles = [
        tag("div", [tag("span", name), tag("b", [number(sums[key]), tag("small", unit)], "n")], "tile")
        for key, (name, unit) in words.items()
    ]
    told = [
        one.here.name,
        _("牵头部门 {name}").format(name=_(one.row["department"])),
        _("来源 {name}").format(name=_(one.row["source"])),
    ]
    inside = [tag("p", " · ".join(told), "quiet"), tag("div", tiles, "tiles trade-tiles")]
    meta = [chip(one.row["provenance"]), *files("chain", view, {"chain": one.row["code"]}, "chain")]
    return listing_card(data_word(one.row["word"], one.row["code"]), inside, meta)


def _links(one: ChainFile) -> Component:
    """Three columns, from raw material to customer."""
    columns = []
    for tier, words in TIERS.items():
        mine = [_link(one, link) for link in one.links if link["tier"] == tier]
        columns.append(tag("div", [tag("h3", _(words)), *mine], "trade-tier"))
    return listing_card(_("链条环节"), tag("div", columns, "trade-tiers"))


def _link(one: ChainFile, row: Row) -> Safe:
    name = data_word(row["word"], row["code"])
    way = f"/economy/enterprises?chain={one.row['code']}&link={row['code']}"
    mark = tag("span", _(STRENGTH[row["strength"]]), f"trade-mark trade-{row['strength']}")
    head = tag("header", [link(tag("b", name), way, "", data_carry="beside"), mark])
    told = _("{n} 家，规上 {above}，高新 {tech}").format(
        n=number(row["enterprises"]), above=number(row["above"]), tech=number(row["hightech"])
    )
    why = [tag("li", _why(rule, row)) for rule in row["by"]]
    why += [tag("li", [tag("b", _("部门认定")), " ", row["why"]])] if row["why"] else []
    reasons = [tag("ul", why, "trade-why")] if why else []
    return tag("div", [head, tag("p", told, "n"), *reasons], f"trade-link trade-is-{row['strength']}")


def _why(rule: LinkRule, row: Row) -> str:
    """The number and the bar that it is held against."""
    name, unit = MEASURES[rule.of]
    bar = rule.least if rule.least is not None else rule.most
    value, bound = (f"{number(one)}{_gap(unit)}{_(unit)}" for one in (row[rule.of], bar))
    words = _("{name} {value}，不足 {bar}") if rule.least is None else _("{name} {value}，达到 {bar}")
    return words.format(name=_(name), value=value, bar=bound)


def _gap(unit: str) -> str:
    return "" if unit == "%" else " "


def _firms(one: ChainFile, view: View, chosen: dict[str, str]) -> Component:
    rows = [
        row_of(
            _FIRMS,
            [
                (row["code"], "n"),
                (link(tag("b", str(row["name"] or row["code"])), _file(row), "two", data_carry="beside"), ""),
                (data_word(row["link_word"], row["link"]), ""),
                (str(row["state"] or "—"), ""),
                (number(row["staff"] if row["staff"] != "" else None), "n num"),
            ],
        )
        for row in one.firms.rows
    ]
    order = chosen if chosen.get("sort") else {"sort": "staff", "down": "1"} | chosen
    table = sorted_table(_FIRMS, rows, order, "carded sort-chips")
    turns = turner(one.firms.page, PAGE, one.firms.total, _("家"))
    more = link(
        _("标签与风险信号"), f"/economy/enterprises?chain={one.row['code']}", "button small", data_carry="beside"
    )
    none = [] if rows else [tag("p", _("这里没有链上企业"), "quiet")]
    mine = chosen | {"chain": str(one.row["code"])}
    return listing_card(_("链上企业"), [table, *turns, *none], [more, *files("firms", view, mine, "chain")])


_FIRMS = (
    ("code", "编号", ""),
    ("name", "企业", ""),
    ("link", "环节", ""),
    ("state", "经营状态", ""),
    ("staff", "从业人数", "num"),
)


def _file(row: Row) -> str:
    return f"/economy/enterprises?enterprise={row['code']}"


def _projects(one: ChainFile) -> Component:
    rows = [
        tag(
            "li",
            [
                link(
                    str(row["name"] or row["code"]), f"/economy/projects?project={row['code']}", "", data_carry="beside"
                ),
                tag("span", str(row["stage"])),
                tag("span", worth(row["total"]), "n"),
            ],
        )
        for row in one.projects
    ]
    inside = tag("ul", rows, "trade-list") if rows else tag("p", _("链上还没有招商项目"), "quiet")
    return listing_card(_("链上招商项目"), inside)


def _policies(one: ChainFile) -> Component:
    rows = [
        tag(
            "li",
            [
                link(policy.named, f"/economy/policies?policy={policy.code}", "", data_carry="beside"),
                tag("span", _(policy.row["department"])),
                tag("span", policy.amount_words()),
            ],
        )
        for policy in one.policies
    ]
    inside = tag("ul", rows, "trade-list") if rows else tag("p", _("没有这条链专属的政策，通用政策见惠企政策"), "quiet")
    return listing_card(_("一产一策"), inside)
