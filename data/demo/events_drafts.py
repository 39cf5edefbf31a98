"""Demo events as columns, with whole lives: what the generator draws before anything is stored."""

from bisect import insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from data.commands.codes import LONG, codes_of, key_of
from data.commands.contribution import day_numbers
from data.demo.events_life import Lives, lives
from data.demo.events_lines import Express, express_lines, lines
from data.demo.events_mix import grades, people, sources
from data.demo.events_places import Places, jitter, places
from data.demo.events_repeats import NONE, merges, repeats
from data.demo.events_rhythm import HOUR, Rhythm, rhythm
from data.demo.events_spots import spots
from data.demo.events_text import titles
from data.demo.events_told import Cast, Narrator, Told
from data.queries.routing import Routes

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Texts = NDArray[np.object_]

YEAR = timedelta(days=365)
AHEAD_HOURS = 72  # how long the demo goes on reporting after its anchor
MERGE_DIE = 5  # the column of dice that says whether a repeat is noticed


@dataclass(frozen=True, kw_only=True)
class Drafts:
    """In order of report; category, source, grade (as reported) by position in their words."""

    code: Sequence[str]
    title: Texts
    leaf: Texts
    category: Ints
    source: Ints
    line: Sequence[str | None]
    grade: Ints
    cell: Ints
    place: Texts
    lon: Floats
    lat: Floats
    lives: Lives
    narrator: Narrator
    express: Mapping[str, Express]
    absorbed: Mapping[int, Sequence[Told]]  # steps of the events that others were merged into
    routes: Routes

    @property
    def reported(self) -> Ints:
        return self.lives.moments[:, 0]

    def told(self, row: int) -> list[Told]:
        """All steps of its life, in order."""
        steps = self.narrator.tell(row)
        for one in self.absorbed.get(row, ()):
            insort(steps, one, key=lambda step: step.at)
        return steps


def draft(connection: Connection, events: int, anchor: datetime, seed: int) -> Drafts:
    """Exactly `events` of the year before `anchor`, and what comes in the 72 hours after it."""
    where, when, what, again, by = (np.random.Generator(np.random.PCG64([seed, stream])) for stream in range(5))
    city = places(connection, where)
    year = rhythm(connection, when, anchor - YEAR, YEAR // timedelta(hours=1) + AHEAD_HOURS)
    hour, category = _hours(when, year, events)
    reported = year.hours[hour] + when.integers(0, HOUR, len(hour))
    first = repeats(again, reported, int(anchor.timestamp()))
    order = np.argsort(reported, kind="stable")
    position = np.argsort(order)
    first = np.where(first[order] == NONE, NONE, position[first[order]])
    reported, category, storm = reported[order], category[order], year.storm[hour[order]]
    here = city.draw(where, len(reported))
    _repeat(first, category, storm, here)
    title, leaf = titles(what, category, storm)
    source, grade = sources(what, category), grades(what, storm)
    _repeat(first, title, leaf, grade)
    spots(reported, int(anchor.timestamp()), first, leaf, city.village[here], here)
    _repeat(first, here)
    lived = lives(what, reported, category, grade, city.town[here], storm)
    line = lines(by, connection, source, leaf.tolist())
    return _drafts(connection, where, city, reported, first, category, title, leaf, source, line, grade, here, lived)


def _drafts(
    connection: Connection,
    rng: np.random.Generator,
    city: Places,
    reported: Ints,
    first: Ints,
    category: Ints,
    title: Texts,
    leaf: Texts,
    source: Ints,
    line: Sequence[str | None],
    grade: Ints,
    here: Ints,
    lived: Lives,
) -> Drafts:
    lon, lat = jitter(rng, city.lon[here], city.lat[here])
    acting = people(source, city.village[here], city.town[here], category)
    code, merged = _codes(connection, reported), _merged(first, lived)
    into = [NONE] * len(reported)
    absorbed: dict[int, list[Told]] = {}
    for row, original in merged:
        into[row] = original
        at = int(lived.moments[row, 1])
        step = Told(at, "absorb", str(acting.duty[row]), "duty_officer", {"reason": code[row]})
        absorbed.setdefault(original, []).append(step)
    routes, express = Routes(connection), express_lines(connection)
    cell = city.cell[here]
    lists = (category.tolist(), leaf.tolist(), source.tolist(), grade.tolist(), cell.tolist())
    cast = Cast(
        **dict(zip(("category", "leaf", "source", "grade", "cell"), lists, strict=True)),
        into=into,
        line=line,
        express=set(express),
    )
    return Drafts(
        code=code,
        title=title,
        leaf=leaf,
        category=category,
        source=source,
        line=line,
        grade=grade,
        cell=cell,
        place=city.village_names[city.village[here]],
        lon=lon,
        lat=lat,
        lives=lived,
        narrator=Narrator(cast, lived, acting, routes),
        express=express,
        absorbed=absorbed,
        routes=routes,
    )


def _repeat(first: Ints, *columns: NDArray[Any]) -> None:
    """A repeat is about the same thing at the same place."""
    for column in columns:
        column[first != NONE] = column[first[first != NONE]]


def _merged(first: Ints, lived: Lives) -> list[tuple[int, int]]:
    plain = ~lived.rejected & (lived.story == 0)
    return list(merges(first, lived.moments[:, 1], lived.moments[:, -2], plain, lived.dice[:, MERGE_DIE]))


def _hours(rng: np.random.Generator, year: Rhythm, events: int) -> tuple[Ints, Ints]:
    """(hour, category) of every event: as many as asked before the anchor, at the same rate after it."""
    past, ahead = year.load[:-AHEAD_HOURS], year.load[-AHEAD_HOURS:]
    share = past / past.sum()
    before = rng.multinomial(events, share.ravel()).reshape(past.shape)
    counts = np.vstack([before, rng.poisson(events * ahead / past.sum())])
    slot = np.repeat(np.arange(counts.size), counts.ravel())
    return slot // counts.shape[1], slot % counts.shape[1]


def _codes(connection: Connection, reported: Ints) -> list[str]:
    """As the command numbers them: by local day, in order of report, turned."""
    day = day_numbers(reported)
    nth = np.arange(len(day)) - np.searchsorted(day, day) + 1
    found, place = np.unique(day, return_inverse=True)
    return codes_of(key_of(connection), "E", found.tolist(), place, nth, LONG)
