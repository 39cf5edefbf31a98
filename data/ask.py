"""The one way to an answer: through the scope, the cache and the counters."""

from collections.abc import Callable

from data import counters
from data.answer import Answer
from data.house import House
from data.queries.revisions import revisions
from data.scope import Scope
from data.view import DEFAULT_LAYERS, View

Query = Callable[[House, View, Scope], Answer]


def ask(query: Query, house: House, view: View, scope: Scope, *, topics: tuple[str, ...], rolling: bool) -> Answer:
    """`query`'s answer for this view and scope, from memory while none of its topics moved.

    What only changes the look (layers, language, skin) is taken out of the view first, so that it shares answers.
    """
    plain = view.but(layers=DEFAULT_LAYERS, lang="zh", skin="dark")
    name = query.__module__.rpartition(".")[2]

    def find() -> Answer:
        with counters.ASKED.labels(name).time():
            return query(house, plain, scope)

    return house.answers.recall(name, (plain, scope, *stamp(house, view, topics, rolling)), find)


def stamp(house: House, view: View, topics: tuple[str, ...], rolling: bool) -> tuple[int, ...]:
    """What must be the same for an old answer to be still true: the topics' revisions, and the minute if it rolls."""
    with house.engine.connect() as connection:
        now = revisions(connection)
    minute = int(house.clock.now().timestamp()) // 60 if rolling and view.at is None else 0
    return (*(now.get(topic, 0) for topic in topics), minute)
