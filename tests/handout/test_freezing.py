"""Freezing: every panel's answer of one state of the city is kept, and nothing half, by nobody else."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, select

from components.freezing import asked_at_once, freeze_now, thaw_now
from components.handout import Wanted, sheets
from components.scene_panels import answers, kept_answers, shown
from data.briefing.scene import Emphasis, Scene
from data.commands.briefings import rename, share
from data.commands.freezing import freeze
from data.commands.revisions import bump
from data.engine import writing
from data.errors import BriefingRefused, Forbidden, UnknownThing
from data.queries.briefings import briefing_row, scenes_of
from data.schema import audit, briefing_answer
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
