"""Documents for the page of them: files come in, pages go out as pictures, the whole file to its own department."""

from flask import Blueprint, Response, request

from data.commands.document_screens import bring_on_screen, shown_page, whole_file
from data.documents.files import LARGEST, TYPES
from data.doors.asked import only
from data.doors.body import json_response
from data.doors.problem import answer_errors
from data.errors import BadInput
from data.house import house
from data.language import speaking
from data.view import LANGUAGES

door = Blueprint("documents", __name__, url_prefix="/documents/data")
answer_errors(door)
PLAIN = "application/octet-stream"  # a browser asks leave before it sends such from another site
FACTS = (
    *("code", "name", "note", "title", "kind", "agency", "region", "clearance", "subject", "record"),
    *("paper", "issuer", "issued", "ends"),
)


@door.post("")
def brought() -> Response:
    """The file as the body, its facts in the address; with `code` it is a newer version of that one."""
    asked = only(*FACTS, "role", "number", "lang")
    with speaking(_lang(asked)):
        if request.mimetype != PLAIN:
            raise BadInput(f"the file is sent as {PLAIN}")
        content = request.stream.read(LARGEST + 1)
        number = asked.get("number", "1")
        whole = int(number) if number.isascii() and number.isdecimal() and len(number) < 5 else 0
        code = bring_on_screen(house(), content, asked, asked.get("role", ""), whole)
        return json_response({"code": code}, status=201)


@door.get("/<code>/<int:seq>/<int:page>.jpg")
def page(code: str, seq: int, page: int) -> Response:
    """404 for what is not there, and for what is not, or not any more, the asker's to read."""
    asked = only("lang")
    with speaking(_lang(asked)):
        picture = shown_page(house(), code, seq, page)
    answer = Response(picture, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, no-store"
    return _sealed(answer)


@door.get("/<code>/<int:seq>/file")
def file(code: str, seq: int) -> Response:
    asked = only("lang")
    with speaking(_lang(asked)):
        content, version = whole_file(house(), code, seq)
    answer = Response(content, mimetype=TYPES[version["form"]])
    answer.headers["Content-Disposition"] = f'attachment; filename="{code}-v{version["seq"]}.{version["form"]}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return _sealed(answer)


def _sealed(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = "default-src 'none'"
    return answer


def _lang(asked: dict[str, str]) -> str:
    return asked["lang"] if asked.get("lang") in LANGUAGES else "zh"
