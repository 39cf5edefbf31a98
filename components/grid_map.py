"""A village as a map of its cells, coloured by grid: a click picks what the open form changes.

`assets/js/43-grid-map.js` writes into the form; who uses no pointer has the same in its lists.
"""

from collections.abc import Callable, Sequence
from math import cos, radians

from components.markup import Safe, tag
from data.language import gettext as _
from data.queries.grid_map import Cell, Ring

WIDE, TALL = 640.0, 400.0  # of the drawing, at most
TINTS = 8
EDGE = 4.0
Place = Callable[[tuple[float, float]], tuple[float, float]]


def grid_map(cells: Sequence[Cell]) -> Safe | None:
    """Nothing where no cell has an outline."""
    every = [point for cell in cells for ring in cell.rings for point in ring]
    if not every:
        return None
    place, box = _placing(every)
    order = {code: n % TINTS for n, code in enumerate(dict.fromkeys(cell.grid for cell in cells))}
    paths = [_path(cell, order[cell.grid], [[place(point) for point in ring] for ring in cell.rings]) for cell in cells]
    named = [tag("text", words, "grid-name", x=f"{x:.0f}", y=f"{y:.0f}") for words, (x, y) in _named(cells, place)]
    more = {"viewBox": box, "role": "img", "aria_label": _("村居单元图"), "data_grid_map": "1"}
    hint = tag("p", _("打开一种调整后，在图上点选网格或单元；也可在表单里选。单元界为示意"), "quiet")
    return tag("div", [tag("svg", [*paths, *named], "grid-map", **more), hint], "grid-drawn")


def _placing(every: Ring) -> tuple[Place, str]:
    """From degrees into the drawing, and how large that is."""
    west, east = min(x for x, _y in every), max(x for x, _y in every)
    south, north = min(y for _x, y in every), max(y for _x, y in every)
    squeeze = cos(radians((south + north) / 2))
    scale = min((WIDE - 2 * EDGE) / ((east - west) * squeeze), (TALL - 2 * EDGE) / (north - south))

    def place(point: tuple[float, float]) -> tuple[float, float]:
        return EDGE + (point[0] - west) * squeeze * scale, EDGE + (north - point[1]) * scale

    wide, tall = place((east, south))
    return place, f"0 0 {wide + EDGE:.0f} {tall + EDGE:.0f}"


def _named(cells: Sequence[Cell], place: Place) -> list[tuple[str, tuple[float, float]]]:
    """The name of each grid, in the middle of its cells."""
    found = []
    for code in dict.fromkeys(cell.grid for cell in cells):
        mine = [cell for cell in cells if cell.grid == code and cell.rings]
        points = [place(point) for cell in mine for point in cell.rings[0]]
        if points:
            x, y = (sum(one[at] for one in points) / len(points) for at in (0, 1))
            found.append((mine[0].name, (x, y)))
    return found


def _path(cell: Cell, tint: int, rings: list[Ring]) -> Safe:
    line = " ".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in rings)
    words = _("{grid} · 第 {n} 单元").format(grid=cell.name, n=cell.n)
    named = {"data_in_grid": cell.grid, "data_cell_n": str(cell.n)}
    return tag("path", tag("title", words), f"grid-cell g{tint}", d=line, **named)
