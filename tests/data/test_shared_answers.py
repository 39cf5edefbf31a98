"""What a panel does not follow does not change its answer, so that all who ask share it."""

from data.ask import ask
from data.queries import funnel
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
