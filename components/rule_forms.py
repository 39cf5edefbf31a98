"""What may be done with a rule: turn it on or off, change its numbers, try them on the days before."""

from itertools import groupby
from typing import Any

from components.event_forms import who
from components.fields import area, choice, entry, field, void
from components.markup import Safe, tag
from data.commands.rule_steps import SWITCHERS
from data.language import gettext as _
from data.queries.rule_sheet import RuleSheet
from data.queries.rule_trial import MOST_DAYS
from data.warn.editable import Setting, settings
from data.warn.spans import plain

DAYS = (1, 3, MOST_DAYS)


def actions(one: RuleSheet, role: str, number: int) -> list[Any]:
    """The moves of this role as forms."""
    if role not in SWITCHERS:
        return [who(role, number), tag("p", _("值班员和领导可以启停与修改"), "quiet")]
    name, label = ("disable", _("停用")) if one.rule.enabled else ("enable", _("启用"))
    return [who(role, number), tag("div", [_switch(name, label), _change(one)], "acts")]


def _switch(name: str, label: str) -> Safe:
    hint = [tag("p", _("停用后，它现有的预警即时解除"), "quiet")] if name == "disable" else []
    send = tag("button", _("确认{move}").format(move=label), "button primary", type="submit")
    inside = [*hint, _reason(), tag("div", send, "act-send"), _say()]
    return _act(name, label, tag("form", inside, "act-form", data_move=name, novalidate=""))


def _change(one: RuleSheet) -> Safe:
    """New numbers; tried first, then kept as a new version with the reason."""
    version = void("input", name="version", type="hidden", value=str(one.rule.version))
    groups = groupby(settings(one.rule.what), key=lambda setting: setting.about)
    numbers = [_group(about, list(some)) for about, some in groups]
    days = field("try_days", _("试算天数"), choice("try_days", [(str(n), str(n)) for n in DAYS], "3"))
    buttons = [
        tag("button", _("试算"), "button", type="submit", data_move="try"),
        tag("button", _("保存为新版本"), "button primary", type="submit", data_move="change"),
    ]
    inside = [version, tag("div", numbers, "rule-numbers"), days, _reason(), tag("div", buttons, "act-send"), _say()]
    return _act("change", _("修改与试算"), tag("form", inside, "act-form", data_move="change", novalidate=""))


def _group(about: str, some: list[Setting]) -> Safe:
    """The numbers of one condition, under its words."""
    legend = [tag("legend", about)] if about else []
    return tag("fieldset", [*legend, *map(_number, some)], "rule-group")


def _number(setting: Setting) -> Safe:
    label = f"{setting.label} {setting.unit}".strip()
    return field(
        setting.path, label, entry(setting.path, "text", plain(setting.value), inputmode="decimal", maxlength="16")
    )


def _reason() -> Safe:
    return field("reason", _("理由"), area("reason", rows=2, maxlength="2000"))


def _say() -> Safe:
    return tag("p", None, "act-say", role="alert")


def _act(name: str, label: str, form: Safe) -> Safe:
    return tag("details", [tag("summary", label, "button"), form], "act", name="act", data_act=name)
