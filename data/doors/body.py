"""Bodies of HTTP answers: JSON by orjson, CSV for spreadsheets, ETags so that unchanged answers cost nothing."""

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from flask import Response, request

FORMULA = (*"=+-@\t\r\n", *"＝＋－＠")  # wide ones count as well where Chinese is written


def json_response(body: Any, *, status: int = 200, mimetype: str = "application/json") -> Response:
    return Response(
        orjson.dumps(body, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS), status=status, mimetype=mimetype
    )


def tagged(data: bytes, mimetype: str, seconds: int = 0) -> Response:
    """`data` with a strong ETag; 304 when the asker has it already. `seconds`: how long it need not ask."""
    response = Response(data, mimetype=mimetype)
    response.set_etag(hashlib.blake2b(data, digest_size=12).hexdigest())
    response.headers["Cache-Control"] = f"private, max-age={seconds}" if seconds else "private, no-cache"
    response.make_conditional(request)
    return response


def csv_text(header: Sequence[str], keys: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """CSV with a byte-order mark, so that spreadsheets read the Chinese; no cell can start a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([_cell(row.get(key)) for key in keys] for row in rows)
    return "\ufeff" + text.getvalue()


def _cell(value: Any) -> Any:
    return "'" + value if isinstance(value, str) and value.startswith(FORMULA) else value
