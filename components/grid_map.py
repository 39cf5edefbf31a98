"""A village as a map of its cells, coloured by grid: a click picks what the open form changes.

`assets/js/43-grid-map.js` writes into the form; who uses no pointer has the same in its lists.
"""

from collections.abc import Sequence
from math import cos, radians

from components.markup import Safe, tag
from data.language import gettext as _
from data.queries.grid_map import Cell, Ring

WIDE, TALL = 640.0, 400.0  # of the drawing, at most
TINTS = 8
EDGE = 4.0


def grid_map(cells: Sequence[Cell]) -> Safe | None:
    """Nothing where no cell has an outline."""
    every = [point for cell in cells for ring in cell.rings for point in ring]
    if not every:
        return None
    west, east = min(x for x, _y in every), max(x for x, _y in every)
    south, north = min(y for _x, y in every), max(y for _x, y in every)
    squeeze = cos(radians((south + north) / 2))
    scale = min((WIDE - 2 * EDGE) / ((east - west) * squeeze), (TALL - 2 * EDGE) / (north - south))

    def place(point: tuple[float, float]) -> tuple[float, float]:
        return EDGE + (point[0] - west) * squeeze * scale, EDGE + (north - point[1]) * scale

    wide, tall = place((east, south))
    order = {code: n for n, code in enumerate(dict.fromkeys(cell.grid for cell in cells))}
    paths = [
        _path(cell, order[cell.grid] % TINTS, [[place(point) for point in ring] for ring in cell.rings])
        for cell in cells
    ]
    box = f"0 0 {wide + EDGE:.0f} {tall + EDGE:.0f}"
    drawn = tag("svg", paths, "grid-map", viewBox=box, role="img", aria_label=_("村居单元图"), data_grid_map="1")
    hint = tag("p", _("打开一种调整后，在图上点选网格或单元；也可在表单里选。单元界为示意"), "quiet")
    legend = [
        tag("li", [tag("i", None, f"grid-tint g{n % TINTS}"), tag("span", _name(cells, code))], data_grid_named=code)
        for code, n in order.items()
    ]
    return tag("div", [drawn, tag("ul", legend, "grid-legend"), hint], "grid-drawn")


def _name(cells: Sequence[Cell], code: str) -> str:
    return next(cell.name for cell in cells if cell.grid == code)


def _path(cell: Cell, tint: int, rings: list[Ring]) -> Safe:
    line = " ".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in rings)
    words = _("{grid} · 第 {n} 单元").format(grid=cell.name, n=cell.n)
    named = {"data_in_grid": cell.grid, "data_cell_n": str(cell.n)}
    return tag("path", tag("title", words), f"grid-cell g{tint}", d=line, **named)
