"""Items of the three lists as files and deliveries show them: headers, words in place of codes, calendar days."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from data.language import gettext as _
from data.list_words import LIST_KINDS, STANDS
from data.queries.event_words import clock
from data.words import PROVENANCE

COLUMNS = {
    "code": "编号",
    "kind": "清单",
    "title": "事项",
    "place": "所属",
    "region": "区划代码",
    "owner": "责任",
    "fund": "资金来源",
    "begin": "开始日期",
    "due": "期限",
    "percent": "进度（%）",
    "stand": "状态",
    "asked": "请求支持部门（个）",
    "joins": "参与部门（个）",
    "reports": "上报（次）",
    "photos": "佐证照片（张）",
    "pair": "对应事项",
    "ended": "办结时间",
    "provenance": "数据性质",
}
Row = dict[str, Any]


def plain(row: Mapping[str, Any]) -> Row:
    days = {"begin": _day(row["begin_day"]), "due": _day(row["due_day"]), "owner": row["agency"] or row["place"]}
    return {name: row.get(name) for name in COLUMNS if name in row} | days | {"ended": row["ended_at"]}


def said(row: Mapping[str, Any]) -> Row:
    """In the order and the words of the file."""
    told = plain(row) | {"kind": _(LIST_KINDS[row["kind"]]), "stand": _(STANDS[row["stand"]])}
    told |= {"provenance": _(PROVENANCE[row["provenance"]])}
    told["ended"] = clock(row["ended_at"]) if row["ended_at"] else ""
    return {name: "" if told[name] is None else told[name] for name in COLUMNS}


def _day(ordinal: int) -> str:
    return f"{date.fromordinal(ordinal):%Y-%m-%d}"
