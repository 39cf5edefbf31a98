"""The doors of briefings: made and changed by screens, brought as files, played, and moved from a telephone by PIN."""

import json

import pytest

from data.briefing.file import file_of, scenes_in
from data.errors import BadInput
from tests.briefing.people import SCENES
from tests.seats import HERE, signed_in

DATA = "/briefing/data"
SCENE = {"path": "/?region=990102", "title": "全市 *3* 处", "notes": "只给讲者", "minutes": 1.5}


@pytest.fixture
def presenter(lone_desk):
    return signed_in(lone_desk.app, "hui.bao", "presenter", name="汇报员")


@pytest.fixture
def leader(lone_desk):
    return signed_in(lone_desk.app, "ling.dao", "leader", name="领导")


def post(client, path, body=None):
    return client.post(f"{DATA}/{path}", json=body or {}, headers=HERE)


def made(client, **more):
    answer = post(
        client, "make", {"title": "防台风汇报", "scenes": [SCENE, SCENE | {"title": "二", "path": "/risk"}]} | more
    )
    assert answer.status_code == 201, answer.text
    return answer.json["code"]


def given(client, code):
    return post(client, f"{code}/show").json["show"]


def moved(client, show, **move):
    return post(client, f"shows/{show}/moves", move)


def state(client, show):
    return client.get(f"{DATA}/shows/{show}").json["state"]


def test_a_briefing_is_made_changed_and_removed_by_its_page(presenter):
    code = made(presenter)
    n = post(presenter, f"{code}/add", {"scene": SCENE | {"title": "三"}}).json["n"]
    assert post(presenter, f"{code}/change", {"n": n, "scene": SCENE | {"title": "叁"}}).status_code == 200
    assert post(presenter, f"{code}/order", {"order": [n, 2, 1]}).status_code == 200
    double = post(presenter, f"{code}/double", {"n": 2}).json["n"]
    assert post(presenter, f"{code}/take", {"n": 1}).status_code == 200
    whole = presenter.get(f"{DATA}/{code}/scenes").json
    assert [(one["n"], one["title"]) for one in whole["scenes"]] == [(n, "叁"), (2, "二"), (double, "二")]
    assert [one["code"] for one in presenter.get(f"{DATA}/own").json] == [code]
    assert post(presenter, f"{code}/remove").status_code == 200
    assert presenter.get(f"{DATA}/{code}/scenes").status_code == 404


@pytest.mark.parametrize(
    ("act", "body"),
    [
        *(("rename", {}), ("rename", {"title": " "}), ("share", {"roles": "leader"}), ("share", {"roles": ["system"]})),
        *(("add", {}), ("add", {"scene": SCENE | {"path": "https://example.org"}}), ("change", {"scene": SCENE})),
        *(("order", {"order": "12"}), ("order", {"order": [True, 2]}), ("take", {"n": "1"}), ("burn", {})),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(presenter, act, body):
    answer = post(presenter, f"{made(presenter)}/{act}", body)
    assert answer.status_code in (400, 404, 409)
    assert answer.json["detail"]


def test_a_file_comes_back_as_the_same_briefing(presenter, leader):
    code = made(presenter)
    file = presenter.get(f"{DATA}/{code}/file")
    assert "attachment" in file.headers["Content-Disposition"]
    kind = {"content_type": "application/octet-stream", "headers": HERE}
    answer = leader.post(f"{DATA}/import", data=file.data, **kind)
    assert answer.status_code == 201, answer.text
    theirs = leader.get(f"{DATA}/{answer.json['code']}/file").json
    assert theirs == file.json
    assert leader.get(f"{DATA}/{code}/file").status_code == 404


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xff\xfe", "不是 JSON"),
        (b"[" * 100_000, "不是 JSON"),
        (b"[]", "不是汇报文件"),
        (b'{"kind":"yitu-briefing","version":2}', "版本 2"),
        (b'{"kind":"yitu-briefing","version":1,"title":"a"}', "缺少名称或幕"),
        (
            json.dumps({"kind": "yitu-briefing", "version": 1, "title": "a", "scenes": [{"path": "/x"}]}).encode(),
            "第 1 幕",
        ),
        (b" " * (2 * 2**20 + 1), "2 MB"),
    ],
)
def test_a_bad_file_is_refused_with_what_is_wrong_with_it(content, why):
    with pytest.raises(BadInput, match=why):
        scenes_in(content)


def test_scenes_travel_whole():
    checked = [one.checked() for one in SCENES]
    assert scenes_in(file_of("防台风汇报", checked).encode()) == ("防台风汇报", checked)


def test_a_show_is_moved_by_its_presenter_and_seen_by_whom_it_is_shared_with(presenter, leader):
    code = made(presenter)
    show = given(presenter, code)
    assert leader.get(f"{DATA}/shows/{show}").status_code == 404
    post(presenter, f"{code}/share", {"roles": ["leader"]})
    assert moved(presenter, show, move="go", scene=2).status_code == 200
    theirs = leader.get(f"{DATA}/shows/{show}").json
    assert theirs["state"]["scene"] == 2
    assert "pin" not in theirs and "notes" not in theirs["scenes"][0]
    assert presenter.get(f"{DATA}/shows/{show}").json["scenes"][0]["notes"] == "只给讲者"
    assert moved(leader, show, move="go", scene=1).status_code == 403
    assert leader.get(f"{DATA}/shows/{show}/remote").status_code == 403
    assert post(leader, f"shows/{show}/here", {"screen": "abc123", "size": "1920×1080"}).status_code == 200
    assert list(state(presenter, show)["screens"]) == ["abc123"]
    assert moved(presenter, show, move="end").status_code == 200
    assert moved(presenter, show, move="go", scene=1).status_code == 409
    late = post(leader, f"shows/{show}/here", {"screen": "def456", "size": "1920×1080"})
    assert late.status_code == 200 and list(state(presenter, show)["screens"]) == ["abc123"]


def test_a_scene_comes_with_the_drawings_of_its_panels_or_says_which_page_it_is(presenter):
    code = made(
        presenter,
        scenes=[
            SCENE | {"emphasis": {"panels": ["funnel"]}},
            SCENE | {"path": "/risk"},
            SCENE | {"path": "/panel/trend"},
        ],
    )
    first, page, panel = (presenter.get(f"{DATA}/{code}/scenes/{n}").json for n in (1, 2, 3))
    assert first["kind"] == "map" and set(first["drawings"]) == {"map", "funnel"}
    assert first["drawings"]["map"]["frame"]["data-region"] == "990102"
    assert (page["kind"], page["drawings"]) == ("page", {})
    assert (panel["kind"], panel["panels"]) == ("panel", ["trend"])
    closer = presenter.get(f"{DATA}/{code}/scenes/1?path=/%3Fregion%3D990103").json
    assert closer["drilled"] and closer["drawings"]["map"]["frame"]["data-region"] == "990103"
    assert presenter.get(f"{DATA}/{code}/scenes/1?path=//example.org").status_code == 400
    assert presenter.get(f"{DATA}/{code}/scenes/9").status_code == 404


def test_a_telephone_comes_in_by_the_pin_and_moves_the_show(lone_desk, presenter):
    show = given(presenter, made(presenter))
    phone, remote = lone_desk.app.test_client(), f"/briefing/remote/{show}"
    pin = presenter.get(f"{DATA}/shows/{show}/remote").json["pin"]
    assert phone.get(remote).status_code == 200
    for path in ("state", "live"):
        assert phone.get(f"{remote}/{path}").status_code == 401
    assert phone.post(f"{remote}/moves", json={"move": "go", "scene": 2}, headers=HERE).status_code == 401
    assert phone.post(remote, data={"pin": "000000" if pin != "000000" else "1"}, headers=HERE).status_code == 401
    assert phone.post(remote, data={"pin": pin}, headers=HERE).status_code == 303
    assert phone.get(f"{remote}/state").json["scenes"][0]["notes"] == "只给讲者"
    assert phone.post(f"{remote}/moves", json={"move": "go", "scene": 2}, headers=HERE).status_code == 200
    assert phone.post(f"{remote}/moves", json={"move": "end"}, headers=HERE).status_code == 400
    assert state(presenter, show)["scene"] == 2
    moved(presenter, show, move="pin")
    assert phone.get(f"{remote}/state").status_code == 401
    moved(presenter, show, move="end")
    assert phone.get(remote).status_code == 409


def test_a_pass_opens_one_show_and_nothing_else_of_the_house(lone_desk, presenter):
    code = made(presenter)
    show = given(presenter, code)
    phone = lone_desk.app.test_client()
    phone.post(
        f"/briefing/remote/{show}", data={"pin": presenter.get(f"{DATA}/shows/{show}/remote").json["pin"]}, headers=HERE
    )
    for path in (f"{DATA}/{code}/scenes", f"{DATA}/shows/{show}", "/api/v1/events"):
        assert phone.get(path).status_code == 401
    moved(presenter, show, move="end")
    other = given(presenter, code)
    assert phone.get(f"/briefing/remote/{other}/state").status_code == 401


def test_pins_cannot_be_tried_through(lone_desk, presenter):
    show = given(presenter, made(presenter))
    phone = lone_desk.app.test_client()
    codes = [phone.post(f"/briefing/remote/{show}", data={"pin": str(n)}, headers=HERE).status_code for n in range(8)]
    assert codes[-1] == 429 and set(codes) <= {401, 429}


def test_who_only_looks_on_makes_nothing(lone_desk, presenter):
    auditor = signed_in(lone_desk.app, "shen.ji", "auditor")
    assert post(auditor, "make", {"title": "a", "scenes": []}).status_code == 403
    code = made(presenter)
    post(presenter, f"{code}/share", {"roles": ["auditor"]})
    assert auditor.get(f"{DATA}/{code}/scenes").status_code == 200
    assert post(auditor, f"{code}/show").status_code == 403


def test_a_request_of_another_site_moves_nothing(presenter):
    show = given(presenter, made(presenter))
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Origin": "https://example.org"}
    answer = presenter.post(f"{DATA}/shows/{show}/moves", json={"move": "black", "on": True}, headers=elsewhere)
    assert answer.status_code == 403
    assert not state(presenter, show)["black"]
