"""Words and small marks that pages of lists share."""

from datetime import date
from typing import Any

from components.fields import link
from components.markup import Safe, tag
from components.numbers import number
from data.language import gettext as _
from data.list_words import LIST_KINDS, STANDS

MARKS = {"open": "mark mark-stage", "overdue": "mark mark-over", "done": "mark", "dropped": "mark"}


def stand_mark(stand: str) -> Safe:
    return tag("span", _(STANDS[stand]), MARKS[stand])


def kind_mark(kind: str) -> Safe:
    return tag("span", _(LIST_KINDS[kind]), f"list-kind list-{kind}")


def day(ordinal: int) -> str:
    return f"{date.fromordinal(ordinal):%Y-%m-%d}"


def item_way(code: str, words: Any, classes: str = "list-link") -> Safe:
    """To the item on the page of lists."""
    return link(words, f"?item={code}", classes)


def progress_bar(percent: int) -> Safe:
    bar = tag("i", None, "", style=f"width:{percent}%")
    return tag("span", [tag("span", bar, "list-bar"), tag("span", f"{number(percent)}%", "n")], "list-progress")
