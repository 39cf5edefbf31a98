"""卡口值班点: who is posted where, what asks for more, and people moved from one to another, both or neither."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from components.markup import markup
from components.panels.posts import draw
from data.commands.posts import move_on_screen, move_staff
from data.errors import BadInput, Forbidden, ThingRefused, UnknownThing
from data.language import speaking
from data.queries.posts import answer
from data.schema import audit, feature, feature_history, region
from data.scope import Scope
from data.view import View
from tests.blank import blank_house
from tests.dispatch.conftest import house_of_the_demo
from tests.dispatch.town import DUTY, do, rows
from tests.gauges import plant_station, tell

__all__ = ["house_of_the_demo"]


@pytest.fixture
def town(tmp_path):
    with blank_house("sqlite", tmp_path) as house:
        stand(house)
        yield house


def stand(house):
    """Two posts in the first county: one lacks somebody, the other has one too many; a third lies in the second."""
    with house.engine.begin() as connection:
        cells = connection.execute(select(region).where(region.c.level == 6).order_by(region.c.lo)).all()
        told = [("T-A", cells[0], 1, 3), ("T-B", cells[1], 4, 3), ("T-Z", cells[-1], 2, 2)]
        thing = {"layer": "post", "kind": "gate", "grade": 0, "provenance": "simulated", "seq": 1}
        thing["as_of"] = house.clock.now() - timedelta(days=1)
        made = [
            {"code": code, "name": f"点{code}", "cell_id": cell.id, "lon": cell.lon, "lat": cell.lat}
            | {"attributes": {"posted": posted, "needed": needed}}
            for code, cell, posted, needed in told
        ]
        connection.execute(insert(feature), [thing | one for one in made])


def posted(house):
    return {row.code: row.attributes["posted"] for row in rows(house, feature, feature.c.code.like("T-%"))}


def move(house, frm="T-B", to="T-A", n=1, why="客流增大", actor=DUTY):
    return do(house, move_staff, frm, to, n, why, actor, house.clock.now())


def test_people_go_from_one_to_the_other_and_both_remember_why(town):
    move(town)
    assert posted(town) == {"T-A": 2, "T-B": 3, "T-Z": 2}
    with town.engine.connect() as connection:
        told = connection.execute(select(feature_history.c.reason, feature_history.c.actor)).all()
    assert len(told) == 2 and all("客流增大" in row.reason and row.actor == DUTY.name for row in told)


def test_more_than_there_are_do_not_go_and_what_makes_no_sense_is_refused(town):
    before = posted(town)
    with pytest.raises(ThingRefused):
        move(town, n=5)
    for wrong in ({"n": 0}, {"n": 201}, {"to": "T-B"}, {"why": ""}):
        with pytest.raises(BadInput):
            move(town, **wrong)
    with pytest.raises(Forbidden):
        move(town, actor=replace(DUTY, role="grid_staff"))
    first = rows(town, region, region.c.level == 2)[0]
    mine = replace(DUTY, scope=Scope(cells=((first.lo, first.hi),)))
    for code in ("T-Z", "NOPE"):
        with pytest.raises(UnknownThing):
            move(town, to=code, actor=mine)
    assert posted(town) == before


def test_what_lacks_somebody_or_is_crowded_asks_for_more(town):
    found = {row["code"]: row for row in answer(town, View(), Scope.guest()).rows}
    assert [found[code]["advice"] for code in ("T-A", "T-B", "T-Z")] == ["more", "spare", None]
    assert found["T-A"]["lack"] == 2 and found["T-A"]["station"] is None
    with town.engine.begin() as connection:
        there = connection.execute(select(feature.c.lon, feature.c.lat).where(feature.c.code == "T-Z")).one()
        now, where = town.clock.now(), {"lon": there.lon, "lat": there.lat}
        told = plant_station(connection, "CR-9", "crowd", 32, {"people": {"capacity": 100.0}}, now, **where)
        tell(connection, told["people"], now, 95.0)
    crowded = {row["code"]: row for row in answer(town, View(), Scope.guest()).rows}["T-Z"]
    assert (crowded["advice"], crowded["share"]) == ("more", 95.0)


def test_the_panel_says_it_in_both_languages_and_offers_whom_to_move(house_of_the_demo):
    home = house_of_the_demo
    stand(home)
    for lang in ("zh", "en"):
        with speaking(lang):
            drawn = markup(draw(answer(home, View(lang=lang), Scope.guest()), View(lang=lang))["rows"]["children"])
            assert "点T-A" in drawn and "data-theme-open" in drawn
    said = move_on_screen(home, {"code": "T-B", "found": "T-A", "n": "1", "what": "客流增大"}, "duty_officer", 1)
    assert "点T-B" in said and posted(home)["T-A"] == 2
    with home.engine.connect() as connection:
        told = connection.execute(select(audit.c.outcome, audit.c.target).where(audit.c.action == "post_move")).all()
    assert [tuple(row) for row in told] == [("done", "T-B T-A")]
