"""Whatever leaves an exercise says so: a header on every answer, a file name, a column, a field, a comment.

The one place for answers that are ready; workbooks are marked as they are written (`data/doors/workbook.py`), CAP
messages by their status and note (`data/cap/ours.py`), titles of warnings when they are raised.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any
from urllib.parse import quote, unquote

from flask import Flask, Response, request

from data.exercise.mark import WORD

HEADER = "X-Yitu-Exercise"
LINES = re.compile(r"[^\n]*\n|[^\n]+")
NAMED = re.compile(r'filename="([^"]*)"')
STARRED = re.compile(r"filename\*=UTF-8''([^;\s]+)")
JSON = ("application/json", "application/geo+json", "application/problem+json")
XML = ("application/xml", "text/xml", "application/cap+xml", "application/atom+xml")
OURS = ("/api/", "/open311", "/healthz")  # the rest is Dash's own, between its pages and itself
UNMARKED = ("/api/v1/openapi.json",)


def mark_all(server: Flask, code: str) -> None:
    """Mark every answer of this server; to be called after compression was, so that it comes before."""
    server.after_request(lambda response: marked(response, code))


def marked(response: Response, code: str) -> Response:
    """The answer, marked as of the exercise `code`."""
    response.headers[HEADER] = code
    _rename(response)
    if response.status_code == 304 or request.method == "HEAD":
        return response
    if response.mimetype == "text/csv":
        _change(response, _csv)
    elif response.mimetype in JSON and request.path.startswith(OURS) and request.path not in UNMARKED:
        _change(response, lambda pieces: _json(pieces, code))
    elif response.mimetype in XML:
        _change(response, _xml)
    return response


def _rename(response: Response) -> None:
    """`events.csv` is called `演练-events.csv`, and `exercise-events.csv` where only ASCII is understood."""
    told = response.headers.get("Content-Disposition", "")
    plain, whole = NAMED.search(told), STARRED.search(told)
    if plain or whole:
        name = unquote(whole[1]) if whole else plain[1] if plain else ""
        short = plain[1] if plain else f"file{PurePath(name).suffix}"
        both = f"filename=\"exercise-{short}\"; filename*=UTF-8''{quote(f'{WORD}-{name}')}"
        response.headers["Content-Disposition"] = f"{told.partition(';')[0]}; {both}"


def _change(response: Response, how: Any) -> None:
    """What is streamed stays a stream; what is whole stays whole, with its new length."""
    if response.is_streamed:
        response.response = how(_bytes(response.response))
    else:
        response.set_data(b"".join(how(iter([response.get_data()]))))


def _bytes(pieces: Iterable[Any]) -> Iterator[bytes]:
    return (piece.encode() if isinstance(piece, str) else piece for piece in pieces)


def _csv(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """A first column that says 演练 in every row, the header too. Quoted line breaks begin no row."""
    first, quoted, fresh = True, False, True
    for piece in pieces:
        text = piece.decode("utf-8")
        begin = "\ufeff" if first and text.startswith("\ufeff") else ""
        out = [begin]
        for line in LINES.findall(text[len(begin) :]):
            if fresh and not quoted:
                out.append(f"{WORD},")
            quoted ^= line.count('"') % 2 == 1
            fresh = line.endswith("\n")
            out.append(line)
        first = False
        yield "".join(out).encode()


def _json(pieces: Iterator[bytes], code: str) -> Iterator[bytes]:
    """An object gets a field `exercise`; a list has no place for one."""
    for number, piece in enumerate(pieces):
        if number == 0 and piece.startswith(b"{"):
            rest = piece[1:]
            comma = b"" if rest.lstrip().startswith(b"}") else b","
            yield b'{"exercise":"' + code.encode() + b'"' + comma + rest
        else:
            yield piece


def _xml(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """A comment behind the declaration."""
    for number, piece in enumerate(pieces):
        declared = piece.find(b"?>") + 2 if number == 0 and piece.startswith(b"<?xml") else 0
        note = f"\n<!-- {WORD} -->".encode() if number == 0 else b""
        yield piece[:declared] + (note if declared else b"") + piece[declared:] if number == 0 else piece
