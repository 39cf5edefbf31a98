"""A rule held against the past: the warnings that it would have raised, without raising any."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from data.warn.evaluate import find
from data.warn.rule import Rule
from data.warn.seen import Station
from data.warn.seen_place import Place
from data.warn.turn import Standing, turn


@dataclass
class Course:
    """What one subject of a rule went through: its warnings as (raised, gravest colour), the last one maybe live."""

    name: str
    warnings: list[tuple[datetime, int]] = field(default_factory=list)
    standing: Standing | None = None

    def step(self, rule: Rule, stations: Sequence[Station], now: datetime, place: Place | None = None) -> None:
        """Look once, as the watch would."""
        before = self.standing.found if self.standing else None
        found = find(rule, stations, now, before, place).colour
        move = turn(self.standing, found, now, timedelta(minutes=rule.hold_minutes))
        if move is None:
            return
        if move == "clear" or found is None:
            self.standing = None
            return
        if move == "raise":
            self.warnings.append((now, found))
        self.standing = Standing(colour=found, found=found, since=now, by_hand=False)
        raised, gravest = self.warnings[-1]
        self.warnings[-1] = raised, min(gravest, found)


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What came out: how many warnings by their gravest colour and by place, and how often was looked."""

    days: int
    minutes: int  # from one look to the next
    subjects: int
    colours: dict[int, int]
    places: list[tuple[str, int]]  # the most often warned first

    @property
    def total(self) -> int:
        return sum(self.colours.values())


def summed(courses: Iterable[Course], days: int, minutes: int) -> Tried:
    known = list(courses)
    graves = [colour for one in known for _raised, colour in one.warnings]
    places = sorted(
        ((one.name, len(one.warnings)) for one in known if one.warnings), key=lambda pair: (-pair[1], pair[0])
    )
    colours = {colour: graves.count(colour) for colour in sorted(set(graves))}
    return Tried(days=days, minutes=minutes, subjects=len(known), colours=colours, places=places)


def moments(now: datetime, days: int, minutes: int) -> list[int]:
    """The looks of these days, oldest first, each at the end of its 5 minutes, in epoch seconds."""
    last = int(now.timestamp()) // 300 * 300 - 1
    return list(range(last - days * 86_400 + 60 * minutes, last + 1, 60 * minutes))


def at(moment: int) -> datetime:
    return datetime.fromtimestamp(moment, UTC)
