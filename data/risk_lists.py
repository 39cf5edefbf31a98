"""Check lists of the three phases of a disaster, from `risk_lists.yaml`: what is to be done, and by whom."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

PHASES = {"before": "灾前", "during": "灾中", "after": "灾后"}
FILE = Path(__file__).with_name("risk_lists.yaml")


class Item(NamedTuple):
    """One thing to do. Both are Chinese msgids."""

    what: str
    who: str


@cache
def check_lists() -> dict[str, tuple[Item, ...]]:
    """{phase: its items in order}. KeyError or TypeError when the file is not of that form."""
    lists = yaml.safe_load(FILE.read_text("utf-8"))
    return {phase: tuple(Item(**one) for one in lists[phase]) for phase in PHASES}
