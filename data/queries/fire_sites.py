"""消防安全单位: places with a fire record, those to look after first."""

from data.answer import Answer
from data.house import House
from data.queries.asked import asked
from data.queries.guarded import guarded
from data.scope import Scope
from data.things.fields import FIELDS, FIRE
from data.view import View

LAYERS = tuple(layer for layer, known in FIELDS.items() if FIRE[0] in known)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """See `guarded`."""
    with asked(house, view, scope) as a:
        return guarded(a, LAYERS)
