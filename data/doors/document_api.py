"""Documents over HTTP: listed, told of, brought, and let others read, by what a key may.

Pages are read on the page of documents alone, with the reader's name across them.
"""

from collections.abc import Callable, Iterable
from pathlib import PurePath

import orjson
from flask import Blueprint, Response, request
from sqlalchemy import Connection
from werkzeug.exceptions import UnsupportedMediaType

from data.briefer import Briefer, briefer
from data.commands.document_screens import new_document
from data.commands.documents import NAME, add_document, add_version, grant_document, move_document, revoke_grant
from data.commands.once import Reply
from data.document_words import DOCUMENT_KINDS, HOLDERS, STANDINGS, VALIDITY
from data.documents.files import LARGEST, take_in
from data.doors.asked import only
from data.doors.body import json_response
from data.doors.document_models import DocumentMove, NewGrant
from data.doors.document_told import COLUMNS, plain, said, whole
from data.doors.keyed import read_as, replied_once
from data.doors.keys import Sender, answer_keys, sender_of, sender_or_guest
from data.doors.problem import answer_errors
from data.doors.rows_file import as_text, as_workbook
from data.doors.sent import json_sent
from data.doors.thing_files import XLSX
from data.errors import BadInput
from data.house import house
from data.language import gettext as _
from data.language import speaking
from data.queries.documents import LOOKED, SORTED, Document, DocumentFilters, Listed, document_of, listed
from data.queries.event_words import clock
from data.queries.regions import Region, region_of
from data.times import day_number, local
from data.view import LANGUAGES, REGION

door = Blueprint("document_api", __name__, url_prefix="/api/v1")
answer_errors(door)
answer_keys(door)
PLAIN = "application/octet-stream"
FACTS = (
    *("title", "kind", "agency", "region", "clearance", "subject", "record"),
    *("paper", "issuer", "issued", "ends"),
)


@door.get("/documents.json")
def as_json() -> Response:
    """Those of the asker's departments in the region, and those granted to him; with the counts of the page."""
    found, here, _lang = _listed()
    told = {
        "region": here.code,
        "now": house().clock.now(),
        "total": found.n,
        "rows": [plain(row) for row in found.rows],
    }
    return json_response(
        told | {"states": found.states, "kinds": found.kinds, "holders": found.holders, "valid": found.valid}
    )


@door.get("/documents.csv")
def as_csv() -> Response:
    found, here, lang = _listed()
    with speaking(lang):
        text = as_text({name: _(word) for name, word in COLUMNS.items()}, map(said, found.rows), _notes(here))
    return _file(text, "text/csv", here, "csv")


@door.get("/documents.xlsx")
def as_xlsx() -> Response:
    found, here, lang = _listed()
    with speaking(lang):
        book = as_workbook(_("资料"), [_(word) for word in COLUMNS.values()], map(said, found.rows), _notes(here))
    return _file(book, XLSX, here, "xlsx")


@door.get("/documents/<code>")
def one(code: str) -> Response:
    """What it is and its versions; to its own department also its grants, its readers, and what became of it."""
    sender_or_guest(request, house())
    only()
    with house().engine.connect() as connection:
        return json_response(whole(_found(connection, code, briefer(house()))))


@door.post("/documents")
def brought() -> Response:
    """A file as the body, its facts in the address."""
    sender, asked, content = sender_of(request, house()), only("name", *FACTS), _content()

    def work(connection: Connection, me: Briefer) -> str:
        file = take_in(house().settings.documents_dir, content)
        worth = "simulated" if house().clock.holds_demo() else "measured"
        return add_document(
            connection, new_document(asked), file, _name(asked), sender.actor, house().clock.now(), worth
        )

    return _done(sender, request.query_string + b"\n" + content, 201, work)


@door.post("/documents/<code>/versions")
def renewed(code: str) -> Response:
    """A newer file as the body; `note` says what is new."""
    sender, asked, content = sender_of(request, house()), only("name", "note"), _content()

    def work(connection: Connection, me: Briefer) -> str:
        file, now = take_in(house().settings.documents_dir, content), house().clock.now()
        add_version(
            connection, _found(connection, code, me), file, _name(asked), asked.get("note", ""), sender.actor, now
        )
        return code

    return _done(sender, request.query_string + b"\n" + content, 201, work)


@door.post("/documents/<code>/grants")
def granted(code: str) -> Response:
    """Let a department or an account read it until the end of a day."""
    sender, (sent, body) = sender_of(request, house()), json_sent()
    asked = read_as(NewGrant, sent)
    if bool(asked.agency) == bool(asked.account):
        raise BadInput("agency or account: one of them")

    def work(connection: Connection, me: Briefer) -> str:
        whom, now = (asked.agency, asked.account), house().clock.now()
        grant_document(connection, _found(connection, code, me), whom, asked.until, asked.reason, sender.actor, now)
        return code

    return _done(sender, body, 201, work)


@door.post("/documents/<code>/moves")
def moved(code: str) -> Response:
    """End a grant, take it down, or put it back."""
    sender, (sent, body) = sender_of(request, house()), json_sent()
    asked = read_as(DocumentMove, sent)

    def work(connection: Connection, me: Briefer) -> str:
        found, now = _found(connection, code, me), house().clock.now()
        if asked.move == "revoke":
            revoke_grant(connection, found, asked.grant, sender.actor, now)
        else:
            move_document(connection, found, asked.move, asked.reason, sender.actor, now)
        return code

    return _done(sender, body, 200, work)


def _done(sender: Sender, body: bytes, status: int, work: Callable[[Connection, Briefer], str]) -> Response:
    """The document as it is then, once under its key."""
    who = sender.actor
    me = Briefer(who=who.who, name=who.name, role=who.role, scope=who.scope)

    def done(connection: Connection) -> Reply:
        found = _found(connection, work(connection, me), me)
        return Reply(status, orjson.dumps(whole(found), option=orjson.OPT_UTC_Z))

    return replied_once(sender, body, done)


def _listed() -> tuple[Listed, Region, str]:
    sender_or_guest(request, house())
    asked = only("region", "lang", "state", "kind", "text", "holder", "valid", "sort")
    known: dict[str, Iterable[str]] = {"holder": HOLDERS, "valid": VALIDITY}
    known |= {"state": STANDINGS, "kind": DOCUMENT_KINDS, "sort": (*SORTED, *(f"-{name}" for name in SORTED))}
    for name, words in known.items():
        if asked.get(name) and asked[name] not in words:
            raise BadInput(f"{name}: {asked[name]!r} is not one of {', '.join(words)}")
    lang, there = asked.get("lang", "zh"), asked.get("region", "")
    if lang not in LANGUAGES or not REGION.fullmatch(there or "350300") or "\0" in asked.get("text", ""):
        raise BadInput(f"lang: {', '.join(LANGUAGES)}; region: a code; text: without NUL")
    me, filters = briefer(house()), DocumentFilters.lenient({f"doc_{name}": value for name, value in asked.items()})
    with house().engine.connect() as connection:
        here = region_of(connection, there, me.scope)
        return listed(connection, me, here, day_number(house().clock.now()), filters, LOOKED), here, lang


def _found(connection: Connection, code: str, me: Briefer) -> Document:
    return document_of(connection, code[:24], me, day_number(house().clock.now()))


def _content() -> bytes:
    if request.mimetype != PLAIN or request.headers.get("Content-Encoding", "identity") != "identity":
        raise UnsupportedMediaType(f"the body must be {PLAIN}, not compressed")
    request.max_content_length = LARGEST
    return request.get_data(cache=True)


def _name(asked: dict[str, str]) -> str:
    return PurePath(asked.get("name", "")).name[:NAME].replace("\0", "")


def _notes(here: Region) -> dict[str, str]:
    return {_("查询区划"): here.name, _("截至"): clock(house().clock.now()), _("时间基准"): _("北京时间")}


def _file(data: bytes, mimetype: str, here: Region, kind: str) -> Response:
    response = Response(data, mimetype=mimetype)
    name = f"documents-{here.code}-{local(house().clock.now()):%Y%m%d%H%M}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
