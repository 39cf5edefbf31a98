"""The directory of grids: sums of a region are those of its parts, doubt is shown, files equal the screen."""

import csv
import io

import openpyxl
import pytest
from sqlalchemy import delete, select, update

from data.house import EXTENSION
from data.queries.grids import COUNTED, SORTS, grids_in
from data.schema import region, region_stat, steward
from data.scope import Scope
from data.view import View
from tests.lists.test_pages import drawn, first

GUEST = Scope.guest()
YEAR = View(window="ytd")


@pytest.fixture
def home(client):
    with client.application.app_context():
        yield client.application.extensions[EXTENSION]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("level", range(1, 7))
def test_each_level_has_its_directory(home, lang, level):
    assert drawn("grids", f"?region={first(home, level)}&window=ytd&lang={lang}")["rows"]


@pytest.mark.parametrize("level", [1, 2])
def test_what_a_region_has_is_the_sum_of_its_parts_down_to_the_grid(home, level):
    whole = grids_in(home, YEAR.but(region=first(home, level)), GUEST)
    for row in whole.rows:
        below = grids_in(home, YEAR.but(region=row["code"]), GUEST)
        for name in COUNTED:
            assert below.total[name] == (row[name] or 0), (row["name"], name)
        assert (below.total["coverage"], below.total["each"]) == (row["coverage"], row["each"])


@pytest.mark.parametrize("by", [*SORTS, "-cases", "-each"])
def test_files_hold_the_rows_of_the_screen_in_their_order(home, client, by):
    code = first(home, 3)
    found = grids_in(home, YEAR.but(region=code), GUEST, by)
    path = f"region={code}&window=ytd&by={by}"
    rows = list(csv.reader(io.StringIO(client.get(f"/api/v1/grids.csv?{path}").get_data(as_text=True))))
    assert [row[0].lstrip("\ufeff") for row in rows[1:]] == [row["code"] for row in found.rows]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/api/v1/grids.xlsx?{path}").get_data()))
    cells = [(row[0], row[12]) for row in list(book["网格"].values)[1:]]
    assert cells == [(row["code"], row["cases"]) for row in found.rows]


def test_few_cases_are_in_doubt_and_come_last_either_way(home):
    for by in ("each", "-each"):
        few = [row["few"] or row["each"] is None for row in grids_in(home, YEAR, GUEST, by).rows]
        assert few == sorted(few)


def test_a_grid_without_anybody_is_named_and_found(home):
    code, town = first(home, 5), first(home, 3)
    with home.engine.begin() as connection:
        number = connection.scalar(select(region.c.id).where(region.c.code == code))
        connection.execute(delete(steward).where(steward.c.region_id == number))
        nobody = {"staff": 0, "covered_grids": 0}
        connection.execute(update(region_stat).where(region_stat.c.region_id == number).values(nobody))
    found = grids_in(home, View(region=town), GUEST, vacant=True)
    assert code in [row["code"] for row in found.rows]
    assert [row["each"] for row in found.rows if row["code"] == code] == [None]
    assert "无管家" in drawn("grids", f"?region={town}&vacant=1")["rows"]


def test_nonsense_is_refused_at_the_door(client):
    for wrong in ("by=nothing", "vacant=2", "what=x"):
        assert client.get(f"/api/v1/grids.json?{wrong}").status_code == 400
