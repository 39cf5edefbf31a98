"""Two scopes never share an answer; the many accounts of one region do."""

import shutil

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from data.answer import Answer
from data.ask import ask
from data.house import open_house
from data.scope import EVERY_CELL, Scope
from data.view import View
from tests.conftest import toy_settings

cells = st.tuples(st.integers(1, 60), st.integers(0, 30)).map(lambda pair: (pair[0], pair[0] + pair[1]))
scopes = st.builds(
    Scope,
    cells=st.lists(cells | st.just(EVERY_CELL), min_size=1, max_size=3).map(tuple),
    departments=st.sampled_from([("*",), ("a",), ("b",), ("a", "b")]),
    roles=st.sampled_from([("guest",), ("duty_officer",), ("leader",)]),
    clearance=st.integers(0, 2),
)


def whose(_house, view: View, scope: Scope) -> Answer:
    """An answer that tells for whom it was found."""
    row = {"scope": repr(scope), "view": view.query()}
    return Answer(
        region="", level=1, columns=(), rows=[row], unit="", as_of=None, provenance="simulated", rhythm=None, source=""
    )


@pytest.fixture(scope="module")
def home(sqlite_template, toy_dir, tmp_path_factory):
    copy = shutil.copy(sqlite_template, tmp_path_factory.mktemp("cache") / "toy.db")
    found = open_house(toy_settings(toy_dir, f"sqlite:///{copy}"), Flask("home"))
    yield found
    found.engine.dispose()


@settings(max_examples=40)
@given(st.lists(scopes, min_size=2, max_size=6))
def test_two_scopes_never_share_an_answer(home, many):
    for scope in (*many, *reversed(many)):
        found = ask(whose, home, View(), scope, topics=("events",), rolling=False).rows[0]["scope"]
        assert found == repr(Scope(cells=scope.cells, departments=scope.departments, roles=scope.roles))


def test_all_officers_of_a_town_share_one_answer_whoever_they_are_and_however_cleared(home):
    found: list[int] = []

    def counted(house, view, scope):
        found.append(1)
        return whose(house, view, scope)

    counted.__module__ = "x.counted"
    for clearance in (0, 1, 2, 1):
        scope = Scope(cells=((3, 9),), roles=("duty_officer",), clearance=clearance)
        ask(counted, home, View(), scope, topics=(), rolling=False)
    assert len(found) == 1
