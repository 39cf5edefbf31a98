"""Every table of every page that is filled in parts: its columns order it, a word or a filter narrows it, it is a file.

Pages are those that the callback knows: one that is added later is looked at as well.
"""

from urllib.parse import urlsplit

import pytest

from callbacks.listing import PAGES, draw_listing
from data.house import EXTENSION
from tests.lists.test_every_table import heads, tables

ELSEWHERE = {"lists", "grids", "archive", "documents", "coordination"}  # tests/lists/test_every_table.py
ELSEWHERE |= {"chains", "enterprises", "projects", "policies", "signs", "indicators", "assessment"}  # test_tables.py
PAPERS = {"digest", "report", "handout", "bundle"}  # read and taken along whole, or shown only of a case that is named
VARIANTS = {
    "catalogue": ("", "tab=scenarios", "tab=shares", "tab=open", "resource=ledger:residents", "resource=things:river"),
    "returns": ("", "tab=lots", "tab=owners"),
}
WHOLE = sorted((name, search) for name in PAGES.keys() - ELSEWHERE - PAPERS for search in VARIANTS.get(name, ("",)))


@pytest.fixture
def home(client):
    with client.application.app_context():
        yield client.application.extensions[EXTENSION]


@pytest.mark.parametrize(("name", "search"), WHOLE)
def test_its_columns_order_it_something_narrows_it_and_it_is_a_file(home, name, search):
    told = {"page": name, "search": f"?window=ytd&{search}", "role": "duty_officer", "number": 1}
    drawn = draw_listing(told)
    assert not drawn.get("refused"), drawn
    for table, card in tables(drawn["parts"]):
        for head in heads(table):
            assert head.xpath(".//button[@data-table-column]") or head.xpath(".//a"), head.text_content()
        assert _files(card) == {"csv", "xlsx"}, table.get("class")


def _files(card):
    """Kinds of files that the card offers."""
    own = {one.get("data-table-file") for one in card.iter("button")}
    ways = {urlsplit(one.get("href", "")).path.rpartition(".")[2] for one in card.iter("a")}
    return (own | ways) & {"csv", "xlsx"}
