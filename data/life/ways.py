"""What a case calls for: straight to the agency of the list (一键直达), or up (提级办理). A person may do otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass

from data.words import GRADES

GENERAL = "C"  # what is general, where the classification says nothing
PLAIN = ("B", "C")  # grades that have not been raised yet


@dataclass(frozen=True)
class Offer:
    """`way`: of WAYS, empty where the case goes level by level; `by`: the category or the grade that says so."""

    way: str = ""
    by: str = ""

    @property
    def direct(self) -> bool:
        return self.way == "direct"

    @property
    def upward(self) -> bool:
        return self.way == "raise"


def offer(chain: Iterable[tuple[str, str | None]], grade: str) -> Offer:
    """`chain`: (name, way) of its categories, the finest first. What is grave already is offered neither."""
    if grade not in PLAIN:
        return Offer()
    for name, way in chain:
        if way:
            return Offer(way, name)
    return Offer("direct", GRADES[grade]) if grade == GENERAL else Offer()
