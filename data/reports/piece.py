"""A piece of a report: a panel, an indicator, a heading or text on a grid of twelve columns. Checked once, here."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

from data.briefing.scene import said
from data.errors import BadInput
from data.language import gettext as _
from data.view import View

KINDS = ("panel", "indicator", "heading", "text")
TOLD = ("panel", "indicator")  # pieces that ask for figures
COLUMNS, TALLEST, LOWEST = 12, 24, 400  # columns; rows of a piece; the last row there is
MOST, HEADING, WORDS, QUERY = 40, 64, 2_000, 400  # pieces; letters
KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")
HELD = ("region", "window", "at", "metric", "storm", "slice")  # fields of the View that a piece may hold to


@dataclass(frozen=True, kw_only=True)
class Piece:
    """`n` tells pieces apart; `key` is of a panel or indicator; `view` a query of its own, None follows the page."""

    n: int
    kind: str
    x: int
    y: int
    w: int
    h: int
    key: str = ""
    text: str = ""
    view: str | None = None

    def seen(self, page: View) -> View:
        """What it shows on a page of this View. A value that makes no sense any more is the default."""
        if self.view is None:
            return page
        return View.lenient(self.view)[0].but(lang=page.lang, skin=page.skin)

    def meets(self, other: "Piece") -> bool:
        across = self.x < other.x + other.w and other.x < self.x + self.w
        return across and self.y < other.y + other.h and other.y < self.y + self.h


def pieces_of(given: Any) -> tuple[Piece, ...]:
    """In reading order. BadInput for what is no layout: pieces upon each other, beyond the grid, or too many."""
    if not isinstance(given, list):
        raise BadInput(_("版面的写法不对"))
    if len(given) > MOST:
        raise BadInput(_("一份报告最多 {n} 块").format(n=MOST))
    pieces = sorted((_piece(one) for one in given), key=lambda one: (one.y, one.x))
    if len({one.n for one in pieces}) < len(pieces) or any(one.meets(other) for one, other in combinations(pieces, 2)):
        raise BadInput(_("有两块叠在一起，请移开后再保存"))
    return tuple(pieces)


def read(text: str) -> tuple[Piece, ...]:
    """As a version keeps them."""
    return tuple(Piece(**one) for one in json.loads(text))


def kept(pieces: Sequence[Piece]) -> str:
    return json.dumps([asdict(one) for one in pieces], ensure_ascii=False, separators=(",", ":"))


def query_of(given: Any) -> str:
    """A View as its shortest query, of the fields that a report holds to."""
    if not isinstance(given, str) or len(given) > QUERY:
        raise BadInput(_("口径的写法不对"))
    view = View.parse(given)
    return View(**{name: getattr(view, name) for name in HELD}).query()


def _piece(given: Any) -> Piece:
    if not isinstance(given, dict) or set(given) - set(Piece.__dataclass_fields__) or given.get("kind") not in KINDS:
        raise BadInput(_("版面的写法不对"))
    told = {name: given.get(name, "") for name in ("key", "text")}
    places = {name: given.get(name) for name in ("n", "x", "y", "w", "h")}
    if not all(isinstance(one, str) for one in told.values()) or not all(type(one) is int for one in places.values()):
        raise BadInput(_("版面的写法不对"))
    view = None if given.get("view") is None or given["kind"] not in TOLD else query_of(given["view"])
    one = Piece(kind=given["kind"], view=view, **places, **_words(given["kind"], told))  # type: ignore[arg-type]
    inside = 0 < one.n < 10**6 and one.x >= 0 and one.w >= 1 and one.x + one.w <= COLUMNS
    if not inside or not (0 <= one.y < LOWEST and 1 <= one.h <= TALLEST):
        raise BadInput(_("有一块超出了版面"))
    return one


def _words(kind: str, told: dict[str, str]) -> dict[str, str]:
    if kind in TOLD:
        if not KEY.fullmatch(told["key"]):
            raise BadInput(_("没有这个面板"))
        return {"key": told["key"]}
    name, most = (_("标题"), HEADING) if kind == "heading" else (_("文字"), WORDS)
    return {"text": said(told["text"], most, name, lines=kind == "text")}
