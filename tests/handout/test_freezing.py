"""Freezing: every panel's answer of one state of the city is kept, and nothing half, by nobody else."""

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import delete, select

from components.briefing_stage import staged
from components.freezing import asked_at_once, freeze_now, thaw_now
from components.handout import Wanted, sheets
from components.scene_panels import answers, kept_answers, shown
from data.briefing.scene import Emphasis, Scene
from data.commands.briefings import change_scene, rename, share
from data.commands.events import Report, report
from data.commands.freezing import freeze
from data.commands.revisions import bump
from data.engine import writing
from data.errors import BriefingRefused, Forbidden, UnknownThing
from data.life.actor import Actor
from data.queries.briefings import briefing_row, frozen_answer, scenes_of
from data.queries.regions import region_of
from data.schema import audit, briefing_answer
from data.scope import Scope
from data.view import View
from tests.handout.paper import ME, PAGES, briefed

OTHER = replace(ME, who="account:ling.dao", role="leader")


def row_and_scenes(house, code, me=ME):
    with house.engine.connect() as connection:
        row = briefing_row(connection, code, me)
        return row, scenes_of(connection, row["id"])


def test_a_frozen_briefing_keeps_what_every_panel_said_as_of_one_moment(house):
    code = briefed(house)
    moment = freeze_now(house, code, ME)
    row, scenes = row_and_scenes(house, code)
    assert row["frozen_at"] == moment
    with house.engine.connect() as connection:
        for number, scene in scenes.items():
            kept = kept_answers(house, number, scene)
            assert kept == answers(house, scene, ME.scope)
            assert list(kept) == [panel.key for panel in shown(scene)]
        moments = set(connection.scalars(select(briefing_answer.c.as_of)))
        told = connection.scalar(select(audit.c.action).order_by(audit.c.n.desc()).limit(1))
    assert (moments, told) == ({moment}, "briefing_freeze")


def test_what_happens_afterwards_moves_no_frozen_figure_and_thawing_lets_it_go(house):
    code = briefed(house)
    freeze_now(house, code, ME)
    _row, scenes = row_and_scenes(house, code)
    before = [kept_answers(house, number, scene) for number, scene in scenes.items()]
    with writing(house.engine) as connection:
        bump(connection, "events", "warnings", "readings")
    assert [kept_answers(house, number, scene) for number, scene in scenes.items()] == before
    thaw_now(house, code, ME)
    assert row_and_scenes(house, code)[0]["frozen_at"] is None
    with pytest.raises(BriefingRefused, match="没有冻结数据"):
        kept_answers(house, *next(iter(scenes.items())))


def test_a_briefing_that_is_changed_while_it_is_frozen_is_refused(house):
    code = briefed(house)
    row, scenes = row_and_scenes(house, code)
    moment, told = asked_at_once(house, scenes, ME.scope)
    with writing(house.engine) as connection:
        rename(connection, code, "另一个名称", ME, moment)
    with pytest.raises(BriefingRefused, match="被修改"), writing(house.engine) as connection:
        freeze(connection, code, told, row["revision"], ME, moment)
    assert row_and_scenes(house, code)[0]["frozen_at"] is None


def test_only_its_maker_freezes_a_briefing(house):
    code = briefed(house)
    with writing(house.engine) as connection:
        share(connection, code, ["leader"], ME, house.clock.now())
    with pytest.raises(Forbidden):
        freeze_now(house, code, OTHER)


def test_who_does_not_see_a_briefing_gets_no_handout_of_it_and_does_not_learn_that_it_is_there(house):
    code = briefed(house)
    for asked in (code, "nobodysBriefing"):
        with pytest.raises(UnknownThing, match="没有这份汇报"):
            list(sheets(house, Wanted(code=asked), OTHER))
        with pytest.raises(UnknownThing, match="没有这份汇报"):
            freeze_now(house, asked, OTHER)


def test_a_handout_with_one_answer_missing_is_no_handout(house):
    code = briefed(house)
    freeze_now(house, code, ME)
    with writing(house.engine) as connection:
        connection.execute(delete(briefing_answer).where(briefing_answer.c.panel_key == "backlog"))
    with pytest.raises(BriefingRefused, match="积案.*在办与超期"):
        list(sheets(house, Wanted(code=code), ME))


def test_a_panel_that_is_not_there_any_more_is_named(house):
    code = briefed(house, [*PAGES[:1], Scene(path="/", title="旧的", emphasis=Emphasis(panels=("gone",)))])
    with pytest.raises(BriefingRefused, match="旧的.*gone"):
        freeze_now(house, code, ME)
    with pytest.raises(BriefingRefused, match="gone"):
        list(sheets(house, Wanted(code=code), ME))


def test_a_city_that_never_rests_is_frozen_as_of_a_moment_past(house, monkeypatch):
    _row, scenes = row_and_scenes(house, briefed(house, PAGES[1:2]))
    restless = iter(range(100))
    monkeypatch.setattr("components.freezing._state", lambda _house: next(restless))
    moment, told = asked_at_once(house, scenes, ME.scope)
    (number, scene), *_rest = scenes.items()
    assert told[number] == answers(house, scene, ME.scope, moment)


def on_stage(house, code):
    """{path: what the audience's screen is given}, of the frozen scenes."""
    row, scenes = row_and_scenes(house, code)
    with house.engine.connect() as connection:
        kept = {one.path: (partial(frozen_answer, connection, number), one) for number, one in scenes.items()}
        told = [row["frozen_at"], "", "zh", ME.scope]
        return {path: staged(house, told[0], answer, one, *told[1:]) for path, (answer, one) in kept.items()}


def test_no_page_of_a_frozen_briefing_is_live(house):
    code = briefed(house, [*PAGES, Scene(path="/studies", title="研判"), Scene(path="/risk?window=7d", title="全页")])
    freeze_now(house, code, ME)
    before = on_stage(house, code)
    assert {one["kind"] for one in before.values()} == {"map", "panel"}
    assert all(one["frozen"].startswith("已冻结 · 数据截至 20") and one["follows"] == {} for one in before.values())
    assert before["/risk"]["panels"] == ["risk", "stations"] and "warnings" in before["/risk?window=7d"]["panels"]
    now = house.clock.now()
    with writing(house.engine) as connection:
        here = region_of(connection, "", Scope.guest())
        told = {"title": "新来的", "category": "flood", "leaf": "flood", "source": "hotline", "grade": "A"}
        told |= {"cell_id": here.lo, "place": "某处", "lon": here.lon, "lat": here.lat, "reported_at": now}
        report(
            connection,
            Report(**told, provenance="measured"),
            Actor(name="值班员", role="system", scope=Scope.guest()),
            now,
        )
    assert on_stage(house, code) == before


def test_where_a_frozen_briefing_is_drilled_to_is_of_its_moment_too(house):
    code = briefed(house)
    moment = freeze_now(house, code, ME)
    row, scenes = row_and_scenes(house, code)
    scene = list(scenes.values())[1]
    deeper = staged(house, row["frozen_at"], lambda _key: None, scene, "/?region=990102&window=7d", "zh", ME.scope)
    assert deeper["drilled"] and deeper["follows"] == {} and deeper["frozen"].startswith("已冻结")
    assert (
        View.lenient(deeper["query"])[0].at == moment and deeper["drawings"]["map"]["frame"]["data-region"] == "990102"
    )
    assert staged(house, row["frozen_at"], lambda _key: None, scene, "/tasks", "zh", ME.scope)["kind"] == "withheld"


def test_a_page_that_has_nothing_to_be_stored_is_refused_and_named(house):
    code = briefed(house, [*PAGES[:1], Scene(path="/tasks?region=990102", title="任务 *3* 件")])
    with pytest.raises(BriefingRefused, match=r"任务 3 件.*/tasks"):
        freeze_now(house, code, ME)
    assert row_and_scenes(house, code)[0]["frozen_at"] is None


def test_a_scene_that_was_changed_after_freezing_shows_no_figure_and_says_so(house):
    code = briefed(house)
    freeze_now(house, code, ME)
    with writing(house.engine) as connection:
        change_scene(connection, code, replace(PAGES[3], n=4, path="/risk?window=7d"), ME, house.clock.now())
    changed = on_stage(house, code)["/risk?window=7d"]
    assert (changed["kind"], changed["drawings"]) == ("withheld", {}) and "没有冻结数据" in changed["said"]
