"""Sniffing: a draft profile for an unknown file, from the names of its columns and from what is in them."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from charset_normalizer import from_bytes

from data.errors import BadInput
from data.intake.guesses import NAMES, TIME_NAMES, format_of, normal
from data.intake.lines import Broken, encoding_of, records
from data.intake.profile import TODO
from data.intake.sheets import is_sheet, sheet_records
from data.intake.table import plain
from data.words import CATEGORIES, SOURCES, STATES

LOOK = 2_000  # rows
SAMPLE = 1 << 18
MOST_VALUES = 60


def draft(path: Path) -> str:
    """YAML that loads as a profile once every TODO is filled in."""
    file, rows = _opened(path)
    header = next(rows, None)
    if not header:
        raise BadInput(f"{path.name} is empty")
    names = [" ".join(str(cell).split()) or f"#{n}" for n, cell in enumerate(header, 1)]
    cells = list(islice(rows, LOOK))
    columns = {name: [row[n] for row in cells if n < len(row) and row[n].strip()] for n, name in enumerate(names)}
    fields, moments = _fields(columns)
    lines = [f"# Drafted from {path.name}: {len(names)} columns. Fill in every {TODO}, then try it out.", ""]
    lines += [f"name: {_name(path)}", f"about: {_quoted(path.stem)}", file]
    lines += _section("fields", fields, TODO)
    lines += _section("moments", moments, "")
    lines += ["constants:", "  source: hotline  # where no column says it: " + ", ".join(SOURCES)]
    if "category" not in fields:
        lines.append(f"  category: {TODO}  # one of " + ", ".join(CATEGORIES) + ", or finer")
    formats = _formats(
        [columns[name] for name in (*moments.values(), fields.get("reported_at", "")) if name in columns]
    )
    lines += ["time:", "  formats: [" + ", ".join(map(_quoted, formats)) + "]"]
    lines.append("  zone: Asia/Shanghai  # of moments without an offset")
    if "lon" in fields:
        lines.append("crs: wgs84  # ask the sender: maps made in China mostly say gcj02, Baidu's bd09")
    lines += _maps(fields, columns)
    spare = [name for name in names if name not in (*fields.values(), *moments.values())]
    lines += ["", "# Columns not used: " + ", ".join(spare)] if spare else []
    return "\n".join(lines) + "\n"


def _opened(path: Path) -> tuple[str, Iterator[list[str]]]:
    """The `file:` line, and the rows from the header on."""
    if is_sheet(path):
        return "file: {header: 1}", ([str(plain(cell)) for cell in row] for row in sheet_records(path, "", 1) if row)
    encoding = _encoding(path)
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        sample = text.read(SAMPLE)
    if not sample.strip():
        raise BadInput(f"{path.name} is empty")
    import clevercsv  # large: no start of the house waits for it

    try:
        dialect: Any = clevercsv.Sniffer().sniff(sample[:20_000], delimiters=[",", ";", "\t", "|"])
        delimiter = dialect.delimiter or ","
    except clevercsv.Error:
        delimiter = ","
    told = "utf-8" if encoding == "utf-8-sig" else encoding
    rows = (row for row in records(path, encoding, delimiter, '"', 1) if not isinstance(row, Broken) and any(row))
    return f"file: {{encoding: {told}, delimiter: {_quoted(delimiter)}}}", rows


def _encoding(path: Path) -> str:
    try:
        return encoding_of(path)
    except BadInput:
        best = from_bytes(path.read_bytes()[:SAMPLE]).best()
        if best is None:
            raise
        return best.encoding


def _fields(columns: dict[str, list[str]]) -> tuple[dict[str, str], dict[str, str]]:
    """{field: column}, {moment: column}: by name first, by contents where no name fits."""
    free = dict(columns)
    moments: dict[str, str] = {}
    fields: dict[str, str] = {}
    for wanted, found in ((TIME_NAMES, moments), (NAMES, fields)):
        for field, words in wanted.items():
            if name := _named(words, free, field):
                found[field] = name
                free.pop(name)
    if "reported_at" in moments:
        fields["reported_at"] = moments.pop("reported_at")
    elif name := next((one for one, values in free.items() if format_of(values)), None):
        fields["reported_at"] = name
        free.pop(name)
    if "lon" not in fields or "lat" not in fields:
        fields.pop("lon", None)
        fields.pop("lat", None)
    if "title" not in fields:
        texts = [fields.get("category"), fields.get("text"), *(one for one, values in free.items() if _wordy(values))]
        if told := next(filter(None, texts), None):
            fields["title"] = told
    return fields, moments


def _named(words: tuple[str, ...], free: dict[str, list[str]], field: str) -> str | None:
    """The column whose name is, or else holds, the first of the words; what is in it must not contradict."""
    plain_names = {normal(name): name for name in reversed(free)}
    for whole in (True, False):
        for word in words:
            for said, name in reversed(plain_names.items()):
                if (said == word if whole else word in said) and _fits(field, free[name]):
                    return name
    return None


def _fits(field: str, values: list[str]) -> bool:
    if field in TIME_NAMES or field == "reported_at":
        return format_of(values) is not None
    if field in ("lon", "lat"):
        most = 180 if field == "lon" else 90
        return bool(values) and all(_number(one) is not None and abs(float(one)) <= most for one in values[:200])
    if field == "external_id":
        return bool(values) and len(set(values)) == len(values)
    if field in ("category", "state", "source", "grade"):
        return bool(values) and len(set(values)) <= max(MOST_VALUES, len(values) // 4)
    return bool(values)


def _wordy(values: list[str]) -> bool:
    return bool(values) and sum(map(len, values)) / len(values) > 6 and _number(values[0]) is None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _formats(columns: list[list[str]]) -> list[str]:
    return list(dict.fromkeys(found for values in columns if (found := format_of(values)))) or ["iso"]


def _maps(fields: dict[str, str], columns: dict[str, list[str]]) -> list[str]:
    """Every value that needs one of our codes; those that are ours already are left out."""
    lines: list[str] = []
    for field, own in (("category", CATEGORIES), ("state", STATES), ("source", SOURCES)):
        values = Counter(one.strip() for one in columns.get(fields.get(field, ""), []))
        strange = [
            value for value, _n in values.most_common(MOST_VALUES) if value not in own and value not in own.values()
        ]
        if strange:
            lines += [f"  {field}:  # one of " + ", ".join(own), "    values:"]
            lines += [f"      {_quoted(value)}: {TODO}  # {values[value]} rows" for value in strange]
            lines += [f"    otherwise: {TODO}  # for values that are not listed"] if len(values) > MOST_VALUES else []
    return ["maps:", *lines] if lines else []


def _section(name: str, found: dict[str, str], missing: str) -> list[str]:
    lines = [f"  {field}: {_quoted(column)}" for field, column in found.items()]
    if missing:
        lines += [f"  {field}: {missing}  # a column" for field in ("title", "reported_at") if field not in found]
    return [f"{name}:", *lines] if lines else []


def _name(path: Path) -> str:
    plain_name = re.sub(r"[^a-z0-9]+", "_", path.stem.lower()).strip("_")
    return (plain_name if plain_name[:1].isalpha() else f"file_{plain_name}".rstrip("_"))[:24]


def _quoted(text: str) -> str:
    """As a YAML string, whatever is in it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'
