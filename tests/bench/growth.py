"""Every panel uncached at city, county, town and village: how long now, and how much longer than with few events."""

from functools import partial

from components.registry import panels
from data.house import House
from data.queries.regions import children, region_of
from data.scope import Scope
from data.view import WINDOWS, View
from tests.bench.figures import quantile, say, tell
from tests.bench.queries import milliseconds

GUEST = Scope.guest()
LEVELS = {1: "city", 2: "county", 3: "town", 4: "village"}
SAMPLES = 4  # regions of each level
TARGET, GROWTH = 20, 1.5
Spent = dict[tuple[str, int], list[float]]


def panels_by_level(house: House) -> Spent:
    """{(panel, level): milliseconds of each view}, twice each, the better one kept."""
    spent: Spent = {}
    for panel in panels().values():
        for level, codes in regions(house).items():
            views = [View(region=code, window=window) for code in codes for window in WINDOWS]
            panel.ask(house, views[0], GUEST)
            asks = [partial(panel.ask, house, view, GUEST) for view in views]
            spent[panel.key, level] = [min(milliseconds(ask), milliseconds(ask)) for ask in asks]
    return spent


def compare(kind: str, n: int, before: Spent, after: Spent) -> None:
    for panel in dict.fromkeys(key for key, _ in after):
        for level, word in LEVELS.items():
            tell(f"{kind}: panel {panel} at {word}, {n} events", "ms", after[panel, level], target=TARGET)
    worst = {key: quantile(after[key], 0.5) / quantile(before[key], 0.5) for key in after}
    for level, word in LEVELS.items():
        panel = max((key for key in worst if key[1] == level), key=lambda key: worst[key])
        say(f"{kind}: growth at {word}, worst panel {panel[0]}", "times", round(worst[panel], 2), target=GROWTH)


def regions(house: House) -> dict[int, list[str]]:
    """Some regions of each level, spread over the city."""
    with house.engine.connect() as connection:
        row = [region_of(connection, "", GUEST)]
        found = {1: [row[0].code]}
        for level in (2, 3, 4):
            below = [child for one in row for child in children(connection, one)]
            found[level] = [one.code for one in below[:: max(1, len(below) // SAMPLES)]][:SAMPLES]
            row = below if level < 4 else row
    return found
