"""How documents are told over HTTP: by codes, and in the words of a file."""

from datetime import date
from typing import Any

from data.document_words import DOCUMENT_KINDS, HOLDERS, SHIELDS, STANDINGS, VALIDITY
from data.language import gettext as _
from data.queries.documents import Document
from data.queries.event_words import clock
from data.words import PROVENANCE

TOLD = ("code", "title", "kind", "agency", "owner", "region", "place", "clearance", "subject", "record", "seq", "pages")
TOLD_TOO = ("form", "standing", "until", "changed_at", "provenance", "paper", "issuer", "holder", "validity")
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
    "holder": "档案",
    "paper": "证照编号",
    "issuer": "发证机关",
    "issued_day": "发证日期",
    "ends_day": "有效期止",
    "validity": "有效状态",
    "provenance": "数据性质",
}
Row = dict[str, Any]


def plain(row: Row) -> Row:
    return {name: row[name] for name in (*TOLD, *TOLD_TOO)} | {"until": _day(row["until"]), **_days(row)}


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
    words |= {"holder": _(HOLDERS[row["holder"]]) if row["holder"] else "", **_days(row, "")}
    words |= {"validity": _(VALIDITY[row["validity"]]) if row["validity"] else ""}
    return {name: words.get(name, row[name]) for name in COLUMNS}


def _days(row: Row, none: str | None = None) -> Row:
    return {name: _day(row[name]) or none for name in ("issued_day", "ends_day")}


def _day(ordinal: int | None) -> str | None:
    return date.fromordinal(ordinal).isoformat() if ordinal else None
