"""Freezing, handouts, drafts and reviews, as the pages send for them. A handout tells line by line how far it is."""

import base64
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import orjson
import structlog
from flask import Blueprint, Response, stream_with_context
from sqlalchemy.exc import SQLAlchemyError

from data.briefer import Briefer, briefer, making
from data.commands.audit import note
from data.doors.body import json_response
from data.doors.plain_page import spoken
from data.doors.problem import answer_errors
from data.doors.sent import json_sent
from data.engine import writing
from data.errors import BadInput, CockpitError
from data.handout.pdf import pdf
from data.handout.slides import slides
from data.house import House, house
from data.language import gettext as _
from data.language import speaking
from data.view import LANGUAGES

log = structlog.get_logger()
MADE: dict[str, tuple[Callable[..., bytes], str]] = {
    "pdf": (pdf, "application/pdf"),
    "pptx": (slides, "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
Given = dict[str, Any]


class Made(Protocol):
    """Who freezes and drafts, and who lays a briefing out on sheets."""

    def freeze(self, house: House, code: str, me: Briefer) -> Any: ...
    def thaw(self, house: House, code: str, me: Briefer) -> None: ...
    def sheets(self, house: House, code: str, me: Briefer, given: Given) -> Iterator[Any]: ...
    def whole(self, house: House, code: str, me: Briefer, given: Given, made: list[Any]) -> Any: ...
    def draft(self, house: House, me: Briefer, given: Given) -> str: ...
    def review(self, house: House, me: Briefer, event: str) -> str: ...


def handout_door(made: Made) -> Blueprint:
    door = Blueprint("handouts", __name__, url_prefix="/briefing/data")
    answer_errors(door)

    @door.post("/<code>/freeze")
    @spoken
    def frozen(code: str) -> Response:
        """As of when it is frozen now."""
        json_sent()
        return json_response({"frozen_at": made.freeze(house(), code, making(house()))})

    @door.post("/<code>/thaw")
    @spoken
    def thawed(code: str) -> Response:
        json_sent()
        made.thaw(house(), code, making(house()))
        return json_response({"frozen_at": None})

    @door.post("/<code>/handout")
    @spoken
    def handout(code: str) -> Response:
        """{kind, notes, live, lang}: lines of JSON {done, of}, at last {file, name, type} or {failed}."""
        given = _given()
        lines = _lines(made, house(), code, briefer(house()), given)
        answer = Response(stream_with_context(lines), mimetype="application/x-ndjson")
        answer.headers["X-Accel-Buffering"] = "no"
        return answer

    @door.post("/draft")
    @spoken
    def drafted() -> Response:
        """{template, query, event}: the code of the briefing that was drafted."""
        given, _body = json_sent()
        return json_response({"code": made.draft(house(), making(house()), given)})

    @door.post("/review")
    @spoken
    def reviewed() -> Response:
        """{event}: the code of the briefing that its history was made."""
        given, _body = json_sent()
        return json_response({"code": made.review(house(), making(house()), str(given.get("event") or ""))})

    return door


def _given() -> Given:
    given, _body = json_sent()
    if given.get("kind") not in MADE:
        raise BadInput(_("讲义可以是 PDF 或 PPTX"))
    lang = given.get("lang")
    return given | {"lang": lang if lang in LANGUAGES else "zh"}


def _lines(made: Made, home: House, code: str, me: Briefer, given: Given) -> Iterator[bytes]:
    """The last line is the file or says in words why there is none: nothing half made leaves the house."""
    with speaking(given["lang"]):
        try:
            yield from _progress(made, home, code, me, given)
        except CockpitError as error:
            yield _line(failed=str(error))
        except SQLAlchemyError as error:
            log.error("database failed", error=str(error))
            yield _line(failed=_("数据库没有响应，讲义没有做成"))
        except Exception as error:
            log.exception("handout failed", error=str(error))
            yield _line(failed=_("讲义没有做成，原因已记入日志"))


def _progress(made: Made, home: House, code: str, me: Briefer, given: Given) -> Iterator[bytes]:
    drawn: list[Any] = []
    found = made.sheets(home, code, me, given)
    of = next(found)
    yield _line(done=0, of=of)
    for sheet in found:
        drawn.append(sheet)
        yield _line(done=len(drawn), of=of)
    make, mimetype = MADE[given["kind"]]
    whole = made.whole(home, code, me, given, drawn)
    file = make(whole)
    with writing(home.engine) as connection:
        note(connection, "export", f"{code}.{given['kind']}", **_who(me))
    name = f"{whole.title}.{given['kind']}"
    yield _line(file=base64.b64encode(file).decode(), name=name, type=mimetype)


def _who(me: Briefer) -> dict[str, Any]:
    return {"actor": me.who, "role": me.role} if me.visits else {}


def _line(**told: Any) -> bytes:
    return orjson.dumps(told) + b"\n"
