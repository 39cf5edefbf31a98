"""Whatever can be read of an exercise, and every file that is taken along, says that it is one."""

import csv
import io
import json
from urllib.parse import unquote

import openpyxl
import pytest

from data.doors.marking import XML
from data.doors.thing_files import XLSX
from tests.scope.reads import OWN, PANELS

SHEETS = ("/api/v1/digest.xlsx", "/api/v1/accountability.xlsx", "/api/v1/assessment.xlsx?tier=town")
SHEETS += tuple(f"/api/v1/{name}.xlsx" for name in ("lists", "grids", "documents", "returns/faults"))
SHEETS += tuple(f"/api/v1/catalogue/{name}.xlsx" for name in ("resources", "scenarios"))
READS = (*OWN, *SHEETS, *(f"/api/v1/panels/{key}.{kind}" for key in PANELS for kind in ("json", "csv")))


@pytest.fixture(scope="module")
def client(shown):
    return shown.app.test_client()


@pytest.mark.parametrize("path", sorted(set(READS)))
def test_every_list_and_panel_and_every_file_of_them_is_marked(client, path):
    reply = client.get(path)
    assert reply.headers["X-Yitu-Exercise"] == "shower"
    assert _says(reply), reply.get_data()[:200]
    attached = reply.headers.get("Content-Disposition", "")
    assert not attached or unquote(attached.partition("filename*=UTF-8''")[2]).startswith("演练-")


def _says(reply) -> bool:
    if reply.mimetype == "text/csv":
        rows = csv.reader(io.StringIO(reply.get_data(as_text=True).removeprefix("\ufeff")))
        return {row[0] for row in rows} == {"演练"}
    if reply.mimetype == XLSX:
        book = openpyxl.load_workbook(io.BytesIO(reply.get_data()), read_only=True)
        return all({row[0] for row in page.iter_rows(values_only=True)} == {"演练"} for page in book)
    if reply.mimetype in XML:
        return "演练" in reply.get_data(as_text=True)
    return json.loads(reply.get_data())["exercise"] == "shower"
