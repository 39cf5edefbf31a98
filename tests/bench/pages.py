"""The first page of the list with two filters."""

from functools import partial
from itertools import combinations

from data.house import House
from data.queries.event_list import Filters, listed
from data.scope import Scope
from data.view import WINDOWS, View
from tests.bench.figures import tell
from tests.bench.growth import regions
from tests.bench.queries import milliseconds

CHOICES = {
    "category": ("sanitation", "flood"),
    "source": ("hotline", "drone"),
    "grade": ("C", "S"),
    "stage": ("rated", "handling"),
    "state": ("open", "overdue"),
}


def measure(kind: str, house: House) -> None:
    spent = []
    for codes in regions(house).values():
        for window in WINDOWS:
            view = View(region=codes[-1], window=window)
            for one, other in combinations(CHOICES, 2):
                for a, b in zip(CHOICES[one], CHOICES[other], strict=True):
                    filters = Filters(**{one: a, other: b})
                    spent.append(milliseconds(partial(listed, house, view, Scope.guest(), filters)))
    tell(f"{kind}: first page of the list, two filters", "ms", spent, target=60)
