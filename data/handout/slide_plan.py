"""The map as native shapes: one a region, named by it, so that it can be coloured anew."""

from collections.abc import Sequence

from pptx.slide import Slide
from pptx.util import Pt

from data.handout.canvas import FAINT, INK, PANEL, STEPS, WARN, Box, Point
from data.handout.paint_plan import BARE, EDGE, LAND, LEGEND, Placed, breaks, clipped, ink_on, labelled, placed_in
from data.handout.sheet import Area, Plan
from data.handout.slide_parts import add_rect, add_words, dressed

UNIT = 100  # steps a point


def add_plan(slide: Slide, plan: Plan, box: Box) -> None:
    box, foot = box.cut(box.h - LEGEND, 2)
    add_rect(slide, box, fill=PANEL)
    placed = placed_in(plan, box.inset(14, top=12, bottom=12))
    for ring in plan.land:
        for part in clipped([placed(*point) for point in ring], box):
            _ring(slide, part, LAND, "", 0.0)
    for area in plan.areas:
        _area(slide, area, placed)
    for stroke in plan.strokes:
        _ring(slide, [placed(*point) for point in stroke], "", WARN, 2.2, closed=False)
    for area, spot, size in labelled(plan, placed, box):
        colour = ink_on(area, spot, placed)
        upper, lower = spot.cut(spot.h / 2, 0)
        add_words(slide, upper, area.name, size, colour, "center", bold=True)
        add_words(slide, lower, area.said, size, colour, "center")
    for lon, lat, words in plan.marks:
        x, y = placed(lon, lat)
        add_rect(slide, Box(x - 3, y - 3, 6, 6), fill=WARN)
        add_words(slide, Box(x + 7, y - 8, 160, 16), words, 11, WARN, bold=True)
    _legend(slide, plan, foot)


def _area(slide: Slide, area: Area, placed: Placed) -> None:
    fill = BARE if area.step is None else STEPS[area.step]
    edge, width = (WARN, 2.4) if area.outlined else (EDGE, 0.7)
    for ring in area.rings:
        _ring(slide, [placed(*point) for point in ring], fill, edge, width, f"{area.name} {area.said}")


def _ring(
    slide: Slide, ring: Sequence[Point], fill: str, edge: str, width: float, name: str = "", closed: bool = True
) -> None:
    points = [(x * UNIT, y * UNIT) for x, y in ring]
    if len(points) < 2:
        return
    builder = slide.shapes.build_freeform(*points[0], scale=Pt(1) / UNIT)
    builder.add_line_segments(points[1:], close=closed)
    shape = builder.convert_to_shape()
    dressed(shape, fill, edge, width)
    if name:
        shape.name = name


def _legend(slide: Slide, plan: Plan, box: Box) -> None:
    each, top = (34.0 if box.w > 420 else 24.0), box.y + 6
    for n, colour in enumerate(STEPS):
        add_rect(slide, Box(box.x + n * each, top, each, 7), fill=colour)
    for left, wide, words in breaks(plan, each):
        add_words(slide, Box(box.x + left, top + 8, wide, 11), words, 8.5, FAINT, "center")
    words = f"{plan.metric} {plan.unit}".strip()
    add_words(slide, Box(box.x + 5 * each + 8, top - 4, box.w * 0.4, 15), words, 9.5, INK)
    add_words(slide, Box(box.x + box.w * 0.5, box.y + 10, box.w * 0.5, 13), plan.note, 8.5, FAINT, "right")
