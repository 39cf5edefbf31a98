"""The dialog for an order to a gate or pump, or what came of one; `assets/js/49-hand.js` fills it from the button."""

from components.event_forms import who
from components.fields import area, choice, field
from components.markup import Safe, tag
from data.acting import PLAYED
from data.language import gettext as _


def hand_dialog() -> Safe:
    """Empty and closed. Words that differ between the two stand in both; the style sheet shows one."""
    head = tag(
        "h2",
        [
            tag("span", _("下达调度指令"), "for-order"),
            tag("span", _("登记回执"), "for-answer"),
            tag("b", None, data_shown="name"),
        ],
        id="hand-title",
    )
    state = tag("p", [_("现状："), tag("b", None, data_shown="state")])
    suggested = tag("p", [_("建议依据："), tag("span", None, data_shown="reason")], "hand-reason")
    order = field("what", _("指令或到位状态"), choice("what", []))
    why = field("why", _("理由或说明"), area("why", rows=3, maxlength="2000"))
    note = tag("p", _("只登记并按设置转发，不直接操作设备；设备状态以回执为准。"), "quiet for-order")
    say = tag("p", None, "act-say", role="alert")
    send = tag("button", _("确认"), "button primary", type="submit")
    close = tag("button", _("取消"), "button", type="button", data_hand_close="1")
    inside = [who(PLAYED[0], 1), state, suggested, order, why, note, say, tag("div", [send, close], "act-send")]
    form = tag("form", inside, "act-form", data_hand_form="1", novalidate="")
    return tag("dialog", [head, form], "hand-dialog", aria_labelledby="hand-title")
