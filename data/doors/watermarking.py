"""Files of an account or a key say who took them: a header, a last column in every row of a CSV, a field of GeoJSON.

Workbooks are marked as they are written (`data/workbook.py`).
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, request

from data.language import speaking
from data.view import LANGUAGES
from data.watermark import column, watermark

HEADER = "X-Exported-By"  # percent-encoded UTF-8
LINES = re.compile(r"[^\n]*\n")
Change = Callable[[Iterator[str], str], Iterator[str]]


def mark_files(server: Flask) -> None:
    """To be called after compression was, so that it comes before."""
    server.after_request(_marked)


def _marked(response: Response) -> Response:
    if response.status_code != 200 or "attachment" not in response.headers.get("Content-Disposition", ""):
        return response
    if not (mark := watermark()):
        return response
    response.headers[HEADER] = quote(mark)
    if request.method != "HEAD" and (change := _CHANGES.get(str(response.mimetype))):
        _change(response, change, mark)
    return response


def _change(response: Response, how: Change, mark: str) -> None:
    """What is streamed stays a stream; what is whole stays whole, with its new length."""
    if response.is_streamed:
        response.response = (piece.encode() for piece in how(_texts(response.response), mark))
    else:
        response.set_data("".join(how(iter([response.get_data(as_text=True)]), mark)))


def _texts(pieces: Iterable[Any]) -> Iterator[str]:
    return (piece if isinstance(piece, str) else piece.decode("utf-8") for piece in pieces)


def _csv(pieces: Iterator[str], mark: str) -> Iterator[str]:
    """A last column; line breaks within quotes end no row."""
    lang = request.args.get("lang", "")
    with speaking(lang if lang in LANGUAGES else "zh"):
        word = column()
    return _rows(pieces, word, mark)


def _rows(pieces: Iterator[str], word: str, mark: str) -> Iterator[str]:
    rest, quoted = "", False
    for piece in pieces:
        out, text = [], rest + piece
        rest = text[text.rfind("\n") + 1 :]
        for line in LINES.findall(text[: len(text) - len(rest)]):
            quoted ^= line.count('"') % 2 == 1
            if quoted:
                out.append(line)
                continue
            row = line.rstrip("\r\n")
            out.append(f"{row},{word}{line[len(row) :]}")
            word = mark
        yield "".join(out)
    yield f"{rest},{word}" if rest else ""


def _geojson(pieces: Iterator[str], mark: str) -> Iterator[str]:
    """A foreign member of the collection (RFC 7946, 6.1)."""
    for number, piece in enumerate(pieces):
        yield f'{{"exported_by":{json.dumps(mark, ensure_ascii=False)},{piece[1:]}' if number == 0 else piece


_CHANGES: dict[str, Change] = {"text/csv": _csv, "application/geo+json": _geojson}
