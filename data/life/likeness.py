"""How alike two reports are: place, time and words together, as a score from 0 to 100 and in words."""

import math
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapidfuzz import fuzz

from data.language import gettext as _

NEAR = 300.0  # metres beyond which a place says nothing
SOON = timedelta(days=7)
KINDS = {"leaf": 1.0, "category": 0.9, "": 0.6}  # what the rest is worth when the kind is the same, akin or another
WEIGHTS = {"place": 0.35, "time": 0.15, "words": 0.5}
SUGGESTED = 60  # a score from which a person is asked
COMPARED = 300  # characters of each text: what it costs grows with their product
EARTH = 6_371_008.8
SPACES = ("Z", "P", "S", "C")  # Unicode classes that carry no meaning here: blanks, punctuation, symbols, control


@dataclass(frozen=True, kw_only=True)
class Trait:
    """What of a report is compared."""

    category: str
    leaf: str
    lon: float
    lat: float
    at: datetime
    text: str
    exact: bool = True  # whether lon, lat are where it is; else only its region is known


@dataclass(frozen=True, kw_only=True)
class Likeness:
    score: int
    same: str  # leaf, category or ""
    metres: float | None  # None where one of the places is not known
    apart: timedelta
    words: int  # percent

    @property
    def reason(self) -> str:
        """`同类 · 相距 85 米 · 相隔 3 小时 · 文字相似 87%`"""
        kind = {"leaf": _("同类"), "category": _("同大类"), "": _("不同类")}[self.same]
        far = self.metres
        place = _("位置不详") if far is None else _("相距 {metres} 米").format(metres=round(far))
        alike = _("文字相似 {share}%").format(share=self.words)
        return " · ".join((kind, place, _apart(self.apart), alike))


def likeness(one: Trait, other: Trait) -> Likeness:
    """Symmetric; 100 for two that do not differ. A place that is not known counts for nothing."""
    known = one.exact and other.exact
    metres = distance((one.lon, one.lat), (other.lon, other.lat)) if known else None
    apart = abs(one.at - other.at)
    same = "leaf" if one.leaf == other.leaf else "category" if one.category == other.category else ""
    words = alike(one.text, other.text)
    near = 0.0 if metres is None else 1 - metres / NEAR
    parts = {"place": near, "time": 1 - apart / SOON, "words": words / 100}
    whole = sum(weight * max(0.0, parts[name]) for name, weight in WEIGHTS.items())
    return Likeness(score=round(100 * whole * KINDS[same]), same=same, metres=metres, apart=apart, words=words)


def alike(one: str, other: str) -> int:
    """Percent of likeness of two texts. Chinese has no spaces: pairs of neighbouring characters stand for words.

    The mean of two measures: how far the shorter is contained in the longer, and how far both are the same.
    """
    one, other = plain(one[:COMPARED]), plain(other[:COMPARED])
    if one == other:
        return 100 if one else 0
    if not one or not other:
        return 0
    held = fuzz.token_set_ratio(_pairs(one), _pairs(other))
    return round((held + fuzz.ratio(min(one, other), max(one, other))) / 2)


def plain(text: str) -> str:
    """Without blanks, punctuation, width and case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] not in SPACES)


def _pairs(text: str) -> str:
    return " ".join(sorted({text[n : n + 2] for n in range(max(1, len(text) - 1))}))


def distance(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Metres between two (lon, lat) on the sphere."""
    (lon, lat), (lon2, lat2) = here, there
    north, east = math.radians(lat2 - lat), math.radians(lon2 - lon)
    half = (
        math.sin(north / 2) ** 2 + math.cos(math.radians(lat)) * math.cos(math.radians(lat2)) * math.sin(east / 2) ** 2
    )
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(half)))


def _apart(apart: timedelta) -> str:
    minutes = round(apart.total_seconds() / 60)
    if minutes < 60:
        return _("相隔 {n} 分钟").format(n=minutes)
    if minutes < 48 * 60:
        return _("相隔 {n} 小时").format(n=round(minutes / 60))
    return _("相隔 {n} 天").format(n=round(minutes / 60 / 24))
