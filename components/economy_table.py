"""A table of the economy's pages: heads order it by links of the address, and files take along what is shown."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

from components.fields import link
from components.markup import Safe, tag
from data.language import gettext as _
from data.view import View

Chosen = Mapping[str, str]
DOWN = "1"
Head = tuple[str, str, str]  # what it orders by ("" for nothing), its words, how it looks


def sorted_table(heads: Sequence[Head], rows: Iterable[Safe], chosen: Chosen, extra: str = "") -> Safe:
    head = tag("thead", tag("tr", [_head(one, chosen) for one in heads]))
    return tag("div", tag("table", [head, tag("tbody", rows)], f"ledger {extra}".strip()), "ledger-box economy-box")


def _head(one: Head, chosen: Chosen) -> Safe:
    key, words, look = one
    if not key:
        return tag("th", _(words) if words else "", look)
    on, down = chosen.get("sort") == key, chosen.get("down") == DOWN
    query = urlencode({"sort": key, "down": DOWN if on and not down else ""})
    order = {"aria_sort": "descending" if down else "ascending"} if on else {}
    mark = tag("i", "▼" if down else "▲", aria_hidden="true") if on else None
    way = link([_(words), mark], f"?{query}", "economy-sort", title=_("按这一列排序"))
    return tag("th", way, look, **order)


def files(name: str, view: View, chosen: Chosen, *names: str) -> list[Safe]:
    """Ways to the same table as CSV and as a sheet."""
    given = {one: chosen.get(one, "") for one in (*names, "sort", "down")}
    at = {"at": chosen["at"]} if view.at and chosen.get("at") else {}
    asked = {"region": view.region, "lang": "en" if view.lang == "en" else ""} | at | given
    query = urlencode({one: value for one, value in asked.items() if value})
    there = [(kind, f"/api/v1/economy/{name}.{kind}" + (f"?{query}" if query else "")) for kind in ("csv", "xlsx")]
    return [link(kind.upper(), address, "button small", download="") for kind, address in there]
