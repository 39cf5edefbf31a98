"""The plain life of demo events, by whole columns: when each stage would be reached if nothing came between."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.life.limits import allowed
from data.life.worktime import add_many
from data.words import CATEGORIES, GRADES, STAGES

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NEVER = -1
REJECTED_SHARE = {"S": 0.0, "A": 0.01, "B": 0.05, "C": 0.105}  # 9 % of all
RATED_SHARE = 0.65
RATING_SHARES = (0.01, 0.02, 0.07, 0.26, 0.64)  # 1 to 5; mean 4.5
VISITED_SHARE, REACHED_SHARE = 0.6, 0.92
# What comes between, as shares of those not rejected; the rest live plainly.
STORIES = {
    "returned": 0.022,  # handed back, given to another agency
    "reassigned": 0.01,
    "suspended": 0.015,
    "redone": 0.02,  # the answer did not stand the check
    "reopened": 0.008,
}
STORY = ("plain", *STORIES)
ESCALATED_SHARE, SUPERVISED_SHARE = 0.012, 0.015
# Median seconds and lognormal spread of the stay before each stage; before 反馈 a share of the time allowed.
STAY = {
    "filed": (240, 0.7),
    "assigned": (360, 0.8),
    "handling": (600, 0.8),
    "answered": (0.1, 1.08),
    "verified": (1200, 0.8),
    "closed": (600, 0.8),
    "rated": (2400, 1.3),
}
TOWN_SPREAD = 0.14  # how much the towns differ in their pace
STORM_DELAY = 0.5  # how much longer everything takes with a storm overhead
VISIT_AFTER = (3600, 30 * 3600)  # seconds from close to return visit, evenly
DICE = 6  # numbers from 0 to 1 that decide the details of each life


@dataclass(frozen=True)
class Lives:
    """`moments` has a column for each of STAGES, as if no time were too far ahead."""

    moments: Ints
    rejected: Bools
    story: Ints  # position in STORY
    escalated: Bools
    supervised: Bools
    rating: Ints  # 0: will not be rated
    visit: Ints  # when, or NEVER
    reached: Bools
    dice: Floats


def lives(rng: np.random.Generator, reported: Ints, category: Ints, grade: Ints, town: Ints, storm: Floats) -> Lives:
    """One for each event; `grade` is the one it is reported with."""
    n = len(reported)
    escalated = (rng.random(n) < ESCALATED_SHARE) & (grade >= 2)
    pace = rng.lognormal(0, TOWN_SPREAD, int(town.max(initial=0)) + 1)[town] * (1 + STORM_DELAY * storm)
    moments = _moments(rng, reported, pace, *_allowed(category, grade - escalated))
    rejected = rng.random(n) < np.array([REJECTED_SHARE[name] for name in GRADES])[grade]
    story = rng.choice(len(STORY), size=n, p=[1 - sum(STORIES.values()), *STORIES.values()])
    rating = rng.choice(np.arange(1, 6), size=n, p=RATING_SHARES)
    visit = moments[:, -2] + rng.integers(*VISIT_AFTER, size=n)
    return Lives(
        moments=moments,
        rejected=rejected & ~escalated,
        story=np.where(rejected | (grade == 0), 0, story),
        escalated=escalated,
        supervised=rng.random(n) < SUPERVISED_SHARE,
        rating=np.where(rng.random(n) < RATED_SHARE, rating, 0),
        visit=np.where(rng.random(n) < VISITED_SHARE, visit, NEVER),
        reached=rng.random(n) < REACHED_SHARE,
        dice=rng.random((n, DICE)),
    )


def _moments(rng: np.random.Generator, reported: Ints, pace: Floats, seconds: Ints, working: Bools) -> Ints:
    moments = np.empty((len(reported), len(STAGES)), dtype=np.int64)
    moments[:, 0] = reported
    for stage, (name, (median, spread)) in enumerate(STAY.items(), start=1):
        handling = name == "answered"  # the only stay that rests at night with its clock
        usual = median * seconds if handling else np.full(len(reported), median)
        stay = np.maximum(20, usual * pace * rng.lognormal(0, spread, len(reported))).astype(np.int64)
        moments[:, stage] = add_many(moments[:, stage - 1], stay, working & handling)
    return moments


def _allowed(category: Ints, grade: Ints) -> tuple[Ints, Bools]:
    """(seconds from report to close, whether they count working time)."""
    table = [[allowed(c, g) for g in GRADES] for c in CATEGORIES]
    seconds = np.array([[seconds for seconds, _ in row] for row in table], dtype=np.int64)
    working = np.array([[clock == "working" for _, clock in row] for row in table])
    return seconds[category, grade], working[category, grade]
