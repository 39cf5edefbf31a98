"""One event from the report form to its rating, by the roles it needs; and what stands around such a life."""

import json
import re
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from PIL import Image

from data.clock import Clock
from data.engine import make_engine
from data.intake.keep import quarantine
from data.intake.record import Fault
from data.settings import Settings
from tests.browser import wait_drawn, wait_for

TOWN = "350304100"
PLACE = (119.0090, 25.4972)
SAID = "(text) => document.body.innerText.includes(text)"
ALL_GRADES = """(text) => [...document.querySelectorAll('.ag-row [col-id=grade]')]
  .every((one) => one.innerText.includes(text))"""
TAKEN = """(move) => [...document.querySelectorAll(`[data-act=${move}] .photo-list figcaption`)]
  .map((one) => one.textContent).join() === '' && document.querySelector(`[data-act=${move}] .photo-list img`)"""
STAGE = "(text) => document.querySelector('.mark-stage')?.innerText === text"


def photo(place=None):
    exif = Image.Exif()
    if place:
        exif[0x8825] = {1: "N", 2: (25.0, 29.0, 49.9), 3: "E", 4: (119.0, 0.0, 32.4)}
    data = BytesIO()
    Image.new("RGB", (800, 600), (70, 110, 150)).save(data, "JPEG", exif=exif)
    return {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def fill(page, text, kind="flood"):
    page.locator("[name=kind1] option").nth(1).wait_for(state="attached")
    page.select_option("[name=kind1]", kind)
    page.fill("[name=text]", text)
    for name, value in zip(("lon", "lat"), PLACE, strict=True):
        page.fill(f"[name={name}]", str(value))
    page.locator("[name=lat]").blur()
    wait_for(page, "() => document.querySelector('.place-found').innerText.includes('›')")


def send(page):
    page.locator("[data-send]").click()
    page.locator(".report-done").wait_for()
    return page.locator(".done-way").get_attribute("href").split("?")[0]


def act(page, role, move, **given):
    """Choose the role, open the move, fill what it asks, send, and wait until the page shows the result."""
    page.select_option("[name=role]", role)
    form = page.locator(f'[data-act="{move}"]')
    form.locator("summary").click()
    if picture := given.pop("photo", None):
        form.locator("[type=file]").set_input_files(picture)
        wait_for(page, TAKEN, move)
    for name, value in given.items():
        control = form.locator(f"[name={name}]").first
        if control.get_attribute("type") == "radio":
            form.locator(f'[name={name}][value="{value}"]').check()
        elif control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    form.locator("[type=submit]").click()


def reached(page, url):
    """How many of today's events of the town reached each link, as the event centre's funnel says."""
    rows = page.request.get(f"{url}/api/v1/panels/centre_funnel.json?region={TOWN}").json()["rows"]
    return {row["stage"]: row["count"] for row in rows}


DRAWN = """() => Object.fromEntries([...document.querySelectorAll("[data-panel='centre_funnel'] a.row")].map((row) =>
  [row.dataset.toList.split(':')[1], Number(row.querySelector('.bar-count .n').innerText.replaceAll(',', ''))]))"""
SAME = f"""(wanted) => {{
  const drawn = ({DRAWN})();
  return Object.keys(wanted).every((key) => drawn[key] === wanted[key]);
}}"""


def test_an_event_lives_from_its_report_to_its_rating_and_the_funnel_moves_link_by_link(open_wall, server):
    centre = open_wall(f"/events?region={TOWN}")
    wait_drawn(centre, TOWN)
    page = open_wall("/report", 390, 844)
    before = reached(page, server)
    assert centre.evaluate(DRAWN) == before
    fill(page, "村口涵洞积水约40厘米，车辆无法通行。请尽快处理")
    path = send(page)
    assert reached(page, server)["reported"] == before["reported"] + 1
    wait_for(centre, SAME, before | {"reported": before["reported"] + 1})
    page.goto(f"{server}{path}")
    wait_for(page, STAGE, "采集")
    assert page.locator(".event-title").inner_text().endswith("村口涵洞积水约40厘米，车辆无法通行")
    steps = [
        ("duty_officer", "file", "立案", "filed", {}),
        ("duty_officer", "assign", "派遣", "assigned", {}),
        ("agency", "accept", "处置", "handling", {}),
        ("agency", "answer", "反馈", "answered", {"reason": "已抽排，恢复通行", "photo": photo()}),
        ("grid_staff", "verify", "核查", None, {"reason": "现场已无积水"}),
        ("duty_officer", "close", "结案", "closed", {}),
        ("resident", "rate", "评价", "rated", {"rating": "5"}),
    ]
    now = reached(page, server)
    for role, move, stage, link, given in steps:
        act(page, role, move, **given)
        wait_for(page, STAGE, stage)
        after = reached(page, server)
        assert {name: n - now[name] for name, n in after.items() if n != now[name]} == ({link: 1} if link else {})
        wait_for(centre, SAME, after)
        now = after
    assert page.locator(".photo img").count() == 1
    history = page.locator(".timeline").inner_text()
    for word in ("采集上报", "值班员-001", "处置单位-001", "已抽排，恢复通行", "群众-001", "评分 5"):
        assert word in history


def test_a_move_that_is_refused_says_why_and_nothing_changes(open_wall, server):
    page = open_wall("/report")
    fill(page, "河边护栏缺损三米，存在坠落隐患")
    page.goto(server + send(page))
    act(page, "duty_officer", "reject", reason="   ")
    wait_for(page, "() => document.querySelector('[data-act=reject] .act-say').innerText.includes('理由')")
    assert page.locator(".mark-stage").inner_text() == "采集"
    page.select_option("[name=role]", "resident")
    wait_for(page, SAID, "这个角色此时没有可办的动作")


def test_two_people_at_one_event_see_what_the_other_did(open_wall, server):
    page = open_wall("/report")
    fill(page, "公交站台玻璃破碎，碎片散落人行道")
    path = send(page)
    other = open_wall(path)
    page.goto(server + path)
    wait_for(other, STAGE, "采集")
    act(page, "duty_officer", "file")
    wait_for(other, STAGE, "立案", seconds=15)


def test_a_report_much_like_another_is_suggested_with_the_reason_and_merged_by_a_person(open_wall, server):
    page = open_wall("/report")
    fill(page, "菜市场门口路灯不亮，晚上看不清路面", "facility")
    first = send(page)
    page.goto(f"{server}/report")
    fill(page, "路灯不亮，菜市场门口晚上看不清", "facility")
    page.locator(".repeats .other").first.wait_for()
    assert re.search(r"同类 · 相距 \d+ 米 · 相隔 \d+ 分钟 · 文字相似 \d+%", page.locator(".repeats").inner_text())
    second = send(page)
    page.goto(server + second)
    page.select_option("[name=role]", "duty_officer")
    page.locator("[data-event-part=links] [data-merge]").first.click()
    form = page.locator('[data-act="merge"]')
    form.locator("[name=reason]").fill("同一处路灯")
    form.locator("[type=submit]").click()
    wait_for(page, STAGE, "已并案")
    page.goto(server + first)
    wait_for(page, SAID, "合并上报 2")
    wait_for(page, SAID, "并入本件")


def test_a_photo_offers_its_place_and_is_shown_with_the_event(open_wall, server):
    page = open_wall("/report", 390, 844)
    page.locator("[name=kind1] option").nth(1).wait_for(state="attached")
    page.set_input_files("[name=photos]", photo(PLACE))
    page.locator("[data-adopt='1']").click()
    wait_for(page, "() => document.querySelector('.place-found').innerText.includes('›')")
    page.select_option("[name=kind1]", "sanitation")
    page.fill("[name=text]", "垃圾堆放在路边，占了半幅车道")
    page.goto(server + send(page))
    shown = page.locator(".photo img")
    shown.wait_for()
    wait_for(page, "() => document.querySelector('.photo img').naturalWidth > 0")
    answer = page.request.get(server + urlsplit(shown.get_attribute("src")).path)
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not Image.open(BytesIO(answer.body())).getexif()


def test_a_place_is_found_by_the_name_of_a_thing_of_the_registers(open_wall, server):
    page = open_wall("/report")
    page.locator("[name=kind1] option").nth(1).wait_for(state="attached")
    (thing,) = page.request.get(f"{server}/api/v1/things?layer=key_site&limit=1").json()["things"]
    page.locator("[name=seek]").press_sequentially(thing["name"])
    page.locator(".hit", has_text=thing["code"]).click()
    wait_for(page, "() => document.querySelector('.place-found').innerText.includes('›')")
    point = [float(page.input_value(f"[name={name}]")) for name in ("lon", "lat")]
    assert point == pytest.approx([thing["lon"], thing["lat"]], abs=1e-6)
    assert page.input_value("[name=place]") == thing["name"]


def test_errors_stand_beside_their_fields_and_nothing_is_lost(open_wall):
    page = open_wall("/report")
    page.locator("[name=kind1] option").nth(1).wait_for(state="attached")
    page.fill("[name=text]", "只写了情况")
    page.locator("[data-send]").click()
    wait_for(page, "() => document.querySelector('[data-say=category]').innerText !== ''")
    page.select_option("[name=kind1]", "flood")
    page.locator("[data-send]").click()
    wait_for(page, "() => document.querySelector('[data-say=point]').innerText !== ''")
    assert page.input_value("[name=text]") == "只写了情况"


def test_an_event_that_is_not_there_is_told(open_wall):
    page = open_wall("/events/E20200101-9999999")
    wait_for(page, SAID, "没有这个事件")


def test_the_list_follows_its_filters_and_the_file_holds_exactly_them(open_wall, server):
    page = open_wall(f"/events?region={TOWN}&window=30d&stage=rated")
    wait_drawn(page, TOWN)
    page.locator(".list-grid .ag-row a").first.wait_for()
    stages = page.locator(".ag-row [col-id=stage]").all_inner_texts()
    assert set(stages) - {""} == {"评价"}
    page.select_option("[data-filter=stage]", "")
    page.select_option("[data-filter=category]", "flood")
    page.select_option("[data-filter=grade]", "C")
    wait_for(page, "() => location.search.includes('category=flood') && location.search.includes('grade=C')")
    wait_for(
        page,
        "() => [...document.querySelectorAll('.ag-row [col-id=grade]')].every((one) => one.innerText.includes('一般'))",
    )
    link = page.locator("a[data-carry=events]").first.get_attribute("href")
    lines = page.request.get(server + link).text().lstrip("\ufeff").splitlines()
    listed = page.request.get(
        f"{server}/api/v1/events?region={TOWN}&window=30d&category=flood&grade=C&limit=500"
    ).json()
    assert len(lines) - 1 == len(listed["events"])
    page.locator(".list-grid .ag-row a").first.click()
    wait_for(page, "() => document.querySelector('[data-testid=event-page]') !== null")


def test_a_row_of_the_quarantine_is_mended_and_replayed(open_wall, server, quarantined):
    page = open_wall("/quarantine")
    row = page.locator(f'[data-kept="{quarantined}"]')
    row.locator("summary").click()
    raw = json.loads(row.locator("textarea").input_value())
    row.locator("[data-verdict=replay]").click()
    wait_for(page, "(id) => document.querySelector(`[data-kept='${id}'] .act-say`)?.innerText", quarantined)
    row.locator("textarea").fill(json.dumps(raw | {"category": "flood"}, ensure_ascii=False))
    row.locator("[data-verdict=replay]").click()
    wait_for(page, "(id) => !document.querySelector(`[data-kept='${id}']`)", quarantined)
    page.locator(".kept-filter", has_text="已重放").click()
    page.locator(f'[data-kept="{quarantined}"] a', has_text="查看事件").wait_for(state="attached")


@pytest.fixture
def quarantined(city_database):
    """A row of a made-up sender whose category nobody knows."""
    raw = {
        "title": "测试积水",
        "category": "nonsense",
        "source": "neighbour",
        "lon": PLACE[0],
        "lat": PLACE[1],
        "reported_at": "2024-07-25T15:00:00+08:00",
    }
    engine = make_engine(f"sqlite:///{city_database}")
    with engine.begin() as connection:
        now = Clock(engine, Settings(database_url=f"sqlite:///{city_database}", _env_file=None)).now()
        fault = Fault("category", "类别目录中没有“nonsense”")
        number = quarantine(connection, door="api", origin="测试来源", raw=raw, fault=fault, now=now)
    engine.dispose()
    return number
