"""The parts of a rule's page, as HTML."""

from typing import Any

from components.event_words import actor_text, moment
from components.fields import area, link, radios, void
from components.markup import Safe, tag
from components.numbers import number
from components.rule_words import precision, state_mark, subject, when
from components.sparks import spark
from components.warning_words import coloured, shape, title_of
from components.warning_words import state_mark as warning_mark
from data.language import gettext as _
from data.queries.rule_sheet import RuleSheet
from data.risk_words import QUANTITIES, RULE_MOVES
from data.times import local
from data.warn.life import VERDICTS
from data.warn.plain import levels, looks_at
from data.warn.rule import parse
from data.words import ROLES

Row = dict[str, Any]


def head(one: RuleSheet) -> list[Any]:
    """Its name, whether it is at work, where it comes from."""
    name = tag("h2", tag("span", _(one.rule.name)), "event-title")
    marks = [state_mark(one.served), tag("span", subject(one.served), "mark")]
    missing = "、".join(_(QUANTITIES[code].word) for code in one.served["missing"])
    switched = _("已启用") if one.rule.enabled else _("已停用")
    facts: list[tuple[str, Any]] = [
        (_("编号"), tag("span", one.rule.code, "n")),
        (_("看什么"), looks_at(one.rule.what)),
        (_("依据"), one.rule.source),
        (_("版本"), tag("span", f"v{one.rule.version}", "n")),
        (_("开关"), switched),
        *([(_("未接入"), missing)] if missing else []),
    ]
    listed = [tag("div", [tag("dt", label), tag("dd", value)]) for label, value in facts]
    return [name, tag("div", marks, "marks"), tag("dl", listed, "event-facts")]


def told(one: RuleSheet) -> list[Any]:
    """Each colour with its condition, and how long a colour is kept."""
    hold = _("颜色至少保持 {n} 分钟；低于解除值才降级或解除").format(n=one.rule.what.hold_minutes)
    return [tag("ul", when(one.rule.what), "rule-when"), tag("p", hold, "quiet")]


def served(one: RuleSheet) -> list[Any]:
    """How often it warned in some windows, and how often people found it right."""
    row = one.served
    words = {"live": _("当前"), "d7": _("7 天"), "d30": _("30 天"), "year": _("1 年"), "raised": _("累计")}
    tiles = [tag("div", [tag("span", word), tag("b", number(row[name]), "n")], "tile") for name, word in words.items()]
    last = _("最近命中 {at}").format(at=moment(row["last_at"], one.now))
    right = tag("p", [tag("span", _("评判精度")), " ", precision(row)], "rule-judged")
    line = spark(row["trend"]) if any(row["trend"]) else None
    trend = (
        [tag("p", [tag("span", _("30 天走势"), "quiet"), tag("span", line, "rule-trend wide")], "rule-judged")]
        if line
        else []
    )
    return [tag("div", tiles, "rule-tiles"), right, *trend, tag("p", last, "quiet")]


def warnings(one: RuleSheet, *, judging: bool) -> list[Any]:
    if not one.warnings:
        return [tag("p", _("还没有发布过预警"), "quiet")]
    return [tag("div", [_warning(row, one, judging) for row in one.warnings], "rule-warnings")]


def _warning(row: Row, one: RuleSheet, judging: bool) -> Safe:
    title = title_of(row)
    judged = [tag("span", _(VERDICTS[row["judged"]]), "mark")] if row["judged"] else []
    inside = [
        shape(row["colour"]),
        link(title, f"/warnings/{row['code']}", "rule-warning-way", data_carry="view"),
        coloured(row),
        warning_mark(row["state"]),
        *judged,
        tag("span", moment(row["raised_at"], one.now), "n"),
    ]
    return tag("div", [tag("div", inside, "rule-warning"), *([_judge(row)] if judging else [])], "rule-warned")


def _judge(row: Row) -> Safe:
    """Right or wrong, from the list."""
    known = void("input", name="warning", type="hidden", value=row["code"])
    fields = [
        known,
        radios("judged", _("评判"), [(code, _(word)) for code, word in VERDICTS.items()], row["judged"] or ""),
    ]
    reason = area("reason", rows=1, maxlength="2000", placeholder=_("说明（可不填）"))
    send = tag(
        "div", tag("button", _("确认{move}").format(move=_("评判")), "button primary", type="submit"), "act-send"
    )
    form = tag(
        "form",
        [*fields, reason, send, tag("p", None, "act-say", role="alert")],
        "act-form",
        data_move="judge",
        novalidate="",
    )
    return tag(
        "details", [tag("summary", _("评判"), "small button"), form], "act", name="act", data_act=f"judge-{row['code']}"
    )


def timeline(one: RuleSheet) -> Safe:
    """Who changed it, turned it on or off, and why; the newest first. Of each version what it says."""
    said = {row["version"]: row["what"] for row in one.versions}
    return tag("ol", [_step(one, step, said) for step in one.steps], "timeline")


def _step(one: RuleSheet, step: Row, said: dict[int, str]) -> Safe:
    at = tag("time", moment(step["at"], one.now), "n", datetime=local(step["at"]).isoformat())
    who = _(ROLES["system"]) if step["role"] == "system" else actor_text(step["actor"])
    inside = [
        tag("b", _(RULE_MOVES[step["move"]])),
        tag("span", f"v{step['version']}", "n step-who"),
        tag("span", who, "step-who"),
    ]
    if step["reason"]:
        inside.append(tag("p", step["reason"], "step-reason"))
    if step["move"] == "change" and step["version"] in said:
        lines = [tag("span", words) for _colour, words in levels(parse(said[step["version"]]))]
        inside.append(tag("p", lines, "step-change rule-lines"))
    return tag("li", [at, tag("div", inside)], f"past-step past-{step['move']}")
