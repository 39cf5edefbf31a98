"""The one way to an answer: through the scope, the cache and the counters."""

from collections.abc import Callable
from dataclasses import fields, replace

from data import counters
from data.acting import may_act
from data.answer import Answer
from data.engine import reading
from data.house import House
from data.queries.revisions import HOUSE, revisions
from data.scope import Scope
from data.view import View

ROLLING_SECONDS = 150  # an answer keyed by its minute is never asked for again after the next
LOOKS = ("layers", "lang", "skin", "distance")
FIELDS = tuple(field.name for field in fields(View) if field.name not in LOOKS)
Query = Callable[[House, View, Scope], Answer]


def ask(
    query: Query,
    house: House,
    view: View,
    scope: Scope,
    *,
    topics: tuple[str, ...],
    rolling: bool,
    follows: tuple[str, ...] = FIELDS,
) -> Answer:
    """`query`'s answer for this view and scope, from memory while none of its topics moved.

    What it does not follow, and what only changes the look, is taken out of the view first, so that it shares answers.
    So is clearance: a panel tells nothing of people, whoever stands before it, and all accounts of a region share it.
    Whether the asker may act is kept apart: some answers say so, and a visitor from elsewhere is offered no button.
    """
    plain = View(**{name: getattr(view, name) for name in FIELDS if name in follows})
    scope = replace(scope, clearance=0)
    name = query.__module__.rpartition(".")[2]

    def find() -> Answer:
        with counters.ASKED.labels(name).time():
            return query(house, plain, scope)

    lives = ROLLING_SECONDS if rolling and view.at is None else 0
    stands = stamp(house, view, topics, rolling)
    return house.answers.recall(name, (plain, scope, may_act(house), *stands), find, lives, moves=len(stands))


def stamp(house: House, view: View, topics: tuple[str, ...], rolling: bool) -> tuple[int, ...]:
    """What keeps an old answer true: the database itself, the topics' revisions, the minute if it rolls."""
    with reading(house.engine) as connection:
        now = revisions(connection)
    minute = int(house.clock.now().timestamp()) // 60 if rolling and view.at is None else 0
    return (now.get(HOUSE, 0), *(now.get(topic, 0) for topic in topics), minute)
