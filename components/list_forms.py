"""Forms of the lists: one more item, and each step of one."""

from datetime import timedelta
from typing import Any

from components.fields import area, choice, entry, field, void
from components.list_words import day
from components.markup import Safe, tag
from components.photo_field import photo_field
from data.commands.list_steps import HELPERS, KEEPERS, LONGEST
from data.commands.lists import DEEPEST, FUND, TITLE
from data.language import gettext as _
from data.list_words import LIST_KINDS, STEPS, TERMS
from data.queries.list_sheet import Item
from data.queries.lists import Listed
from data.times import local

Row = dict[str, Any]
WORDS = {
    "progress": "进展情况",
    "done": "办结结果",
    "drop": "撤下原因",
    "reopen": "重开原因",
    "term": "调整原因",
    "ask": "需要什么支持",
    "develop": "成因与打算",
    "help": "帮扶情况",
    "accept": "说明（可不填）",
    "decline": "不接受的原因",
}
WITH_PHOTOS = ("progress", "done", "help")
FIRST = ("progress", "accept", "help")


def new_form(found: Listed, role: str) -> Safe:
    if role not in KEEPERS:
        return tag("p", _("网格员、值班员和领导列入清单"), "quiet")
    if found.here.level > DEEPEST:
        return tag("p", _("清单由村居、镇街、县区建立"), "quiet")
    today = local(found.now).date()
    due = today + timedelta(days=TERMS["issue"])
    offices = [("", _("本级自办")), *((one["code"], one["name"]) for one in found.agencies)]
    given = [
        void("input", type="hidden", name="act", value="add"),
        void("input", type="hidden", name="region", value=found.here.code),
        field("kind", _("清单"), choice("kind", [(code, _(words)) for code, words in LIST_KINDS.items()], "issue")),
        field("title", _("事项"), entry("title", maxlength=str(TITLE), required="")),
        field("text", _("情况说明"), area("text", rows=3, maxlength=str(LONGEST))),
        field("agency", _("责任"), choice("agency", offices)),
        field("begin", _("开始日期"), entry("begin", "date", f"{today:%Y-%m-%d}", required="")),
        field("due", _("期限"), entry("due", "date", f"{due:%Y-%m-%d}", required="")),
        field("fund", _("资金来源"), entry("fund", maxlength=str(FUND)), hint=_("发展事项填写")),
    ]
    return _form("add", _("列入清单"), given, _("列入{place}的清单").format(place=found.here.name))


def acts(one: Item, role: str) -> list[Safe]:
    """What this role may do with the item now."""
    keeps = role in KEEPERS or (role in HELPERS and one.row["agency"] is not None)
    if one.row["state"] != "open":
        return [step_form(one, "reopen")] if keeps else []
    names = ["progress", "done", "ask", "term"] if keeps else []
    names += ["develop"] if keeps and one.row["kind"] == "issue" and one.row["pair_id"] is None else []
    names += ["drop"] if keeps else []
    return [step_form(one, name) for name in names] + (_answers(one) if role in HELPERS else [])


def _answers(one: Item) -> list[Safe]:
    """Of each department that was asked: accept, decline, tell how it helps."""
    may = {
        "asked": ("accept", "decline"),
        "declined": ("accept",),
        "accepted": ("help", "decline"),
        "helped": ("help",),
    }
    return [step_form(one, name, row) for row in one.supports for name in may[row["state"]]]


def step_form(one: Item, name: str, support: Row | None = None) -> Safe:
    """`support`: of which department's."""
    hidden = {"act": name, "code": one.row["code"]} | ({"agency": support["agency"]} if support else {})
    given = [void("input", type="hidden", name=key, value=value) for key, value in hidden.items()]
    if name == "progress":
        bounds = {"min": "0", "max": "100", "inputmode": "numeric"}
        given.append(field("percent", _("进度（%）"), entry("percent", "number", str(one.row["percent"]), **bounds)))
    if name in ("term", "develop"):
        until = day(one.row["due_day"]) if name == "term" else f"{local(one.now) + timedelta(days=365):%Y-%m-%d}"
        given.append(field("due", _("期限"), entry("due", "date", until, required="")))
    if name == "ask":
        asked = {row["agency"] for row in one.supports if row["state"] != "declined"} | {one.row["agency"]}
        offices = [(row["code"], row["name"]) for row in one.offices if row["code"] not in asked]
        given.append(field("agency", _("支持部门"), choice("agency", [("", _("请选择")), *offices], required="")))
    must = {} if name == "accept" else {"required": ""}
    given.append(field("words", _(WORDS[name]), area("words", rows=3, maxlength=str(LONGEST), **must)))
    title = f"{_(STEPS[name])} · {support['office']}" if support else _(STEPS[name])
    key = f"{name}-{one.row['code']}{support['agency'] if support else ''}"
    return _form(key, title, given, "", photos=name in WITH_PHOTOS, first=name in FIRST)


def _form(key: str, title: str, given: list[Safe], hint: str, *, photos: bool = True, first: bool = True) -> Safe:
    shown = [photo_field(f"list-{key}")] if photos else []
    hinted = [tag("p", hint, "quiet")] if hint else []
    send = tag("div", tag("button", _("确认{move}").format(move=title), "button primary", type="submit"), "act-send")
    say = tag("p", None, "act-say", role="alert")
    form = tag("form", [*hinted, *given, *shown, send, say], "act-form", data_listing_move="list")
    classes = "button primary" if first else "button"
    return tag("details", [tag("summary", title, classes), form], "act", data_act=f"list-{key}", name="list-act")
