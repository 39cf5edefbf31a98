"""Stored words of the rules told again in the language that is spoken, where they follow from what is stored beside."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson

from data.language import gettext as _
from data.language import speaking
from data.warn.verdict import Number
from data.warn.words import because

WRITTEN = "zh"  # the language of the house, in which everything is stored
LONGEST_TITLE = 96


def numbers_of(plain: Sequence[Mapping[str, Any]]) -> list[Number]:
    """Numbers from what a warning keeps of them."""
    return [Number(**{**one, "at": datetime.fromtimestamp(one["at"], UTC) if one.get("at") else None}) for one in plain]


def titled(about: str, rule: str) -> str:
    """The title that a rule gives to its warning of a station or a region."""
    name = _(rule)
    return f"{about}{' ' if name.isascii() else ''}{name}"[:LONGEST_TITLE]


def title(stored: str, said: str | None) -> str:
    """`said`: see `data/queries/said.py`."""
    if said is None:
        return stored
    told = orjson.loads(said)
    return _retold(stored, lambda: titled(told.get("about", ""), told.get("rule", "")))


def reason(stored: str, said: str | None, cleared: bool = False) -> str:
    """Why a warning was raised, changed or cleared."""
    if said is None:
        return _(stored)
    told = orjson.loads(said)
    numbers = numbers_of(told["numbers"])
    return _retold(stored, lambda: because(numbers, cleared, n=told["n"], stations=told["stations"]))


def _retold(stored: str, tell: Callable[[], str]) -> str:
    """Only what says the same in the language of the house is told again: people may have written something else."""
    with speaking(WRITTEN):
        same = tell() == stored
    return tell() if same else stored
