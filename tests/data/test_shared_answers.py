"""What a panel does not follow does not change its answer, so that all who ask share it."""

import pytest

from components.registry import panels
from data.ask import ask
from data.errors import UnknownRegion
from data.queries import funnel
from data.queries.regions import children, region_of
from data.scope import Scope
from data.view import View

GUEST = Scope.guest()
WALL = ("region", "window", "at", "lang")


def test_the_wall_shares_its_answers_whatever_the_slice(lived):
    asked = []

    def query(house, view, scope):
        asked.append(view)
        return funnel.answer(house, view, scope)

    how = {"topics": ("events",), "rolling": False}
    whole = ask(query, lived, View(window="ytd"), GUEST, **how, follows=WALL)
    assert ask(query, lived, View(window="ytd", slice="grade:B", metric="events"), GUEST, **how, follows=WALL) == whole
    assert len(asked) == 1
    narrow = ask(query, lived, View(window="ytd", slice="grade:B"), GUEST, **how, follows=(*WALL, "slice"))
    assert narrow.rows[0]["count"] < whole.rows[0]["count"]
    assert len(asked) == 2


FOLLOWING = sorted(key for key, panel in panels().items() if "slice" in panel.follows)


@pytest.mark.parametrize("key", FOLLOWING)
def test_who_follows_the_slice_gets_the_answer_of_each_slice_in_any_order(lived, key):
    panel = panels()[key]
    how = {"topics": panel.topics, "rolling": False, "follows": panel.follows}
    slices = ("", "grade:B", "category:flood", "grade:A", "agency:water")
    lived.answers.clear()
    for chosen in (*slices, *reversed(slices)):
        view = View(window="ytd", slice=chosen)
        assert ask(panel.ask, lived, view, GUEST, **how) == panel.ask(lived, view, GUEST)


@pytest.mark.parametrize("key", FOLLOWING)
def test_no_scope_gets_the_answer_of_another(lived, key):
    """Asked of each region by whoever may see it and by whoever may not, in one cache."""
    panel = panels()[key]
    how = {"topics": panel.topics, "rolling": False, "follows": panel.follows}
    with lived.engine.connect() as connection:
        counties = children(connection, region_of(connection, "", GUEST))
    scopes = [GUEST, *(Scope(cells=((one.lo, one.hi),)) for one in counties)]
    lived.answers.clear()
    for scope in (*scopes, *reversed(scopes)):
        for one in counties:
            view = View(region=one.code, window="ytd", slice="category:flood")
            if scope.covers(one.lo, one.hi):
                assert ask(panel.ask, lived, view, scope, **how) == panel.ask(lived, view, scope)
            else:
                with pytest.raises(UnknownRegion):
                    ask(panel.ask, lived, view, scope, **how)
