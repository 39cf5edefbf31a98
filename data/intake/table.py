"""A file, CSV or XLSX, as rows by the names of its columns."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from data.errors import BadInput
from data.intake.lines import Broken, text_records
from data.intake.profile import Tabular
from data.intake.reading import EXTRA
from data.intake.sheets import is_sheet, sheet_records

UNSPLIT = "(原文)"


@dataclass(frozen=True)
class TableRow:
    """`raw` by column; `broken` when it is not what the header says (then nothing of it can be trusted)."""

    raw: dict[str, Any]
    broken: str = ""  # "", cells (too few), text (cannot be split)


def open_table(path: Path, profile: Tabular) -> Iterator[TableRow]:
    """Rows that are not empty, in order. BadInput, before the first, when the file is not the profile's."""
    if not path.is_file():
        raise BadInput(f"no file {path}")
    sheet = is_sheet(path)
    records: Iterator[Any] = (
        sheet_records(path, profile.file.sheet, profile.file.header) if sheet else text_records(path, profile)
    )
    header = _header(next(records, None), path, profile)
    return (
        _row(header, record, sheet) for record in records if isinstance(record, Broken) or any(map(_filled, record))
    )


def digest(path: Path) -> str:
    """SHA-256 of the file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def after(rows: Iterator[TableRow], n: int) -> Iterator[TableRow]:
    """The rows after the first n."""
    return islice(rows, n, None)


def _header(cells: Any, path: Path, profile: Tabular) -> list[str]:
    if cells is None or isinstance(cells, Broken) or not any(map(_filled, cells)):
        raise BadInput(f"{path.name} has no header in line {profile.file.header}: is it empty?")
    names: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = " ".join(str(cell if cell is not None else "").split()) or f"#{number}"
        names.append(name if name not in names else f"{name} #{number}")
    if missing := sorted(profile.columns() - set(names)):
        hint = " (is the delimiter right?)" if len(names) == 1 else ""
        shown = ", ".join(name[:40] for name in names[:40]).encode("utf-8", "backslashreplace").decode()
        raise BadInput(f"{path.name} lacks the columns {', '.join(missing)}{hint}; it has: {shown}")
    return names


def _row(header: list[str], record: Any, sheet: bool) -> TableRow:
    if isinstance(record, Broken):
        return TableRow({UNSPLIT: record.text}, "text")
    cells = [plain(cell) for cell in record]
    raw = dict(zip(header, cells, strict=False))
    if len(cells) > len(header) and any(map(_filled, cells[len(header) :])):
        raw[EXTRA] = cells[len(header) :]
    short = len(cells) < len(header)
    if short and sheet:  # a sheet does not keep its empty cells
        raw |= dict.fromkeys(header[len(cells) :], "")
    return TableRow(raw, "cells" if short and not sheet else "")


def plain(cell: Any) -> Any:
    """Cells as text; a moment in ISO 8601, a whole number without its point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return cell if isinstance(cell, str) else str(cell)


def _filled(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""
