"""Rows of tables and bars, written straight as HTML: a wall has hundreds of them and redraws them every minute."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from dash import html
from dash.development.base_component import Component

from components.markup import Safe, tag
from data.answer import Value
from data.language import gettext as _
from data.queries.wilson import LEAST

Cell: TypeAlias = Component | str


def head_row(labels: Sequence[str]) -> Safe:
    return row((text(_(label)) for label in labels), "row-head")


def sorting_row(labels: Sequence[str], by: int) -> Safe:
    """A head whose columns order the rows below it when they are clicked (`assets/js/53-sorting.js`).

    `by`: the column that the rows come ordered by, the lowest first.
    """
    cells = [
        tag(
            "button",
            _(label),
            type="button",
            data_sort=str(n),
            data_order="ascending" if n == by else "none",
            title=_("按这一列排序"),
        )
        for n, label in enumerate(labels)
    ]
    return row(cells, "row-head row-sorting")


def row(cells: Iterable[Cell], extra: str = "") -> Safe:
    return tag("div", cells, f"row {extra}".strip())


def region_row(code: str, cells: Iterable[Cell], extra: str = "") -> Safe:
    """A row of the level below: a link that goes down to it."""
    return tag("a", cells, f"row {extra}".strip(), href=f"?region={code}", data_region_code=code)


def text(words: str, extra: str = "") -> Safe:
    return tag("span", words, extra)


def num(figure: str, extra: str = "") -> Safe:
    return tag("span", figure, f"n num {extra}".strip())


def sure(figure: str, cases: Value, extra: str = "") -> Safe:
    """A share; grey, and telling why, where too few cases stand behind it to compare it with others."""
    if not isinstance(cases, int) or not 0 < cases < LEAST:
        return num(figure, extra)
    hint = _("样本不足：{n} 件，少于 {least} 件不作比较").format(n=cases, least=LEAST)
    return tag("span", figure, f"n num thin {extra}".strip(), title=hint)


def bar(width: str, extra: str = "") -> Safe:
    """A bar on its track; `width` is a percentage."""
    return tag("span", piece(width), f"bar {extra}".strip())


def piece(width: str, extra: str = "", left: str = "") -> Safe:
    """A part of a bar."""
    place = f"left:{left};" if left else ""
    return tag("i", None, extra, style=f"{place}width:{width}")


def tile(label: str, value: Cell | Sequence[Cell], extra: str = "", **props: Any) -> Component:
    """A figure in an inset: its label above, its value below; with `href` it leads somewhere."""
    inside = html.B(value if isinstance(value, str | Component) else list(value), className="n")
    element = html.A if "href" in props else html.Div
    return element([html.Span(label), inside], className=f"tile {extra}".strip(), **props)
