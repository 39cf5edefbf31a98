"""What a scene is on paper: plain words, figures and shapes, drawn alike by the PDF and by the slides.

Every number comes twice where both are needed: as a value for native charts, and as the words that people read.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Ring = tuple[tuple[float, float], ...]  # lon, lat in degrees
Look = Literal["bars", "columns", "line", "dashed"]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A key figure: its label, the words of its value and unit, and a mark where its worth is another."""

    label: str
    value: str
    unit: str = ""
    mark: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """`right` says which columns hold numbers."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]


@dataclass(frozen=True, kw_only=True)
class Series:
    name: str
    values: tuple[float | None, ...]
    look: Look = "columns"
    colour: str = ""


@dataclass(frozen=True, kw_only=True)
class Chart:
    """`sideways`: names down the side, as of rankings; `stacked`: series upon each other."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    sideways: bool = False
    stacked: bool = False


@dataclass(frozen=True, kw_only=True)
class Area:
    """A region with its rings; `step` 0..4 of the metric, None where there is no value. `said`: the value in words."""

    code: str
    name: str
    rings: tuple[Ring, ...]
    step: int | None
    said: str
    at: tuple[float, float]
    outlined: bool = False


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A map: areas, land around them, the steps of the metric in words, drawings of the presenter, and its note."""

    areas: tuple[Area, ...]
    metric: str
    unit: str
    steps: tuple[str, ...]
    note: str
    land: tuple[Ring, ...] = ()
    strokes: tuple[Ring, ...] = ()
    marks: tuple[tuple[float, float, str], ...] = ()


class Place(NamedTuple):
    """Where a block stands that has a place of its own, in parts of the page."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, kw_only=True)
class Block:
    """One panel. `meta` is what its head says: office, worth, as-of, lateness; `empty` what is said without rows.

    `words`: lines of a block that is nothing but text (its key says heading or text).
    """

    key: str
    title: str
    sub: str
    meta: tuple[str, ...]
    figures: tuple[Figure, ...] = ()
    chart: Chart | None = None
    table: Table | None = None
    plan: Plan | None = None
    empty: str = ""
    strip: bool = False
    words: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One scene: what the audience reads, where and when it is of, its panels, and what the presenter says."""

    title: str
    sentence: str
    place: str
    moment: str
    frozen: bool
    blocks: tuple[Block, ...]
    notes: str = ""


@dataclass(frozen=True, kw_only=True)
class Handout:
    """`mark`: who took it out of the house; `stamp`: 演练 across every page; `chip`: what is said of all its data."""

    title: str
    sheets: tuple[Sheet, ...]
    mark: str
    stamp: str
    chip: str
    lang: str
    notes: bool = False
