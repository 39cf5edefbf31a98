"""Tables that a page shows whole: each column orders the rows, a word narrows them, and what is left is taken along.

`assets/js/53-table.js` does it in the browser, by `data-order` of a cell where it has one; `POST /tables/data` writes
the file.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from components.fields import entry
from components.markup import Safe, tag
from data.language import gettext as _

LONGEST = 40  # characters of what is sought
Head = str | tuple[str, str]  # words, or words and the classes of the column


def stamp(at: datetime | None) -> str:
    """What orders a cell that says a moment in words; a day of this year has no year there."""
    return f"{at.timestamp():.0f}" if at else ""


def tooled(name: str, title: str, heads: Sequence[Head], rows: Sequence[Any], look: str = "", box: str = "") -> Safe:
    """A table of its own name on the page; heads without words are of what is done with a row."""
    row = tag("tr", [sort_head(one, n) for n, one in enumerate(heads)])
    table = tag("table", [tag("thead", row), tag("tbody", rows)], f"ledger {look}".strip(), data_table=name)
    return boxed(name, title, table, box)


def boxed(name: str, title: str, table: Safe, box: str = "") -> Safe:
    """A table with what narrows it and takes it along."""
    return tag("div", [_bar(name, title), tag("div", table, f"ledger-box {box}".strip())], "table-tools")


def sort_head(one: Head, column: int, told: str = "", **more: str) -> Safe:
    """`told`: what the file calls the column, where that is more than its words."""
    words, look = one if isinstance(one, tuple) else (one, "")
    if not words:
        return tag("th", None, look)
    button = tag("button", words, "table-sort", type="button", data_table_column=str(column), data_head=told or words)
    return tag("th", button, look, aria_sort="none", **more)


def _bar(name: str, title: str) -> Safe:
    find = entry("find", "search", maxlength=str(LONGEST), placeholder=_("筛选"), aria_label=_("筛选表格"))
    count = tag("span", None, "n quiet", data_table_count="1", role="status", data_words=_("{n} / {all} 行"))
    files = [
        tag("button", kind.upper(), "button small", type="button", data_table_file=kind) for kind in ("csv", "xlsx")
    ]
    say = tag("span", None, "act-say", role="alert", data_failed=_("没有导出成功，请重试"))
    return tag("form", [find, count, *files, say], "table-bar", data_table_bar=name, data_title=title, role="search")
