"""一镇一档、一村一档 "/archive/<code>": all that is known of a region, with its profile and the way to change that."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.archive_profile import profile_card
from components.desk import desk_bar, pulse
from components.event_words import moment
from components.fields import link
from components.link import link_down
from components.listing import listing_card, stores
from components.many_form import said
from components.marks import chip
from components.markup import Safe, markup, still, tag
from components.numbers import number
from components.table_tools import tooled
from components.titlebar import search
from components.wall import notice
from data.acting import PLAYED, looking, may_act, playing
from data.archive.archive import Archive, archive
from data.archive.block import Block, Fact, shown
from data.house import House
from data.language import gettext as _
from data.language import speaking, spoken
from data.view import View
from data.words import LEVELS

TITLES = {1: "一市一档", 2: "一县一档", 3: "一镇一档", 4: "一村一档", 5: "网格信息卡"}
WIDE = ("land", "enterprise", "project", "events", "lists", "indicators", "documents")
PARTS = ("side", "said", "profile", "blocks")


def archive_page(house: House, view: View, refused: tuple[str, ...]) -> Component:
    with speaking(view.lang):
        found = archive(house, view.region, looking(house))
        drawn = _parts(house, found, PLAYED[0], 1)
        body = [
            html.Div(className=f"listing-{name}", **{"data-html": drawn[name], "data-listing-part": name})
            for name in PARTS
        ]
        hooks = {"data-listing": "archive", "data-listing-region": found.here.code}
        bar = desk_bar(house, view, "/archive", _(TITLES[found.here.level]), search())
        return html.Div(
            [
                still([bar, link_down(), *notice(view, refused)]),
                html.Main(body, className="listing-body listing-of-archive", **hooks),
                *pulse(view),
                *stores(),
            ],
            className="page listing-page archive-page",
            **{"data-live": "listing", "data-testid": "archive-page"},
        )


def archive_drawn(
    house: House, view: View, _chosen: dict[str, str], role: str = PLAYED[0], n: int = 1
) -> dict[str, str]:
    """{part: HTML} of the region of the view."""
    return _parts(house, archive(house, view.region, looking(house)), role, n)


def _parts(house: House, found: Archive, role: str, n: int) -> dict[str, str]:
    drawn: dict[str, Any] = {
        "side": [_way(found), _below(found)],
        "said": said(),
        "profile": profile_card(found, playing(role) if may_act(house) else "", n),
        "blocks": [_block(found, one) for one in found.blocks],
    }
    return {name: markup(inside) for name, inside in drawn.items()}


def _way(found: Archive) -> Component:
    """Where it lies, and the archive to take along."""
    steps: list[Any] = []
    for one in found.line[:-1]:
        steps += [link(one.name, f"/archive/{one.code}", "crumb", data_carry="archive"), tag("i", "›", "crumb-gap")]
    steps.append(tag("b", found.here.name, "crumb here"))
    files = [
        link(kind.upper(), f"/api/v1/archive/{found.here.code}.{kind}{_lang()}", "button", download="")
        for kind in ("pdf", "xlsx")
    ]
    more = link(_("三清单"), f"/lists?region={found.here.code}", "button", data_carry="archive")
    meta = [chip(found.provenance), tag("span", moment(found.now, found.now), "n as-of")]
    inside = [tag("p", steps, "archive-line"), tag("div", [*files, more], "archive-files")]
    return listing_card(_("{place}档案").format(place=found.here.name), inside, meta)


def _lang() -> str:
    return "?lang=en" if spoken() == "en" else ""


def _below(found: Archive) -> Any:
    if not found.below:
        return ""
    ways = [tag("li", link(one.name, f"/archive/{one.code}", "list-link", data_carry="archive")) for one in found.below]
    title = _("下级{level}档案").format(level=_(LEVELS[found.here.level + 1]))
    return listing_card(title, [tag("ul", ways, "archive-below")], [tag("span", number(len(ways)), "n")])


def _block(found: Archive, one: Block) -> Component:
    """Its figures, its table; of when, of what worth and from where."""
    meta = [
        tag("span", one.source, "office", title=one.source),
        chip(one.provenance),
        tag(
            "span",
            _("截至 {time}").format(time=moment(one.as_of, found.now)) if one.as_of else _("未注明时间"),
            "n as-of",
        ),
    ]
    inside: list[Any] = [tag("p", one.nothing, "quiet")] if one.empty else [_facts(one.facts), _table(one)]
    if one.more > len(one.rows) > 0:
        inside.append(tag("p", _("列 {n} 行，共 {all}").format(n=len(one.rows), all=number(one.more)), "quiet"))
    return listing_card(one.title, inside, meta, f"archive-block{' archive-wide' if one.key in WIDE else ''}")


def _facts(facts: list[Fact]) -> Any:
    if not facts:
        return ""
    told = [
        tag(
            "div",
            [
                tag("dt", one.name),
                tag("dd", [tag("b", shown(one.value), "n"), tag("small", one.unit if one.value is not None else "")]),
            ],
        )
        for one in facts
    ]
    return tag("dl", told, "archive-facts")


def _table(one: Block) -> Any:
    if not one.rows:
        return ""
    figures = [all(isinstance(row[n], int | float | None) for row in one.rows) for n in range(len(one.heads))]
    heads = [(head, "num" if figures[n] else "") for n, head in enumerate(one.heads)]
    body = [tag("tr", _cells(one, n, figures)) for n in range(len(one.rows))]
    return tooled(f"archive-{one.key}", one.title, heads, body, "carded sort-chips", "archive-box")


def _cells(one: Block, at: int, figures: list[bool]) -> list[Safe]:
    """The first leads to what the row is about, where that has a page."""
    told: list[Any] = [shown(value) for value in one.rows[at]]
    if at < len(one.ways) and one.ways[at]:
        told[0] = link(told[0], one.ways[at], "list-link", data_carry="archive")
    looks = ("n num" if figure else "" for figure in figures)
    return [tag("td", inside, look, data_label=head) for head, inside, look in zip(one.heads, told, looks, strict=True)]
