"""What the page of documents sends: a file with its facts, a newer one, a grant, its end. Nothing of it is trusted."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import PurePath
from typing import Any

from data.acting import acting
from data.briefer import VISITOR, Briefer, briefer
from data.commands.audit import acted, note
from data.commands.documents import (
    NAME,
    NewDocument,
    add_document,
    add_version,
    grant_document,
    move_document,
    note_read,
    revoke_grant,
)
from data.document_words import DOCUMENT_MOVES
from data.documents.files import original, page_of, take_in
from data.documents.marked import marked
from data.engine import writing
from data.errors import BadInput, UnknownThing
from data.house import House
from data.intake.record import clean
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.documents import Document, document_of
from data.times import day_number
from data.watermark import watermark, watermark_of

Given = Mapping[str, Any]


def _both(house: House, role: str, number: int) -> tuple[Briefer, Actor]:
    """Who looks, and as whom he acts on what he sees."""
    me = briefer(house)
    return me, replace(acting(house, role, number), scope=me.scope)


def bring_on_screen(house: House, content: bytes, given: Given, role: str, number: int) -> str:
    """A new document, or a newer version of the one named by `code`; its code."""
    (me, actor), now = _both(house, role, number), house.clock.now()
    code, name = _text(given, "code", 24), PurePath(_text(given, "name", 400)).name[:NAME]
    with acted(house, actor, "document_version" if code else "document_add", code or name) as connection:
        one = document_of(connection, code, me, day_number(now)) if code else None
        brought = take_in(house.settings.documents_dir, content)
        if one is not None:
            add_version(connection, one, brought, name, _text(given, "note", 400), actor, now)
            return code
        lived = "simulated" if house.clock.holds_demo() else "measured"
        return add_document(connection, new_document(given), brought, name, actor, now, lived)


def act_on_documents(house: House, given: Given, role: str, number: int) -> str:
    """Let somebody in, or shut him out; take it down, or put it back. What there is to say."""
    (me, actor), now = _both(house, role, number), house.clock.now()
    code, act = _text(given, "code", 24), given.get("act")
    if act not in ("grant", "revoke", *DOCUMENT_MOVES):
        raise BadInput(_("请刷新后再试"))
    with acted(house, actor, f"document_{act}", f"{code} {_whom(given)}".strip()[:160]) as connection:
        one = document_of(connection, code, me, day_number(now))
        if act == "revoke":
            grant = _text(given, "grant", 12)
            revoke_grant(connection, one, int(grant) if grant.isascii() and grant.isdecimal() else 0, actor, now)
            return _("授权已收回")
        if act in DOCUMENT_MOVES:
            move_document(connection, one, act, clean(_text(given, "reason", 400)), actor, now)
            return _("资料已下架，授权同时收回") if act == "withdraw" else _("资料已恢复，需要的单位请重新授权")
        whom = (_text(given, "agency", 32), _text(given, "login", 64))
        name = grant_document(connection, one, whom, _day(given), clean(_text(given, "reason", 400)), actor, now)
    return _("已授权{name}查阅").format(name=name)


def shown_page(house: House, code: str, seq: int, page: int) -> bytes:
    """A page with who looks and when across it; that he did is kept, and told in the log, before he sees it."""
    me, now = briefer(house), house.clock.now()
    with house.engine.connect() as connection:
        one, version = _readable(document_of(connection, code, me, day_number(now)), seq)
    if not 1 <= page <= version["pages"]:
        raise UnknownThing(_("没有这一页"))
    picture = page_of(house.settings.documents_dir, version["digest"], version["form"], page)
    with writing(house.engine) as connection:
        note_read(connection, one, version["seq"], page, me, now)
        who = (VISITOR, VISITOR) if me.visits else ("", "")
        note(connection, "document_read", f"{code} v{version['seq']} p{page}", actor=who[0], role=who[1])
    return marked(picture, watermark() or watermark_of(me.name))


def whole_file(house: House, code: str, seq: int) -> tuple[bytes, dict[str, Any]]:
    """The file as it was brought: for its own department alone. UnknownThing for everybody else."""
    me = briefer(house)
    with house.engine.connect() as connection:
        one, version = _readable(document_of(connection, code, me, day_number(house.clock.now())), seq)
    if not one.own:
        raise UnknownThing(_("授权查阅的资料只能在线看，不能下载"))
    return original(house.settings.documents_dir, version["digest"], version["form"]), version


def _readable(one: Document, seq: int) -> tuple[Document, dict[str, Any]]:
    if not one.readable:
        raise UnknownThing(_("没有这份资料"))
    return one, one.version(seq)


def new_document(given: Given) -> NewDocument:
    """What a page or a sender tells of one; what makes no sense is refused where it is added."""
    clearance = _text(given, "clearance", 1)
    return NewDocument(
        title=clean(_text(given, "title", 400), line=True),
        kind=_text(given, "kind", 16),
        agency=_text(given, "agency", 32),
        region=_text(given, "region", 18),
        clearance=int(clearance) if clearance in ("0", "1", "2") else -1,
        subject=_text(given, "subject", 16),
        record=clean(_text(given, "record", 48), line=True),
        paper=clean(_text(given, "paper", 400), line=True),
        issuer=clean(_text(given, "issuer", 400), line=True),
        issued=_text(given, "issued", 10),
        ends=_text(given, "ends", 10),
    )


def _day(given: Given) -> date:
    try:
        return date.fromisoformat(_text(given, "until", 10))
    except ValueError:
        raise BadInput(_("授权截止日期有误")) from None


def _whom(given: Given) -> str:
    return _text(given, "agency", 32) or _text(given, "login", 64) or _text(given, "grant", 12)


def _text(given: Given, name: str, most: int) -> str:
    value = given.get(name)
    return value.strip()[:most] if isinstance(value, str) else ""
