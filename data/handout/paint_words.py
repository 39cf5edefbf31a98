"""Text on a page: as large as its place allows, whole in any case. Where it cannot stand whole, there is no page."""

import math
from collections.abc import Sequence

from data.errors import ReportRefused
from data.handout.canvas import ACCENT, INK, Box, Canvas, width_of
from data.handout.sheet import Block
from data.language import gettext as _

HEADING = 19.0
SIZES = (12.5, 11.0, 9.5, 8.5, 7.5)
HIGH = 1.55  # of a line, in sizes


def paint_words(canvas: Canvas, block: Block, box: Box) -> None:
    if block.key == "heading":
        size = min(HEADING, box.h * 0.6, HEADING * box.w / max(width_of(block.words[0], HEADING) + 16, 1))
        canvas.rect(Box(box.x, box.y + box.h / 2 - size * 0.55, 4, size * 1.1), fill=ACCENT)
        canvas.text(Box(box.x + 12, box.y, box.w, box.h), block.words[0], size, bold=True)
        return
    fits = next((one for one in SIZES if _needs(block.words, box.w, one) * one * HIGH <= box.h), None)
    if fits is None:
        words = _("“{text}…”这段文字在版面里放不下，请把这一块加高或加宽").format(text=block.words[0][:12])
        raise ReportRefused(words)
    top = box.y
    for words in block.words:
        lines = _needs((words,), box.w, fits)
        canvas.text(Box(box.x, top, box.w, lines * fits * HIGH), words, fits, INK, lines=max(lines, 2))
        top += lines * fits * HIGH


def _needs(words: Sequence[str], width: float, size: float) -> int:
    """Lines, with room for words that do not break where the line ends."""
    return sum(max(1, math.ceil(width_of(one, size) / (width * 0.94))) for one in words)
