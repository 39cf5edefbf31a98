"""Every table of grids, archives, lists, forms, documents and coordination is ordered, narrowed and taken along.

Pages are drawn as they are, and their tables counted: one that is added later is looked at as well.
"""

import csv
import io
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

import lxml.html
import openpyxl
import pytest
from sqlalchemy import select

from callbacks.listing import draw_listing
from components.forms_page import forms_page
from data.coordination.words import TABS
from data.house import EXTENSION
from data.queries.grids import grids_in
from data.schema import audit
from data.scope import Scope
from data.times import local
from data.view import View
from tests.lists.test_pages import drawn, first, sent

LEVELS = {"lists": range(1, 5), "grids": range(1, 6), "archive": range(1, 6), "documents": (1,)}
KINDS = ("inspection", "campus")
ORDERS = ("by", "sort", "doc_sort")  # names in the address that order rows
DOOR = "/tables/data"
PAGES = [(name, level, "") for name, levels in LEVELS.items() for level in levels]
PAGES += [("coordination", 1, f"&tab={tab}") for tab in TABS]


@pytest.fixture
def home(client):
    with client.application.app_context():
        yield client.application.extensions[EXTENSION]


def shown(home, name, level, more, search=""):
    """Each kind of visit counts as a page of its own."""
    asked = f"?region={first(home, level)}&window=ytd{more}{search}"
    if name != "coordination":
        return [drawn(name, asked)]
    told = {"page": name, "search": asked, "role": "duty_officer", "number": 1}
    return [draw_listing(told | {"of": kind})["parts"] for kind in KINDS]


def tables(parts):
    """(table, the card around it) of every part."""
    for html in parts.values():
        if "<table" in html:
            root = lxml.html.fragment_fromstring(html, create_parent="div")
            for table in root.iter("table"):
                yield table, next((up for up in table.iterancestors("section")), root)


def heads(table):
    return [one for one in table.iter("th") if one.text_content().strip() and not one.get("colspan")]


@pytest.mark.parametrize(("name", "level", "more"), PAGES)
def test_each_column_orders_the_rows_a_word_narrows_them_and_there_is_a_file(home, name, level, more):
    if name == "grids" and level == 4:
        _changed(home)
    for parts in shown(home, name, level, more):
        for table, card in tables(parts):
            for head in heads(table):
                ordering = head.xpath(".//button[@data-table-column]") or _orders(head)
                assert ordering, (name, head.text_content())
            own = table.get("data-table")
            if own:
                (bar,) = card.xpath(f".//form[@data-table-bar='{own}']")
                assert bar.xpath(".//input[@name='find']") and bar.get("data-title")
                assert [one.get("data-table-file") for one in bar.xpath(".//button[@data-table-file]")] == [
                    "csv",
                    "xlsx",
                ]
            else:
                files = {urlsplit(one.get("href")).path.rpartition(".")[2] for one in _files(card)}
                assert files == {"csv", "xlsx"}, name
                assert any("kept-filter" in html or "search" in html for html in parts.values())


def _changed(home):
    """A village with a planned change and a functional grid, so that these tables have rows."""
    village = first(home, 4)
    rows = [one["code"] for one in _grids(home, village)]
    day = local(home.clock.now()).date() + timedelta(days=30)
    told = {f"part_{code}": "1" for code in rows[:2]}
    sent("grid", act="merge", region=village, name="拟并", reason="优化", day=f"{day}", **told)


def _grids(home, village):
    return grids_in(home, View(region=village), Scope.guest()).rows


def _orders(head):
    return [one for one in head.iter("a") if set(dict(parse_qsl(one.get("href", "")[1:]))) & {*ORDERS}]


def _files(card):
    return [one for one in card.iter("a") if one.get("href", "").startswith("/api/") and "." in one.get("href")]


ORDERED = [
    page for page in PAGES if page in (("lists", 1, ""), ("grids", 3, ""), ("grids", 1, ""), ("documents", 1, ""))
]


@pytest.mark.parametrize(("name", "level", "more"), [*ORDERED, ("coordination", 1, "&tab=calls")])
def test_whatever_head_is_clicked_the_file_has_the_rows_of_the_screen_in_their_order(home, client, name, level, more):
    for parts in shown(home, name, level, more):
        ordered = [table for table, _card in tables(parts) if not table.get("data-table")]
        ways = [one.get("href")[1:] for table in ordered for head in heads(table) for one in _orders(head)]
        assert len(ways) >= 6
    for way in ways:
        for parts in shown(home, name, level, more, f"&{way}"):
            (pair,) = [(table, card) for table, card in tables(parts) if not table.get("data-table")]
            _equal(client, *pair)


def _equal(client, table, card):
    """Each row of the screen names what the row of the files begins with."""
    rows = [lxml.html.tostring(row, encoding="unicode") for row in table.find("tbody")]
    for link in _files(card):
        data = client.get(link.get("href")).get_data()
        if ".csv" in link.get("href"):
            told = [row[0] for row in csv.reader(io.StringIO(data.decode("utf-8-sig")))][1:]
        else:
            told = [row[0] for row in openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].values][1:]
        assert len(told) >= len(rows) > 0
        assert all(str(code) in row for code, row in zip(told, rows, strict=False))


def test_a_form_orders_by_each_column_that_its_reader_may_see(home):
    chosen = {"ledger": "residents", "fields": "person.name,person.phone,person.birth"}
    page = forms_page(home, View(), (), chosen, "?" + urlencode(chosen))
    columns = _columns(page.to_plotly_json())
    assert {one["field"]: one["sortable"] for one in columns} == {
        "code": True,
        "village": True,
        "f0": True,
        "f1": False,  # telephones are above the clearance of a visitor
        "f2": True,
    }


def _columns(node):
    if isinstance(node, dict):
        if "columnDefs" in node:
            return node["columnDefs"]
        return next(filter(None, (_columns(one) for one in node.values())), [])
    if hasattr(node, "to_plotly_json"):
        return _columns(node.to_plotly_json())
    return next(filter(None, (_columns(one) for one in node)), []) if isinstance(node, list | tuple) else []


TABLE = {
    "title": "隐患清单",
    "heads": ["编号", "件"],
    "rows": [["Y1", 3], ["=1+1", "—"]],
    "format": "csv",
    "lang": "zh",
}


def test_what_the_screen_sends_comes_back_as_a_file_and_is_told_in_the_log(home, client):
    told = client.post(DOOR, json=TABLE)
    rows = list(csv.reader(io.StringIO(told.get_data().decode("utf-8-sig"))))
    assert [row[:2] for row in rows] == [["编号", "件"], ["Y1", "3"], ["'=1+1", "—"]]
    lived = "模拟" if home.clock.holds_demo() else "实测"
    assert [row[rows[0].index("数据性质")] for row in rows[1:]] == [lived, lived]
    book = openpyxl.load_workbook(io.BytesIO(client.post(DOOR, json=TABLE | {"format": "xlsx"}).data))
    assert list(book.worksheets[0].values) == [("编号", "件"), ("Y1", 3), ("=1+1", "—")]
    with home.engine.connect() as connection:
        last = connection.execute(select(audit.c.action, audit.c.target).order_by(audit.c.n.desc()).limit(1)).one()
    assert tuple(last) == ("export", "隐患清单.xlsx")


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": "exe"},
        {"lang": "fr"},
        {"title": ""},
        {"title": "x" * 65},
        {"heads": []},
        {"heads": ["a"] * 41},
        {"rows": [["short"]]},
        {"rows": [["a", None]]},
        {"rows": [["a", {}]]},
        {"rows": [["a", "x" * 2_001]]},
        {"rows": [["a", "b"]] * 2_001},
        {"more": 1},
    ],
)
def test_what_is_no_table_is_refused(client, wrong):
    assert client.post(DOOR, json=TABLE | wrong).status_code == 400
