"""A file of a ledger from the page of forms: what columns it has, then taken in, told line by line how far it is."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import structlog
from flask import Blueprint, Response, request, stream_with_context
from sqlalchemy.exc import SQLAlchemyError

from data.commands.ledger_imports import LARGEST, File, columns_on_screen, import_on_screen
from data.doors.asked import only
from data.doors.body import json_response
from data.doors.problem import answer_errors
from data.errors import BadInput, CockpitError
from data.house import house
from data.intake.words import FAULTS
from data.language import gettext as _
from data.language import speaking
from data.things.importing import Tally
from data.view import LANGUAGES

log = structlog.get_logger()
door = Blueprint("ledger_imports", __name__, url_prefix="/forms/data")
answer_errors(door)
PLAIN = "application/octet-stream"  # a browser asks leave before it sends such from another site
Asked = dict[str, str]


@door.post("/columns")
def columns() -> Response:
    """The file as the body: its columns, what each is taken for, a value of it, and how many rows."""
    asked = only("ledger", "name", "role", "number", "lang")
    with speaking(_lang(asked)):
        told = columns_on_screen(house(), _file(asked), asked.get("role", ""), _number(asked))
    found = [{"name": name, "field": what, "sample": told.samples[name]} for name, what in told.columns.items()]
    return json_response({"columns": found, "rows": told.rows})


@door.post("/import")
def brought() -> Response:
    """The file again with `map`, JSON {column: field or ""}: lines of JSON {done}, at last {said, faults}."""
    asked = only("ledger", "name", "map", "role", "number", "lang")
    with speaking(_lang(asked)):
        file, mapping = _file(asked), _mapping(asked.get("map", ""))
        steps = import_on_screen(house(), file, mapping, asked.get("role", ""), _number(asked))
        first = next(steps, None)  # what is refused is refused before the first line
    lines = _lines(first, steps, _lang(asked))
    answer = Response(stream_with_context(lines), mimetype="application/x-ndjson")
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


def _lines(first: Tally | None, steps: Iterator[Tally], lang: str) -> Iterator[bytes]:
    """An import that breaks off says so; what was taken until then stays, and it goes on when the file comes again."""
    with speaking(lang):
        last = first
        try:
            if first is not None:
                yield _line(done=first.rows_read)
            for last in steps:
                yield _line(done=last.rows_read)
            yield _line(**_told(last or Tally(), lang))
        except CockpitError as error:
            yield _line(failed=str(error))
        except SQLAlchemyError as error:
            log.error("database failed", error=str(error))
            yield _line(failed=_("数据库没有响应；再次导入同一文件会接着做"))


def _told(tally: Tally, lang: str) -> dict[str, Any]:
    said = [_("这个文件以前导入过，没有再导入；当时：")] if tally.finished else []
    sums = {"n": tally.rows_read, "new": tally.imported, "same": tally.merged, "kept": tally.quarantined}
    said.append(_("共 %(n)s 行：新增或变更 %(new)s，已有且相同 %(same)s，进隔离区 %(kept)s") % sums)
    faults = [{"fault": _(FAULTS[code]), "n": n} for code, n in sorted(tally.faults.items(), key=lambda one: -one[1])]
    more = {"door": "ledgers"} | ({"lang": lang} if lang != "zh" else {})
    way = f"/quarantine?{urlencode(more)}" if tally.quarantined else None
    return {"said": said, "faults": faults, "quarantine": way}


def _line(**told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode() + b"\n"


def _file(asked: Asked) -> File:
    if request.mimetype != PLAIN:
        raise BadInput(f"the file is sent as {PLAIN}")
    content = request.stream.read(LARGEST + 1)
    return File(content=content, name=asked.get("name", ""), ledger=asked.get("ledger", ""))


def _mapping(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise BadInput(_("请刷新后再试"))
    return found


def _number(asked: Asked) -> int:
    text = asked.get("number", "1")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0


def _lang(asked: Asked) -> str:
    return asked["lang"] if asked.get("lang") in LANGUAGES else "zh"
