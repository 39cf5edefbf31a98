"""Forms over HTTP: filled as JSON in pages, as CSV and as a sheet; and what a saved form has kept of its fillings."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from flask import Blueprint, Response, request

from data.acting import looking
from data.commands.form_screens import note_fill
from data.doors.asked import only
from data.doors.body import json_response
from data.doors.events import scope_of
from data.doors.keys import answer_keys, sender_or_guest
from data.doors.problem import answer_errors
from data.doors.thing_files import XLSX
from data.errors import BadInput
from data.house import house
from data.language import gettext as _
from data.language import speaking
from data.ledgers.asked import Asked, read_asked
from data.ledgers.fields import dictionary
from data.ledgers.writing import SHEET_ROWS, Layout, as_csv, header, title_of, write_form
from data.queries.forms import MOST, exported, filled
from data.queries.regions import Region, region_of
from data.queries.saved_forms import kept_run
from data.scope import Scope
from data.times import local
from data.view import LANGUAGES, REGION
from data.words import PROVENANCE

door = Blueprint("forms", __name__, url_prefix="/api/v1/forms")
answer_errors(door)
answer_keys(door)
FORMATS = ("json", "csv", "xlsx")
MOST_ROWS = 2_000_000  # of a CSV
PIECE = 65_536
LONGEST_TITLE = 64


@door.get("")
def form() -> Response:
    """`ledger`, `fields`, `where`: the rows of `region`, a page as JSON, or all of them as a file."""
    sender = sender_or_guest(request, house())
    asked = only("ledger", "fields", "where", "sort", "region", "after", "limit", "format", "title", "lang")
    scope = scope_of(sender) if sender else looking(house())
    kind, lang, here = asked.get("format", "json"), asked.get("lang", "zh"), asked.get("region", "")
    if kind not in FORMATS or lang not in LANGUAGES or (here and not REGION.fullmatch(here)):
        raise BadInput(f"format: {', '.join(FORMATS)}; lang: {', '.join(LANGUAGES)}; region: a code")
    with speaking(lang):
        with house().engine.connect() as connection:
            wanted = read_asked(dictionary(connection), asked)
            wanted.check(scope.clearance)
            region = region_of(connection, here or (sender.region if sender else ""), scope)
        if kind == "json":
            return _page(wanted, region, scope, asked)
        return _file(wanted, region, scope, kind, asked.get("title", "")[:LONGEST_TITLE] or title_of(wanted))


@door.get("/runs/<code>/<at>.xlsx")
def run(code: str, at: str) -> Response:
    """What a saved form was filled with at its time, for those who may see as much as its owner did."""
    lang = only("lang").get("lang", "zh")
    with speaking(lang if lang in LANGUAGES else "zh"):
        one = kept_run(house(), code, at)
        return _sheet(one.title, one.names, iter(one.rows), one.notes, f"form-{code}-{at}")


def _page(wanted: Asked, region: Region, scope: Scope, asked: dict[str, str]) -> Response:
    limit = asked.get("limit", "100")
    if not (limit.isascii() and limit.isdecimal() and len(limit) < 4 and 1 <= int(limit) <= MOST):
        raise BadInput(f"limit: 1 to {MOST}")
    page = filled(house(), wanted, region.code, scope, after=asked.get("after"), limit=int(limit))
    names = ["code", "village", *(one.code for one in wanted.fields)]
    rows = [dict(zip(names, row.values(), strict=True)) for row in page.rows]
    note_fill(house(), wanted, region.code)
    return json_response({"now": house().clock.now(), "rows": rows, "next": page.next})


def _file(wanted: Asked, region: Region, scope: Scope, kind: str, title: str) -> Response:
    names, stem = header(wanted.fields), f"form-{wanted.ledger.code}-{local(house().clock.now()):%Y%m%d%H%M}"
    stack = ExitStack()
    connection = stack.enter_context(house().engine.connect())
    if kind == "csv":
        rows = exported(connection, wanted, region, scope.clearance, MOST_ROWS)
        stack.callback(rows.close)
        response = Response(as_csv(names, rows), mimetype="text/csv")
        response.call_on_close(stack.close)
        response.headers["Content-Disposition"] = f'attachment; filename="{stem}.csv"'
        return response
    with stack:
        rows = exported(connection, wanted, region, scope.clearance, SHEET_ROWS)
        return _sheet(title, names, rows, _notes(region), stem)


def _notes(region: Region) -> list[tuple[str, str]]:
    """What a sheet says of itself."""
    lived = _(PROVENANCE["simulated" if house().clock.holds_demo() else "measured"])
    now = f"{local(house().clock.now()):%Y-%m-%d %H:%M}"
    return [(_("区划"), region.name), (_("截至"), now), (_("数据性质"), lived)]


def _sheet(title: str, names: list[str], rows: Iterator[Any], notes: Any, stem: str) -> Response:
    file = tempfile.TemporaryFile()  # noqa: SIM115 — closed by the response
    write_form(file, names, rows, Layout(title, notes))
    response = Response(_read(file), mimetype=XLSX)
    response.content_length = file.seek(0, io.SEEK_END)
    response.call_on_close(file.close)
    response.headers["Content-Disposition"] = f'attachment; filename="{stem}.xlsx"'
    return response


def _read(file: Any) -> Iterator[bytes]:
    file.seek(0)
    with file:
        while piece := file.read(PIECE):
            yield piece
