"""What of people a reader sees: names and door numbers from clearance 1, whole telephone numbers from clearance 2."""

import re
from collections.abc import Iterable
from typing import Any

from data.door_numbers import without_doors

NAMES, PHONES = 1, 2  # clearances
PHONE = re.compile(r"\+?[0-9][0-9 ()-]{4,18}")
HIDDEN = re.compile(r"[0-9]{0,3}\*{4}[0-9]{1,4}")  # as this module writes it
_DIGIT = re.compile(r"[0-9]")


def masked_phone(phone: str | None, clearance: int) -> str | None:
    """138****1234: the first three and the last four digits, when enough remain hidden between them."""
    if phone is None or clearance >= PHONES:
        return phone
    digits = "".join(_DIGIT.findall(phone))
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 10 else f"****{digits[-2:]}"


def masked_name(name: str, clearance: int) -> str:
    """The first letter for those who may not know people."""
    return name if clearance >= NAMES else f"{name[:1]}**"


def masked_place(place: str, clearance: int) -> str:
    """某某路12号3栋502室门前 as 某某路**门前: roads, villages, grids and distances stay for those who know nobody."""
    return place if clearance >= NAMES else without_doors(place)


def masked_places(rows: Iterable[dict[str, Any]], clearance: int) -> list[dict[str, Any]]:
    """The rows of events, each with its `place` as the reader may know it."""
    if clearance >= NAMES:
        return list(rows)
    return [row | {"place": without_doors(row["place"])} for row in rows]
