"""The pages of the economy and their files: what a visitor of the demo finds, orders, takes along and moves."""

import csv
import io

import openpyxl
import pytest
from sqlalchemy import select

from callbacks.listing import draw_listing, make_move
from components.economy_page import economy_page
from data.house import EXTENSION
from data.queries.growth import answer as growth
from data.queries.growth_regions import answer as growth_regions
from data.queries.policies import answer as policies
from data.schema import audit, record
from data.scope import Scope
from data.view import View

PAGES = ("chains", "enterprises", "projects", "policies")
GUEST = Scope(cells=Scope.guest().cells, clearance=1)


@pytest.fixture
def home(client):
    with client.application.app_context():
        yield client.application.extensions[EXTENSION]


def drawn(page, search="", role="duty_officer"):
    return draw_listing({"page": page, "search": search, "role": role, "number": 1})


def sent(role="agency", **given):
    return make_move({"sign": "s", "lang": "zh", "role": role, "number": 2, "move": "economy", "given": given})


def some(home, subject, member=" "):
    with home.engine.connect() as connection:
        where = (record.c.subject == subject, record.c.member.like(f"%{member}%"))
        return connection.execute(select(record).where(*where).order_by(record.c.code)).mappings().first()


def rows_of(client, path):
    return list(csv.DictReader(io.StringIO(client.get(path).get_data(as_text=True).removeprefix("\ufeff"))))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_is_drawn_in_both_languages(home, lang):
    assert economy_page(home, View(lang=lang), ())
    for page in PAGES:
        assert drawn(page, f"?lang={lang}")["parts"]["main"]


@pytest.mark.parametrize("page", PAGES)
def test_what_an_address_names_wrongly_is_said_or_left_aside(home, page):
    wrong = "chain=nothing&policy=nothing&enterprise=nothing&project=nothing&sort=nothing&stage=nothing&tag=nothing"
    told = drawn(page, f"?{wrong}")
    assert told.get("refused") or told["parts"]


def test_growth_is_told_by_form_with_what_it_is_held_against(home):
    rows = growth(home, View(), GUEST).rows
    assert {row["form"] for row in rows} >= {"month", "ytd"}
    power = next(row for row in rows if row["code"] == "industrial_power_growth")
    assert power["versus_target"] == pytest.approx(power["value"] - 8.0)
    assert power["rank_of"] == "province" and power["rank"]


def test_a_county_is_ranked_among_its_neighbours_and_a_town_is_told_whose_figures_it_sees(home):
    below = growth_regions(home, View(), GUEST)
    ranks = sorted(row["rank"] for row in below.rows if row["rank"] is not None)
    assert ranks and ranks[0] == 1
    county = below.rows[0]["code"]
    assert {row["rank_of"] for row in growth(home, View(region=str(county)), GUEST).rows if row["rank"]} != {"province"}
    town = growth_regions(home, View(region=str(county)), GUEST).rows[0]["code"]
    assert growth(home, View(region=str(town)), GUEST).upper


@pytest.mark.parametrize("search", ["", "sort=staff&down=1", "sort=name", "tag=hiring"])
def test_the_file_of_enterprises_holds_the_rows_of_the_screen_in_their_order(home, client, search):
    shown = drawn("enterprises", f"?{search}")["parts"]["main"]
    codes = [part.partition('"')[0] for part in shown.split('data-enterprise="')[1:]]
    assert [row["编号"] for row in rows_of(client, f"/api/v1/economy/enterprises.csv?{search}")] == codes


def test_a_sheet_has_numbers_and_says_what_it_is(home, client):
    book = openpyxl.load_workbook(io.BytesIO(client.get("/api/v1/economy/projects.xlsx?sort=total").data))
    rows = list(book.worksheets[0].values)
    assert rows[0][:2] == ("编号", "项目") and isinstance(rows[1][5], int | float)
    assert ("数据性质", "模拟") in list(book.worksheets[1].values)


def test_tables_that_are_not_there_and_names_that_mean_nothing_are_refused(client):
    assert client.get("/api/v1/economy/people.csv").status_code == 404
    assert client.get("/api/v1/economy/projects.csv?nothing=1").status_code == 400
    assert client.get("/api/v1/economy/matches.csv?policy=export_insurance").status_code == 403


def test_a_project_is_moved_on_the_page_and_its_audit_tells_of_it(home):
    one = some(home, "project", " investment ")
    before = drawn("projects", f"?project={one['code']}")["parts"]["file"]
    assert "移动项目" in before
    assert sent(act="project", project=one["code"], to="dropped", seq=str(one["seq"]), reason="")["refused"]
    told = sent(act="project", project=one["code"], to="dropped", seq=str(one["seq"]), reason="企业改变计划")
    assert told["said"] == f"{one['code']} 已到“终止”"
    assert "企业改变计划" in drawn("projects", f"?project={one['code']}")["parts"]["file"]
    with home.engine.connect() as connection:
        assert "project_move" in connection.scalars(select(audit.c.action)).all()


def test_an_appeal_from_the_file_of_an_enterprise_is_a_case(home):
    one = some(home, "enterprise")
    told = sent(act="appeal", enterprise=one["code"], kind="labour", title="招工难", text="")
    code = told["said"].rpartition("：")[2]
    assert code in drawn("enterprises", f"?enterprise={one['code']}")["parts"]["file"]
    assert sent("leader", act="appeal", enterprise=one["code"], kind="labour", title="招工难")["refused"]


def test_what_makes_no_sense_is_refused_in_words(home):
    assert sent(act="nothing")["refused"] and sent(act="grant", grant="x", seq="1", to="paid")["refused"]
    assert sent(act="grant", grant="999999", seq="1", to="nothing")["refused"]


def test_a_policy_is_offered_to_whom_it_fits_from_its_list(home):
    for row in policies(home, View(), Scope(cells=Scope.guest().cells, clearance=2)).rows:
        main = drawn("policies", f"?policy={row['code']}")["parts"]["main"]
        if 'value="offer"' in main:
            enterprise = main.partition('name="enterprise" value="')[2].partition('"')[0]
            assert sent(act="offer", policy=row["code"], enterprise=enterprise)["said"] == "已推送给企业"
            assert sent(act="offer", policy=row["code"], enterprise=enterprise)["refused"].startswith("已推送过")
            return
    pytest.fail("nobody of the toy city is left to be offered anything")
