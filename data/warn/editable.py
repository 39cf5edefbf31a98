"""The numbers of a rule that people may set, each by its place in the rule's JSON."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from data.errors import BadInput
from data.language import gettext as _
from data.risk_words import QUANTITIES, WARNING_COLOURS
from data.warn.plain import condition
from data.warn.rule import COLOURS, Rule, parse, written

WORDS = {
    "value": "界限",
    "times": "倍数",
    "plus": "加减",
    "clear_by": "解除回差",
    "clear_share": "解除回差（比例）",
    "minutes": "时长（分钟）",
    "at_least": "至少",
    "rhythms": "上报周期数",
    "days": "参照天数",
    "hold_minutes": "最短保持（分钟）",
}
WHOLE = ("minutes", "at_least", "days", "hold_minutes")


class Setting(NamedTuple):
    """`path`: as `levels.0.when.value`; `about`: the colour and the condition it belongs to."""

    path: str
    label: str
    about: str
    value: float
    unit: str


def settings(rule: Rule) -> list[Setting]:
    """Every number, in the order of the rule."""
    plain = json.loads(written(rule))
    found = [
        setting
        for n, (told, level) in enumerate(zip(plain["levels"], rule.levels, strict=True))
        for setting in _within(
            told["when"], f"levels.{n}.when", f"{_(WARNING_COLOURS[COLOURS[told['colour']]])} · ", level.when
        )
    ]
    hold = plain.get("hold_minutes", 0)
    return [*found, Setting("hold_minutes", _(WORDS["hold_minutes"]), "", hold, "")]


def _within(told: Mapping[str, Any], path: str, colour: str, what: Any) -> list[Setting]:
    found = []
    if isinstance(told.get("of"), list):
        for n, part in enumerate(told["of"]):
            found += _within(part, f"{path}.of.{n}", colour, what.of[n])
        return found
    quantity = QUANTITIES.get(str(told.get("quantity")))
    for name, word in WORDS.items():
        if isinstance(told.get(name), int | float):
            unit = quantity.unit if quantity and name in ("value", "plus", "clear_by") else ""
            found.append(Setting(f"{path}.{name}", _(word), colour + condition(what), told[name], unit))
    if isinstance(told.get("of"), dict):
        found += _within(told["of"], f"{path}.of", colour, what.of)
    return found


def edited(rule: Rule, given: Mapping[str, str]) -> Rule:
    """The rule with these numbers (texts, by path). BadInput for what is no number, no setting, or makes no rule."""
    plain = json.loads(written(rule))
    known = {one.path: one for one in settings(rule)}
    for path, text in given.items():
        if path not in known:
            raise BadInput(_("规则没有这一项：{name}").format(name=path[:60]))
        _put(plain, path, _number(path, text, known[path].label))
    return parse(json.dumps(plain))


def _number(path: str, text: str, label: str) -> float:
    try:
        value = float(text.strip())
        whole = path.rpartition(".")[2] in WHOLE
        if not -1e9 < value < 1e9 or (whole and value != int(value)):
            raise ValueError
    except ValueError:
        raise BadInput(_("“{name}”须是数字").format(name=label)) from None
    return value


def _put(plain: Any, path: str, value: float) -> None:
    *way, last = path.split(".")
    for step in way:
        plain = plain[int(step)] if isinstance(plain, list) else plain[step]
    plain[last] = int(value) if value == int(value) else value
