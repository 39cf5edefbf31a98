"""Live warnings as alarms of the ticker: those of one field and colour together, and only a few of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from data.answer import Row

MOST = 2  # rows among the events, however many warnings there are


def alarms(warnings: Iterable[Mapping[str, Any]]) -> list[Row]:
    """One row a field, colour and "nobody has seen it yet": how many, of how many places, and the newest of them.

    What nobody has acknowledged comes first, then the gravest, then the newest.
    """
    groups: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in warnings:
        groups.setdefault((row["state"] != "raised", row["colour"], row["field"]), []).append(row)
    told = [_alarm(rows) for _key, rows in sorted(groups.items(), key=lambda pair: _order(*pair))]
    return told[:MOST]


def _order(key: tuple[Any, ...], rows: list[Mapping[str, Any]]) -> tuple[Any, ...]:
    newest = max(str(row["raised_at"]) for row in rows)
    return key[0], key[1], [-ord(sign) for sign in newest]


def _alarm(rows: list[Mapping[str, Any]]) -> Row:
    newest = max(rows, key=lambda row: str(row["raised_at"]))
    names = ("code", "field", "title", "colour", "place", "state", "said")
    places = len({row["place"] for row in rows})
    return {name: newest[name] for name in names} | {"at": newest["raised_at"], "n": len(rows), "places": places}
