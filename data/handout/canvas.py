"""One page as a list of shapes and texts, in points from its top left corner; `pages.typ` sets them as they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

INK, SOFT, FAINT, LINE, PAPER, PANEL = "#0f2233", "#3a5165", "#566c80", "#d3dde6", "#ffffff", "#f1f5f8"
ACCENT, BAR, BAR2, SIMULATED, PROVINCE, WARN = "#00717b", "#1e7b8c", "#b7c5d2", "#6a4fb8", "#4460a6", "#a35600"
STEPS = ("#e4f1f2", "#c2e0e3", "#94c9cf", "#5ba9b3", "#2a8492")
LEVELS = ("#dc2b36", "#f57c1f", "#f2c200", "#3b82f6")  # red, orange, yellow, blue
SERIES = (BAR, PROVINCE, BAR2, SIMULATED, WARN, "#0b7a66")
Point = tuple[float, float]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    w: float
    h: float

    def inset(self, sides: float, top: float = 0.0, bottom: float = 0.0) -> "Box":
        return Box(self.x + sides, self.y + top, max(self.w - 2 * sides, 1.0), max(self.h - top - bottom, 1.0))

    def split(self, left: float, gap: float) -> tuple["Box", "Box"]:
        """Side by side, the left one `left` wide."""
        rest = Box(self.x + left + gap, self.y, max(self.w - left - gap, 1.0), self.h)
        return Box(self.x, self.y, left, self.h), rest

    def cut(self, top: float, gap: float) -> tuple["Box", "Box"]:
        """One above the other, the upper one `top` high."""
        rest = Box(self.x, self.y + top + gap, self.w, max(self.h - top - gap, 1.0))
        return Box(self.x, self.y, self.w, top), rest


@dataclass
class Canvas:
    ops: list[dict[str, Any]] = field(default_factory=list)

    def rect(self, box: Box, fill: str = "", stroke: str = "", width: float = 0.6, radius: float = 0.0) -> None:
        told = {"k": "rect", "x": box.x, "y": box.y, "w": box.w, "h": box.h, "f": fill, "s": stroke}
        self.ops.append(told | {"sw": width, "r": radius})

    def line(self, first: Point, last: Point, stroke: str = LINE, width: float = 0.6) -> None:
        self.path([first, last], stroke=stroke, width=width)

    def path(
        self,
        points: Sequence[Point],
        *,
        fill: str = "",
        stroke: str = "",
        width: float = 0.6,
        closed: bool = False,
        dashed: bool = False,
    ) -> None:
        if len(points) > 1:
            told = {"k": "path", "p": [[round(x, 2), round(y, 2)] for x, y in points], "f": fill, "s": stroke}
            self.ops.append(told | {"sw": width, "c": closed, "d": dashed})

    def dot(self, at: Point, radius: float, fill: str, stroke: str = "") -> None:
        self.ops.append({"k": "dot", "x": at[0], "y": at[1], "r": radius, "f": fill, "s": stroke})

    def text(
        self,
        box: Box,
        words: str,
        size: float,
        colour: str = INK,
        *,
        align: Align = "left",
        bold: bool = False,
        figure: bool = False,
        lines: int = 1,
    ) -> None:
        """Middle of the box, cut to what fits in `lines`. `figure`: the typeface of numbers."""
        shown = fitted(words, box.w * lines * (0.97 if lines > 1 else 1.0), size)
        if shown:
            told = {"k": "text", "x": box.x, "y": box.y, "w": box.w, "h": box.h, "t": shown, "z": size, "f": colour}
            self.ops.append(told | {"a": align, "b": bold, "n": figure, "l": lines})


def width_of(words: str, size: float) -> float:
    """About how wide words are set: Han letters are square, others about half of that."""
    return size * sum(1.0 if ord(one) > 0x2000 or one == "·" else 0.3 if one in " .,:;|il'" else 0.58 for one in words)


def fitted(words: str, width: float, size: float) -> str:
    """Words as far as they fit, with an ellipsis where they do not; a figure is never cut: it would be another."""
    if width_of(words, size) <= width or is_figure(words):
        return words
    kept = ""
    for one in words:
        if width_of(kept + one, size) > width - size:
            break
        kept += one
    return f"{kept.rstrip()}…" if kept else ""


def is_figure(words: str) -> bool:
    return any(one.isdigit() for one in words) and len(words) < 14
