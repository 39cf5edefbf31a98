"""Points: what the rules make of what was found, line by line and together; and who comes before whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.assessment.measures import Found
from data.assessment.rules import WHOLE, Line, Rules
from data.queries.wilson import wilson


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One line of one who is assessed. `score` (0..100) and `points` are None where it is not counted: nothing was
    found, or too little (`thin`)."""

    line: Line
    found: Found | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    thin: bool = False
    score: float | None = None
    points: float | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """`total` in percent of the points that could be measured (`weight`); `rank` only where enough could be."""

    code: str
    name: str
    marks: tuple[Mark, ...]
    weight: float
    total: float | None
    rank: int | None = None
    change: float | None = None  # against the span before, by the lines that are counted in both

    @property
    def weak(self) -> Mark | None:
        """The line with the lowest score, where it did not earn all."""
        counted = [mark for mark in self.marks if mark.score is not None]
        least = min(counted, key=lambda mark: mark.score or 0, default=None)
        return least if least and len(counted) > 1 and (least.score or 0) < WHOLE else None


def scored(line: Line, value: float) -> float:
    """0 to the line's cap."""
    if line.linear:
        zero, full = line.linear.zero, line.linear.full
        score = WHOLE * (value - zero) / (full - zero)
    else:
        reached = [one for edge, one in line.steps if (value <= edge if line.less else value >= edge)]
        score = max(reached, default=0)
    return min(line.cap, max(0.0, score))


def mark_of(line: Line, found: Found | None) -> Mark:
    if found is None or found.n <= 0:
        return Mark(line=line)
    value = WHOLE * found.hits / found.n
    low, high = (wilson(found.hits, found.n) if line.known.share else None) or (None, None)
    thin = found.n < line.least
    score = None if thin else scored(line, value)
    return Mark(
        line=line,
        found=found,
        value=round(value, 1),
        low=low,
        high=high,
        thin=thin,
        score=score,
        points=None if score is None else line.weight * score / WHOLE,
    )


def standing_of(code: str, name: str, lines: Sequence[Line], found: Mapping[str, Found]) -> Standing:
    marks = tuple(mark_of(line, found.get(line.key)) for line in lines)
    counted = [mark for mark in marks if mark.points is not None]
    weight = sum(mark.line.weight for mark in counted)
    points = sum(mark.points or 0 for mark in counted)
    total = min(float(WHOLE), round(WHOLE * points / weight, 1)) if weight else None
    return Standing(code=code, name=name, marks=marks, weight=weight, total=total)


def change_of(now: Standing, before: Standing, rules: Rules) -> float | None:
    """By the lines that are counted in both; None where these are too few to compare by."""
    pairs = zip(now.marks, before.marks, strict=True)
    both = [
        (one.line.weight, one.points - other.points)
        for one, other in pairs
        if one.points is not None and other.points is not None
    ]
    weight = sum(weight for weight, _more in both)
    return round(WHOLE * sum(more for _weight, more in both) / weight, 1) if weight >= rules.counted else None


def comparable(one: Standing, rules: Rules) -> bool:
    return one.weight >= rules.counted


def order(one: Standing, rules: Rules) -> tuple[bool, bool, float, str]:
    """Those that can be compared first, by their points; then the others, and who has none at all last."""
    return not comparable(one, rules), one.total is None, -(one.total or 0), one.code
