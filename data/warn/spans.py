"""Lengths of time and numbers as words."""

from collections.abc import Iterable
from datetime import timedelta

from data.language import gettext as _


def span(minutes: float) -> str:
    """A length of time in the greatest unit that it is a whole number of, above two of them."""
    whole = timedelta(minutes=round(minutes))
    hours = whole / timedelta(hours=1)
    if hours < 1 or (hours < 48 and whole % timedelta(hours=1)):
        return _("{n} 分钟").format(n=round(minutes))
    return _("{n} 小时").format(n=round(hours)) if hours < 48 else _("{n} 天").format(n=round(hours / 24))


def joined(clauses: Iterable[str]) -> str:
    """Clauses of one sentence: Chinese has a semicolon of its own."""
    return ("；" if _("且") == "且" else "; ").join(clauses)


def plain(value: float) -> str:
    """Up to three digits behind the point, none that say nothing."""
    return f"{value:.3f}".rstrip("0").rstrip(".")
