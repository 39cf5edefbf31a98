"""The dialogs of the column of orders: what is done with a task or an order, and old positions to be confirmed."""

from components.fields import area, choice, field
from components.markup import Safe, tag
from data.language import gettext as _


def dialogs() -> list[Safe]:
    """Empty and closed; `assets/js/46-order-moves.js` fills them from the button that was pressed."""
    return [_moves(), _stale()]


def _moves() -> Safe:
    head = tag("h2", tag("b", None, data_shown="name"), id="order-move-title")
    fields = [
        field("act", _("动作"), choice("act", [])),
        field("to", _("改派给"), choice("to", []), extra="for-transfer"),
        field("who", _("接手人"), choice("who", []), extra="for-handover"),
        field("words", _("理由或要求"), area("words", rows=3, maxlength="2000"), extra="for-words"),
    ]
    form = tag("form", [*fields, *_foot(_("确认"))], "act-form", data_order_move="1", novalidate="")
    return tag("dialog", [head, form], "hand-dialog order-dialog", aria_labelledby="order-move-title")


def _stale() -> Safe:
    head = tag("h2", _("位置不是新的，请先电话确认"), id="order-stale-title")
    told = tag("ul", None, "stale-list", data_stale_words=_("{name}：位置 {n} 分钟前 {phone}"))
    note = tag("p", _("确认后按现有位置派遣，并记入过程。"), "quiet")
    form = tag("form", [told, note, *_foot(_("已确认，派遣"))], "act-form", data_order_stale="1")
    return tag("dialog", [head, form], "hand-dialog stale-dialog", aria_labelledby="order-stale-title")


def _foot(words: str) -> list[Safe]:
    send = tag("button", words, "button primary", type="submit")
    close = tag("button", _("取消"), "button", type="button", data_order_close="1")
    return [tag("p", None, "act-say", role="alert"), tag("div", [send, close], "act-send")]
