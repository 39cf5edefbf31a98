"""Demo events as columns, each at the end of its life: what the generator draws before anything is stored."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from data.commands.contribution import day_numbers
from data.demo.events_life import Lives, lives
from data.demo.events_mix import actors, grades, sources
from data.demo.events_places import jitter, places
from data.demo.events_rhythm import HOUR, Rhythm, rhythm
from data.demo.events_text import titles

Ints = NDArray[np.int64]
Texts = NDArray[np.object_]

YEAR = timedelta(days=365)
AHEAD_HOURS = 72  # how long the demo goes on reporting after its anchor


@dataclass(frozen=True)
class Drafts:
    """In order of report; category, source, grade by position in their words; `actors` by stage, 不予立案 last."""

    code: list[str]
    title: Texts
    category: Ints
    source: Ints
    grade: Ints
    cell: Ints
    place: Texts
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    lives: Lives
    actors: list[Texts]

    @property
    def reported(self) -> Ints:
        return self.lives.moments[:, 0]


def draft(connection: Connection, events: int, anchor: datetime, seed: int) -> Drafts:
    """Exactly `events` of the year before `anchor`, and what comes in the 72 hours after it."""
    where_rng, when_rng, what_rng = (np.random.Generator(np.random.PCG64([seed, stream])) for stream in range(3))
    city = places(connection, where_rng)
    year = rhythm(connection, when_rng, anchor - YEAR, YEAR // timedelta(hours=1) + AHEAD_HOURS)
    hour, category = _hours(when_rng, year, events)
    reported = year.hours[hour] + when_rng.integers(0, HOUR, len(hour))
    order = np.argsort(reported, kind="stable")
    reported, category, storm = reported[order], category[order], year.storm[hour[order]]
    here = city.draw(where_rng, len(reported))
    lon, lat = jitter(where_rng, city.lon[here], city.lat[here])
    source, grade = sources(what_rng, category), grades(what_rng, storm)
    return Drafts(
        code=_codes(reported),
        title=titles(what_rng, category, storm),
        category=category,
        source=source,
        grade=grade,
        cell=city.cell[here],
        place=city.village_names[city.village[here]],
        lon=lon,
        lat=lat,
        lives=lives(what_rng, reported, category, grade, city.town[here], storm),
        actors=actors(source, city.village[here], city.town[here], category),
    )


def _hours(rng: np.random.Generator, year: Rhythm, events: int) -> tuple[Ints, Ints]:
    """(hour, category) of every event: as many as asked before the anchor, at the same rate after it."""
    past, ahead = year.load[:-AHEAD_HOURS], year.load[-AHEAD_HOURS:]
    share = past / past.sum()
    before = rng.multinomial(events, share.ravel()).reshape(past.shape)
    counts = np.vstack([before, rng.poisson(events * ahead / past.sum())])
    slot = np.repeat(np.arange(counts.size), counts.ravel())
    return slot // counts.shape[1], slot % counts.shape[1]


def _codes(reported: Ints) -> list[str]:
    """E, the local date, and the how-manieth of that day: as the command numbers them."""
    day = day_numbers(reported)
    nth = np.arange(len(day)) - np.searchsorted(day, day) + 1
    dates = {d: f"{datetime.fromordinal(d):%Y%m%d}" for d in np.unique(day).tolist()}
    return [f"E{dates[d]}-{n:06d}" for d, n in zip(day.tolist(), nth.tolist(), strict=True)]
