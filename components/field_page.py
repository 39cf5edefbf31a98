"""The page of a task on a phone: what is to be done and where, and large buttons for what to tell next."""

from typing import Any

from components.document import document, said
from components.fields import area, void
from components.markup import Safe, tag
from data.dispatch.words import TASK_STATES
from data.doors.plain_page import Page
from data.language import gettext as _
from data.settings import ROOT
from data.times import local

SCRIPT = ROOT / "assets" / "js" / "70-field.js"
BUTTONS = {"accepted": "签收", "departed": "出发", "arrived": "到场", "done": "办结"}
STAMPS = {"sent": "下发", "accepted": "签收", "departed": "出发", "arrived": "到场", "done": "办结"}


def task(page: Page, told: dict[str, Any], token: str) -> str:
    """The task, its receipts so far, and forms; `assets/js/70-field.js` keeps what cannot be sent yet."""
    one, order = told["task"], told["order"]
    head = [tag("h1", order["subject_title"] or one["words"]), tag("p", _chips(one, order), "field-chips")]
    parts = [*head, _where(told), _what(one, order), _times(one), _waiting()]
    if one["next"]:
        parts += _forms(page, one, f"/field/{token}")
    else:
        parts.append(tag("p", _("任务已结束，谢谢。"), "seat-say good", role="status"))
    return _framed(page, _("现场任务"), [tag("section", parts, "seat-card field-card")])


def failed(page: Page, status: int) -> str:
    """What went wrong, in words."""
    return _framed(page, _("现场任务"), [tag("section", said(page.said), "seat-card field-card")])


def _framed(page: Page, title: str, cards: list[Safe]) -> str:
    script = Safe(f'<script src="/assets/js/{SCRIPT.name}?m={SCRIPT.stat().st_mtime:.0f}" defer></script>')
    inside = tag("div", [tag("main", cards, "seat-cards"), script], "page seat-page field-page")
    return document(title, inside, lang=page.lang, skin=page.skin, exercise=page.exercise)


def _chips(one: dict[str, Any], order: dict[str, Any]) -> list[Safe]:
    chips = [tag("span", _(TASK_STATES[one["state"]]), "chip"), tag("span", one["code"], "n")]
    return chips + ([tag("span", _("模拟"), "chip chip-simulated")] if order["provenance"] == "simulated" else [])


def _where(told: dict[str, Any]) -> Safe:
    where, one = told["where"], told["task"]
    place = [tag("b", where["place"])]
    if where["lon"] is not None:
        place.append(tag("span", f" {where['lon']:.5f}, {where['lat']:.5f}", "n quiet"))
    if one["km"] is not None:
        away = _("直线 {km} km，预计 {minutes} 分钟（估算）").format(km=one["km"], minutes=f"{one['minutes']:.0f}")
        place.append(tag("p", away, "quiet"))
    return tag("div", place)


def _what(one: dict[str, Any], order: dict[str, Any]) -> Safe:
    return tag("div", [tag("p", one["words"], "field-what"), tag("p", order["words"], "quiet")])


def _times(one: dict[str, Any]) -> Safe:
    moments = {word: one[f"{name}_at"] for name, word in STAMPS.items()}
    shown = {word: f"{local(at):%H:%M:%S}" if at else "—" for word, at in moments.items()}
    told = [tag("li", [tag("span", _(word)), tag("span", at, "n")]) for word, at in shown.items()]
    if one["accepted_at"] is None and one["accept_by"] is not None:
        by = [tag("span", _("最迟签收")), tag("span", f"{local(one['accept_by']):%H:%M}", "n")]
        told.append(tag("li", by))
    return tag("ul", told, "field-times")


def _waiting() -> Safe:
    """Filled by the script: how many receipts wait for the network."""
    words = {"data_words": _("{n} 条回执待联网后发送"), "data_away": _("照片须联网后发送"), "hidden": ""}
    return tag("p", None, "seat-say", role="status", data_field="waiting", **words)


def _forms(page: Page, one: dict[str, Any], action: str) -> list[Safe]:
    there = page.there(action)
    forms = [
        _form(there, [tag("button", _(word), "button primary", type="submit", name="what", value=name)])
        for name, word in BUTTONS.items()
        if name in one["next"]
    ]
    forms.append(tag("button", _("上报当前位置"), "button", type="button", data_field="position", hidden=""))
    picker = void("input", "", type="file", accept="image/*", capture="environment", data_field="photo", hidden="")
    forms.append(tag("label", [_("拍照上传"), picker], "button", data_field="photos", hidden=""))
    if "refused" in one["next"]:
        why = area("words", rows=2, required="", maxlength="2000", aria_label=_("拒绝理由"), placeholder=_("拒绝理由"))
        refuse = tag("button", _("拒绝"), "button", type="submit", name="what", value="refused")
        forms.append(_form(there, [why, refuse], "field-refuse"))
    return forms


def _form(action: str, inside: list[Safe], more: str = "") -> Safe:
    return tag("form", inside, f"seat-form {more}".strip(), method="post", action=action, data_field="form")
