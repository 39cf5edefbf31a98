"""What may be done with a warning now: a button a move, and behind each exactly what it asks for."""

from typing import Any

from components.event_forms import who
from components.fields import area, choice, field, radios
from components.markup import Safe, tag
from data.language import gettext as _
from data.queries.warning_sheet import WarningSheet
from data.risk_words import WARNING_COLOURS
from data.warn.life import RAISERS, VERDICTS, Move, possible

FIRST = ("acknowledge", "clear")  # what is most often done, in this order
BY_HAND = ("reason", "colour", "judged")  # of what moves ask and take: what a person fills in


def actions(one: WarningSheet, role: str, number: int) -> list[Any]:
    """The moves of this role as forms."""
    mine = [move for move in possible(one.row["state"]) if role in move.roles and _fits(one, move)]
    order = sorted(mine, key=lambda move: FIRST.index(move.name) if move.name in FIRST else len(FIRST))
    forms = [_form(one, move, n == 0) for n, move in enumerate(order)]
    if role in RAISERS and one.row["ended_at"] is None:
        forms.append(_event_form(one))
    none = [] if forms else [tag("p", _("这个角色此时没有可办的动作"), "quiet")]
    return [who(role, number), *none, tag("div", forms, "acts")]


def _event_form(one: WarningSheet) -> Safe:
    """Makes an event of it; one more where there is one already."""
    label = _("再转一件事件") if one.events else _("转为事件")
    told = tag("p", _("按发布依据预填事件，类别、位置与等级随预警，再按权责清单流转。"), "quiet")
    again = [tag("input", None, type="hidden", name="again", value="1")] if one.events else []
    more = field("reason", _("说明（可不填）"), area("reason", rows=2, maxlength="2000"))
    send = tag("div", tag("button", _("确认{move}").format(move=label), "button primary", type="submit"), "act-send")
    say = tag("p", None, "act-say", role="alert")
    form = tag("form", [told, *again, more, send, say], "act-form", data_move="event", novalidate="")
    return tag("details", [tag("summary", label, "button"), form], "act", name="act", data_act="event")


def _fits(one: WarningSheet, move: Move) -> bool:
    return move.name not in ("escalate", "deescalate") or bool(_colours(one, move))


def _colours(one: WarningSheet, move: Move) -> list[tuple[str, str]]:
    """Graver colours to escalate to, lighter ones to de-escalate to; the nearest first."""
    now = one.row["colour"]
    fits = range(now - 1, 0, -1) if move.name == "escalate" else range(now + 1, max(WARNING_COLOURS) + 1)
    return [(str(colour), _(WARNING_COLOURS[colour])) for colour in fits]


def _form(one: WarningSheet, move: Move, first: bool) -> Safe:
    names = [name for name in dict.fromkeys((*move.asks, *move.takes)) if name in BY_HAND]
    given = [_field(one, move, name) for name in sorted(names, key=lambda name: name == "reason")]
    send = tag("button", _("确认{move}").format(move=_(move.label)), "button primary", type="submit")
    say = tag("p", None, "act-say", role="alert")
    form = tag("form", [*given, tag("div", send, "act-send"), say], "act-form", data_move=move.name, novalidate="")
    button = tag("summary", _(move.label), "button primary" if first and move.name in FIRST else "button")
    return tag("details", [button, form], "act", name="act", data_act=move.name)


def _field(one: WarningSheet, move: Move, name: str) -> Safe:
    if name == "colour":
        return field(name, _("颜色"), choice(name, _colours(one, move)))
    if name == "judged":
        return radios(name, _("评判"), [(code, _(word)) for code, word in VERDICTS.items()])
    must = name in move.asks
    label = _("理由") if must else _("说明（可不填）")
    return field(name, label, area(name, rows=2, maxlength="2000", **({"required": ""} if must else {})))
