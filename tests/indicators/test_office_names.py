"""What the data call a department is mapped to an agency once: faults go to it, its people define what is its."""

import shutil
from dataclasses import replace

import pytest
from sqlalchemy import insert, select

from components.markup import markup
from components.office_names import name_card, names_card
from components.returns_page import returns_drawn
from data.commands.indicators import own_departments
from data.commands.office_names import name_office
from data.commands.offices_laid import install_offices
from data.commands.return_screens import act_on_returns
from data.errors import BadInput, CityError, Forbidden, ReturnRefused
from data.life.actor import Actor
from data.queries.faults import faults_in
from data.queries.office_names import agencies_called, name_steps, office_names
from data.schema import agency, audit, indicator_value, office_name, region
from data.scope import Scope
from data.settings import ROOT
from data.view import View
from tests.blank import played
from tests.indicators.offices import HEAD, NOW, OFFICE, define

ALL = Scope.guest()
CHIEF = Actor(name="管理员", role="administrator", scope=ALL)


@pytest.fixture
def city(connection):
    """The code of a city with two departments."""
    row = connection.execute(select(region).where(region.c.level == 1, region.c.tree == "spine")).one()
    fixed = {"kind": "department", "region_id": row.id, "provenance": "measured"}
    names = {"figures": "统计部门", "water": "水利部门"}
    connection.execute(insert(agency), [{"code": f"{row.code}.{c}", "name": name} | fixed for c, name in names.items()])
    return row.code


def called(connection, code, seen=-1, actor=CHIEF, name=OFFICE, why="按三定方案"):
    name_office(connection, name, code, seen, why, actor, NOW)


def test_a_name_that_nobody_bears_is_of_nobody_until_it_is_said_whose_it_is(connection, city):
    (one,) = [each for each in office_names(connection) if each.name == OFFICE]
    assert (one.agency, one.how, one.seq, one.uses) == ("", "none", -1, {"indicators": 2})
    mine = Actor(name="统计", role="department_head", scope=Scope(cells=ALL.cells, departments=(f"{city}.figures",)))
    assert OFFICE not in own_departments(connection, mine)
    called(connection, f"{city}.figures")
    (one,) = [each for each in office_names(connection) if each.name == OFFICE]
    assert (one.owner, one.how, one.seq) == ("统计部门", "chosen", 1)
    assert OFFICE in own_departments(connection, mine) and agencies_called(connection)[OFFICE] == f"{city}.figures"
    called(connection, "", 1)
    assert OFFICE not in agencies_called(connection)
    assert [step["agency"] for step in name_steps(connection, OFFICE, ALL)] == ["", f"{city}.figures"]
    assert {step["actor"] for step in name_steps(connection, OFFICE, Scope(cells=ALL.cells))} == {""}


def test_an_agency_of_that_name_needs_no_mapping_and_one_that_is_said_goes_before_it(connection, city):
    row = connection.execute(select(agency).where(agency.c.code == f"{city}.water")).one()
    connection.execute(insert(agency).values(row._asdict() | {"code": "bearer", "name": OFFICE}))
    assert agencies_called(connection)[OFFICE] == "bearer"
    called(connection, f"{city}.figures")
    assert agencies_called(connection)[OFFICE] == f"{city}.figures"


def test_a_department_whose_name_means_another_defines_nothing_by_it(connection, city):
    mine = Actor(name="水利", role="department_head", scope=Scope(cells=ALL.cells, departments=(f"{city}.water",)))
    assert "水利部门" in own_departments(connection, mine)
    connection.execute(insert(office_name).values(**SAID, name="水利部门", agency=f"{city}.figures", seq=0))
    assert "水利部门" not in own_departments(connection, mine)
    connection.execute(insert(office_name).values(**SAID, name="水利部门", agency="", seq=1))
    assert "水利部门" not in own_departments(connection, mine)


SAID = {"at": NOW, "actor": "", "role": "system", "reason": "按三定方案"}


def test_of_agencies_of_one_name_the_first_by_code_is_meant(connection, city):
    row = connection.execute(select(agency).where(agency.c.code == f"{city}.water")).one()._asdict()
    for code in ("b", "a", "c"):
        connection.execute(insert(agency).values(row | {"code": code, "name": OFFICE}))
    assert agencies_called(connection)[OFFICE] == "a"


def test_late_figures_are_faults_of_whom_the_name_is_mapped_to(blank, connection, city):
    define(connection, code="late", name_zh="迟报")
    connection.execute(_late(connection))
    called(connection, f"{city}.figures")
    (fault,) = [one for one in faults_in(blank.settings, connection, "", ALL, NOW) if one.kind == "indicator"]
    assert (fault.agency, fault.owner) == (f"{city}.figures", "统计部门")
    theirs = Scope(cells=ALL.cells, departments=(f"{city}.water",))
    assert not [one for one in faults_in(blank.settings, connection, "", theirs, NOW) if one.kind == "indicator"]


def _late(connection):
    city = connection.scalar(select(region.c.id).where(region.c.level == 1, region.c.tree == "spine"))
    told = {"indicator_code": "late", "region_id": city, "place_level": "city", "place": "市", "period": "2024-01"}
    told |= {"value": 1.0, "comparator": "exact", "provenance": "measured", "source": "月报", "said_at": NOW}
    return insert(indicator_value).values(told)


def test_only_who_answers_for_the_city_says_it_of_what_there_is_from_the_last_answer_with_a_reason(connection, city):
    low, high = ALL.cells[0]
    part = Scope(cells=((low, low + 1),))
    office = Scope(cells=ALL.cells, departments=(f"{city}.water",))
    for actor in (
        HEAD,
        Actor(name="甲", role="leader", scope=office),
        Actor(name="乙", role="administrator", scope=part),
    ):
        with pytest.raises(Forbidden):
            called(connection, f"{city}.figures", actor=actor)
    for wrong in ({"code": "nobody"}, {"code": "", "name": "没有的局"}, {"code": "", "why": " "}):
        with pytest.raises(BadInput):
            called(connection, **wrong)
    called(connection, f"{city}.figures")
    with pytest.raises(ReturnRefused, match="刷新"):
        called(connection, f"{city}.water")


def test_a_pack_lays_names_once_and_only_a_demo_gets_agencies_for_them(connection, city, tmp_path):
    (tmp_path / "offices.yaml").write_text(
        f"names: {{{OFFICE}: statistics, 市水利局: water}}\nlay: [statistics]\n", "utf-8"
    )
    assert install_offices(connection, tmp_path, NOW, demo=False) == 1
    assert agencies_called(connection)["市水利局"] == f"{city}.water" and OFFICE not in agencies_called(connection)
    assert install_offices(connection, tmp_path, NOW, demo=True) == 1
    assert agencies_called(connection)[OFFICE] == f"{city}.statistics"
    called(connection, "", 0)
    assert install_offices(connection, tmp_path, NOW, demo=True) == 0 and OFFICE not in agencies_called(connection)
    (tmp_path / "offices.yaml").write_text("[1]", "utf-8")
    with pytest.raises(CityError):
        install_offices(connection, tmp_path, NOW, demo=True)


def test_the_pack_of_the_reference_city_can_be_laid(connection, city, tmp_path):
    shutil.copy(ROOT / "data" / "cities" / "350300" / "offices.yaml", tmp_path)
    assert install_offices(connection, tmp_path, NOW, demo=True) >= 15
    names = connection.scalars(select(agency.c.name).where(agency.c.provenance == "simulated")).all()
    assert {"市统计局", "市工信局"} <= set(names)
    (one,) = [each for each in office_names(connection) if each.name == OFFICE]
    assert one.provenance == "simulated" and "chip-simulated" in markup(names_card([one]))
    assert "chip-simulated" in markup(name_card(one, [], [], "", NOW))
    assert "chip chip-" not in markup(names_card([replace(one, provenance="measured")]))


def test_the_page_lists_the_names_and_a_leader_changes_one_there(blank, connection, city):
    connection.commit()
    blank = played(blank, NOW)
    drawn = returns_drawn(blank, View(), {"tab": "names", "called": OFFICE}, "leader")
    assert OFFICE in drawn["rows"] and 'name="seen" value="-1"' in drawn["one"]
    assert "<form" not in returns_drawn(blank, View(), {"tab": "names", "called": OFFICE}, "resident")["one"]
    given = {"act": "name", "name": OFFICE, "agency": f"{city}.figures", "seen": "-1", "words": "核定"}
    assert OFFICE in act_on_returns(blank, given, "leader", 1)
    assert "统计部门" in returns_drawn(blank, View(), {"tab": "names"}, "leader")["rows"]
    with blank.engine.connect() as other:
        assert other.scalars(select(audit.c.target).where(audit.c.action == "office_name")).all() == [
            f"{OFFICE} {city}.figures"
        ]
        assert other.scalar(select(office_name.c.reason)) == "核定"
