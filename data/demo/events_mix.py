"""Who reports demo events, how grave they are, and who takes each step."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.words import CATEGORIES, SOURCES

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Texts = NDArray[np.object_]

# Shares of SOURCES, in their order: grid resident hotline patrol sensor video drone department neighbour.
SOURCE_SHARES = {
    "sanitation": (0.42, 0.14, 0.12, 0.16, 0.00, 0.13, 0.01, 0.02, 0.01),
    "facility": (0.38, 0.16, 0.16, 0.14, 0.06, 0.05, 0.02, 0.03, 0.01),
    "traffic": (0.25, 0.14, 0.14, 0.17, 0.04, 0.20, 0.02, 0.04, 0.01),
    "safety": (0.46, 0.10, 0.08, 0.18, 0.07, 0.05, 0.02, 0.04, 0.01),
    "dispute": (0.62, 0.16, 0.14, 0.02, 0.00, 0.00, 0.00, 0.06, 0.01),
    "ecology": (0.34, 0.15, 0.15, 0.12, 0.08, 0.06, 0.07, 0.03, 0.01),
    "flood": (0.40, 0.12, 0.10, 0.14, 0.16, 0.05, 0.01, 0.02, 0.01),
    "livelihood": (0.40, 0.24, 0.28, 0.03, 0.00, 0.00, 0.00, 0.05, 0.01),
}
# Shares of GRADES, in their order S A B C: on a plain day, and what a storm overhead adds.
GRADE_SHARES = np.array([0.005, 0.045, 0.15, 0.80])
STORM_SHIFT = np.array([0.008, 0.03, 0.06, -0.098])

# Who reports, by source: what they are called, how many digits number them (0: nobody), in which capacity.
REPORTERS = {
    "grid": ("网格员", 4, "grid_staff"),
    "resident": ("群众", 0, "resident"),
    "hotline": ("话务员", 3, "duty_officer"),
    "patrol": ("巡查员", 3, "grid_staff"),
    "sensor": ("感知设备", 4, "system"),
    "video": ("视频算法", 3, "system"),
    "drone": ("飞手", 3, "grid_staff"),
    "department": ("部门联络员", 3, "agency"),
    "neighbour": ("邻接系统", 2, "system"),
}
PUBLIC, LEADER = "群众", "带班领导-01"


@dataclass(frozen=True)
class People:
    """Who acts on each event: the same roles with numbers for the same place."""

    reporter: Texts
    duty: Texts
    unit: Texts
    staff: Texts


def sources(rng: np.random.Generator, category: Ints) -> Ints:
    """Position in SOURCES for each event."""
    shares = np.array([SOURCE_SHARES[name] for name in CATEGORIES])
    return _pick(rng, (shares / shares.sum(axis=1, keepdims=True))[category])


def grades(rng: np.random.Generator, storm: Floats) -> Ints:
    """Position in GRADES for each event, graver while a storm (0..1) is near."""
    return _pick(rng, GRADE_SHARES + np.outer(storm, STORM_SHIFT))


def people(source: Ints, village: Ints, town: Ints, category: Ints) -> People:
    """Who acts on each event."""
    turn = village * 7 + category
    reporters = [_numbered(*REPORTERS[name][:2], village * 3 + turn % 3) for name in SOURCES]
    return People(
        reporter=np.choose(source, reporters),
        duty=_numbered("值班员", 3, town * 3 + turn % 3),
        unit=_numbered("处置单位", 3, town * 8 + category),
        staff=_numbered("网格员", 4, village * 3 + turn % 3),
    )


def _pick(rng: np.random.Generator, shares: Floats) -> Ints:
    """One column for each row, by the row's shares."""
    below = rng.random(len(shares))[:, None] > np.cumsum(shares, axis=1)[:, :-1]
    return below.sum(axis=1)


def _numbered(name: str, digits: int, number: Ints) -> Texts:
    if not digits:
        return np.full(len(number), name, dtype=object)
    names = np.array([f"{name}-{n:0{digits}d}" for n in range(1, 10**digits)], dtype=object)
    return names[number % len(names)]
