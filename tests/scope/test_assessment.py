"""Points of departments and towns: for those who lead and those who check, of their own regions and agencies alone."""

import csv
import io

import pytest
from openpyxl import load_workbook

from data.assessment.rules import GENERIC, read_rules
from tests.scope.conftest import AWAY, COUNTY, HOME
from tests.scope.test_matrix import ROLES

DOOR = "/api/v1/assessment.csv?window=ytd"
SEERS = {"leader", "department_head", "auditor", "administrator"}


def codes(said) -> list[str]:
    """The second column of the file."""
    assert said.status == 200, said.text[:300]
    return [row[1] for row in csv.reader(io.StringIO(said.text.lstrip("\ufeff")))][1:]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_has_page_and_file_or_neither(city, role):
    screen = city.screen(role)
    page, file = screen.page("/assessment", "?window=ytd").text, screen.get(DOOR).status
    assert (file, "assessment-page" in page) == ((200, True) if role in SEERS else (403, False))
    assert ("/assessment" in screen.page("/tasks").text) == (role in SEERS)


def test_a_leader_sees_his_towns_and_none_beside_them(city):
    assert codes(city.screen("leader", HOME).get(f"{DOOR}&tier=town")) == [HOME]
    below = codes(city.screen("leader", COUNTY).get(f"{DOOR}&tier=town"))
    assert HOME in below and AWAY not in below
    assert codes(city.screen("leader", HOME).get(f"{DOOR}&tier=county")) == []
    screen = city.screen("leader", HOME)
    away, nowhere = (screen.get(f"{DOOR}&tier=town&region={code}") for code in (AWAY, "990999999"))
    assert away.status == nowhere.status == 404


def test_a_head_of_department_sees_the_own_agency_alone(city):
    head = city.screen("department_head", HOME, (city.mine.names["agency"],))
    for tier in ("agency", "county", "town"):
        assert set(codes(head.get(f"{DOOR}&tier={tier}"))) <= {city.mine.names["agency"]}


def test_the_workbook_holds_the_rows_of_the_file_and_every_line_of_each(city):
    screen = city.screen("leader", COUNTY)
    book = load_workbook(io.BytesIO(screen.client.get(DOOR.replace(".csv", ".xlsx") + "&tier=town").data))
    rows, lines, _told, *_taken = ([list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book)
    assert [row[1] for row in rows[1:]] == codes(screen.get(f"{DOOR}&tier=town"))
    each = len(read_rules(GENERIC).of("town"))
    assert [row[1] for row in lines[1:]] == [row[1] for row in rows[1:] for _line in range(each)]
