"""How far winds reach to each side: radii by quadrant, as files tell them, and the one mean that is spoken of."""

import json
from collections.abc import Mapping, Sequence

import numpy as np

SIDES = ("NE", "SE", "SW", "NW")  # in which order radii stand
MIDDLES = (45, 135, 225, 315)  # degrees from north, clockwise: the middle of each
TOWARDS = {1: 45, 2: 90, 3: 135, 4: 180, 5: 225, 6: 270, 7: 315, 8: 0}  # where JMA's longest radius lies; 9: all round
Radii = tuple[float, float, float, float]  # km; 0 where such winds do not reach to that side


def mean_of(radii: Radii) -> float | None:
    """Over all four sides; None where there are no such winds."""
    return round(sum(radii) / 4, 1) or None


def lopsided(longest: float, shortest: float, towards: int) -> Radii:
    """Of a circle beside the centre, which reaches farthest one way and least the other: as far as to each side."""
    if towards not in TOWARDS or longest == shortest:
        return (longest,) * 4
    whole, aside = (longest + shortest) / 2, (longest - shortest) / 2
    away = np.radians(np.array(MIDDLES) - TOWARDS[towards])
    ne, se, sw, nw = aside * np.cos(away) + np.sqrt(whole**2 - (aside * np.sin(away)) ** 2)
    return float(ne), float(se), float(sw), float(nw)


def written(told: Mapping[int, Radii]) -> str | None:
    """By force, as it is kept; None where no file told of sides."""
    kept = {str(force): [round(km, 1) for km in radii] for force, radii in told.items() if any(radii)}
    return json.dumps(kept, separators=(",", ":")) if kept else None


def read(kept: str | None) -> dict[int, Sequence[float]]:
    return {int(force): radii for force, radii in json.loads(kept or "{}").items()}
