"""Danger classes (险情等级) by the people who would have to be moved.

《国家突发地质灾害应急预案》 (State Council, 2006): 特大型 from 1,000 people to be moved or 100 million yuan at
stake, 大型 from 500 or 50 million, 中型 from 100 or 5 million, 小型 below. 《地质灾害防治条例》 art. 4 has the same
names, but grades by deaths and loss what a disaster has done, which a register of dangers does not know. The plan
speaks of geological dangers; for whatever else threatens people the house takes over its steps, and says so.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

CLASSES = {1: "特大型", 2: "大型", 3: "中型", 4: "小型"}
STEPS = ((1, 1_000, 10_000.0), (2, 500, 5_000.0), (3, 100, 500.0))  # class, people from, 万元 from
GEOLOGICAL = ("geo_hazard", "slope")  # kinds that the plan speaks of
SOURCES = {True: "国家突发地质灾害应急预案", False: "本平台规则"}
LAYERS = ("risk_point", "key_site", "hazchem")


class Danger(NamedTuple):
    """Class 1 gravest .. 4, its word, and whose rule that is."""

    level: int
    word: str
    source: str


def danger_of(layer: str, kind: str, attributes: Mapping[str, Any]) -> Danger | None:
    """None where nobody is threatened, or where that is not known."""
    people, property_ = attributes.get("people"), attributes.get("property")
    if layer not in LAYERS or (people is None and property_ is None) or not (people or property_):
        return None
    level = next((n for n, least, worth in STEPS if (people or 0) >= least or (property_ or 0) >= worth), 4)
    return Danger(level, CLASSES[level], SOURCES[kind in GEOLOGICAL])
