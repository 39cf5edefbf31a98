"""Every table of every page that is filled in parts: its columns order it, a word or a filter narrows it, it is a file.

Pages are those that the callback knows: one that is added later is looked at as well.
"""

from urllib.parse import urlsplit

from callbacks.listing import PAGES, draw_listing
from tests.lists.test_every_table import heads, tables

ELSEWHERE = {"lists", "grids", "archive", "documents", "coordination"}  # tests/lists/test_every_table.py
ELSEWHERE |= {"chains", "enterprises", "projects", "policies", "signs", "indicators", "assessment"}  # test_tables.py
PAPERS = {"digest", "report", "handout", "bundle"}  # read and taken along whole, or shown only of a case that is named
VARIANTS = {
    "catalogue": ("", "tab=scenarios", "tab=shares", "tab=open", "resource=ledger:residents", "resource=things:river"),
    "returns": ("", "tab=lots", "tab=owners"),
    "visits": ("", "tab=calls"),
}
WHOLE = sorted((name, search) for name in PAGES.keys() - ELSEWHERE - PAPERS for search in VARIANTS.get(name, ("",)))


def test_columns_order_each_table_and_each_is_a_file(client):
    """All in one city: pages are only looked at."""
    with client.application.app_context():
        seen = [one for name, search in WHOLE for one in _looked_at(name, search)]
    assert len(seen) > 12 and [one for one in seen if one[2] or one[3] != {"csv", "xlsx"}] == []


def _looked_at(name, search):
    """(page, table, heads that order nothing, kinds of files) of every table of a page."""
    drawn = draw_listing({"page": name, "search": f"?window=ytd&{search}", "role": "duty_officer", "number": 1})
    assert not drawn.get("refused"), (name, drawn)
    for table, card in tables(drawn["parts"]):
        plain = [
            one for one in heads(table) if not one.xpath(".//button[@data-table-column]") and not one.xpath(".//a")
        ]
        yield name, table.get("class"), [one.text_content() for one in plain], _files(card)


def _files(card):
    """Kinds of files that the card offers."""
    own = {one.get("data-table-file") for one in card.iter("button")}
    ways = {urlsplit(one.get("href", "")).path.rpartition(".")[2] for one in card.iter("a")}
    return (own | ways) & {"csv", "xlsx"}
