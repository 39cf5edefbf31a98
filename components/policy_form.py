"""How a policy is changed: whom it is made for, which conditions these must meet, the amount; each condition a row."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components.economy_forms import Listed, Row, form, history, office, opened, pick, row_say, text
from components.economy_words import data_word
from components.fields import choice, entry, field
from components.markup import Safe, tag
from data.economy.condition_row import ASKED, LISTED, WAYS, row_of
from data.language import gettext as _
from data.language import spoken
from data.ledgers.fields import Dictionary, english
from data.ledgers.writing import name_of
from data.queries.economy_desk import PolicyDesk

SPARE = 2
BLANK: dict[str, Any] = {"word": "", "department": "", "chain": "", "since": "", "until": "", "amount": {"fixed": 0}}
NAMED = {"word": "名称", "department": "责任部门", "chain": "产业链", "since": "起", "until": "止"}


def policy_form(code: str, desk: PolicyDesk, clearance: int) -> Safe:
    """`code` "": of a policy that is not there yet."""
    row = desk.told if code and desk.told else BLANK | {"for": [], "when": []}
    aims, wants = ([row_of(desk.known, one) for one in row[name]] for name in ("for", "when"))
    fields = looked(desk.known, clearance)
    head = tag("p", _("适用对象：全部符合才算这项政策的对象；留空则面向全部企业"), "quiet")
    inside = [
        tag("div", _facts(code, row, desk), "indicator-fields"),
        tag("h3", _("适用对象")),
        head,
        conditions("aim", aims, fields),
        tag("h3", _("条件（须全部符合）")),
        conditions("want", wants, fields),
        tag("h3", _("金额")),
        tag("div", _amount(row["amount"], desk.known), "indicator-fields"),
    ]
    seen = {"seen": str(desk.seen)} if code else {"seen": ""}
    whole = form("define_policy", seen, inside, _("保存政策"))
    if code:
        return opened(_("修改政策"), whole, "button", "policy_change")
    return opened(_("新建政策"), whole, "button primary", "policy_new")


def _facts(code: str, row: Row, desk: PolicyDesk) -> list[Safe]:
    fixed = {"readonly": "readonly"} if code else {}
    chains: Listed = [("", _("不限产业链")), *((one, data_word(word, one)) for one, word in desk.chains.items())]
    return [
        field("word", _("名称"), entry("word", "text", str(row["word"]), maxlength="64")),
        field(
            "code",
            _("代码"),
            entry("code", "text", code, maxlength="32", **fixed),
            hint=_("英文名称由代码而来，建后不改"),
        ),
        office(str(row["department"]), desk.offices, f"policy-{code or 'new'}"),
        field("chain", _("产业链"), choice("chain", chains, str(row["chain"] or ""))),
        field("since", _("起"), entry("since", "date", str(row["since"]))),
        field("until", _("止"), entry("until", "date", str(row["until"] or "")), hint=_("留空为长期")),
    ]


def looked(known: Dictionary, clearance: int) -> Listed:
    """What a condition can look at: fields that its writer may see, ledgers, appeals."""
    fields = [(one.code, name_of(one)) for one in known.of("enterprise") if one.clearance <= clearance]
    ours = [one for one in known.ledgers.values() if one.subject == "enterprise"]
    ledgers = [
        (f"{LISTED}{one.code}", _("列入“{ledger}”").format(ledger=one.word if spoken() == "zh" else english(one.code)))
        for one in ours
    ]
    return [("", _("选字段")), *fields, *ledgers, (ASKED, _("未办结诉求件数不少于"))]


def conditions(name: str, rows: Sequence[Row], looked: Listed) -> Safe:
    """A row each, and some to spare."""
    spare: list[Row] = [{}] * SPARE
    return tag("div", [_condition(f"{name}-{n}", one, looked) for n, one in enumerate([*rows, *spare])], "economy-rows")


def _condition(name: str, one: Row, looked: Listed) -> Safe:
    ways = [(code, _(words)) for code, words in WAYS.items()]
    cells = [
        pick(f"{name}-field", _("字段"), looked, str(one.get("field") or "")),
        pick(f"{name}-op", _("比较"), ways, str(one.get("op") or "eq")),
        text(f"{name}-value", _("值或下限，多个用、隔开"), str(one.get("value") or "")),
        text(f"{name}-upper", _("上限（介于）"), str(one.get("upper") or "")),
        row_say(name),
    ]
    return tag("div", cells, "economy-row economy-condition")


def _amount(given: Row, known: Dictionary) -> list[Safe]:
    numbers = [(one.code, name_of(one)) for one in known.of("enterprise") if one.kind == "number"]
    kind = "each" if "each" in given else "fixed"
    plain = {name: f"{given[name]:g}" if name in given else "" for name in ("fixed", "rate", "most")}
    boxes = {name: entry(name, "text", value, inputmode="decimal", maxlength="12") for name, value in plain.items()}
    return [
        field("amount", _("怎样算"), choice("amount", [("fixed", _("定额")), ("each", _("按字段"))], kind)),
        field("fixed", _("定额（万元）"), boxes["fixed"]),
        field("each", _("按哪个字段"), choice("each", numbers, str(given.get("each") or ""))),
        field("rate", _("每 1 补（万元）"), boxes["rate"]),
        field("most", _("最高（万元）"), boxes["most"], hint=_("留空不封顶")),
    ]


def policy_history(steps: Sequence[Row], now: datetime) -> Component:
    return history(_("修改历史"), steps, now, _changed)


def _changed(before: Row, after: Row) -> list[str]:
    told = [
        f"{_(words)}：{before[name] or '—'} → {after[name] or '—'}"
        for name, words in NAMED.items()
        if before[name] != after[name]
    ]
    words = {"for": _("适用对象"), "when": _("条件"), "amount": _("金额")}
    return told + [_("{what}已改").format(what=words[name]) for name in words if before[name] != after[name]]
