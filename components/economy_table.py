"""A table of the economy's pages: heads order it by links of the address, pages turn it, files take all of it along."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from components.fields import link
from components.markup import Safe, tag
from data.language import gettext as _
from data.view import View

Chosen = Mapping[str, str]
DOWN = "1"
SORT = ("sort", "down")
Cell = tuple[Any, str]  # what stands in it, and how it looks
Head = tuple[str, str, str]  # what it orders by ("" for nothing), its words, how it looks


def sorted_table(
    heads: Sequence[Head], rows: Iterable[Safe], chosen: Chosen, extra: str = "", names: tuple[str, str] = SORT
) -> Safe:
    """`names`: what the address calls the order, where a page has several tables."""
    head = tag("thead", tag("tr", [_head(one, chosen, names) for one in heads]))
    return tag("div", tag("table", [head, tag("tbody", rows)], f"ledger {extra}".strip()), "ledger-box economy-box")


def row_of(heads: Sequence[Head], cells: Sequence[Cell], look: str = "", **more: str) -> Safe:
    """A row whose cells say under which head they stand: on a phone it is a card."""
    told = zip(heads, cells, strict=True)
    return tag(
        "tr", [tag("td", one, how, data_label=_(head[1]) if head[1] else "") for head, (one, how) in told], look, **more
    )


def _head(one: Head, chosen: Chosen, names: tuple[str, str]) -> Safe:
    (key, words, look), (sort, falls) = one, names
    if not key:
        return tag("th", _(words) if words else "", look)
    on, down = chosen.get(sort) == key, chosen.get(falls) == DOWN
    query = urlencode({sort: key, falls: DOWN if on and not down else "", "page": ""})
    order = {"aria_sort": "descending" if down else "ascending"} if on else {}
    mark = tag("i", "▼" if down else "▲", aria_hidden="true") if on else None
    way = link([_(words), mark], f"?{query}", "economy-sort", title=_("按这一列排序"))
    return tag("th", way, look, **order)


def files(name: str, view: View, chosen: Chosen, *names: str) -> list[Safe]:
    """Ways to the same table as CSV and as a sheet."""
    given = {one: chosen.get(one, "") for one in (*names, *SORT)}
    at = {"at": chosen["at"]} if view.at and chosen.get("at") else {}
    return files_at(f"/api/v1/economy/{name}", view, {"region": view.region} | at | given)


def files_at(address: str, view: View, given: Chosen) -> list[Safe]:
    asked = {"lang": "en" if view.lang == "en" else "", **given}
    query = urlencode({one: value for one, value in asked.items() if value})
    there = [(kind, f"{address}.{kind}" + (f"?{query}" if query else "")) for kind in ("csv", "xlsx")]
    return [link(kind.upper(), address, "button small", download="") for kind, address in there]
