"""A briefing is made, put in order, shared, copied and removed; by whom, and seen by whom."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, insert, select

from data.answer import Answer, Column
from data.briefer import VISITOR
from data.briefing.kept import answer_json
from data.briefing.scene import Emphasis, Scene, checked_path
from data.commands.briefings import (
    add_scene,
    change_scene,
    copy,
    copy_scene,
    order_scenes,
    remove,
    remove_scene,
    rename,
    share,
)
from data.engine import writing
from data.errors import BadInput, BriefingRefused, Forbidden, UnknownThing
from data.queries.briefings import frozen_answer, scenes_of
from data.queries.revisions import revisions
from data.schema import briefing, briefing_answer, briefing_scene
from tests.briefing.people import (
    AUDITOR,
    COUNTY,
    LEADER,
    MARK,
    OTHER,
    PRESENTER,
    SCENES,
    WALL,
    do,
    listed,
    made,
    row_of,
    scenes,
    titles,
)

ANSWER = Answer(
    region="990102",
    level=2,
    columns=(Column(key="n", label="事件", unit="件"),),
    rows=[{"n": 3, "share": 0.25, "name": "甲", "none": None}],
    unit="件",
    as_of=WALL,
    provenance="simulated",
    rhythm=timedelta(minutes=5),
    source="网格平台",
    parts={"line": [{"x": 1.5}]},
)


def test_a_briefing_is_what_was_put_into_it_in_that_order(house):
    code = made(house)
    assert scenes(house, code) == [replace(one, n=n) for n, one in enumerate(SCENES, 1)]
    row = row_of(house, code)
    assert (row["title"], row["scenes"], row["minutes"], row["mine"]) == ("防台风汇报", 3, 5.5, True)
    with house.engine.connect() as connection:
        assert revisions(connection)["briefings"] == 1


def test_scenes_are_added_changed_doubled_moved_and_taken_out(house):
    code = made(house)
    n = do(house, add_scene, code, Scene(path="/events", title="事件"), PRESENTER, WALL)
    double = do(house, copy_scene, code, 1, PRESENTER, WALL)
    assert titles(house, code) == ["全市形势", "全市形势", "沿海已转移 12,846 人", "风险", "事件"]
    do(house, order_scenes, code, [n, 1, 2, 3, double], PRESENTER, WALL)
    assert titles(house, code) == ["事件", "全市形势", "沿海已转移 12,846 人", "风险", "全市形势"]
    do(house, change_scene, code, replace(SCENES[0], title="形势", n=1), PRESENTER, WALL)
    do(house, remove_scene, code, 2, PRESENTER, WALL)
    assert titles(house, code) == ["事件", "形势", "风险", "全市形势"]
    again = do(house, add_scene, code, SCENES[0], PRESENTER, WALL)
    assert again not in (1, 2, 3, n, double)


def test_an_order_that_misses_a_scene_is_refused(house):
    code = made(house)
    for order in ([1, 2], [1, 2, 3, 4], [1, 1, 2], []):
        with pytest.raises(BriefingRefused, match="刷新"):
            do(house, order_scenes, code, order, PRESENTER, WALL)
    assert titles(house, code)[0] == "全市形势"


def test_only_its_owner_changes_a_briefing(house):
    code = made(house)
    do(house, share, code, ["presenter", "leader"], PRESENTER, WALL)
    for me in (OTHER, LEADER):
        for command, *more in ((rename, "别的", me, WALL), (remove_scene, 1, me, WALL), (remove, me)):
            with pytest.raises(Forbidden, match="制作人"):
                do(house, command, code, *more)
    with pytest.raises(Forbidden):
        made(house, AUDITOR)
    with pytest.raises(Forbidden):
        do(house, copy, code, replace(AUDITOR, role="presenter"), WALL)


def test_it_is_seen_by_its_owner_and_by_roles_it_is_shared_with(house):
    code = made(house)
    assert listed(house, PRESENTER) == [code]
    assert listed(house, OTHER) == listed(house, LEADER) == []
    do(house, share, code, ["leader", "auditor"], PRESENTER, WALL)
    assert listed(house, LEADER) == listed(house, AUDITOR) == [code]
    assert listed(house, OTHER) == []
    with pytest.raises(UnknownThing):
        row_of(house, code, OTHER)
    with pytest.raises(BadInput):
        do(house, share, code, ["administrator"], PRESENTER, WALL)


def test_who_sees_less_of_the_city_than_its_maker_does_not_see_it(house):
    code = made(house)
    do(house, share, code, ["leader"], PRESENTER, WALL)
    assert listed(house, COUNTY) == []
    few = replace(LEADER, scope=replace(LEADER.scope, departments=("990102.water",)))
    assert listed(house, few) == []
    own = made(house, COUNTY, title="县区汇报")
    do(house, share, own, ["leader"], COUNTY, WALL)
    assert set(listed(house, LEADER)) == {code, own}


def test_a_copy_is_ones_own_and_unshared(house):
    code = made(house)
    do(house, share, code, ["leader"], PRESENTER, WALL)
    new = do(house, copy, code, LEADER, WALL)
    row = row_of(house, new, LEADER)
    assert (row["owner_name"], row["shared"], row["title"]) == ("领导-001", (), "防台风汇报（副本）")
    assert [one.title for one in scenes(house, new, LEADER)] == [one.title for one in SCENES]
    assert listed(house, PRESENTER) == [code]


def test_what_was_frozen_goes_with_the_page_it_was_frozen_of(house):
    code = made(house)
    with writing(house.engine) as connection:
        ids = list(scenes_of(connection, row_of(house, code)["id"]))
        rows = [{"scene_id": one, "panel_key": "kpi", "as_of": WALL, "answer": answer_json(ANSWER)} for one in ids]
        connection.execute(insert(briefing_answer), rows)
    with house.engine.connect() as connection:
        assert frozen_answer(connection, ids[0], "kpi") == ANSWER
        assert frozen_answer(connection, ids[0], "map") is None
    do(house, change_scene, code, replace(SCENES[0], sentence="有变化", n=1), PRESENTER, WALL)
    do(house, change_scene, code, replace(SCENES[1], path="/?region=990103", n=2), PRESENTER, WALL)
    with house.engine.connect() as connection:
        assert [frozen_answer(connection, one, "kpi") is None for one in ids] == [False, True, False]


def test_a_removed_briefing_leaves_nothing_behind(house):
    code = made(house)
    do(house, remove, code, PRESENTER)
    with house.engine.connect() as connection:
        for table in (briefing, briefing_scene, briefing_answer):
            assert connection.scalar(select(func.count()).select_from(table)) == 0


@pytest.mark.parametrize(
    "path",
    [
        *("https://example.org/", "//example.org/", "events", "", "/briefing/abc", "/api/v1/panels/kpi.json"),
        *("/../etc", "/_dash-layout", "/login", "/?a=1#b", "/events?q=\x07", "javascript:alert(1)", "/\\example.org"),
    ],
)
def test_a_scene_is_a_page_of_this_platform(path):
    with pytest.raises(BadInput, match="页面地址"):
        checked_path(path)


@pytest.mark.parametrize(
    "emphasis",
    [
        [],
        {"panel": []},
        {"panels": "kpi"},
        {"panels": ["KPI"]},
        {"panels": list("abcde")},
        {"regions": ["12"]},
        {"marks": [{}]},
        {"marks": [MARK | {"geometry": {"type": "Point", "coordinates": [200, 25]}}]},
        {"marks": [MARK | {"geometry": {"type": "Point", "coordinates": [[119, 25]]}}]},
        {"marks": [MARK | {"geometry": {"type": "Polygon", "coordinates": [[]]}}]},
        {"marks": [MARK | {"geometry": {"type": "GeometryCollection", "coordinates": []}}]},
        {"marks": [MARK] * 41},
    ],
)
def test_emphasis_that_makes_no_sense_is_refused(emphasis):
    with pytest.raises(BadInput):
        Emphasis.read(emphasis)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": " ** "},
        {"title": "长" * 49},
        {"minutes": 0.0},
        {"minutes": float("nan")},
        {"transition": "spin"},
    ],
)
def test_a_scene_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(BadInput):
        replace(SCENES[0], **wrong).checked()


@given(st.text(max_size=60), st.text(max_size=130), st.text(max_size=200))
def test_whatever_is_written_is_refused_or_comes_back_the_same_when_checked_twice(title, sentence, notes):
    try:
        once = Scene(path="/", title=title, sentence=sentence, notes=notes).checked()
    except BadInput:
        return
    assert once.checked() == once


def test_visitors_of_a_demo_see_their_own_and_what_is_shared_with_presenters(house):
    visitor = replace(PRESENTER, who=VISITOR, name="演示访客")
    code, own = made(house), made(house, visitor, title="访客的")
    assert listed(house, visitor) == [own]
    do(house, share, code, ["presenter"], PRESENTER, WALL)
    assert set(listed(house, visitor)) == {code, own}
    assert listed(house, PRESENTER) == [code]
