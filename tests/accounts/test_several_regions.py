"""An account of several regions: given by an administrator, the command line or a claim; it sees these and no other."""

import json
import re

import pytest

from data.accounts.mapped import Place
from data.cli_accounts import accounts
from data.commands.accounts import MOST_REGIONS
from data.schema import account_region
from tests.accounts.test_administering import send
from tests.seats import add, signed_in

HOME, NEXT, AWAY = "990103100", "990102100", "990102001"  # the first is no neighbour of the others
COUNTY = "990102"


@pytest.fixture
def admin(lone_desk):
    return signed_in(lone_desk.app, "adm", "administrator")


def regions_of(admin, login):
    """Codes of the ticked boxes of its form, in their order."""
    return re.findall(r'name="region" value="(\d+)"', admin.get(f"/accounts?login={login}").text)


def add_by_form(admin, login, *codes, **more):
    return send(admin, "/accounts/add", login=login, name="王丽", role="duty_officer", region=[*codes], **more)


def test_an_administrator_ticks_several_regions_and_unticks_one(admin):
    assert add_by_form(admin, "two", HOME, AWAY).status_code == 200
    assert regions_of(admin, "two") == [HOME, AWAY]
    told = {"login": "two", "name": "王丽", "role": "duty_officer"}
    assert send(admin, "/accounts/change", **told, region=[AWAY]).status_code == 303
    assert regions_of(admin, "two") == [AWAY]


def test_without_a_script_their_names_are_typed_with_commas_between(admin):
    assert add_by_form(admin, "two", region_text=f"{HOME}，{AWAY}").status_code == 200
    assert regions_of(admin, "two") == [HOME, AWAY]


def test_what_lies_in_another_region_of_his_says_nothing(admin):
    add_by_form(admin, "two", AWAY, COUNTY, NEXT)
    assert regions_of(admin, "two") == [COUNTY]


def test_nobody_gives_a_region_that_is_not_his_or_takes_one_away(lone_desk):
    part = signed_in(lone_desk.app, "part", "administrator", region=COUNTY)
    assert add_by_form(part, "two", AWAY, HOME).status_code == 404
    add(lone_desk.house, "both", "duty_officer", regions=(AWAY, HOME))
    assert "both" not in part.get("/accounts").text
    told = {"login": "both", "name": "x", "role": "leader", "region": [AWAY]}
    assert send(part, "/accounts/change", **told).status_code == 404


def test_too_many_are_refused_in_words(lone_desk, admin):
    runner = lone_desk.app.test_cli_runner()
    many = [word for n in range(MOST_REGIONS + 1) for word in ("--region", f"99{n}")]
    told = runner.invoke(accounts, ["add", "many", "--name", "x", "--role", "leader", *many])
    assert told.exit_code != 0 and str(MOST_REGIONS) in told.output


def test_the_command_line_gives_several_and_lists_them(lone_desk):
    runner = lone_desk.app.test_cli_runner()
    told = ["add", "two", "--name", "x", "--role", "leader", "--region", HOME, "--region", AWAY]
    assert runner.invoke(accounts, told).exit_code == 0
    assert f"{HOME},{AWAY}" in runner.invoke(accounts, ["list"]).output


def test_it_sees_its_regions_and_no_other_and_begins_at_the_first(lone_desk):
    client = signed_in(lone_desk.app, "two", "duty_officer", regions=(HOME, AWAY))
    assert client.get("/api/v1/events").json["region"] == HOME
    for code, status in ((HOME, 200), (AWAY, 200), (NEXT, 404), (COUNTY, 404), ("990100", 404)):
        assert client.get(f"/api/v1/regions/{code}").status_code == status
        assert client.get(f"/api/v1/panels/funnel.json?region={code}").status_code == status
    scene = json.loads(client.get(f"/api/v1/panels/map.json?region={AWAY}").text)["parts"]
    assert [one["code"] for one in scene["crumbs"]] == [AWAY]
    assert [one["code"] for one in scene["siblings"]] == [HOME, AWAY]
    assert len(client.get("/account").text.split("、")) > 1


def test_the_identity_of_two_towns_is_of_two_towns(client):
    from tests.accounts.test_demo import take

    take(client, "towns")
    with client.application.extensions["yitu"].engine.connect() as connection:
        assert len(connection.execute(account_region.select()).all()) == 1


def test_a_claim_gives_one_region_or_several():
    assert Place(role="leader").places == ()
    assert Place(role="leader", region=HOME, regions=(AWAY, HOME)).places == (HOME, AWAY)
