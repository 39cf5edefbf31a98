"""The handout as slides: the same layout as the PDF, with native charts, tables and shapes that can be edited."""

import io
from collections.abc import Callable

from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Pt

from data.handout.canvas import ACCENT, FAINT, INK, LINE, SIMULATED, SOFT, Box, width_of
from data.handout.layout import laid
from data.handout.paint import kept_meta
from data.handout.paint_page import FOOT, HIGH, SIDE, TOP, WIDE, moment_word
from data.handout.sheet import Block, Figure, Handout, Sheet
from data.handout.slide_chart import add_chart
from data.handout.slide_parts import add_rect, add_table, add_words
from data.handout.slide_plan import add_plan

BLANK = 6  # the layout without placeholders


def slides(handout: Handout, told: Callable[[int], object] = lambda n: None) -> bytes:
    """One slide a scene; `told` hears how many are made."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDE), Pt(HIGH)
    deck.core_properties.title, deck.core_properties.author = handout.title, handout.mark
    for n, sheet in enumerate(handout.sheets):
        _slide(deck, handout, sheet, n)
        told(n + 1)
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def _slide(deck: Deck, handout: Handout, sheet: Sheet, place: int) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    _mark(slide, handout)
    _title(slide, handout, sheet)
    body = Box(SIDE, TOP, WIDE - 2 * SIDE, HIGH - TOP - FOOT - 6)
    for block, box in laid(sheet.blocks, body):
        _block(slide, block, box)
    _foot(slide, handout, place)
    if handout.notes and sheet.notes:
        slide.notes_slide.notes_text_frame.text = sheet.notes


def _title(slide: Slide, handout: Handout, sheet: Sheet) -> None:
    add_rect(slide, Box(SIDE, 25, 5, 27), fill=ACCENT)
    where = f"{sheet.place} · {sheet.moment}"
    right = width_of(where, 11) + 20
    chip = moment_word(handout, sheet)
    add_words(slide, Box(SIDE + 10, 18, WIDE - 2 * SIDE - right - 30, 38), sheet.title, 25, INK, bold=True)
    add_words(slide, Box(WIDE - SIDE - right, 18, right, 18), chip, 10, SIMULATED if sheet.frozen else FAINT, "right")
    add_words(slide, Box(WIDE - SIDE - right, 35, right, 18), where, 11, SOFT, "right")
    add_words(slide, Box(SIDE + 10, 56, WIDE - 2 * SIDE - 14, 26), sheet.sentence, 14.5, SOFT)


def _foot(slide: Slide, handout: Handout, place: int) -> None:
    y = HIGH - FOOT
    add_rect(slide, Box(SIDE, y, WIDE - 2 * SIDE, 0.7), fill=LINE)
    left = " · ".join(filter(None, (handout.title, handout.mark)))
    add_words(slide, Box(SIDE - 4, y + 4, WIDE * 0.75, 18), left, 9.5, FAINT)
    number = f"{place + 1} / {len(handout.sheets)}"
    add_words(slide, Box(WIDE - SIDE - 80, y + 4, 84, 18), number, 11, INK, "right")


def _mark(slide: Slide, handout: Handout) -> None:
    """Who took it, and what kind of house it was: under everything, so first."""
    if handout.mark:
        for row in range(3):
            box = Box(80 + 300 * (row % 2), 130 + row * 130, 520, 26)
            add_words(slide, box, handout.mark, 14, "#e6ebef", turned=-16)
    if handout.stamp:
        add_words(slide, Box(200, 180, 560, 180), handout.stamp, 130, "#f6dcde", "center", bold=True, turned=-18)


def _block(slide: Slide, block: Block, box: Box) -> None:
    if not block.strip:
        add_rect(slide, box, stroke=LINE)
        _head(slide, block, box)
    body = box.inset(10, top=9 if block.strip else 30, bottom=7)
    if block.empty:
        add_words(slide, body, block.empty, 12, SOFT, "center")
    elif block.plan:
        add_plan(slide, block.plan, body)
    else:
        _inside(slide, block, body)


def _head(slide: Slide, block: Block, box: Box) -> None:
    add_rect(slide, Box(box.x + 10, box.y + 9, 3, 14), fill=ACCENT)
    said = kept_meta(block, box.w - width_of(block.title, 12.5) - 30)
    meta = width_of(said, 9) + 12
    words = f"{block.title}  {block.sub}".strip()
    add_words(slide, Box(box.x + 16, box.y + 5, box.w - meta - 24, 22), words, 12, INK, bold=True)
    add_words(slide, Box(box.x + box.w - meta - 8, box.y + 5, meta, 22), said, 9, FAINT, "right")


def _inside(slide: Slide, block: Block, body: Box) -> None:
    if block.figures:
        many = len(block.figures) if block.strip else min(len(block.figures), max(1, int(body.w // 84)))
        row, body = body.cut(min(40.0, body.h), 6)
        _figures(slide, block.figures[:many], row)
    if block.strip:
        return
    chart, table = block.chart, block.table
    if chart and table and body.w > 430:
        left, right = body.split(body.w * 0.48, 14)
        add_chart(slide, chart, left)
        add_table(slide, table, right)
    elif chart and table and body.h > 250:
        upper, lower = body.cut(body.h * 0.46, 8)
        add_chart(slide, chart, upper)
        add_table(slide, table, lower)
    elif chart and body.h > 60:
        add_chart(slide, chart, body)
    elif table:
        add_table(slide, table, body)


def _figures(slide: Slide, figures: tuple[Figure, ...], box: Box) -> None:
    each = box.w / max(len(figures), 1)
    for n, one in enumerate(figures):
        here = Box(box.x + n * each, box.y, each, box.h)
        label, value = here.cut(box.h * 0.38, 0)
        add_words(slide, label, f"{one.label} {one.mark}".strip(), min(9.5, each / 8), FAINT)
        add_words(slide, value, f"{one.value} {one.unit}".strip(), min(17.0, each / 5.2), INK, bold=True)
