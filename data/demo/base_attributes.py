"""What the demo's registers know of their things: drawn by seed, of a likely size, nothing of it real."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from data.things.fields import FIELDS, FIRE

Dice = np.random.Generator
Drawn = dict[str, Any]
SUBSTANCES = ("液氯", "液氨", "甲醇", "汽油", "柴油", "液化石油气", "乙炔", "硫酸", "烧碱", "天然气")
ERAS = ("唐", "宋", "元", "明", "清", "民国")
SURVEYED = 0.25  # share of the cameras whose field of view is registered
AT_SEA = 0.02  # of the vessels, on the morning of a landfall
PUPILS = {"nursery": 210, "primary": 640, "middle": 980, "vocational": 1_400, "college": 9_000, "special": 120}
BOARDING = ("middle", "vocational", "college", "special")
POSITIONS_S = 5_400  # positions were taken within this time before the register's morning


def drawn_attributes(rng: Dice, layer: str, kinds: Sequence[str], at: datetime) -> list[str]:
    """One JSON object a thing, with fields of `data/things/fields.py`."""
    draw: Callable[[Dice, str, datetime], Drawn] = DRAWN.get(layer, _nothing)
    if draw is _nothing:
        return ["{}"] * len(kinds)
    aside = np.random.Generator(rng.bit_generator.jumped())  # type: ignore[attr-defined]
    drawn = [draw(rng, kind, at) | (_fire(aside, at) if FIRE[0] in FIELDS[layer] else {}) for kind in kinds]
    return [json.dumps(one, ensure_ascii=False) for one in drawn]


def _nothing(_rng: Dice, _kind: str, _at: datetime) -> Drawn:
    return {}


def _fire(rng: Dice, at: datetime) -> Drawn:
    """One in five is of the first class; most checks are in time."""
    first = rng.random() < 0.2
    checked = at - timedelta(days=int(rng.gamma(3, 70 if first else 130)))
    return {
        "fire_class": "key" if first else "general",
        "fire_checked": checked.astimezone(UTC).isoformat(timespec="seconds"),
        "fire_open": int(rng.poisson(0.5)),
        "hydrants": int(rng.integers(1, 9)),
    }


def _risk(rng: Dice, kind: str, _at: datetime) -> Drawn:
    people = _sized(rng, 45 if kind in ("flash_flood", "geo_hazard") else 90)
    return {"people": people, "households": _households(people), "property": float(people * 6 + _sized(rng, 40))}


def _site(rng: Dice, kind: str, _at: datetime) -> Drawn:
    people = _sized(rng, 70)
    found: Drawn = {"people": people, "households": _households(people)}
    if kind == "reservoir":
        return {**found, "storage": float(_sized(rng, 60) + 10)}
    if kind == "dyke":
        return {"length": float(_sized(rng, 900) + 100)}
    return {"berths": _sized(rng, 60) + 10} if kind == "harbour" else found


def _heritage(rng: Dice, _kind: str, _at: datetime) -> Drawn:
    level = str(rng.choice(["national", "province", "city", "county", "none"], p=[0.06, 0.18, 0.26, 0.36, 0.14]))
    return {"protection": level, "era": str(rng.choice(ERAS)), "visitors": _sized(rng, 400) // 10 * 10 + 50}


def _hazchem(rng: Dice, kind: str, _at: datetime) -> Drawn:
    large = kind in ("producer", "store")
    source = str(
        rng.choice(["1", "2", "3", "4", "none"], p=[0.04, 0.08, 0.18, 0.30, 0.40] if large else [0, 0, 0.05, 0.15, 0.8])
    )
    stored = float(_sized(rng, 800 if large else 30) + 1)
    people = _sized(rng, 240 if source != "none" else 40)
    return {
        "substance": str(rng.choice(SUBSTANCES)),
        "stored": stored,
        "hazard": source,
        "staff": _sized(rng, 60) + 5,
        "people": people,
    }


def _vessel(rng: Dice, kind: str, at: datetime) -> Drawn:
    """All in port before a landfall but a few, who are to be called in."""
    length = round(float(6 + rng.gamma(3, 5 if kind != "farm" else 1.5)), 1)
    taken = at - timedelta(seconds=int(rng.integers(0, POSITIONS_S)))
    berth = "at_sea" if kind != "farm" and rng.random() < AT_SEA else "in_port"
    known = {"berth": berth, "position_at": taken.astimezone(UTC).isoformat(timespec="seconds")}
    return known | {"crew": int(2 + length // 5), "length": length, "power": float(round(length * 12))}


def _scenic(rng: Dice, _kind: str, _at: datetime) -> Drawn:
    rating = str(rng.choice(["5A", "4A", "3A", "2A", "none"], p=[0.04, 0.28, 0.44, 0.12, 0.12]))
    capacity = _sized(rng, 2_500) // 100 * 100 + 500
    return {"rating": rating, "capacity": capacity, "daily": capacity * 3}


def _school(rng: Dice, kind: str, _at: datetime) -> Drawn:
    """Only larger schools have boarders."""
    pupils = _sized(rng, PUPILS[kind])
    boarders = round(pupils * float(rng.uniform(0.1, 0.6))) if kind in BOARDING else 0
    return {"pupils": pupils, "boarders": boarders, "staff": max(3, pupils // 14)}


def _food(rng: Dice, kind: str, at: datetime) -> Drawn:
    """Producers are looked after from higher up; most were visited in time, a few never."""
    large = kind == "producer"
    tier = str(rng.choice(["A", "B", "C", "D"], p=[0.1, 0.4, 0.4, 0.1] if large else [0.005, 0.045, 0.25, 0.7]))
    visited = at - timedelta(days=int(rng.gamma(3, 28 if tier in ("A", "B") else 15)))
    known: Drawn = {
        "tier": tier,
        "problems": int(rng.poisson(0.3)),
        "licence": f"模拟-{int(rng.integers(1, 10**6)):06d}",
    }
    return known if rng.random() < 0.03 else known | {"checked": visited.astimezone(UTC).isoformat(timespec="seconds")}


def _river(rng: Dice, kind: str, at: datetime) -> Drawn:
    """Most were walked along within a week or two, a few never."""
    length = round(float(rng.gamma(2, 9 if kind == "river" else 3)) + 0.5, 1)
    walked = at - timedelta(days=float(rng.gamma(2, 3)))
    known: Drawn = {"length": length, "basin": round(length * float(rng.uniform(2, 8)), 1)}
    known |= {"goal": str(rng.choice(["2", "3", "4"], p=[0.3, 0.6, 0.1])), "problems": int(rng.poisson(0.4))}
    return known if rng.random() < 0.04 else known | {"patrolled": walked.astimezone(UTC).isoformat(timespec="seconds")}


def _sized(rng: Dice, usual: float) -> int:
    """Around `usual`, now and then several times as much."""
    return int(rng.lognormal(np.log(usual), 0.8))


def _households(people: int) -> int:
    return max(1, round(people / 3.1)) if people else 0


def _camera(rng: Dice, kind: str, _at: datetime) -> Drawn:
    """Of one in four somebody has taken down what it sees: some turn all around, those on heights look far."""
    if rng.random() >= SURVEYED:
        return {}
    reach = int(rng.integers(6, 31)) * (30 if kind in ("forest", "flood") else 10)
    angle = 360 if rng.random() < 0.15 else int(rng.integers(6, 13)) * 10
    return {"bearing": int(rng.integers(0, 72)) * 5, "reach": reach, "angle": angle}


def _speaker(rng: Dice, kind: str, _at: datetime) -> Drawn:
    return {"power": float(rng.choice([50, 100, 200] if kind == "village" else [100, 200, 500]))}


def _post(rng: Dice, _kind: str, _at: datetime) -> Drawn:
    """Most are manned as they should be."""
    needed = int(rng.integers(2, 7))
    return {"needed": needed, "posted": max(0, needed - int(rng.choice([0, 0, 0, 1, 2])))}


DRAWN: dict[str, Callable[[Dice, str, datetime], Drawn]] = {
    "risk_point": _risk,
    "key_site": _site,
    "camera": _camera,
    "heritage": _heritage,
    "hazchem": _hazchem,
    "vessel": _vessel,
    "scenic": _scenic,
    "school": _school,
    "food": _food,
    "speaker": _speaker,
    "post": _post,
    "river": _river,
}
