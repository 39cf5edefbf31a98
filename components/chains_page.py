"""一产一档 "/economy/chains": a chain's links by tier, strong and weak with reasons, enterprises, policies."""

from typing import Any

from dash.development.base_component import Component

from components.economy_table import files
from components.economy_words import data_word, economy_ways, worth
from components.fields import link
from components.listing import listing, listing_card
from components.marks import chip
from components.markup import Safe, markup, tag
from components.numbers import number
from components.titlebar import breadcrumb, search
from data.acting import PLAYED, looking
from data.economy.plan import LinkRule
from data.economy.words import MEASURES, STRENGTH, TIERS
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.chain_file import ChainFile, chain_file
from data.queries.chains import Row
from data.view import View

HERE = "/economy/chains"


def chains_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts = chains_drawn(house, view, chosen)
        return listing(house, view, refused, "chains", HERE, _("产业链"), parts, breadcrumb(), search())


def chains_drawn(
    house: House, view: View, chosen: dict[str, str], _role: str = PLAYED[0], _n: int = 1
) -> dict[str, str]:
    """{part: HTML}; chosen: chain."""
    one = chain_file(house, view, looking(house), chosen.get("chain", ""))
    drawn: dict[str, Any] = {
        "ways": economy_ways(HERE),
        "side": _side(one),
        "main": [_head(one, view), _links(one), _firms(one), _projects(one), _policies(one)],
    }
    return {name: markup(inside) for name, inside in drawn.items()}


def _side(one: ChainFile) -> Component:
    ways = [
        link(
            tag("span", data_word(row["word"], row["code"])),
            f"?chain={row['code']}",
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
    why = [tag("li", _why(rule, row)) for rule in row["why"]]
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


def _firms(one: ChainFile) -> Component:
    rows = [
        tag(
            "tr",
            [
                tag("td", link(tag("b", str(row["name"] or row["code"])), _file(row), "two", data_carry="beside")),
                tag("td", data_word(row["link_word"], row["link"])),
                tag("td", str(row["state"] or "—")),
                tag("td", number(row["staff"] if row["staff"] != "" else None), "n num"),
            ],
        )
        for row in one.firms
    ]
    heads = [tag("th", _(words), look) for words, look in _FIRMS]
    table = tag("table", [tag("thead", tag("tr", heads)), tag("tbody", rows)], "ledger")
    more = link(_("全部链上企业"), f"/economy/enterprises?chain={one.row['code']}", "button small", data_carry="beside")
    none = [] if rows else [tag("p", _("这里没有链上企业"), "quiet")]
    return listing_card(_("骨干企业"), [tag("div", table, "ledger-box"), *none], [tag("span", _("按从业人数")), more])


_FIRMS = (("企业", ""), ("环节", ""), ("经营状态", ""), ("从业人数", "num"))


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
