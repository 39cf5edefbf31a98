"""All things of a filter as a file: CSV and GeoJSON as they are read, XLSX with a sheet that says what it holds."""

import io
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from itertools import chain, islice
from typing import Any

from flask import Response

from data.errors import BadInput
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.things import ThingFilters, exported
from data.scope import Scope
from data.things.masks import NAMES
from data.things.writing import as_csv, as_geojson, write_xlsx
from data.times import local
from data.view import LANGUAGES
from data.words import PROVENANCE, REGISTERS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {"geojson": "application/geo+json", "csv": "text/csv", "xlsx": XLSX}
PIECE = 65_536
Rows = Generator[dict[str, Any]]


def file_of(house: House, kind: str, region: str, scope: Scope, filters: ThingFilters, lang: str) -> Response:
    """The file as a download; what is wrong is told before anything is sent."""
    if lang not in LANGUAGES:
        raise BadInput(f"lang: {lang!r} is not one of {', '.join(LANGUAGES)}")
    rows = _begun(exported(house, region, scope, filters))
    persons = scope.clearance >= NAMES
    if kind == "xlsx":
        response = _sheet(house, rows, filters, persons, lang)
    else:
        write: Callable[..., Iterator[str]] = as_geojson if kind == "geojson" else as_csv
        told = {} if kind == "geojson" else {"layer": filters.layer}
        response = Response(write(rows, persons=persons, **told), mimetype=FORMATS[kind])
        response.call_on_close(rows.close)
    stem = f"things-{filters.layer or 'all'}-{local(house.clock.now()):%Y%m%d%H%M}"
    response.headers["Content-Disposition"] = f'attachment; filename="{stem}.{kind}"'
    return response


def _begun(rows: Rows) -> Rows:
    """Read the first row at once."""
    first = list(islice(rows, 1))

    def onward() -> Rows:
        try:
            yield from chain(first, rows)
        finally:
            rows.close()

    return onward()


def _sheet(house: House, rows: Rows, filters: ThingFilters, persons: bool, lang: str) -> Response:
    file = tempfile.TemporaryFile()  # noqa: SIM115 — closed by the response
    with closing(rows), speaking(lang):
        lived = _(PROVENANCE["simulated" if house.clock.holds_demo() else "measured"])
        notes = [(_("台账"), _(REGISTERS[filters.layer]) if filters.layer else _("全部"))]
        notes += [(_("截至"), f"{local(house.clock.now()):%Y-%m-%d %H:%M}"), (_("数据性质"), lived)]
        write_xlsx(file, rows, filters.layer, persons=persons, notes=notes)
    response = Response(_read(file), mimetype=XLSX)
    response.content_length = file.seek(0, io.SEEK_END)
    response.call_on_close(file.close)
    return response


def _read(file: Any) -> Iterator[bytes]:
    file.seek(0)
    with file:
        while piece := file.read(PIECE):
            yield piece
