"""One record: what all ledgers know of it, the form that changes a value once for every form, and its history."""

from typing import Any

from components.event_forms import who
from components.event_words import moment
from components.fields import choice, entry, field, link, void
from components.markup import Safe, tag
from components.seat import looks_on
from data.acting import may_act
from data.briefer import VISITOR
from data.house import House
from data.language import gettext as _
from data.language import spoken
from data.ledgers.fields import Dictionary, Field, english
from data.ledgers.writing import name_of
from data.queries.records import Seen
from data.scope import Scope
from data.times import local
from data.words import ROLES

Chosen = dict[str, str]


def record_card(
    house: House,
    known: Dictionary,
    one: Seen,
    scope: Scope,
    chosen: Chosen,
    uses: list[str],
    seen_by: list[dict[str, Any]] | None,
    role: str,
    number: int,
) -> Safe:
    """`uses`: the kept forms that use the field which is to be changed; `seen_by`: for those who keep the ledger."""
    close = link("×", "?row=&field=", "button small", aria_label=_("关闭"))
    head = tag(
        "header",
        [tag("h2", one.code, "panel-title n"), tag("div", [tag("span", one.village), close], "panel-meta")],
        "panel-head",
    )
    ledgers = [known.ledgers[code] for code in one.ledgers if code in known.ledgers]
    words = [its.word if spoken() == "zh" else english(its.code) for its in ledgers]
    member = tag("p", [tag("span", word, "chip") for word in words], "record-ledgers")
    facts = [
        tag("div", [tag("dt", name_of(what)), tag("dd", _text(what, value))])
        for what, value in one.values
        if value != ""
    ]
    change = [_change(one, scope, chosen, uses, role, number)] if may_act(house) else [looks_on()]
    inside = [member, *change, tag("dl", facts, "record-facts"), _history(house, one)]
    inside += [] if seen_by is None else [_sights(seen_by)]
    return tag("section", [head, tag("div", inside, "panel-body")], "panel card record-card", data_testid="record")


def _text(what: Field, value: Any) -> str:
    text = f"{value:,.10g}" if isinstance(value, float | int) else str(value)
    return f"{text} {_(what.unit)}" if what.unit else text


def _change(one: Seen, scope: Scope, chosen: Chosen, uses: list[str], role: str, number: int) -> Safe:
    may = [what for what, _value in one.values if what.clearance <= scope.clearance]
    picked = next((what for what in may if what.code == chosen.get("field")), None)
    names = [("", _("请选择")), *((what.code, name_of(what)) for what in may)]
    pick = field("field", _("修改字段"), choice("field", names, picked.code if picked else "", data_record_field="1"))
    if picked is None:
        return tag("div", pick, "act-form")
    now = next(value for what, value in one.values if what.code == picked.code)
    hidden = {"act": "change", "subject": one.subject, "code": one.code, "seq": str(one.seq)}
    reach = _("用到它的表样：{forms}").format(forms="、".join(uses)) if uses else _("还没有表样用到它")
    inside = [
        *(void("input", type="hidden", name=name, value=value) for name, value in hidden.items()),
        who(role, number),
        pick,
        field("value", _("新值"), value_control(picked, now), hint=reach),
        field("reason", _("原因"), entry("reason", maxlength="200", required="")),
        tag("p", None, "act-say", role="alert"),
        tag("div", tag("button", _("改一次，处处更新"), "button primary", type="submit"), "act-send"),
    ]
    return tag("form", inside, "act-form", data_listing_move="form")


def value_control(what: Field, now: Any, name: str = "value") -> Safe:
    """How a value of it is told: a code is chosen, others are written."""
    text = f"{now:.10g}" if isinstance(now, float | int) else "" if now is None else str(now)
    if what.kind == "code":
        codes = what.codes if spoken() == "zh" else {code: english(code) for code in what.codes}
        held = next((code for code, word in what.codes.items() if text in (code, word, codes[code])), "")
        return choice(name, [("", "—"), *codes.items()], held)
    kind = {"number": "number", "date": "date"}.get(what.kind, "text")
    return entry(name, kind, text, **({"step": "any"} if kind == "number" else {"maxlength": "200"}))


def _history(house: House, one: Seen) -> Safe:
    return tag("div", [tag("h3", _("修改历史")), record_history(house, one)], "record-history")


def _sights(rows: list[dict[str, Any]]) -> Safe:
    """Who has looked at it, how often and when last, by the clock on the wall as the log has it."""
    lines = [
        tag(
            "li",
            [
                tag("span", f"{local(row['at']):%Y-%m-%d %H:%M}", "n"),
                tag("b", _("演示访客") if row["role"] == VISITOR else row["name"]),
                tag("small", _(ROLES[row["role"]]) if row["role"] in ROLES else ""),
                tag("small", _("共 {n} 次").format(n=row["n"])),
            ],
        )
        for row in rows
    ]
    none = tag("p", _("还没有人查看"), "quiet")
    return tag("div", [tag("h3", _("谁看过")), tag("ol", lines) if lines else none], "record-sights")


def record_history(house: House, one: Seen) -> Safe:
    """Who changed what and why, newest first."""
    if not one.history:
        return tag("p", _("还没有修改"), "quiet")
    now = house.clock.now()
    rows = [
        tag(
            "li",
            [
                tag("span", moment(step["at"], now), "n"),
                tag("b", name_of(step["field"])),
                tag("span", [tag("del", str(step["before"])), " → ", str(step["after"])], "step-change"),
                tag("small", " · ".join(filter(None, (step["actor"], step["reason"])))),
            ],
        )
        for step in one.history
    ]
    return tag("ol", rows)
