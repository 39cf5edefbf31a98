"""XLSX files as records of cells, read as a stream; what would blow up when unpacked is refused first."""

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from data.errors import BadInput

UNPACKED = 512 << 20  # bytes
COLUMNS = 512


def is_sheet(path: Path) -> bool:
    """By its first bytes, whatever it is called."""
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def sheet_records(path: Path, sheet: str, header: int) -> Iterator[list[Any]]:
    """Rows from the header on, as the cells were last calculated; a formula is never run."""
    from openpyxl import load_workbook  # large: no start of the house waits for it
    from openpyxl.utils.exceptions import InvalidFileException

    _check(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions, which are not read
            book = load_workbook(path, read_only=True, data_only=True)
        try:
            if sheet and sheet not in book.sheetnames:
                raise BadInput(f"{path.name} has no sheet {sheet!r}: it has {', '.join(book.sheetnames)}")
            page = book[sheet] if sheet else book.worksheets[0]
            page.reset_dimensions()  # what the file says of its size may be wrong
            for row in page.iter_rows(min_row=header, max_col=COLUMNS, values_only=True):
                yield _trimmed(row)
        finally:
            book.close()
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, SyntaxError, EOFError) as error:
        raise BadInput(f"{path.name} cannot be read as XLSX: {str(error)[:200]}") from None


def _trimmed(row: tuple[Any, ...]) -> list[Any]:
    cells = list(row)
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _check(path: Path) -> None:
    try:
        with ZipFile(path) as packed:
            size = sum(one.file_size for one in packed.infolist())
    except BadZipFile:
        raise BadInput(f"{path.name} is not an XLSX file, or a damaged one") from None
    if size > UNPACKED:
        raise BadInput(f"{path.name} would unpack to {size >> 20} MB, more than {UNPACKED >> 20} MB: split it")
