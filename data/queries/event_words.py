"""Events in words, as files show them: headers, names in place of codes, the city's own time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, select

from data.language import gettext as _
from data.queries.event_filters import Filters
from data.schema import agency, category, intake_line
from data.times import local
from data.words import CATEGORIES, GRADES, LOOPS, PROVENANCE, SOURCES, STATES

COLUMNS = {
    "code": "编号",
    "title": "事件",
    "category": "类别",
    "leaf": "细类",
    "source": "来源",
    "line": "来件线路",
    "grade": "等级",
    "stage": "环节",
    "agency": "责任单位",
    "loop": "循环",
    "place": "地点",
    "region_code": "单元代码",
    "lon": "经度",
    "lat": "纬度",
    "reported_at": "上报时间",
    "filed_at": "立案时间",
    "closed_at": "结案时间",
    "deadline_at": "办理时限",
    "suspended_at": "挂账时间",
    "supervised": "督办次数",
    "reopened": "重开次数",
    "returned": "退回次数",
    "reports": "上报次数",
    "rating": "评分",
    "provenance": "数据性质",
}
LABELS = {**COLUMNS, "state": "状态", "text": "文字"}
STATE_WORDS = {
    "open": "在办",
    "overdue": "超期",
    "soon": "将到期",
    "suspended": "挂账",
    "supervised": "督办",
    "repeated": "重复上报",
    "called": "吹哨",
    "done": "已结案",
    "shirked": "推诿",
}
Words = Mapping[str, Mapping[str, str]]


def value_of(name: str, value: Any, words: Words) -> Any:
    if isinstance(value, datetime):
        return clock(value)
    if name in words and value is not None:
        return words[name].get(value, value)
    return "" if value is None else value


def clock(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M:%S}"


def names(connection: Connection) -> Words:
    """Names in place of codes, looked up once: while the file is sent no request is there to speak for."""

    def named(table: Table) -> dict[str, str]:
        return {row.code: row.name for row in connection.execute(select(table.c.code, table.c.name))}

    known = {"source": SOURCES, "grade": GRADES, "stage": STATES, "loop": LOOPS, "provenance": PROVENANCE}
    spoken = {name: {code: _(word) for code, word in words.items()} for name, words in known.items()}
    tree = {code: _(word) for code, word in CATEGORIES.items()} | named(category)
    return spoken | {"category": tree, "leaf": tree, "agency": named(agency), "line": named(intake_line)}


def described(filters: Filters, words: Words) -> str:
    states = {name: _(word) for name, word in STATE_WORDS.items()}
    known = {**words, "state": states}
    parts = [f"{_(LABELS[name])}={known.get(name, {}).get(value, value)}" for name, value in filters.given().items()]
    return "; ".join(parts) or _("无")
