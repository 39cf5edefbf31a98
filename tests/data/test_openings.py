"""Data that the public may have, and how near the goals of a digital government are."""

import csv
import io
import re

import pytest
from sqlalchemy import delete, func, select

from callbacks.listing import draw_listing, make_move
from data.catalogue.goals import FILE, goals_of, read_goals
from data.catalogue_words import GOALS, MUST, OPENED
from data.commands.catalogue import set_terms
from data.commands.openings import item_key, plain_items, set_opening
from data.engine import writing
from data.errors import BadInput, CityError, Forbidden, ThingRefused
from data.house import EXTENSION
from data.life.actor import Actor
from data.queries.catalogue import all_resources, resource_row
from data.queries.openings import goal_rows, open_counts, opening_steps, with_openings
from data.queries.regions import region_of
from data.schema import indicator_value, resource_opening, scenario
from data.scope import Scope

ALL = Scope.guest()
OFFICER = Actor(name="值班员-001", role="duty_officer", scope=ALL)
ELSE = Actor(name="外部门", role="agency", scope=Scope(cells=ALL.cells, departments=("nobody",)))
SITES = "things:scenic"


def said(house, code=SITES, actor=OFFICER, **more):
    """Opened to all, with every field that names nobody, unless `more` says otherwise."""
    now = house.clock.now()
    with writing(house.engine) as connection:
        row = resource_row(connection, code, actor.scope, now)
        steps = opening_steps(connection, code, ALL)
        told = {"state": "open", "field": "culture", "words": "", "seq": steps[0]["seq"] if steps else 0}
        told |= {"items": [item_key(one) for one in plain_items(row)]} | more
        set_opening(connection, code, **told, actor=actor, now=now, provenance="measured")
        return row


def every(house, scope=ALL):
    with house.engine.connect() as connection:
        return with_openings(connection, all_resources(connection, scope, house.clock.now()))


def goals(house):
    rows, now = every(house), house.clock.now()
    with house.engine.connect() as connection:
        here = region_of(connection, "", ALL)
        found = goal_rows(connection, goals_of(house), rows, here, ALL, now, "measured")
    return {row["code"]: row for row in found}


def test_a_department_says_what_is_open_and_every_word_of_it_stays(house):
    row = said(house)
    said(house, state="terms", words="依申请开放", items=["name"])
    said(house, state="closed", words="涉密")
    with house.engine.connect() as connection:
        steps = opening_steps(connection, SITES, ALL)
    assert [one["state"] for one in steps][:3] == ["closed", "terms", "open"]
    assert [len(one["items"]) for one in steps][:3] == [0, 1, len(plain_items(row))]
    assert {one["actor"] for one in steps} == {""}, "who it was is for those who may know people"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"state": "all"}, BadInput),
        ({"field": "x"}, BadInput),
        ({"items": []}, BadInput),
        ({"items": ["persons"]}, BadInput),
        ({"state": "terms"}, BadInput),
        ({"state": "due"}, BadInput),
        ({"state": "closed", "words": "长" * 301}, BadInput),
        ({"seq": 7}, ThingRefused),
        ({"actor": ELSE}, Forbidden),
        ({"actor": Actor(name="居民", role="resident", scope=ALL)}, Forbidden),
    ],
)
def test_what_makes_no_sense_or_is_not_his_to_say_is_refused(house, wrong, error):
    with pytest.raises(error):
        said(house, **wrong)


def test_what_names_people_or_is_not_shared_is_never_open(house):
    names = [one for one in resource_row_of(house, "ledger:residents")["fields"] if one.shield != "plain"]
    with pytest.raises(BadInput, match="受控"):
        said(house, "ledger:residents", items=[item_key(names[0])])
    with writing(house.engine) as connection:
        row = resource_row(connection, SITES, ALL, house.clock.now())
        set_terms(connection, SITES, "closed", "涉密", row["seq"], OFFICER, house.clock.now(), "measured")
    with pytest.raises(BadInput, match="不予共享"):
        said(house)


def resource_row_of(house, code):
    with house.engine.connect() as connection:
        return resource_row(connection, code, ALL, house.clock.now())


def test_goals_stand_where_a_recount_says(house):
    with writing(house.engine) as connection:
        connection.execute(delete(resource_opening))
    assert goals(house)["open"]["now"] is None, "of nothing that should be open there is no share"
    said(house)
    said(house, "things:school", state="due", words="下月开放")
    said(house, "things:food", state="closed", words="涉密")
    counts = open_counts(every(house))
    found = goals(house)
    assert found.keys() == GOALS.keys()
    assert (found["open"]["done"], found["open"]["all"], found["open"]["now"], found["open"]["met"]) == (
        1,
        2,
        50,
        False,
    )
    assert sum(counts[one] for one in OPENED) == 1 and sum(counts[one] for one in MUST) == 2
    with house.engine.connect() as connection:
        used = connection.scalar(select(func.count()).where(scenario.c.state == "use"))
    assert found["scenes"]["now"] == used


def test_what_an_indicator_tells_is_its_newest_value_and_what_nobody_told_is_missing(house):
    codes = ("digital_cloud_rate", "digital_service_rate")
    with house.engine.connect() as connection:
        newest = select(indicator_value.c.value).where(
            indicator_value.c.indicator_code == codes[0], indicator_value.c.place_level == "city"
        )
        last = connection.scalar(newest.order_by(indicator_value.c.period.desc()).limit(1))
    found = goals(house)
    assert found["cloud"]["now"] == last and found["cloud"]["provenance"] == "simulated"
    with writing(house.engine) as connection:
        connection.execute(delete(indicator_value).where(indicator_value.c.indicator_code.in_(codes)))
    assert goals(house)["service"]["now"] is None and goals(house)["service"]["owner"]


@pytest.mark.parametrize(
    "wrong",
    [
        "[",
        "code: open",
        "- {code: fly, target: 1, year: 2025, source: x}",
        "- {code: cloud, target: 1, year: 2025, source: x}",
        "- {code: open, target: 0, year: 2025, source: x}",
        "- {code: open, target: 1, year: 2025, source: ''}",
        "- {code: open, target: 1, year: 2025, source: x}\n- {code: open, target: 1, year: 2025, source: x}",
    ],
)
def test_a_file_of_goals_that_makes_no_sense_is_named(tmp_path, wrong):
    file = tmp_path / FILE.name
    file.write_text(wrong, "utf-8")
    with pytest.raises(CityError, match=FILE.name):
        read_goals(file)


def test_the_page_and_its_files_hold_the_same_and_a_decision_on_it_counts_at_once(client):
    with client.application.app_context():
        home = client.application.extensions[EXTENSION]
        given = {"act": "opening", "code": SITES, "state": "open", "open_field": "culture", "item name": "1"}
        with home.engine.connect() as connection:
            steps = opening_steps(connection, SITES, ALL)
        asked = {"sign": "s", "lang": "zh", "role": "duty_officer", "number": 1, "move": "catalogue"}
        told = make_move(asked | {"given": given | {"seq": str(steps[0]["seq"] if steps else 0)}})
        assert told.get("said") == "已核定：无条件开放"
        assert make_move(asked | {"given": given | {"seq": "0", "item persons": "1"}})["refused"]
        parts = drawn("?tab=open")
        shown = re.findall(r'data-opening="([^"]+)"', parts["rows"])
        assert set(re.findall(r'data-goal="([^"]+)"', parts["rows"])) == set(GOALS)
        assert "核定数据开放" in drawn(f"?resource={SITES}")["one"]
        assert drawn("?tab=open&open_state=due&open_field=economy")["rows"].count("data-opening") < len(shown)
        assert "Open" in drawn("?tab=open&lang=en")["side"]
    text = client.get("/api/v1/catalogue/open.csv").get_data(as_text=True).removeprefix("\ufeff")
    assert [row["代码"] for row in csv.DictReader(io.StringIO(text))] == shown and SITES in shown
    rows = client.get("/api/v1/catalogue/open.json?open_field=culture").json["rows"]
    assert {row["field"] for row in rows} == {"culture"} and ["name"] in [row["items"] for row in rows]
    assert client.get("/api/v1/catalogue/open.json?open_state=x").status_code == 400


def drawn(search):
    return draw_listing({"page": "catalogue", "search": search, "role": "duty_officer", "number": 1})["parts"]
