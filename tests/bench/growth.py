"""Every panel uncached at city, county, town and village: how long now, and how much longer than with few events."""

from functools import partial

from sqlalchemy import func, select

from components.registry import panels
from data.commands.watch import sweep
from data.engine import writing
from data.house import House
from data.queries.regions import children, region_of
from data.schema import warning
from data.schema.warnings import LIVE
from data.scope import Scope
from data.view import WINDOWS, View
from tests.bench.figures import quantile, say, tell
from tests.bench.queries import milliseconds

GUEST = Scope.guest()
LEVELS = {1: "city", 2: "county", 3: "town", 4: "village"}
WALL = ("left", "right", "map", "strip")  # slots of it; those of the event centre begin with centre-
SAMPLES = 4  # regions of each level
ROUNDS = 20
TARGET, GROWTH = 20, 1.5
Spent = dict[tuple[str, int], list[float]]


def panels_by_level(house: House) -> Spent:
    """{(panel, level): milliseconds of each view, asked once}; another view is asked before, so that code is loaded."""
    spent: Spent = {}
    for panel in panels().values():
        for level, codes in regions(house).items():
            views = [View(region=code, window=window) for code in codes for window in WINDOWS]
            panel.ask(house, views[0], GUEST)
            spent[panel.key, level] = [milliseconds(partial(panel.ask, house, view, GUEST)) for view in views]
    return spent


def compare(kind: str, n: int, before: Spent, after: Spent) -> None:
    """The promise is about the wall and the event centre; the panels of other pages are told beside it."""
    promised = {key for key, panel in panels().items() if panel.slot in WALL or panel.slot.startswith("centre-")}
    for panel in dict.fromkeys(key for key, _ in after):
        for level, word in LEVELS.items():
            target = TARGET if panel in promised else None
            tell(f"{kind}: panel {panel} at {word}, {n} events", "ms", after[panel, level], target=target)
    grown = {key: quantile(after[key], 0.5) / quantile(before[key], 0.5) for key in after if key[0] in promised}
    for level, word in LEVELS.items():
        panel = max((key for key in grown if key[1] == level), key=lambda key: grown[key])
        say(f"{kind}: growth at {word}, worst panel {panel[0]}", "times", round(grown[panel], 2), target=GROWTH)
        more = [grown[key] for key in grown if key[1] == level]
        say(f"{kind}: growth at {word}, panels within {GROWTH}", f"of {len(more)}", sum(one <= GROWTH for one in more))


def alarmed(kind: str, house: House) -> None:
    """What lists warnings, while as many are live as the rules have raised from the events meanwhile."""
    with writing(house.engine) as connection:
        sweep(connection, house.clock.now())
        n = connection.scalar(select(func.count()).select_from(warning).where(LIVE)) or 0
    for key in ("warnings", "ticker", "warning_regions"):
        spent = [milliseconds(partial(panels()[key].ask, house, View(), GUEST)) for _ in range(ROUNDS + 1)][1:]
        tell(f"{kind}: panel {key} at city, {n} live warnings", "ms", spent, target=TARGET)


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
