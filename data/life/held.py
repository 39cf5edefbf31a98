"""六级联动: at which level a case has been, in whose hands, and for how long: the fold of its history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from data.life.fold import Step
from data.life.limits import HANDLING_LEVEL

OUTSIDE, GRID, TOWN = 0, 5, 3
OF_KIND = {"grid": GRID, "town": TOWN, "outside": OUTSIDE}  # departments are of the level of their region
CALLS = ("whistle", "arrive")


@dataclass(frozen=True, kw_only=True)
class Hold:
    """`agency` None: the desk of that level has it. `until` None: it has it now. `calls`: whistles and arrivals."""

    level: int
    agency: str | None
    since: datetime
    until: datetime | None = None
    calls: tuple[tuple[str, datetime, str | None], ...] = ()


def agency_level(kind: str, region_level: int) -> int:
    """At which level an agency handles cases."""
    return OF_KIND.get(kind, region_level)


def holds(steps: Iterable[Step], levels: Mapping[str, int], ended: datetime | None) -> list[Hold]:
    """In order, each beginning when the one before ends; `levels` of the agencies. `ended`: when the case did."""
    found: list[Hold] = []
    grade, agency = "C", None
    for step in steps:
        grade, agency = step.change.get("grade", grade), step.change.get("agency", agency)
        level = levels.get(agency, HANDLING_LEVEL[grade]) if agency else HANDLING_LEVEL[grade]
        if not found or (found[-1].level, found[-1].agency) != (level, agency):
            found[-1:] = [replace(found[-1], until=step.at)] if found else []
            found.append(Hold(level=level, agency=agency, since=step.at))
        if step.move in CALLS:
            told = (step.move, step.at, step.change.get("called_agency"))
            found[-1] = replace(found[-1], calls=(*found[-1].calls, told))
    if found and ended is not None:
        found[-1] = replace(found[-1], until=max(ended, found[-1].since))
    return found
