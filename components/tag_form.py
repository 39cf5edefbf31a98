"""How a tag or risk signal of enterprises is changed: its conditions a row each; out of use; what was changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components.economy_forms import Row, form, history, office, opened
from components.fields import choice, entry, field, void
from components.markup import Safe, tag
from components.policy_form import conditions, looked
from data.economy.condition_row import row_of
from data.economy.words import MODELS
from data.language import gettext as _
from data.queries.economy_rule_desk import RuleDesk

BLANK: dict[str, Any] = {"word": "", "department": "", "model": "", "when": [], "off": False}
WORDS = {  # by kind: to change one, to make one, to send it
    "tag": ("修改标签", "新建标签", "保存标签"),
    "signal": ("修改风险信号", "新建风险信号", "保存风险信号"),
}
NAMED = {"word": "名称", "department": "责任部门", "model": "风险模型"}


def rule_form(kind: str, desk: RuleDesk, clearance: int, *, new: bool) -> Safe:
    told = BLANK if new or desk.told is None else desk.told
    code = "" if new else desk.code
    change, make, send = (_(words) for words in WORDS[kind])
    rows = [row_of(desk.known, one) for one in told["when"]]
    inside = [
        tag("div", _facts(kind, code, told, desk), "indicator-fields"),
        tag("h3", _("条件（须全部符合）")),
        conditions("want", rows, looked(desk.known, clearance)),
        *([] if new else [_off(told)]),
    ]
    whole = form("define_rule", {"kind": kind, "seen": "" if new else str(desk.seen)}, inside, send)
    return opened(make if new else change, whole, "button", f"{kind}_{'new' if new else 'change'}")


def _facts(kind: str, code: str, told: Row, desk: RuleDesk) -> list[Safe]:
    fixed = {"readonly": "readonly"} if code else {}
    hint = _("英文名称由代码而来，建后不改")
    models = [("", _("请选择")), *((name, _(words)) for name, words in MODELS.items())]
    model = field("model", _("风险模型"), choice("model", models, str(told["model"])))
    return [
        field("word", _("名称"), entry("word", "text", str(told["word"]), maxlength="64")),
        field("code", _("代码"), entry("code", "text", code, maxlength="32", **fixed), hint=hint),
        office(str(told["department"]), desk.offices, f"{kind}-{code or 'new'}"),
        *([model] if kind == "signal" else []),
    ]


def _off(told: Row) -> Safe:
    on = {"checked": "checked"} if told["off"] else {}
    box = void("input", type="checkbox", name="off", value="1", **on)
    return tag("label", [box, tag("span", _("停用：名录、档案和面板不再显示，历史保留"))], "economy-idle")


def rule_history(steps: Sequence[Row], now: datetime) -> Component:
    return history(_("修改历史"), steps, now, _changed)


def _changed(before: Row, after: Row) -> list[str]:
    told = [
        f"{_(words)}：{_said(name, before)} → {_said(name, after)}"
        for name, words in NAMED.items()
        if before[name] != after[name]
    ]
    told += [_("条件已改")] if before["when"] != after["when"] else []
    return told + ([_("停用") if after["off"] else _("恢复使用")] if before["off"] != after["off"] else [])


def _said(name: str, told: Row) -> str:
    return _(MODELS.get(told[name], "")) if name == "model" and told[name] else str(told[name] or "—")
