"""A layout as pages of paper: rows of pieces that belong together stay together, and nothing is left out."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from data.reports.piece import COLUMNS, Piece

ROWS = 12  # of the grid on one page
LEAST = 9  # a page that holds fewer is not stretched to its whole height


class Frame(NamedTuple):
    """Where it stands, in parts of the page."""

    x: float
    y: float
    w: float
    h: float


Page = list[tuple[Piece, Frame]]
Band = list[tuple[Piece, int, int]]  # each with its first row in the band, and how many rows it takes


def paged(pieces: Sequence[Piece]) -> list[Page]:
    """Every piece once, none upon another. A heading stays with what follows it."""
    pages: list[list[Band]] = [[]]
    bands = list(_bands(pieces))
    for n, band in enumerate(bands):
        follows = bands[n + 1 : n + 2] if _heads(band) else []
        need = sum(_high(one) for one in (band, *follows))
        if pages[-1] and sum(map(_high, pages[-1])) + min(need, ROWS) > ROWS:
            pages.append([])
        pages[-1].append(band)
    return [_placed(bands) for bands in pages if bands]


def _bands(pieces: Sequence[Piece]) -> Iterable[Band]:
    """Pieces whose rows overlap. What is higher than a page is taken apart, piece below piece."""
    held: list[Piece] = []
    for piece in sorted(pieces, key=lambda one: (one.y, one.x)):
        if held and piece.y >= max(one.y + one.h for one in held):
            yield from _band(held)
            held = []
        held.append(piece)
    if held:
        yield from _band(held)


def _band(pieces: list[Piece]) -> Iterable[Band]:
    top = pieces[0].y
    whole = [(one, one.y - top, one.h) for one in pieces]
    if _high(whole) <= ROWS:
        yield whole
    else:
        yield from ([(one, 0, min(one.h, ROWS))] for one in pieces)


def _heads(band: Band) -> bool:
    return all(piece.kind == "heading" for piece, _y, _h in band)


def _high(band: Band) -> int:
    return max(y + h for _piece, y, h in band)


def _placed(bands: list[Band]) -> Page:
    whole, top = max(sum(map(_high, bands)), LEAST), 0
    page: Page = []
    for band in bands:
        for piece, y, h in band:
            page.append((piece, Frame(piece.x / COLUMNS, (top + y) / whole, piece.w / COLUMNS, h / whole)))
        top += _high(band)
    return page
