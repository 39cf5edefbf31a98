"""文物保护点: heritage points watched for fire and flood, those to look after first."""

from data.answer import Answer
from data.house import House
from data.queries.asked import asked
from data.queries.guarded import guarded
from data.scope import Scope
from data.view import View

LAYERS = ("heritage",)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """See `guarded`."""
    with asked(house, view, scope) as a:
        return guarded(a, LAYERS)
