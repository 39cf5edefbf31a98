"""/keys: the keys by which programs come in, within an administrator's own regions; and the form for a new one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from components.accounts_page import DAY
from components.document import form, said
from components.fields import choice, entry, field
from components.markup import Safe, tag
from components.sign_in_page import framed
from data.accounts.account import EVERYWHERE
from data.doors.plain_page import Page
from data.language import gettext as _
from data.times import local
from data.words import ROLES, SENDERS, SOURCES

HEADS = ("名称", "角色", "来源", "区划", "部门", "建立", "有效期至", "最后使用", "状态", "")
NAME = {"maxlength": "64", "required": "", "autocomplete": "off"}


def keys(page: Page, known: Sequence[Mapping[str, Any]], key: str, now: datetime) -> str:
    """`key`: one just made, shown this once."""
    title = _("接口密钥")
    heads = tag("thead", tag("tr", [tag("th", _(words) if words else "") for words in HEADS]))
    table = tag("table", [heads, tag("tbody", [_row(page, one, now) for one in known])], "ledger carded")
    told = _told(key) if key else said(page.said)
    none = [] if known else [tag("p", _("还没有接口密钥"), "quiet")]
    listed = tag("section", [tag("h1", title), *told, tag("div", table, "ledger-box"), *none], "seat-card seat-table")
    return framed(page, title, "/keys", [listed, _form(page)], wide=True)


def _told(key: str) -> list[Safe]:
    words = tag("p", _("新密钥，只显示这一次，请立即交给使用方保存："))
    return [tag("div", [words, tag("p", key, "seat-password")], "seat-say good", role="status")]


def _row(page: Page, one: Mapping[str, Any], now: datetime) -> Safe:
    """`used_at` is known to the hour."""
    state = _state(one, now)
    used = f"{local(one['used_at']):%Y-%m-%d %H} " + _("时") if one["used_at"] else _("从未")
    cells = [
        one["name"],
        _(ROLES[one["role"]]),
        _(SOURCES[one["source"]]),
        one["place"] or "—",
        _("全部") if one["departments"] == EVERYWHERE else "、".join(one["departments"]),
        tag("span", f"{local(one['made_at']):%Y-%m-%d}", "n"),
        tag("span", f"{local(one['expires_at']):%Y-%m-%d}" if one["expires_at"] else _("长期"), "n"),
        tag("span", used, "n"),
        tag("span", state, "mark" if state == _("在用") else "mark mark-over"),
        _revoke(page, one) if one["revoked_at"] is None else "",
    ]
    named = zip(HEADS, cells, strict=True)
    return tag("tr", [tag("td", one, data_label=_(words) if words else "") for words, one in named])


def _state(one: Mapping[str, Any], now: datetime) -> str:
    if one["revoked_at"] is not None:
        return _("已吊销")
    return _("已到期") if one["expires_at"] is not None and one["expires_at"] <= now else _("在用")


def _revoke(page: Page, one: Mapping[str, Any]) -> Safe:
    """The key opens nothing from that moment on."""
    label = _("吊销 {name}").format(name=one["name"])
    button = tag("button", _("吊销"), "button small", type="submit", aria_label=label)
    return form(page.there("/keys/revoke"), page.token, [entry("name", "hidden", one["name"]), button], "seat-steps")


def _form(page: Page) -> Safe:
    """A new one; `expires` is a day of the city, to its end."""
    roles = [(role, _(ROLES[role])) for role in SENDERS]
    sources = [(code, _(words)) for code, words in SOURCES.items()]
    inside = [
        field("name", _("名称"), entry("name", **NAME), hint=_("对接的系统或设备")),
        field("role", _("角色"), choice("role", roles, "system")),
        field("source", _("来源"), choice("source", sources, "department"), hint=_("经它上报的事件的来源")),
        field("region_text", _("区划"), entry("region_text"), hint=_("名称或代码；不填为自己的区划")),
        field("departments", _("部门代码"), entry("departments"), hint=_("用逗号分开，不填为全部")),
        field("expires", _("有效期至"), entry("expires", **DAY), hint=_("年-月-日，不填为长期")),
        tag("button", _("发放密钥"), "button primary", type="submit"),
    ]
    told = tag("p", _("接口以“Authorization: Bearer 密钥”调用；平台只保存密钥的摘要。"), "quiet")
    asked = form(page.there("/keys/add"), page.token, inside, "seat-form")
    return tag("section", [tag("h2", _("发放密钥")), told, asked], "seat-card")
