"""Units of measure and what becomes of them in a formula: only like is added to like."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz import process

from data.errors import BadInput
from data.language import gettext as _
from data.yaml_file import read_yaml

FILE = Path(__file__).parent / "units.yaml"
CLOSE = 1e-6


@dataclass(frozen=True)
class Unit:
    """`scale` of the base units in `of`, each with its power. `factor`: constants multiplied in; None: weights."""

    scale: float = 1.0
    of: tuple[tuple[str, int], ...] = ()
    factor: float | None = 1.0

    def times(self, other: "Unit", power: int = 1) -> "Unit":
        of = Counter(dict(self.of))
        for name, n in other.of:
            of[name] += power * n
        factor = None if None in (self.factor, other.factor) else self.factor * other.factor**power  # type: ignore[operator]
        return Unit(self.scale * other.scale**power, _sorted(of), factor)

    def plus(self, other: "Unit") -> "Unit":
        """BadInput where they cannot be added."""
        if self.of != other.of:
            raise BadInput(_("单位不同，不能相加减：{one} 与 {other}").format(one=self.words, other=other.words))
        if self == other:
            return self
        if _same(self.scale, other.scale):
            return Unit(self.scale, self.of, None)  # weights
        if None in (self.factor, other.factor) or not _same(self.worth, other.worth):
            raise BadInput(_("单位的量级不同（如万元与元），相加减前先换成同一单位"))
        return self

    @property
    def worth(self) -> float:
        """What 1 of its values is in base units, if its constants only convert."""
        return self.scale / (self.factor or 1.0)

    @property
    def words(self) -> str:
        above = "·".join(name for name, n in self.of for _n in range(n) if n > 0)
        under = "·".join(name for name, n in self.of for _n in range(-n) if n < 0)
        return (above or ("1" if under else _("纯数"))) + (f"/{under}" if under else "")


def number(value: float) -> Unit:
    """A constant."""
    return Unit(factor=value if value else None)


@cache
def _table() -> Mapping[str, Any]:
    return read_yaml(FILE)


@cache
def known_units() -> tuple[str, ...]:
    """Without the prefixes."""
    return (*_table()["scaled"], *_table()["counted"])


@cache
def _all() -> tuple[str, ...]:
    return (*known_units(), *(f"{prefix}{one}" for one in _table()["counted"] for prefix in _table()["prefixes"]))


@cache
def unit_of(text: str) -> Unit:
    """What a unit as written means. BadInput, with what is like it, for one that is not declared."""
    first, *under = text.strip().split("/")
    found = _product(first) if first != "1" else Unit()
    for one in under:
        found = found.times(_product(one), -1)
    return found


def is_amount(text: str) -> bool:
    """Whether its values grow with the place, so that the city's limit says nothing of a town's."""
    try:
        of = unit_of(text).of
    except BadInput:
        return True
    return bool(of) and all(n > 0 for _name, n in of)


def _product(text: str) -> Unit:
    found = Unit()
    for one in text.split("·"):
        found = found.times(_single(one.strip()))
    return found


def _single(text: str) -> Unit:
    table = _table()
    if text in table["scaled"]:
        scale, base = table["scaled"][text]
        return Unit(float(scale), ((base, 1),) if base else ())
    if text in table["counted"]:
        return Unit(1.0, ((text, 1),))
    if text[:1] in table["prefixes"] and text[1:] in (*table["counted"], *table["scaled"]):
        return Unit(float(table["prefixes"][text[0]])).times(_single(text[1:]))
    like = [found for found, _score, _at in process.extract(text, _all(), limit=3, score_cutoff=50)] if text else []
    hint = _("；相近的有 {like}").format(like="、".join(like)) if like else ""
    raise BadInput(_("单位“{unit}”没有登记").format(unit=text[:16]) + hint)


def _sorted(of: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((name, n) for name, n in of.items() if n))


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= CLOSE * max(abs(one), abs(other))


def conversion(found: Unit, declared: Unit) -> float | None:
    """By what the values must yet be multiplied to be in the declared unit; None where weights forbid to say."""
    return None if found.factor is None else found.worth / declared.scale
