"""How documents are told over HTTP: by codes, and in the words of a file."""

from datetime import date
from typing import Any

from data.document_words import DOCUMENT_KINDS, SHIELDS, STANDINGS
from data.language import gettext as _
from data.queries.documents import Document
from data.queries.event_words import clock
from data.words import PROVENANCE

TOLD = ("code", "title", "kind", "agency", "owner", "region", "place", "clearance", "subject", "record", "seq", "pages")
TOLD_TOO = ("form", "standing", "until", "changed_at", "provenance")
COLUMNS = {
    "code": "编号",
    "title": "资料",
    "kind": "类别",
    "clearance": "密级",
    "owner": "归口单位",
    "place": "区划",
    "pages": "页数",
    "standing": "查阅权限",
    "until": "授权截止",
    "changed_at": "更新时间",
    "record": "关联台账对象",
    "provenance": "数据性质",
}
Row = dict[str, Any]


def plain(row: Row) -> Row:
    return {name: row[name] for name in (*TOLD, *TOLD_TOO)} | {"until": _day(row["until"])}


def whole(found: Document) -> Row:
    versions = ("seq", "digest", "form", "pages", "size", "name", "note", "actor", "at")
    grants = ("id", "agency", "account", "reason", "actor", "at", "state")
    told = plain(found.row) | {"own": found.own}
    told["versions"] = [{name: row[name] for name in versions} for row in found.versions]
    told["grants"] = [{name: row[name] for name in grants} | {"until": _day(row["until"])} for row in found.grants]
    told["reads"] = [
        {name: row[name] for name in ("name", "role", "seq", "n", "at")} | {"pages": sorted(row["pages"])}
        for row in found.reads
    ]
    told["moves"] = [{name: row[name] for name in ("move", "reason", "actor", "at")} for row in found.moves]
    return told


def said(row: Row) -> Row:
    """In the order and the words of the file."""
    words = {"kind": _(DOCUMENT_KINDS[row["kind"]]), "clearance": _(SHIELDS[row["clearance"]])}
    words |= {"standing": _(STANDINGS[row["standing"]]), "provenance": _(PROVENANCE[row["provenance"]])}
    words |= {"until": _day(row["until"]) or "", "changed_at": clock(row["changed_at"])}
    return {name: words.get(name, row[name]) for name in COLUMNS}


def _day(ordinal: int | None) -> str | None:
    return date.fromordinal(ordinal).isoformat() if ordinal else None
