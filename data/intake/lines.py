"""Text files as records of cells: their encoding and delimiter found out, nothing in them too long to hold."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from data.errors import BadInput
from data.intake.profile import Tabular

SAMPLE = 1 << 20  # bytes looked at to find out the encoding
LINE = 1 << 20  # characters kept of a line
CELL = 1 << 17
DELIMITERS = (",", ";", "\t", "|", ",")
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(frozen=True)
class Broken:
    """A record that cannot be split into cells, as it stood in the file."""

    text: str


def encoding_of(path: Path) -> str:
    """utf-8-sig, utf-16 or gb18030; BadInput when it is none of them."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    if found := next((name for bom, name in BOMS.items() if sample.startswith(bom)), None):
        return found
    wide = sum(byte >= 0x80 for byte in sample)
    broken = sample.decode("utf-8", "replace").count("\ufffd")
    if broken * 20 <= wide:  # here and there a bad byte: those rows go to the quarantine, not the whole file
        return "utf-8-sig"
    chinese = sample.decode("gb18030", "replace")
    if chinese.count("\ufffd") * 20 <= wide and any("\u4e00" <= letter <= "\u9fff" for letter in chinese):
        return "gb18030"
    raise BadInput(f"{path.name} is neither UTF-8 nor GB 18030: name its encoding in the profile (file.encoding)")


def text_records(path: Path, profile: Tabular) -> Iterator[list[str] | Broken]:
    """Every record of the file from its header on; undecodable bytes stay as lone surrogates."""
    encoding = encoding_of(path) if profile.file.encoding == "auto" else _codec(profile.file.encoding)
    delimiter = profile.file.delimiter
    if delimiter == "auto":
        delimiter = _delimiter(path, encoding, profile)
    yield from records(path, encoding, delimiter, profile.file.quote, profile.file.header)


def records(path: Path, encoding: str, delimiter: str, quote: str, header: int) -> Iterator[list[str] | Broken]:
    """As split by these; lines before the header are left out."""
    if len(delimiter) != 1:
        raise BadInput(f"the delimiter must be one character, not {delimiter!r}")
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
        kept: list[str] = []  # the lines of the record being read
        lines = _lines(file, kept)
        for _before in range(header - 1):
            next(lines, None)
        kept.clear()
        csv.field_size_limit(CELL)
        reader = csv.reader(lines, delimiter=delimiter, quotechar=quote, strict=False)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield Broken("".join(kept)[:CELL])
            else:
                yield Broken("".join(kept)[:CELL]) if _overlong(kept) else cells
            kept.clear()


def _lines(file: TextIO, kept: list[str]) -> Iterator[str]:
    """Lines, each cut at LINE characters, and remembered until their record is complete."""
    read = file.readline
    try:
        while line := read(LINE):
            rest = line
            while len(rest) == LINE and not rest.endswith(("\n", "\r")):
                rest = read(LINE)
            kept.append(line)
            yield line
    except UnicodeError as error:
        raise BadInput(f"the file is not in the encoding it should be in: {error}") from None


def _overlong(kept: list[str]) -> bool:
    return any(len(line) == LINE for line in kept)


def _codec(name: str) -> str:
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        raise BadInput(f"no encoding {name!r}") from None
    return "utf-8-sig" if found == "utf-8" else found


def _delimiter(path: Path, encoding: str, profile: Tabular) -> str:
    """The one by which the header names most of the profile's columns."""

    def named(delimiter: str) -> int:
        first = next(records(path, encoding, delimiter, profile.file.quote, profile.file.header), [])
        return len(profile.columns() & {cell.strip() for cell in first}) if isinstance(first, list) else 0

    return max(DELIMITERS, key=named)
