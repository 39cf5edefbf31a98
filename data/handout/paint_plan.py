"""The map on paper: regions by the metric's five steps, with names and figures, and what the presenter drew."""

import math
from collections.abc import Callable

import shapely

from data.handout.canvas import FAINT, INK, PANEL, PAPER, STEPS, WARN, Box, Canvas, Point, width_of
from data.handout.sheet import Area, Plan

LEGEND = 26.0
EDGE, LAND, BARE = "#0f3b45", "#e3e8ed", "#f1f5f8"
Placed = Callable[[float, float], Point]


def paint_plan(canvas: Canvas, plan: Plan, box: Box) -> None:
    box, foot = box.cut(box.h - LEGEND, 2)
    canvas.rect(box, fill=PANEL, radius=3)
    placed = placed_in(plan, box.inset(14, top=12, bottom=12))
    for ring in plan.land:
        for part in clipped([placed(*point) for point in ring], box):
            canvas.path(part, fill=LAND, closed=True)
    for area in plan.areas:
        fill = BARE if area.step is None else STEPS[area.step]
        for ring in area.rings:
            canvas.path([placed(*point) for point in ring], fill=fill, stroke=EDGE, width=0.7, closed=True)
    for area in plan.areas:
        if area.outlined:
            for ring in area.rings:
                canvas.path([placed(*point) for point in ring], stroke=WARN, width=2.4, closed=True)
    _labels(canvas, plan, placed, box)
    for stroke in plan.strokes:
        canvas.path([placed(*point) for point in stroke], stroke=WARN, width=2.2)
    for lon, lat, words in plan.marks:
        at = placed(lon, lat)
        canvas.dot(at, 4, WARN)
        canvas.text(Box(at[0] + 7, at[1] - 8, 160, 16), words, 11, WARN, bold=True)
    _legend(canvas, plan, foot)


def clipped(ring: list[Point], box: Box) -> list[list[Point]]:
    """What of an outline lies within the map."""
    whole = shapely.make_valid(shapely.Polygon(ring))
    parts = shapely.get_parts(shapely.clip_by_rect(whole, box.x, box.y, box.x + box.w, box.y + box.h))
    return [[(float(x), float(y)) for x, y in one.exterior.coords] for one in parts if one.geom_type == "Polygon"]


def placed_in(plan: Plan, box: Box) -> Placed:
    """Degrees to points: at the map's own latitude a degree east is shorter than one north."""
    points = [point for area in plan.areas for ring in area.rings for point in ring] or [one.at for one in plan.areas]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = min(box.w / max((east - west) * squeeze, 1e-6), box.h / max(north - south, 1e-6))
    left = box.x + (box.w - (east - west) * squeeze * scale) / 2
    top = box.y + (box.h - (north - south) * scale) / 2
    return lambda lon, lat: (left + (lon - west) * squeeze * scale, top + (north - lat) * scale)


def _labels(canvas: Canvas, plan: Plan, placed: Placed, box: Box) -> None:
    for area, spot, size in labelled(plan, placed, box):
        upper, lower = spot.cut(spot.h / 2, 0)
        canvas.text(upper, area.name, size, ink_on(area, spot, placed), align="center", bold=True)
        canvas.text(lower, area.said, size, ink_on(area, spot, placed), align="center", figure=True)


def ink_on(area: Area, spot: Box, placed: Placed) -> str:
    """White on the darkest step, where the area is wide enough to lie under its label."""
    dark = area.step is not None and area.step > 3 and _extent(area, placed) > spot.w
    return PAPER if dark else INK


def labelled(plan: Plan, placed: Placed, box: Box) -> list[tuple[Area, Box, float]]:
    """Names with their figures; one that would cover another label is left to the table."""
    found: list[tuple[Area, Box, float]] = []
    size = 11.0 if len(plan.areas) < 16 else 8.5
    for area in sorted(plan.areas, key=lambda one: (not one.outlined, -_extent(one, placed))):
        x, y = placed(*area.at)
        wide = max(width_of(area.name, size), width_of(area.said, size)) + 6
        left = min(max(x - wide / 2, box.x + 2), box.x + box.w - wide - 2)
        spot = Box(left, y - size * 1.25, wide, size * 2.5)
        if not any(_meet(spot, other) for _area, other, _size in found):
            found.append((area, spot, size))
    return found


def _extent(area: Area, placed: Placed) -> float:
    xs = [placed(*point)[0] for ring in area.rings for point in ring]
    return max(xs) - min(xs) if xs else 0.0


def _meet(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.w and other.x < one.x + one.w and one.y < other.y + other.h and other.y < one.y + one.h
    )


def breaks(plan: Plan, each: float) -> list[tuple[float, float, str]]:
    """(left, width, words) of those that stand between steps so wide; every other one where they would meet."""
    wides = [width_of(words, 8.5) + 3 for words in plan.steps]
    every = 1 if max(wides, default=0.0) < each else 2
    told = [
        ((n + 1) * each, max(each, wide), words) for n, (wide, words) in enumerate(zip(wides, plan.steps, strict=True))
    ]
    return [(middle - wide / 2, wide, words) for middle, wide, words in told[::every]]


def _legend(canvas: Canvas, plan: Plan, box: Box) -> None:
    """The five steps with the breaks between them, the metric with its unit, and whose lines these are."""
    each, top = (34.0 if box.w > 420 else 24.0), box.y + 6
    for n, colour in enumerate(STEPS):
        canvas.rect(Box(box.x + n * each, top, each, 7), fill=colour)
    for left, wide, words in breaks(plan, each):
        canvas.text(Box(box.x + left, top + 8, wide, 11), words, 8.5, FAINT, align="center", figure=True)
    words = f"{plan.metric} {plan.unit}".strip()
    canvas.text(Box(box.x + 5 * each + 8, top - 4, box.w * 0.4, 15), words, 9.5, INK)
    canvas.text(Box(box.x + box.w * 0.5, box.y + 8, box.w * 0.5, 13), plan.note, 8.5, FAINT, align="right")
