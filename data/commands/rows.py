"""Rows of a rules file: numbered as in the file, taken all or none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.errors import BadInput

Row = Mapping[str, str | None]
Rows = Sequence[tuple[int, Row]]  # the number a person finds the row by in the file
SHOWN = 10


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
