"""Rows of a rules file: numbered as in the file, taken all or none."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.errors import BadInput

Row = Mapping[str, str | None]
Rows = Sequence[tuple[int, Row]]  # the number a person finds the row by in the file
SHOWN = 10
LONGEST = {"code": 32, "name": 64, "owner": 64, "whom": 64, "basis": 96}
Named = Mapping[str, tuple[Any, ...]]  # what a code or a name may mean


@dataclass(frozen=True, kw_only=True)
class Added:
    """How many rows were read, how many things are new, how many others they changed."""

    rows: int
    new: int
    changed: int = 0


def text(row: Row, key: str) -> str:
    """A cell without the blanks around it; empty when there is none."""
    return (row.get(key) or "").strip()


def refuse(faults: Iterable[tuple[int, str]]) -> None:
    """BadInput that names every faulty row (the first ten in full); nothing when there is none."""
    found = list(faults)
    if found:
        more = [f"… and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
        raise BadInput("\n".join([f"row {number}: {fault}" for number, fault in found[:SHOWN]] + more))


class Unknown(Exception):
    """What a row names is not there, or is not clear."""


def taken(rows: Rows, read: Callable[[Row], dict[str, Any]]) -> list[dict[str, Any]]:
    """Every row as values; refused together when any of them is faulty."""
    values: list[dict[str, Any]] = []
    faults: list[tuple[int, str]] = []
    for number, row in rows:
        try:
            values.append(read(row))
        except Unknown as fault:
            faults.append((number, str(fault)))
    refuse(faults)
    return values


def given(row: Row, key: str) -> str:
    """A cell that must hold something, and not too much."""
    value = text(row, key)
    if not 0 < len(value) <= LONGEST[key]:
        raise Unknown(f"{key} is empty" if not value else f"{key} is longer than {LONGEST[key]} characters")
    return value


def hours_of(said: str) -> float | None:
    if not said:
        return None
    try:
        hours = float(said)
    except ValueError:
        hours = 0.0
    if not 0 < hours <= 24 * 366:
        raise Unknown(f"hours {said!r} is not a number of hours between 0 and a year")
    return hours


def one_of(row: Row, key: str, named: Named) -> Any:
    """What the cell names; Unknown where it names nothing, or several things."""
    said = text(row, key)
    found = named.get(said, ())
    if len(found) != 1:
        raise Unknown(
            f"{key} is empty"
            if not said
            else f"{key} {said!r} is not known"
            if not found
            else f"{key} {said!r} is not clear: use its code"
        )
    return found[0]


def meanings(rows: Any) -> dict[str, tuple[Any, ...]]:
    """A code means one thing; a name what has no such code, maybe several things."""
    names: dict[str, tuple[Any, ...]] = {}
    codes: dict[str, tuple[Any, ...]] = {}
    for code, name, thing in rows:
        codes[code] = (thing,)
        names[name] = (*names.get(name, ()), thing)
    return names | codes
