"""Draws blocks on a page: head, key figures, chart, map or table, as far as the room allows and never half a row."""

from collections.abc import Sequence

from data.handout.canvas import ACCENT, FAINT, INK, LINE, PANEL, PAPER, SOFT, Box, Canvas, width_of
from data.handout.paint_chart import paint_chart
from data.handout.paint_plan import paint_plan
from data.handout.paint_words import paint_words
from data.handout.sheet import Block, Figure, Table
from data.language import gettext as _

HEAD, ROW, GAP = 22.0, 15.5, 6.0
FIGURES, LOW = 40.0, 100.0  # below that height a block has no room for its key figures


def paint_block(canvas: Canvas, block: Block, box: Box) -> None:
    if block.words:
        paint_words(canvas, block, box)
        return
    canvas.rect(box, fill=PAPER, stroke=LINE, radius=4)
    head, body = box.inset(10, top=5, bottom=7).cut(HEAD, 3)
    _head(canvas, block, head)
    if block.empty:
        canvas.text(body, block.empty, 12, SOFT, align="center")
        return
    if block.plan:
        paint_plan(canvas, block.plan, body)
        return
    if block.figures and (body.h > LOW or not block.table):
        many = min(len(block.figures), max(1, int(body.w // 64)))
        row, body = body.cut(min(FIGURES, body.h), GAP)
        _figures(canvas, block.figures[:many], row)
    _inside(canvas, block, body)


def _head(canvas: Canvas, block: Block, box: Box) -> None:
    canvas.rect(Box(box.x, box.y + 4, 3, box.h - 8), fill=ACCENT)
    title = width_of(block.title, 12.5) + 17
    said = kept_meta(block, box.w - title)
    meta = width_of(said, 9) + 4
    canvas.text(Box(box.x + 9, box.y, max(box.w - meta - 13, 40), box.h), block.title, 12.5, bold=True)
    if (room := box.w - title - meta) > width_of(block.sub, 9) + 8:
        canvas.text(Box(box.x + title, box.y + 1, room, box.h), block.sub, 9, FAINT)
    canvas.text(Box(box.x + box.w - meta, box.y + 1, meta, box.h), said, 9, FAINT, align="right")


def kept_meta(block: Block, room: float) -> str:
    """When tight the office is dropped first, never worth, time or lateness."""
    whole = " · ".join(block.meta)
    return whole if width_of(whole, 9) + 6 <= room else " · ".join(block.meta[1:])


def paint_strip(canvas: Canvas, block: Block, box: Box) -> None:
    """Key figures along the foot of the page, as on the wall."""
    canvas.rect(box, fill=PANEL, radius=4)
    _figures(canvas, block.figures, box.inset(12, top=7, bottom=7))


def _figures(canvas: Canvas, figures: Sequence[Figure], box: Box) -> None:
    each = box.w / max(len(figures), 1)
    size = min(19.0, each / 4.6)
    for n, one in enumerate(figures):
        here = Box(box.x + n * each, box.y, each - 6, box.h)
        label, value = here.cut(box.h * 0.36, 1)
        canvas.text(label, f"{one.label} {one.mark}".strip(), min(9.5, each / 8), FAINT)
        canvas.text(value, one.value, size, figure=True)
        wide = width_of(one.value, size) * 0.92 + 4
        canvas.text(Box(value.x + wide, value.y + 2, max(here.w - wide, 8), value.h), one.unit, 9, SOFT)


def _inside(canvas: Canvas, block: Block, box: Box) -> None:
    """Chart and table side by side where there is room for both, else one upon the other, else the table alone."""
    chart, table = block.chart, block.table
    if chart and table and box.w > 430:
        left, right = box.split(box.w * 0.48, 14)
        paint_chart(canvas, chart, left)
        paint_table(canvas, table, right)
    elif chart and table and box.h > 250:
        upper, lower = box.cut(box.h * 0.46, 8)
        paint_chart(canvas, chart, upper)
        paint_table(canvas, table, lower)
    elif chart and box.h > 64 and (table is None or not chart.sideways):
        paint_chart(canvas, chart, box)
    elif table and len(table.rows) == 1:
        _pairs(canvas, table, box)
    elif table:
        paint_table(canvas, table, box)


def _pairs(canvas: Canvas, table: Table, box: Box) -> None:
    """A single row reads better downwards."""
    for n, (head, words) in enumerate(zip(table.heads, table.rows[0], strict=True)):
        top = box.y + n * (ROW + 3)
        if top + ROW > box.y + box.h:
            return
        canvas.text(Box(box.x, top, box.w * 0.5, ROW), head, 10, FAINT)
        canvas.text(Box(box.x + box.w * 0.5, top, box.w * 0.5, ROW), words, 11.5, align="right", figure=table.right[n])
        canvas.line((box.x, top + ROW + 1), (box.x + box.w, top + ROW + 1), width=0.4)


def paint_table(canvas: Canvas, table: Table, box: Box) -> None:
    """As many whole rows as fit; of more it is said how many there are."""
    room = int((box.h - ROW) // ROW)
    more = len(table.rows) > room
    shown = table.rows[: max(room - 1, 1)] if more else table.rows
    columns = _columns(table, shown, box)
    _row(canvas, columns, table.heads, table, box.y, FAINT, 9)
    for n, row in enumerate(shown, 1):
        top = box.y + n * ROW
        canvas.line((box.x, top), (box.x + box.w, top), width=0.4)
        _row(canvas, columns, row, table, top, INK, 10.5)
    if more:
        words = _("前 {n} 行，共 {all} 行").format(n=len(shown), all=len(table.rows))
        canvas.text(Box(box.x, box.y + (len(shown) + 1) * ROW, box.w, ROW), words, 9, FAINT, align="right")


def _row(
    canvas: Canvas, columns: list[Box], cells: Sequence[str], table: Table, top: float, colour: str, size: float
) -> None:
    for n, column in enumerate(columns):
        right = table.right[n]
        place = Box(column.x, top, column.w, ROW)
        head = colour == FAINT
        canvas.text(place, cells[n], size, colour, align="right" if right else "left", figure=right and not head)


def _columns(table: Table, rows: Sequence[Sequence[str]], box: Box) -> list[Box]:
    """The columns that fit, the first ones first: figures are never cut, words may be."""
    wants = [
        max([width_of(head, 9), *(width_of(row[n], 10.5) for row in rows)], default=20.0) + 8
        for n, head in enumerate(table.heads)
    ]
    least = [want if table.right[n] else min(want, 70.0) for n, want in enumerate(wants)]
    kept = next((n for n in range(len(least), 0, -1) if sum(least[:n]) <= box.w), 1)
    spare = box.w - sum(least[:kept])
    words = [n for n in range(kept) if not table.right[n]] or [0]
    hungry = sum(max(wants[n] - least[n], 0.0) for n in words)
    found, x = [], box.x
    for n in range(kept):
        more = spare / kept if hungry <= 0 else 0.0
        if n in words and hungry > 0:
            more = min(wants[n] - least[n], spare * (wants[n] - least[n]) / hungry)
        found.append(Box(x, box.y, least[n] + more - 6, ROW))
        x += least[n] + more
    return _spread(found, box)


def _spread(columns: list[Box], box: Box) -> list[Box]:
    """What is left over goes between the columns, so that the last one ends where the box does."""
    used = columns[-1].x + columns[-1].w - box.x
    gap = max(box.w - used, 0.0) / max(len(columns) - 1, 1)
    return [
        Box(one.x + (gap * n if n else 0.0), one.y, one.w + (0 if n else gap), one.h) for n, one in enumerate(columns)
    ]
