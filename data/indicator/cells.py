"""Sheets of statistics bureaus as plain cells: each says its indicator, region, period, value and unit as printed."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from data.errors import BadInput
from data.indicator.profile import ASPECTS, Heads, Layout, period_in, words
from data.intake.lines import DELIMITERS, Broken, encoding_of, records
from data.intake.sheets import is_sheet, sheet_records
from data.language import gettext as _

MOST = 100_000  # cells of one file
UNIT = re.compile(r"[(（]\s*([^()（）]{1,16}?)\s*[)）]\s*$")
Cell = dict[str, Any]
Lines = list[list[Any]]


def cells_of(path: Path, layout: Layout) -> list[Cell]:
    """Every cell that holds anything, in reading order. BadInput when the file is not laid out so."""
    lines = _lines(path, layout)
    if len(lines) < layout.header[-1]:
        raise BadInput(_("文件只有 {n} 行，没有第 {m} 行的表头").format(n=len(lines), m=layout.header[-1]))
    heads = _heads(lines, layout)
    body = lines[layout.header[-1] :]
    if isinstance(layout.columns, Heads):
        return list(_long(heads, body, layout, layout.columns))
    return list(_cross(heads, body, layout, _title(lines, layout)))


def _lines(path: Path, layout: Layout) -> Lines:
    found: Lines = []
    for line in sheet_records(path, layout.sheet, 1) if is_sheet(path) else _text(path):
        found.append(line)
        if sum(map(len, found[-1:])) and len(found) > MOST:
            raise BadInput(_("文件超过 {n} 行，请拆分").format(n=MOST))
    return found


def _text(path: Path) -> Iterator[list[Any]]:
    encoding = encoding_of(path)
    first = path.read_bytes()[:4096].decode(encoding, "replace")
    delimiter = max(DELIMITERS, key=first.count)
    for line in records(path, encoding, delimiter, '"', 1):
        yield [line.text] if isinstance(line, Broken) else list(line)


def _heads(lines: Lines, layout: Layout) -> list[str]:
    """Names of columns; of several lines joined, an empty cell saying what stands before it."""
    told = [lines[n - 1] for n in layout.header]
    wide = max(map(len, told))
    filled = [_filled(one, wide) if n < len(told) - 1 else [plain(cell) for cell in one] for n, one in enumerate(told)]
    return [
        "·".join(dict.fromkeys(filter(None, (one[n] if n < len(one) else "" for one in filled)))) for n in range(wide)
    ]


def _filled(line: Sequence[Any], wide: int) -> list[str]:
    found, last = [], ""
    for n in range(wide):
        last = (plain(line[n]) if n < len(line) else "") or last
        found.append(last)
    return found


def plain(cell: Any) -> str:
    """A cell as one line of text; a whole number without its decimals."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split()) if cell is not None else ""


def _title(lines: Lines, layout: Layout) -> str:
    return " ".join(filter(None, map(plain, lines[layout.title - 1]))) if layout.title else ""


def _long(heads: list[str], body: Lines, layout: Layout, named: Heads) -> Iterator[Cell]:
    places = {
        name: next((heads.index(one) for one in getattr(named, name) if one in heads), None)
        for name in Heads.model_fields
    }
    lacking = [getattr(named, name)[0] for name in ("indicator", "period", "value") if places[name] is None]
    if lacking:
        raise BadInput(_("缺少这些列：{names}").format(names="、".join(lacking)))
    fixed: dict[str, str] = {str(name): text for name, text in layout.fixed.items()}
    for n, line in enumerate(body, layout.header[-1] + 1):
        told = {name: line[at] if at is not None and at < len(line) else None for name, at in places.items()}
        if not any(map(plain, told.values())):
            continue
        value = told["value"] if isinstance(told["value"], int | float) else plain(told["value"])
        cell = {name: plain(told[name]) or fixed.get(name, "") for name in ASPECTS}
        yield {"row": n, **cell, "value": value, "unit": plain(told["unit"])}


def _cross(heads: list[str], body: Lines, layout: Layout, title: str) -> Iterator[Cell]:
    beside = next((n for n, one in enumerate(heads) if one in layout.unit), None)
    columns = [(n, one) for n, one in enumerate(heads) if n and n != beside and one]
    own_fixed: dict[str, str] = {str(name): text for name, text in layout.fixed.items()}
    fixed = {layout.left: own_fixed.get(layout.left) or _left(layout, title)}
    for n, line in enumerate(body, layout.header[-1] + 1):
        name = plain(line[0]) if line else ""
        if not name:
            continue
        own = plain(line[beside]) if beside is not None and beside < len(line) else ""
        for at, head in columns:
            if at >= len(line) or plain(line[at]) in words()["blank"]:
                continue
            told = {str(layout.rows): name, str(layout.columns): head} | fixed
            value = line[at] if isinstance(line[at], int | float) else plain(line[at])
            yield {"row": n, **told, "value": value, "unit": own, "title": title}


def _left(layout: Layout, title: str) -> str:
    """What the title says of the aspect that no cell tells."""
    if layout.left == "period":
        found = period_in(title)
        return found.text if found else ""
    return title


def split_unit(name: str) -> tuple[str, str]:
    """A name with its unit in brackets behind it, apart."""
    found = UNIT.search(name)
    return (name[: found.start()].strip(), found[1]) if found else (name, "")
