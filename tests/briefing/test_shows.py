"""A show is opened once, moved by whoever may, and ended; it outlives changes of its briefing."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from data.briefing.scene import Scene
from data.commands.briefing_shows import Move, move_show, open_show
from data.commands.briefings import remove, remove_scene, share
from data.errors import BriefingRefused, Forbidden, UnknownThing
from data.queries.briefing_shows import show_row, states
from tests.briefing.people import AUDITOR, LEADER, OTHER, PRESENTER, WALL, do, made


def shown(house, code):
    with house.engine.connect() as connection:
        return show_row(connection, code)["of"]


def moved(house, show, name, after=1, **given):
    return do(house, move_show, show, Move(name, given), WALL + timedelta(seconds=after))


def test_a_show_begins_at_the_first_scene_and_is_the_same_until_it_is_over(house):
    code = made(house)
    show = do(house, open_show, code, PRESENTER, WALL)
    assert shown(house, show).scene == 1
    assert do(house, open_show, code, PRESENTER, WALL) == show
    moved(house, show, "end")
    with pytest.raises(BriefingRefused, match="已结束"):
        moved(house, show, "go", scene=2)
    new = do(house, open_show, code, PRESENTER, WALL, 3)
    assert new != show and shown(house, new).scene == 3


def test_followers_are_told_the_state_and_when_the_briefing_itself_changed(house):
    code = made(house)
    show = do(house, open_show, code, PRESENTER, WALL)
    moved(house, show, "go", scene=2)
    with house.engine.connect() as connection:
        told = states(connection, [show, "unknown"])
    assert set(told) == {show}
    assert (told[show]["scene"], told[show]["revision"], told[show]["over"], told[show]["briefing"]) == (2, 2, False, 1)
    do(house, remove_scene, code, 3, PRESENTER, WALL)
    with house.engine.connect() as connection:
        assert states(connection, [show])[show]["briefing"] == 2


def test_who_sees_a_briefing_and_makes_some_may_give_it(house):
    code = made(house)
    with pytest.raises(UnknownThing):
        do(house, open_show, code, LEADER, WALL)
    do(house, share, code, ["leader", "auditor"], PRESENTER, WALL)
    his = do(house, open_show, code, LEADER, WALL)
    assert his != do(house, open_show, code, PRESENTER, WALL)
    with pytest.raises(Forbidden):
        do(house, open_show, code, AUDITOR, WALL)
    empty = made(house, OTHER, scenes=[])
    with pytest.raises(BriefingRefused, match="没有幕"):
        do(house, open_show, empty, OTHER, WALL)


def test_a_scene_taken_out_while_it_is_shown_leaves_the_show_going(house):
    code = made(house)
    show = do(house, open_show, code, PRESENTER, WALL, 3)
    do(house, remove_scene, code, 3, PRESENTER, WALL)
    moved(house, show, "black", on=True)
    assert shown(house, show).scene == 1
    moved(house, show, "go", scene=2)
    assert shown(house, show).scene == 2
    do(house, remove, code, PRESENTER)
    with pytest.raises(UnknownThing):
        shown(house, show)


def test_several_screens_advance_once(house):
    code = made(house, scenes=[Scene(path="/", title=f"第 {n} 幕") for n in range(1, 8)])
    show = do(house, open_show, code, PRESENTER, WALL)
    moved(house, show, "auto", seconds=10)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _n: moved(house, show, "advance", scene=1), range(4)))
    assert shown(house, show).scene == 2


def test_a_new_pin_takes_the_old_ones_place(house):
    code = made(house)
    show = do(house, open_show, code, PRESENTER, WALL)
    with house.engine.connect() as connection:
        before = show_row(connection, show)["pin"]
    moved(house, show, "pin")
    with house.engine.connect() as connection:
        assert show_row(connection, show)["pin"] != before


def test_a_show_is_opened_for_its_presenter_alone(house):
    code = made(house)
    do(house, share, code, ["presenter"], PRESENTER, WALL)
    mine = do(house, open_show, code, PRESENTER, WALL)
    assert do(house, open_show, code, replace(OTHER), WALL) != mine
