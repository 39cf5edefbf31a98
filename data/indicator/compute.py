"""Values of formulas, whole columns at a time: a row is a region in a period, a column an indicator.

What a region above is worth follows from its own inputs: those that add up are summed from below where its office says
none, and the formula is then applied to the sums. Nothing is ever averaged.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.batched import batched
from data.indicator.grammar import Name, Node, Number, Op, names, parse
from data.indicator.graph import ordered
from data.indicator.period import STEPS

Floats = NDArray[np.float64]
Worths = NDArray[np.uint8]
TIME = "#"  # the column with the place of the period on its axis
CHUNK = 64  # formulas that are kept in memory together


@dataclass(frozen=True, eq=False)
class Ground:
    """The regions, city to village: ids ascending, levels, and the place of each one's parent (-1: none)."""

    ids: NDArray[np.int32]
    level: NDArray[np.int8]
    parent: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Column:
    """One indicator: values and what they are worth, a row a region, a column a period; NaN is no value."""

    values: Floats
    worth: Worths


def roll_up(ground: Ground, column: Column) -> Column:
    """Regions without a value of their own become the sum of those below; one that is missing leaves a gap."""
    values, worth = column.values.copy(), column.worth.copy()
    for level in (3, 2, 1):
        below = np.flatnonzero((ground.level == level + 1) & (ground.parent >= 0))
        total, worst = np.zeros_like(values), np.zeros_like(worth)
        np.add.at(total, ground.parent[below], values[below])
        np.maximum.at(worst, ground.parent[below], worth[below])
        above = np.zeros(len(ground.ids), bool)
        above[ground.parent[below]] = True
        gap = above[:, None] & np.isnan(values)
        values[gap], worth[gap] = total[gap], worst[gap]
    return Column(values, worth)


def computed(
    calcs: Mapping[str, str], inputs: Mapping[str, Column], form: str, wanted: Collection[str]
) -> Iterator[tuple[str, Column]]:
    """(code, column) of every formula that is wanted, each after those it is made of. All its inputs must be there."""
    trees = {code: parse(text) for code, text in calcs.items()}
    graph = {code: [name.code for name in names(tree)] for code, tree in trees.items()}
    order = [code for code in ordered(graph) if code in trees]
    shape = next(iter(inputs.values())).values.shape
    frame = _frame(inputs, shape)
    worth = {code: one.worth for code, one in inputs.items()}
    steps = _steps(order, graph)
    for number, some in enumerate(steps, 1):
        frame = frame.with_columns(_expression(trees[code], form).alias(code) for code in some)
        for code in some:
            worth[code] = _worth(trees[code], worth, form, shape)
            if code in wanted:
                yield code, Column(frame[code].to_numpy().reshape(shape), worth[code])
        needed = {one for later in steps[number:] for code in later for one in graph[code]}
        frame = frame.select(TIME, *(name for name in frame.columns if name in needed))


def _frame(inputs: Mapping[str, Column], shape: tuple[int, ...]) -> pl.DataFrame:
    rows, periods = shape
    columns = {code: pl.Series(one.values.ravel(), nan_to_null=True) for code, one in inputs.items()}
    return pl.DataFrame({TIME: np.tile(np.arange(periods, dtype=np.int32), rows), **columns})


def _steps(order: Sequence[str], graph: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Formulas that need none of each other, deepest inputs first."""
    depth: dict[str, int] = {}
    for code in order:
        depth[code] = 1 + max((depth.get(one, 0) for one in graph[code]), default=0)
    found: list[tuple[str, ...]] = []
    for level in sorted(set(depth.values())):
        found += batched([code for code in order if depth[code] == level], CHUNK)
    return found


def _back(name: Name, form: str) -> int:
    """How many periods back a name looks."""
    return {"": 0, "prev": 1, "lastyear": 12 // STEPS[form]}[name.shift]


def _expression(node: Node, form: str) -> pl.Expr:
    if isinstance(node, Number):
        return pl.lit(node.value)
    if isinstance(node, Name):
        back, column = _back(node, form), pl.col(node.code)
        return pl.when(pl.col(TIME) >= back).then(column.shift(back)) if back else column
    left, right = _expression(node.left, form), _expression(node.right, form)
    if node.sign == "+":
        return left + right
    if node.sign == "-":
        return left - right
    return left * right if node.sign == "*" else pl.when(right != 0).then(left / right)


def _worth(node: Node, known: Mapping[str, Worths], form: str, shape: tuple[int, ...]) -> Worths:
    """No more than the least of the inputs: simulated where one of them is."""
    if isinstance(node, Op):
        return np.maximum(_worth(node.left, known, form, shape), _worth(node.right, known, form, shape))
    if isinstance(node, Number):
        return np.zeros(shape, np.uint8)
    back, found = _back(node, form), known[node.code]
    return np.roll(found, back, axis=1) if back else found
