"""One call, notice or broadcast: its words, how far it got, each of its targets, and what may be done with it."""

from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components.event_words import actor_text, moment
from components.fields import choice, entry, field, link, void
from components.listing import listing_card, picked
from components.markup import Safe, tag
from components.numbers import number, percent, share
from components.table_tools import tooled
from components.tables import bar
from data.callout_words import ANSWERS, ANSWERS_OF, CALLOUT_KINDS, LONGEST, REACHES, WAYS
from data.dispatch.words import RESPONDER_KINDS
from data.language import gettext as _
from data.queries.callout_targets import groups_of
from data.queries.callouts import PAGE, Row, late

HEADS = ("序号", "联络对象", "联系方式", "进展", "次数", "结果")
NUMBERS = ("序号", "次数")


def progress(row: Row) -> Safe:
    """How many of all were reached, as a bar with its number; the rest by how far they are."""
    reached, n = row["reach"].get("reached", 0), row["n"]
    told = [tag("b", number(reached), "n"), f" / {number(n)} · ", percent(100 * reached / n if n else None)]
    return tag("span", [bar(share(reached, n)), tag("span", told, "n")], "callout-progress")


def callout_card(row: Row, reach: str, now: datetime, *, acts: bool) -> Component:
    about = [
        tag("p", [tag("b", row["title"]), " ", row["words"]], "callout-said"),
        tag("p", _about(row, now), "quiet"),
        tag("div", [progress(row), *_filters(row, reach)], "callout-far"),
    ]
    if row["reach"].get("absent"):
        about.append(tag("p", _("渠道未接入的没有外发，接入后可再次联系；自行联系的可登记结果"), "quiet"))
    if row["stopped_at"]:
        told = {"who": actor_text(row["stopped_by"]), "at": moment(row["stopped_at"], now), "why": row["stopped_words"]}
        about.append(tag("p", _("{who} 于 {at} 停止：{why}").format(**told), "quiet"))
    moves = _moves(row) if acts and not row["stopped_at"] else []
    close = link(_("返回列表"), "?call=&reach=&after=", "button small")
    chip = [tag("span", _("模拟"), "chip chip-simulated")] if row["provenance"] == "simulated" else []
    head = f"{_(CALLOUT_KINDS[row['kind']])} {row['code']}"
    return listing_card(head, [*about, *moves, _targets(row, now, acts)], [*chip, close], "callout-card")


def _about(row: Row, now: datetime) -> list[Any]:
    """Who, when, to whom, about what, until when."""
    words = {f"responder:{name}": word for name, word in RESPONDER_KINDS.items()}
    words |= groups_of("outbound") | groups_of("broadcast")
    whom = "、".join(_(words.get(one, one)) for one in row["groups"])
    whom = whom or _("{n} 个单位").format(n=row["units"])
    where = row["area"] or row["region_name"]
    told: list[Any] = [actor_text(row["actor"]), " ", tag("span", moment(row["at"], now), "n"), f" · {where} · {whom}"]
    if row["on"]:
        told += [" · ", link(row["subject_title"], _subject(row["on"]), "list-link", data_carry="view")]
    if row["finish_by"]:
        mark = "over" if late(row, now) else "n"
        told += [" · ", tag("span", _("限 {at} 前完成").format(at=moment(row["finish_by"], now)), mark)]
    return [*told, f" · {_(WAYS[row['way']])}"]


def _subject(on: str) -> str:
    kind, _dash, code = on.partition("-")
    return f"/{kind}s/{code}"


def _filters(row: Row, reach: str) -> list[Safe]:
    """Every way it can have gone that somebody went."""
    found = row["reach"]
    return [
        picked("reach", name, _(word), found[name], reach == name, f"&call={row['code']}&after=")
        for name, word in REACHES.items()
        if found.get(name)
    ]


def _moves(row: Row) -> list[Safe]:
    code = void("input", type="hidden", name="code", value=row["code"])
    moves = []
    if row["reach"].get("not") or row["reach"].get("failed") or row["reach"].get("absent"):
        moves.append(_act("again", _("再次联系未成功的"), [code]))
    if row["reach"].get("waiting"):
        why = field("words", _("理由"), entry("words", maxlength=str(LONGEST), required=""))
        moves.append(_act("stop", _("停止"), [code, why]))
    return [tag("div", moves, "callout-moves")] if moves else []


def _act(act: str, words: str, inside: list[Safe]) -> Safe:
    hidden = void("input", type="hidden", name="act", value=act)
    send = tag("button", words, "button", type="submit")
    return tag(
        "form",
        [hidden, *inside, send, tag("p", None, "act-say", role="alert")],
        "act-form",
        data_listing_move="callout",
    )


def _targets(row: Row, now: datetime, acts: bool) -> Safe:
    rows = [_target(row, one, now, acts) for one in row["targets"]]
    heads = [(_(name), "num" if name in NUMBERS else "") for name in HEADS]
    table = tooled("callout", row["code"], heads, rows, "carded sort-chips callout-targets")
    none = [] if rows else [tag("p", _("没有符合的对象"), "quiet")]
    last = row["targets"][-1]["n"] if rows else 0
    next_ = [link(_("下一页"), f"?after={last}", "button small")] if len(rows) == PAGE and last < row["n"] else []
    return tag("div", [table, *none, *next_])


def _target(row: Row, one: Row, now: datetime, acts: bool) -> Safe:
    look = {"reached": "mark", "not": "mark mark-over", "failed": "mark mark-over"}.get(one["reach"], "mark mark-late")
    answer = (
        [_(ANSWERS[one["answer"]]), " ", tag("small", moment(one["answered_at"], now), "n")] if one["answer"] else []
    )
    answer += [" ", tag("small", one["answer_words"])] if one["answer_words"] else []
    cells = [
        (number(one["n"]), "n num"),
        ([tag("b", one["name"]), " ", tag("small", one["code"], "n")], ""),
        (one["address"] or "—", "n"),
        (tag("span", _(REACHES[one["reach"]]), look), ""),
        (number(one["tries"]), "n num"),
        ([*answer, *([_answer(row, one)] if acts else [])], "callout-answer"),
    ]
    return tag(
        "tr", [tag("td", inside, how, data_label=_(head)) for head, (inside, how) in zip(HEADS, cells, strict=True)]
    )


def _answer(row: Row, one: Row) -> Safe:
    """What the officer was told himself."""
    hidden = {"act": "answer", "code": row["code"], "n": str(one["n"])}
    answers = [(name, _(ANSWERS[name])) for name in ANSWERS_OF[row["way"]]]
    inside = [
        *(void("input", type="hidden", name=name, value=value) for name, value in hidden.items()),
        choice("answer", answers, aria_label=_("结果")),
        tag("button", _("登记"), "button small", type="submit"),
        tag("p", None, "act-say", role="alert"),
    ]
    form = tag("form", inside, "act-form", data_listing_move="callout")
    return tag("details", [tag("summary", _("登记结果")), form], "callout-tell")
