"""A scene as a page: title and sentence, its panels, and a foot that says who, when, where and which page."""

from data.handout.canvas import ACCENT, FAINT, INK, LINE, SIMULATED, SOFT, Box, Canvas, width_of
from data.handout.layout import laid
from data.handout.paint import paint_block, paint_strip
from data.handout.sheet import Handout, Sheet
from data.language import gettext as _

WIDE, HIGH, SIDE = 960.0, 540.0, 32.0
TOP, FOOT = 92.0, 30.0


def painted(handout: Handout, place: int) -> Canvas:
    canvas, sheet = Canvas(), handout.sheets[place]
    _title(canvas, handout, sheet)
    body = Box(SIDE, TOP, WIDE - 2 * SIDE, HIGH - TOP - FOOT - 6)
    for block, box in laid(sheet.blocks, body):
        (paint_strip if block.strip else paint_block)(canvas, block, box)
    _foot(canvas, handout, place)
    return canvas


def _title(canvas: Canvas, handout: Handout, sheet: Sheet) -> None:
    canvas.rect(Box(SIDE, 25, 5, 27), fill=ACCENT)
    where = f"{sheet.place} · {sheet.moment}"
    right = width_of(where, 11) + 12
    chip = moment_word(handout, sheet)
    canvas.text(Box(SIDE + 14, 20, WIDE - 2 * SIDE - right - 40, 36), sheet.title, 25, bold=True)
    canvas.text(Box(WIDE - SIDE - 200, 20, 200, 16), chip, 10, SIMULATED if sheet.frozen else FAINT, align="right")
    canvas.text(Box(WIDE - SIDE - right, 36, right, 16), where, 11, SOFT, align="right")
    canvas.text(Box(SIDE + 14, 56, WIDE - 2 * SIDE - 14, 26), sheet.sentence, 14.5, SOFT)


def _foot(canvas: Canvas, handout: Handout, place: int) -> None:
    y = HIGH - FOOT
    canvas.line((SIDE, y), (WIDE - SIDE, y), LINE, 0.7)
    left = " · ".join(filter(None, (handout.title, handout.mark)))
    canvas.text(Box(SIDE, y + 4, WIDE * 0.7, 18), left, 9.5, FAINT)
    number = f"{place + 1} / {len(handout.sheets)}"
    canvas.text(Box(WIDE - SIDE - 80, y + 4, 80, 18), number, 11, INK, align="right", figure=True)


def moment_word(handout: Handout, sheet: Sheet) -> str:
    """What the moment on the page is, and what is said of all the data."""
    return " · ".join(filter(None, (handout.chip, _("数据冻结于") if sheet.frozen else _("截至"))))
