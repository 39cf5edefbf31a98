"""Charts as lines and rectangles: bars by name with their figures, columns and lines over time, stacks."""

from collections.abc import Sequence

from data.handout.canvas import FAINT, LINE, SERIES, SOFT, Box, Canvas, width_of
from data.handout.sheet import Chart, Series
from data.handout.ticks import said, ticks

BAR_ROW, MOST_ROW = 16.0, 24.0


def paint_chart(canvas: Canvas, chart: Chart, box: Box) -> None:
    if chart.sideways:
        _sideways(canvas, chart, box)
    else:
        _upright(canvas, chart, box)


def _sideways(canvas: Canvas, chart: Chart, box: Box) -> None:
    """As many bars as fit, the first ones first, each with its figure."""
    legend, box = _legend(canvas, chart, box)
    shown = chart.labels[: max(1, int(box.h // BAR_ROW))]
    high = min(max(box.h / max(len(shown), 1), BAR_ROW), MOST_ROW)
    names = min(max((width_of(name, 10) for name in shown), default=10) + 6, box.w * 0.4)
    values = [[one.values[n] for one in chart.series] for n in range(len(shown))]
    totals = [
        sum(abs(v or 0) for v in row) if chart.stacked else max((abs(v or 0) for v in row), default=0) for row in values
    ]
    told = [" · ".join(said(value) for value in row) for row in values]
    small = 10 if max((width_of(words, 10) + 8 for words in told), default=0) < box.w * 0.4 else 8
    figures = min(max([64.0, *(width_of(words, small) + 8 for words in told)]), box.w * 0.5)
    most, room = max([*totals, 1e-9]), box.w - names - figures
    below = any((v or 0) < 0 for row in values for v in row)
    zero = names + (room * 0.35 if below else 0)
    scale = (room * 0.65 if below else room) / most
    for n, name in enumerate(shown):
        top = box.y + n * high
        canvas.text(Box(box.x, top, names - 6, high), name, 10, SOFT)
        at = box.x + zero
        for m, value in enumerate(values[n]):
            long = abs(value or 0) * scale
            left = at - long if (value or 0) < 0 else at
            canvas.rect(
                Box(left, top + 3.5, max(long, 0.4), high - 7), fill=_colour(chart, chart.series[m], m), radius=1
            )
            at += long if chart.stacked else 0
        canvas.text(Box(box.x + box.w - figures, top, figures, high), told[n], small, align="right", figure=True)


def _upright(canvas: Canvas, chart: Chart, box: Box) -> None:
    _legend_height, box = _legend(canvas, chart, box)
    known = [value for one in chart.series for value in one.values if value is not None]
    marks = ticks(min([0.0, *known]), max([0.0, *known]), 3 if box.h < 110 else 4)
    left = max(width_of(said(mark), 9) for mark in marks) + 6
    plot = Box(box.x + left, box.y + 5, box.w - left - 4, box.h - 21)
    low, high = marks[0], marks[-1]

    def y(value: float) -> float:
        return plot.y + plot.h * (1 - (value - low) / (high - low))

    for mark in marks:
        canvas.line((plot.x, y(mark)), (plot.x + plot.w, y(mark)), LINE, 0.5)
        canvas.text(Box(box.x, y(mark) - 6, left - 5, 12), said(mark), 9, FAINT, align="right", figure=True)
    each = plot.w / max(len(chart.labels), 1)
    for m, one in enumerate(chart.series):
        middle = [(plot.x + each * (n + 0.5), value) for n, value in enumerate(one.values)]
        colour = _colour(chart, one, m)
        if one.look in ("columns", "bars"):
            for x, value in middle:
                if value:
                    top = min(y(value), y(0))
                    canvas.rect(Box(x - each * 0.33, top, each * 0.66, abs(y(value) - y(0))), fill=colour)
            continue
        for run in _runs(middle):
            canvas.path([(x, y(v)) for x, v in run], stroke=colour, width=1.6, dashed=one.look == "dashed")
    _names(canvas, chart.labels, plot, each)


def _names(canvas: Canvas, labels: Sequence[str], plot: Box, each: float) -> None:
    """As many names along the foot as have room, the last one among them."""
    wide = max((width_of(name, 9) for name in labels), default=10) + 8
    step = max(1, -(-int(wide) // max(int(each), 1)))
    for n in range(len(labels) - 1, -1, -step):
        x = plot.x + each * (n + 0.5)
        x = min(max(x, plot.x + wide / 2 - 4), plot.x + plot.w - wide / 2 + 8)
        canvas.text(Box(x - wide / 2, plot.y + plot.h + 2, wide, 13), labels[n], 9, FAINT, align="center", figure=True)


def _runs(points: Sequence[tuple[float, float | None]]) -> list[list[tuple[float, float]]]:
    """Lines break where there is no value."""
    runs: list[list[tuple[float, float]]] = [[]]
    for x, value in points:
        if value is None:
            runs.append([])
        else:
            runs[-1].append((x, value))
    return [run for run in runs if len(run) > 1]


def _legend(canvas: Canvas, chart: Chart, box: Box) -> tuple[Box, Box]:
    """What each colour is, with the unit; of a single series its name and unit."""
    row, rest = box.cut(13, 3)
    x = row.x
    for n, one in enumerate(chart.series):
        unit = f" {chart.unit}" if chart.unit and n == len(chart.series) - 1 and chart.unit not in one.name else ""
        words = f"{one.name}{unit}"
        wide = width_of(words, 9) + 18
        if x + wide > row.x + row.w and n:
            break
        canvas.rect(Box(x, row.y + 4, 8, 6 if one.look in ("columns", "bars") else 2), fill=_colour(chart, one, n))
        canvas.text(Box(x + 11, row.y, min(wide, row.w), row.h), words, 9, FAINT)
        x += wide
    return row, rest


def _colour(chart: Chart, one: Series, place: int) -> str:
    return one.colour or SERIES[place % len(SERIES)]
