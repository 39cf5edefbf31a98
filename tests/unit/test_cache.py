"""Answers are remembered by what changed, for one scope, and found once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from data.cache import Answers
from data.scope import Scope
from data.settings import Settings

interval = st.tuples(st.integers(1, 50), st.integers(1, 50)).map(lambda pair: (min(pair), max(pair)))
scopes = st.builds(
    Scope,
    cells=st.lists(interval, min_size=1, max_size=3).map(tuple),
    departments=st.lists(st.sampled_from(["*", "应急", "城管"]), min_size=1, max_size=2).map(tuple),
    roles=st.lists(st.sampled_from(["guest", "duty"]), min_size=1, max_size=2).map(tuple),
    clearance=st.integers(0, 3),
)


@pytest.fixture(params=["in-process", "redis"])
def answers(request):
    url = request.getfixturevalue("redis_url") if request.param == "redis" else ""
    one = Answers.on(Flask("cache"), Settings(redis_url=url, _env_file=None))
    one.clear()
    return one


def test_the_second_asker_gets_the_first_answer(answers):
    assert answers.recall("q", (1,), lambda: "first") == answers.recall("q", (1,), lambda: "second") == "first"


def test_a_new_revision_is_a_new_answer(answers):
    answers.recall("q", ("view", 1), lambda: "old")
    assert answers.recall("q", ("view", 2), lambda: "new") == "new"


def test_what_is_never_asked_for_again_is_let_go(answers):
    for revision in (1, 2):
        answers.recall("q", ("view", revision, 7), lambda now=revision: f"at {now}", moves=2)
        answers.recall("q", ("other", revision, 7), lambda: "of another view", moves=1)
    assert answers.recall("q", ("view", 2, 7), lambda: "found again", moves=2) == "at 2"
    assert answers.recall("q", ("view", 1, 7), lambda: "found again", moves=2) == "found again"
    assert answers.recall("q", ("other", 1, 7), lambda: "found again", moves=1) == "of another view"


def test_fifty_askers_cost_one_query(answers):
    found = []

    def find():
        time.sleep(0.05)
        found.append(threading.get_ident())
        return "answer"

    with ThreadPoolExecutor(50) as pool:
        given_back = list(pool.map(lambda _: answers.recall("q", ("same",), find), range(50)))
    assert given_back == ["answer"] * 50
    assert len(found) == 1


def test_a_failed_question_may_be_asked_again(answers):
    with pytest.raises(ZeroDivisionError):
        answers.recall("q", ("odd",), lambda: 1 // 0)
    assert answers.recall("q", ("odd",), lambda: "fine") == "fine"


shared = Answers.on(Flask("scopes"), Settings(_env_file=None))


@given(scopes, scopes)
def test_two_scopes_never_share_an_answer(one, other):
    mine = shared.recall("q", ("view", one), lambda: one)
    theirs = shared.recall("q", ("view", other), lambda: other)
    assert (mine, theirs) == (one, other)


def test_a_house_without_its_cache_still_answers():
    away = Answers.on(Flask("away"), Settings(redis_url="redis://127.0.0.1:1/0", _env_file=None))
    assert away.recall("q", ("view",), lambda: "found") == "found"
    assert not away.alive()
