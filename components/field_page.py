"""The page of a task on a phone: what is to be done and where, and large buttons for what to tell next."""

import json
from typing import Any

from components.document import document, looks
from components.fields import area, void
from components.markup import Safe, tag
from components.sign_in_page import script
from components.task_talk import talk
from data.dispatch.receipts import possible
from data.dispatch.words import TASK_STATES
from data.doors.plain_page import Page
from data.house import house
from data.language import gettext as _
from data.photos import AT_MOST
from data.queries.dispatch_talk import newest
from data.settings import ROOT
from data.times import local

SCRIPTS = ("69-field-kept.js", "70-field.js")
WORKER = ROOT / "components" / "field_worker.js"  # not among the assets: Dash would put it on every page
BUTTONS = {"accepted": "签收", "departed": "出发", "arrived": "到场", "done": "办结"}
TOLD = (*BUTTONS, "refused")
STAMPS = {"sent": "下发", "accepted": "签收", "departed": "出发", "arrived": "到场", "done": "办结"}
OVER = {  # how a task has ended: the words, and whether that is well
    "done": ("任务已办结，谢谢。", True),
    "refused": ("您已拒绝这个任务，值班室会另派人员。", False),
    "recalled": ("任务已撤回，不必前往。", False),
    "cancelled": ("任务已取消，不必前往。", False),
}
NO_LINK, WRONG = {404: "链接打不开", 410: "链接已过期"}, "出错了"


def task(page: Page, told: dict[str, Any], token: str) -> str:
    """The task, its receipts so far, and forms; the scripts keep what cannot be sent yet."""
    one, order = told["task"], told["order"]
    head = [tag("h1", order["subject_title"] or one["words"]), tag("p", _chips(one, order), "field-chips")]
    parts = [*head, _where(told), _what(one, order), _times(one, told["photos"])]
    parts += [*([talk(told["talk"], one["responder"]["name"])] if told["talk"] else []), _says()]
    if one["next"]:
        parts += [*_forms(page, one, f"/field/{token}"), _say(page.there(f"/field/{token}"))]
    else:
        words, well = OVER[one["state"]]
        parts.append(tag("p", _(words), f"seat-say {'good' if well else 'bad'}", role="status"))
    thens = {what: [then for then in possible(what) if then in TOLD] for what in TOLD}
    parts.append(_foot(page, f"/field/{token}"))
    return _framed(page, parts, data_then=json.dumps(thens), data_heard=str(newest(told["talk"])))


def failed(page: Page, status: int) -> str:
    """Why there is no task to be seen, in words; the scripts say what became of what was kept."""
    return _framed(page, [tag("h1", _(NO_LINK.get(status, WRONG))), tag("p", page.said, "field-what"), _says()])


def offline(page: Page) -> str:
    """What a phone without network shows of a task it does not hold."""
    words = _("没有网络，本机也没有保存这个任务。连上网络后再打开链接；急事请打电话给值班室。")
    return _framed(page, [tag("h1", _("没有网络")), tag("p", words, "field-what")])


def worker() -> str:
    """The script that keeps the page."""
    return WORKER.read_text("utf-8")


def _framed(page: Page, parts: list[Safe], **more: str) -> str:
    card = tag("section", parts, "seat-card field-card", data_field="card", **more)
    inside = tag("div", [tag("main", card, "seat-cards"), *map(script, SCRIPTS)], "page seat-page field-page")
    return document(_("现场任务"), inside, lang=page.lang, skin=page.skin, exercise=page.exercise)


def _chips(one: dict[str, Any], order: dict[str, Any]) -> list[Safe]:
    chips = [tag("span", _(TASK_STATES[one["state"]]), "chip"), tag("span", one["code"], "n")]
    if one["urged"]:
        chips.append(tag("span", _("督办"), "chip field-urged"))
    return chips + ([tag("span", _("模拟"), "chip chip-simulated")] if order["provenance"] == "simulated" else [])


def _where(told: dict[str, Any]) -> Safe:
    where, one = told["where"], told["task"]
    place = [tag("b", where["place"])]
    if where["lon"] is not None:
        place.append(tag("p", f"{where['lon']:.5f}, {where['lat']:.5f}", "n quiet"))
    if one["km"] is not None:
        away = _("直线 {km} km，预计 {minutes} 分钟（估算）").format(km=one["km"], minutes=f"{one['minutes']:.0f}")
        place.append(tag("p", away, "quiet"))
    return tag("div", place, "field-where")


def _what(one: dict[str, Any], order: dict[str, Any]) -> Safe:
    return tag("div", [tag("p", one["words"], "field-what"), tag("p", order["words"], "quiet")])


def _times(one: dict[str, Any], photos: int) -> Safe:
    """By the city's clock; the scripts add what waits to be sent."""
    told = []
    for name, word in STAMPS.items():
        at = one[f"{name}_at"]
        shown = tag("span", f"{local(at):%H:%M:%S}" if at else "—", "n", data_stamp=name)
        told.append(tag("li", [tag("span", _(word)), shown], "told" if at else ""))
    if one["accepted_at"] is None and one["accept_by"] is not None:
        by = [tag("span", _("最迟签收")), tag("span", f"{local(one['accept_by']):%H:%M}", "n")]
        told.append(tag("li", by, "field-by"))
    if photos:
        told.append(tag("li", [tag("span", _("照片")), tag("span", _("{n} 张").format(n=photos), "n")], "told"))
    return tag("ul", told, "field-times")


def _says() -> Safe:
    """Filled by the scripts: what waits for the network, what has been delivered, what went wrong."""
    words = {
        "data_waits": _("{n} 条待联网后发送"),
        "data_sent": _("{n} 条已送达值班室"),
        "data_later": _("{at} 待发送"),
        "data_lost": _("{n} 条未能送达，请联系值班室"),
        "data_nowhere": _("取不到位置，请允许定位或到开阔处再试"),
        "data_full": _("本机存不下，请联网后再试"),
    }
    return tag("p", None, "seat-say field-says", role="status", data_field="says", hidden="", **words)


def _forms(page: Page, one: dict[str, Any], action: str) -> list[Safe]:
    """All that may be told from here on: what is not possible yet is hidden, for a phone that is offline meanwhile."""
    there = page.there(action)
    forms = [
        _form(there, name, one["next"], [tag("button", _(word), "button primary", type="submit", **_said(name))])
        for name, word in BUTTONS.items()
    ]
    forms.append(tag("button", _("上报当前位置"), "button", type="button", data_field="position", hidden=""))
    picker = void("input", "", type="file", accept="image/*", capture="environment", data_field="photo")
    label = [tag("span", _("拍照上传（最多 {n} 张）").format(n=AT_MOST)), picker]
    forms.append(tag("label", label, "button", data_field="photos", hidden=""))
    why = area("words", rows=2, required="", maxlength="2000", aria_label=_("拒绝理由"), placeholder=_("拒绝理由"))
    refuse = [why, tag("button", _("拒绝"), "button", type="submit", **_said("refused"))]
    folded = tag("details", [tag("summary", _("不能执行，拒绝任务")), _form(there, "", [], refuse)])
    hidden = {} if "refused" in one["next"] else {"hidden": ""}
    forms.append(tag("div", folded, "field-refuse", data_step="refused", **hidden))
    return forms


def _say(action: str) -> Safe:
    """Words to the desk; without network they wait as receipts do."""
    words = area("words", rows=2, required="", maxlength="2000", aria_label=_("留言"), placeholder=_("给值班室留言"))
    send = tag("button", _("发送留言"), "button", type="submit")
    return tag("form", [words, send], "seat-form field-talk", method="post", action=action, data_field="talk")


def _said(name: str) -> dict[str, str]:
    return {"name": "what", "value": name}


def _form(action: str, step: str, possible_now: list[str], inside: list[Safe]) -> Safe:
    more = {"data_step": step} if step else {}
    if step and step not in possible_now:
        more["hidden"] = ""
    return tag("form", inside, "seat-form", method="post", action=action, data_field="form", **more)


def _foot(page: Page, path: str) -> Safe:
    """As of when this is: a phone may show what it kept; and the looks, for bright sun and for night."""
    now = house().clock.now()
    as_of = tag("span", [_("更新于"), " ", tag("span", f"{local(now):%m-%d %H:%M:%S}", "n")], "quiet")
    return tag("div", [as_of, looks(path, page.lang, page.skin)], "field-foot")
