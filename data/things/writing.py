"""Files of things as others take them: tables in words, GeoJSON by our names. Read back by `data/things/files.py`."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from data.language import gettext as _
from data.things.fields import FIELDS, Field
from data.things.people import Person, as_text
from data.things.told import WORDS, column
from data.times import local
from data.words import KINDS, PROVENANCE, REGISTERS, RISK_GRADES
from data.workbook import workbook

CRS = "CGCS2000"  # within centimetres of WGS-84; what positions are in here
HEAD = ("layer", "code", "name", "kind", "grade", "region", "lon", "lat", "crs", "quantity")
TAIL = ("as_of", "provenance")
FORMULA = (*"=+-@\t\r\n", *"＝＋－＠")
SHEET_ROWS = 50_000
Row = Mapping[str, Any]


def header(layer: str, *, persons: bool) -> list[str]:
    """Headers of a table of one layer, or of all (""): then without what only some of them have."""
    names = [WORDS[name] for name in HEAD] + [column(one) for one in FIELDS.get(layer, ())]
    return names + ["险情等级"] * _graded(layer) + [WORDS[name] for name in TAIL] + [WORDS["persons"]] * persons


def cells(row: Row, layer: str, *, persons: bool, word: Callable[[str], str] = str) -> list[Any]:
    """The row under those headers: words instead of codes, times of the city, numbers as numbers.

    `word` puts words in another language, where the row is not to be read back.
    """
    kind, grade = word(KINDS[row["layer"]][row["kind"]]), word(RISK_GRADES.get(row["grade"], ""))
    plain = [word(REGISTERS[row["layer"]]), row["code"], row["name"], kind, grade]
    plain += [row["region_code"], row["lon"], row["lat"], CRS, row["quantity"]]
    own = [_cell(one, row["attributes"].get(one.name), word) for one in FIELDS.get(layer, ())]
    danger = [word(row["danger"]["word"]) if row["danger"] else ""] * _graded(layer)
    tail = [f"{local(row['as_of']):%Y-%m-%d %H:%M:%S}", word(PROVENANCE[row["provenance"]])]
    return plain + own + danger + tail + [_chain(row, word)] * persons


def _graded(layer: str) -> int:
    return int(any(one.name == "people" for one in FIELDS.get(layer, ())))


def _cell(one: Field, value: Any, word: Callable[[str], str]) -> Any:
    if value is None:
        return ""
    if one.kind == "moment":
        return f"{local(datetime.fromisoformat(value)):%Y-%m-%d %H:%M:%S}"
    return word(one.words[value]) if one.kind == "choice" and value in one.words else value


def _chain(row: Row, word: Callable[[str], str]) -> str:
    return as_text([Person(**one) for one in row["persons"]], word)


def as_csv(rows: Iterable[Row], layer: str, *, persons: bool) -> Iterator[str]:
    """With a byte-order mark, so that spreadsheets read the Chinese; no cell can start a formula."""
    yield "\ufeff" + _line(header(layer, persons=persons))
    for row in rows:
        yield _line(cells(row, layer, persons=persons))


def _line(values: Sequence[Any]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(
        ["'" + one if isinstance(one, str) and one.startswith(FORMULA) else one for one in values]
    )
    return text.getvalue()


def write_xlsx(
    file: BinaryIO, rows: Iterable[Row], layer: str, *, persons: bool, notes: Sequence[tuple[str, str]]
) -> int:
    """Up to SHEET_ROWS things, and a sheet of notes that says what they are; texts as texts, so none is a formula."""
    n = 0
    with workbook(file, {"constant_memory": True, "in_memory": False}) as book:
        page, bold = book.add_worksheet(_(REGISTERS.get(layer, "台账"))), book.add_format({"bold": True})
        page.freeze_panes(1, 0)
        names = header(layer, persons=persons)
        page.set_column(0, len(names) - 1, 16)
        for at, name in enumerate(names):
            page.write_string(0, at, name, bold)
        for row in rows:
            if n == SHEET_ROWS:
                break
            n += 1
            for at, value in enumerate(cells(row, layer, persons=persons)):
                page.write_string(n, at, value) if isinstance(value, str) else page.write_number(n, at, value)
        note = book.add_worksheet(_("说明"))
        note.set_column(0, 1, 32)
        for at, (name, value) in enumerate([*notes, (_("坐标系"), CRS), (_("行数"), str(n))]):
            note.write_string(at, 0, name, bold)
            note.write_string(at, 1, value)
    return n


def feature_of(row: Row, *, persons: bool) -> dict[str, Any]:
    """A GeoJSON feature (RFC 7946), WGS-84; properties by our names, attributes beside the rest."""
    plain = {name: row[name] for name in ("layer", "code", "name", "kind", "quantity", "provenance")}
    plain |= {"grade": row["grade"] or None, "region": row["region_code"], "region_name": row["region_name"]}
    told = {"as_of": row["as_of"].isoformat(), "danger": row["danger"]["word"] if row["danger"] else None}
    chain = {"persons": row["persons"]} if persons else {}
    point = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
    found = {**plain, **told, **row["attributes"], **chain}
    return {"type": "Feature", "id": f"{row['layer']}/{row['code']}", "geometry": point, "properties": found}


def as_geojson(rows: Iterable[Row], *, persons: bool) -> Iterator[str]:
    """A FeatureCollection, feature by feature."""
    yield '{"type":"FeatureCollection","features":['
    for n, row in enumerate(rows):
        yield ("," if n else "") + json.dumps(feature_of(row, persons=persons), ensure_ascii=False)
    yield "]}"
