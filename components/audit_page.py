"""/audit: who did what, and whether the log is whole."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from components.fields import choice, entry, field
from components.markup import Safe, tag
from components.numbers import number
from components.sign_in_page import framed
from data.audit_words import ACTIONS, SIGNS
from data.doors.plain_page import Page
from data.language import gettext as _
from data.queries.audit import Chain
from data.queries.audit_signs import DAYS, LOOKED, Odd, Watched
from data.times import local
from data.words import ROLES, SOURCES

HEADS = ("序号", "时间", "谁", "角色", "做了什么", "对象", "来源地址", "结果", "说明")
OUTCOMES = {"done": "完成", "refused": "拒绝", "failed": "失败"}
WHY = {"changed": "被改动", "missing": "缺失", "inserted": "多出", "rewritten": "与留存的摘要不符"}
DETAILS = {
    "how": "方式",
    "why": "原因",
    "role": "角色",
    "region": "区划",
    "regions": "区划",
    "source": "来源",
    "ledger": "台账",
    "fields": "字段",
    "where": "条件",
    "n": "条数",
    "departments": "部门",
    "clearance": "知悉级别",
    "expires_at": "有效期至",
}
WAYS = {"demo": "演示身份", "password": "密码", "password_change": "修改密码", "oidc": "统一认证"}
WHYS = {  # as the doors note them
    "locked": "已锁定",
    "password": "账号或密码不对",
    "not in force": "账号停用或已到期",
    "no place": "统一认证没有给出角色与区划",
    "unknown": "没有这个令牌",
    "revoked": "已吊销",
    "expired": "已到期",
}
SHOWN = 5  # breaks
ODD = 12


def audit(
    page: Page,
    rows: Sequence[Mapping[Any, Any]],
    wanted: Mapping[str, str],
    chain: Chain,
    odd: Watched,
    more: int,
) -> str:
    """`more`: the number before which older rows begin; 0 for none."""
    title = _("审计日志")
    head = tag("thead", tag("tr", [tag("th", _(one), "num" if n == 0 else "") for n, one in enumerate(HEADS)]))
    table = tag("table", [head, tag("tbody", [_row(row) for row in rows])], "ledger carded")
    asked = urlencode({name: value for name, value in wanted.items() if value})
    csv = tag("a", "CSV", "button", href=f"/audit.csv?{asked}" if asked else "/audit.csv")
    older = [tag("a", _("更早的"), "button", href=page.there("/audit", **wanted, before=str(more)))] if more else []
    none = [] if rows else [tag("p", _("没有符合条件的记录"), "quiet")]
    inside = [tag("h1", title), _state(chain), _filters(page, wanted), tag("div", table, "ledger-box"), *none]
    card = tag("section", [*inside, tag("div", [*older, csv], "seat-steps")], "seat-card seat-table")
    return framed(page, title, "/audit", [card, _odd(page, odd)], wide=True)


def _odd(page: Page, found: Watched) -> Safe:
    """What is looked at first; each leads to what that name did."""
    head = tag("h2", [_("异常行为"), tag("small", _("近 {n} 天").format(n=DAYS), "quiet")])
    listed = [_sign(page, one) for one in found.odd[:ODD]]
    none = [] if listed else [tag("p", _("没有符合规则的异常行为"), "quiet")]
    rest = len(found.odd) - len(listed)
    more = [tag("p", _("另有 {n} 项").format(n=number(rest)), "quiet")] if rest > 0 else []
    short = [] if found.whole else [tag("p", _("日志较多，只看了最近 {n} 条").format(n=number(LOOKED)), "quiet")]
    rules = tag("ul", [tag("li", [tag("b", _(one.word)), " ", _(one.about)]) for one in SIGNS.values()], "odd-rules")
    told = tag("details", [tag("summary", _("规则")), rules])
    return tag("section", [head, tag("ol", listed, "odd-list"), *none, *more, *short, told], "seat-card")


def _sign(page: Page, one: Odd) -> Safe:
    rule = SIGNS[one.kind]
    at = " – ".join(dict.fromkeys(f"{local(moment):%m-%d %H:%M}" for moment in (one.first, one.last)))
    asked = {"actor": one.actor, "outcome": rule.outcome} | ({"action": rule.actions[0]} if rule.actions else {})
    if one.kind == "address":
        asked["action"] = "sign_in"
    name = tag("a", one.actor, href=page.there("/audit", **asked))
    times = [tag("span", _("{n} 次").format(n=number(one.n)), "n")] if one.n > 1 else []
    facts = tag("small", [at, *([f" · {one.address}"] if one.address else [])], "n")
    return tag("li", [tag("span", _(rule.word), "mark mark-over"), name, *times, facts])


def _state(chain: Chain) -> Safe:
    """The chain was hashed again for this page."""
    if chain.whole:
        words = _("最近 {n} 条核对无误，链条完整").format(n=number(chain.rows))
        return tag("p", [words, tag("small", f" {_('末条摘要')} {chain.head[:16]}…", "n")], "seat-say good")
    told = "；".join(_("第 {n} 条{why}").format(n=one.n, why=_(WHY[one.why])) for one in chain.breaks[:SHOWN])
    rest = _(" 等 {n} 处").format(n=len(chain.breaks)) if len(chain.breaks) > SHOWN else ""
    return tag("p", _("链条不完整：{what}").format(what=told + rest), "seat-say bad", role="alert")


def _filters(page: Page, wanted: Mapping[str, str]) -> Safe:
    actions = [("", _("全部")), *((code, _(words)) for code, words in ACTIONS.items())]
    outcomes = [("", _("全部")), *((code, _(words)) for code, words in OUTCOMES.items())]
    inside = [
        field("actor", _("谁"), entry("actor", value=wanted.get("actor", ""))),
        field("action", _("做了什么"), choice("action", actions, wanted.get("action", ""))),
        field("target", _("对象（开头）"), entry("target", value=wanted.get("target", ""))),
        field("outcome", _("结果"), choice("outcome", outcomes, wanted.get("outcome", ""))),
        entry("lang", "hidden", page.lang),
        entry("skin", "hidden", page.skin),
        tag("button", _("筛选"), "button primary", type="submit"),
    ]
    return tag("form", inside, "seat-filters", method="get", action="/audit")


def _detail(text: str) -> str:
    """What the log keeps as JSON, for people; a name that has no words here is shown as it is."""
    told = {name: value for name, value in json.loads(text).items() if value not in (None, "", [])}
    return "，".join(f"{_(DETAILS.get(name, name))}：{_valued(name, value)}" for name, value in told.items())


def _valued(name: str, value: Any) -> str:
    words = {"role": ROLES, "how": WAYS, "source": SOURCES, "why": WHYS}.get(name, {})
    many = value if isinstance(value, list) else [value]
    return "、".join(_("全部") if one == "*" else _valued_one(words, one) for one in many)


def _valued_one(words: Mapping[str, str], value: Any) -> str:
    """A condition is a list of field, comparison and values."""
    return " ".join(map(str, value)) if isinstance(value, list) else _(words.get(value, str(value)))


def _row(row: Mapping[Any, Any]) -> Safe:
    at = local(datetime.fromisoformat(row["at"]))
    cells = [
        (str(row["n"]), "n num"),
        (f"{at:%Y-%m-%d %H:%M:%S}", "n"),
        (row["actor"], ""),
        (_(ROLES.get(row["role"], row["role"])), ""),
        (_(ACTIONS.get(row["action"], row["action"])), ""),
        (row["target"], "wrap"),
        (row["address"], "n"),
        (tag("span", _(OUTCOMES[row["outcome"]]), "mark" if row["outcome"] == "done" else "mark mark-over"), ""),
        (_detail(row["detail"]), "wrap"),
    ]
    named = zip(HEADS, cells, strict=True)
    return tag("tr", [tag("td", value, classes, data_label=_(words)) for words, (value, classes) in named])
