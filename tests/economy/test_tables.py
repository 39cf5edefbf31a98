"""Every table of the economy, the indicators and the assessment: heads order it, and its file holds what it shows."""

import csv
import io
import re
from itertools import groupby
from urllib.parse import parse_qsl, urlencode

import pytest
from lxml import html

from callbacks.listing import draw_listing
from data.queries.enterprises import Wanted, enterprises
from data.view import View
from tests.economy.test_pages import GUEST, home

__all__ = ["home"]
PAGES = (
    ("chains", ""),
    ("enterprises", ""),
    ("enterprises", "tag=hiring"),
    ("projects", ""),
    ("policies", "policy=start_up"),
    ("policies", "policy=start_up&near=1"),
    ("signs", ""),
    ("signs", "state=odd"),
    ("indicators", ""),
    ("indicators", "text=a"),
    ("indicators", "code=gdp_growth"),
    ("indicators", "code=industrial_power_growth"),
    *(("assessment", f"window=ytd&tier={tier}") for tier in ("agency", "county", "town")),
)
EXPLAINING = {"assessed-why", "assessed-rules"}  # how points come about, not rows of anything: the workbook has them
UNORDERED = {
    "",
    "标签",
    "风险信号",
    "条件核对",
    "近十三期",
    "位次",
}  # drawn, or filtered by; the rank is the order itself
TOLD_OTHERWISE = {
    "时期",
    "最近一期",
    "较上期",
    "条件核对",
    "风险信号",
    "标签",
    "频率",
    "单位",
}  # in the file as machines read it
NUMBER = re.compile(r"-?\d[\d,]*\.?\d*")


def drawn(page, search):
    told = draw_listing({"page": page, "search": f"?{search}", "role": "duty_officer", "number": 1})
    assert not told.get("refused"), told
    return html.fragments_fromstring("<div>" + "".join(told["parts"].values()) + "</div>")[0]


def tables(tree):
    """[(kind, tables of this kind, address of their CSV)]"""
    found = [(table.get("class"), table) for table in tree.iter("table")]
    found = [(kind, table) for kind, table in found if not EXPLAINING & set(kind.split())]
    for kind, some in groupby(found, key=lambda pair: pair[0]):
        alike = [table for _kind, table in some]
        card = next(one for one in alike[0].iterancestors("section"))
        files = [a.get("href") for a in card.iter("a") if ".csv" in a.get("href", "")]
        assert files, f"{kind} has no file"
        yield kind, alike, files[0]


def heads(table):
    row = table.find("thead").findall("tr")[0]
    return [(one.text_content().strip("▲▼ "), one.find(".//a")) for one in row.findall("th")]


def rows_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))


def same(shown, told):
    """A cell of the screen and of the file: the words begin alike, numbers as the screen rounds them."""
    shown = shown.strip().replace("−", "-")
    try:
        value = float(told)
    except ValueError:
        return shown.startswith(told.strip() or shown) or shown in ("—", "–")
    found = NUMBER.search(shown)
    if not found:
        return False
    text = found.group().replace(",", "")
    return abs(abs(float(text)) - abs(value)) <= 0.51 * 10 ** -len(text.partition(".")[2])


def holds(table_rows, names, told):
    """Every column that both name, row by row."""
    both = [(n, name) for n, name in enumerate(names) if told and name in told[0] and name not in TOLD_OTHERWISE]
    for row, line in zip(table_rows, told, strict=False):
        cells = [cell.text_content() for cell in row.findall("td")]
        for n, name in both:
            assert same(cells[n], line[name]), (name, cells[n], line[name])
    return len(both)


@pytest.mark.parametrize(("page", "search"), PAGES)
def test_every_table_is_ordered_by_its_heads_and_its_file_holds_its_rows_in_every_order(home, client, page, search):
    for kind, alike, address in tables(drawn(page, search)):
        named = heads(alike[0])
        unordered = {words for words, way in named if way is None} - UNORDERED
        assert not unordered, f"{kind}: {unordered} order nothing"
        for way in [None, *(a.get("href") for _words, a in named if a is not None)]:
            held(client, page, search, kind, way)
        assert client.get(address.replace(".csv", ".xlsx")).status_code == 200


def held(client, page, search, kind, way):
    """The table in one order, and its file."""
    asked = {**dict(parse_qsl(search)), **dict(parse_qsl((way or "?").removeprefix("?")))}
    for again, alike, address in tables(drawn(page, urlencode(asked))):
        if again == kind:
            rows = [row for table in alike for row in table.find("tbody").findall("tr") if row.find("td") is not None]
            told = rows_of(client, address)
            assert len(told) >= len(rows)
            assert holds(rows, [words for words, _way in heads(alike[0])], told) > 1 or not rows


def test_pages_hold_all_rows_between_them_and_the_file_holds_the_same(home, client):
    listed = [one["编号"] for one in rows_of(client, "/api/v1/economy/enterprises.csv?sort=staff&down=1")]
    last = -(-len(listed) // 7)
    turned = [enterprises(home, View(), GUEST, Wanted(sort="staff", down=True, page=n), 7) for n in range(1, last + 2)]
    assert [row["code"] for one in turned[:-1] for row in one.rows] == listed and last > 1
    assert (turned[-1].page, turned[-1].rows) == (last, turned[-2].rows)
