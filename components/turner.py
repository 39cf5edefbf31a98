"""Pages of a long table: which one is asked for, and the ways to the others."""

from collections.abc import Mapping

from components.fields import link
from components.markup import Safe, tag
from components.numbers import number
from data.language import gettext as _

Chosen = Mapping[str, str]


def page_of(chosen: Chosen) -> int:
    """Which page is asked for; the first where that makes no sense."""
    text = chosen.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def turner(page: int, size: int, total: int, unit: str) -> list[Safe]:
    """Which rows are shown, and the ways to the others; nothing where all are."""
    last = max(1, -(-total // size))
    if last == 1:
        return []
    first = (page - 1) * size
    told = _("第 {a} – {b}，共 {n} {unit}").format(
        a=number(first + 1), b=number(min(first + size, total)), n=number(total), unit=unit
    )
    ways = {_("首页"): 1, _("上一页"): page - 1, _("下一页"): page + 1, _("末页"): last}
    links = [_turn(words, to, 1 <= to <= last and to != page) for words, to in ways.items()]
    return [tag("nav", [tag("span", told, "n"), *links], "economy-pages", aria_label=_("翻页"))]


def _turn(words: str, to: int, may: bool) -> Safe:
    if not may:
        return tag("span", words, "button small", aria_disabled="true")
    return link(words, f"?page={to if to > 1 else ''}", "button small", data_page=str(to))
