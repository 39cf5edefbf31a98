"""Text of a report: paragraphs, lists and what is set apart by plain marks. Everything else is what it is: text."""

import re

from components.fields import void
from components.markup import Safe, tag

BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
BULLET = "- "


def prose(text: str) -> list[Safe]:
    """A blank line begins a paragraph, "- " an item of a list, **…** is set apart."""
    blocks = [block for block in re.split(r"\n\s*\n", text.strip()) if block]
    return [part for block in blocks for part in _block(block.split("\n"))]


def plain(text: str) -> list[str]:
    """The same as lines of a page of paper."""
    lines = [BOLD.sub(r"\1", line.strip()) for line in text.strip().split("\n")]
    return [f"· {line.removeprefix(BULLET)}" if line.startswith(BULLET) else line for line in lines]


def _block(lines: list[str]) -> list[Safe]:
    parts: list[Safe] = []
    items: list[Safe] = []
    words: list[Safe | str] = []
    for line in (*lines, ""):
        listed = line.startswith(BULLET)
        if words and (listed or not line):
            parts.append(tag("p", words))
            words = []
        if items and not listed:
            parts.append(tag("ul", items))
            items = []
        if listed:
            items.append(tag("li", _line(line.removeprefix(BULLET))))
        elif line:
            words += [*([void("br")] if words else []), *_line(line)]
    return parts


def _line(text: str) -> list[Safe | str]:
    """Every second piece stood between the marks."""
    return [tag("b", piece) if n % 2 else piece for n, piece in enumerate(BOLD.split(text)) if piece]
