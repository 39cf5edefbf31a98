"""Where the blocks of a scene stand on its page: the map on the left, the strip below, the rest in a grid."""

from data.handout.canvas import Box
from data.handout.sheet import Block

GAP = 10.0
STRIP = 58.0


def laid(blocks: tuple[Block, ...], box: Box) -> list[tuple[Block, Box]]:
    """Every block with its place; none is left out."""
    if blocks and all(one.place for one in blocks):
        return [(one, _own(one, box)) for one in blocks]
    strips = [one for one in blocks if one.strip]
    plans = [one for one in blocks if one.plan and not one.strip]
    rest = [one for one in blocks if one not in strips and one not in plans]
    placed: list[tuple[Block, Box]] = []
    for one in strips:
        box, foot = box.cut(box.h - STRIP - GAP, GAP)
        placed.append((one, foot))
    for one in plans:
        left, box = box.split(box.w * (0.5 if len(rest) < 5 else 0.4) if rest else box.w, GAP)
        placed.append((one, left))
    return placed + _grid(rest, box, bool(plans))


def _grid(blocks: list[Block], box: Box, beside: bool) -> list[tuple[Block, Box]]:
    """Rows of equal height; the last row spreads over the whole width."""
    if not blocks:
        return []
    many = len(blocks)
    columns = 1 if many < (4 if beside else 2) else 2 if many < 7 else 3
    rows = [blocks[n : n + columns] for n in range(0, many, columns)]
    high = (box.h - GAP * (len(rows) - 1)) / len(rows)
    placed = []
    for n, row in enumerate(rows):
        wide = (box.w - GAP * (len(row) - 1)) / len(row)
        for m, one in enumerate(row):
            placed.append((one, Box(box.x + m * (wide + GAP), box.y + n * (high + GAP), wide, high)))
    return placed


def _own(block: Block, box: Box) -> Box:
    """Where somebody laid it, with half a gap on every side of it but those of the page."""
    x, y, w, h = block.place or (0, 0, 1, 1)
    wide, high = box.w + GAP, box.h + GAP
    return Box(box.x + x * wide, box.y + y * high, w * wide - GAP, h * high - GAP)
