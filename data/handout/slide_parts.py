"""Shapes, words and tables of a slide, placed in points."""

from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Pt

from data.handout.canvas import FAINT, INK, Box, fitted, width_of
from data.handout.sheet import Table
from data.language import gettext as _

FACE = "Microsoft YaHei"  # of the machines on which slides are opened
ALIGNED = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}
ROW = 17.0


def rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#").upper())


def add_rect(slide: Slide, box: Box, fill: str = "", stroke: str = "") -> None:
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(box.x), Pt(box.y), Pt(box.w), Pt(box.h))
    dressed(shape, fill, stroke, 0.6)


def dressed(shape: Any, fill: str, stroke: str, width: float) -> None:
    """Flat: no shadow, a fill or none, an edge or none."""
    shape.shadow.inherit = False
    if fill:
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(fill)
    else:
        shape.fill.background()
    if stroke:
        shape.line.color.rgb = rgb(stroke)
        shape.line.width = Pt(width)
    else:
        shape.line.fill.background()


def add_words(
    slide: Slide,
    box: Box,
    words: str,
    size: float,
    colour: str,
    align: str = "left",
    *,
    bold: bool = False,
    turned: float = 0.0,
) -> None:
    shape = slide.shapes.add_textbox(Pt(box.x), Pt(box.y), Pt(box.w), Pt(box.h))
    shape.rotation = turned
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor, frame.word_wrap = MSO_ANCHOR.MIDDLE, False
    frame.paragraphs[0].alignment = ALIGNED[align]
    _run(frame.paragraphs[0], fitted(words, box.w * 1.04, size), size, colour, bold)


def _run(paragraph: Any, words: str, size: float, colour: str, bold: bool) -> None:
    run = paragraph.add_run()
    run.text = words
    faced(run.font, size, colour, bold)


def faced(font: Any, size: float, colour: str, bold: bool = False) -> None:
    font.size, font.bold, font.name = Pt(size), bold, FACE
    font.color.rgb = rgb(colour)
    element = font._element
    if element.find(qn("a:ea")) is None:
        east = element.makeelement(qn("a:ea"), {"typeface": FACE})
        element.append(east)


def add_table(slide: Slide, table: Table, box: Box) -> None:
    """As many rows as fit; of more the last line says how many there are."""
    room = max(int(box.h // ROW) - 1, 1)
    more = len(table.rows) > room
    rows = table.rows[: max(room - 1, 1)] if more else table.rows
    many = _columns(table, rows, box.w)
    frame = slide.shapes.add_table(len(rows) + 1, many, Pt(box.x), Pt(box.y), Pt(box.w), Pt(ROW * (len(rows) + 1)))
    grid = frame.table
    style: Any = frame._element
    style = style.graphic.graphicData.tbl.tblPr
    style.find(qn("a:tableStyleId")).text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid
    wants = [max(width_of(row[n], 10) for row in (table.heads, *rows)) + 10 for n in range(many)]
    for n, want in enumerate(wants):
        grid.columns[n].width = Pt(box.w * want / sum(wants))
    for m, row in enumerate((table.heads, *rows)):
        grid.rows[m].height = Pt(ROW)
        for n in range(many):
            _cell(grid.cell(m, n), row[n], "right" if table.right[n] else "left", FAINT if m == 0 else INK)
    if more:
        words = _("前 {n} 行，共 {all} 行").format(n=len(rows), all=len(table.rows))
        add_words(slide, Box(box.x, box.y + ROW * (len(rows) + 1), box.w, 14), words, 9, FAINT, "right")


def _columns(table: Table, rows: tuple[tuple[str, ...], ...], wide: float) -> int:
    used, many = 0.0, 0
    for n in range(len(table.heads)):
        want = max(width_of(row[n], 10) for row in (table.heads, *rows)) + 10
        used += want if table.right[n] else min(want, 90.0)
        if used > wide and many:
            break
        many += 1
    return many


def _cell(cell: Any, words: str, align: str, colour: str) -> None:
    cell.margin_left = cell.margin_right = Pt(3)
    cell.margin_top = cell.margin_bottom = 0
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    cell.text_frame.word_wrap = False
    paragraph.alignment = ALIGNED[align]
    _run(paragraph, words, 10, colour, False)
