"""情简介 of an archive: the text in force, what waits for the level above, what was proposed before; forms for both."""

from typing import Any

from components.event_forms import who
from components.event_words import moment
from components.fields import area, entry, field, void
from components.listing import listing_card
from components.marks import chip
from components.markup import Safe, tag
from components.seat import looks_on
from data.archive.archive import Archive
from data.commands.profiles import DECIDERS, DEEPEST, EDITORS, LONGEST, REASON
from data.language import gettext as _
from data.list_words import PROFILES

Row = dict[str, Any]


def profile_card(found: Archive, role: str, number: int) -> Any:
    """`role` "" only looks on."""
    one = found.profile
    if found.here.level > DEEPEST:
        return ""
    now = one.current
    text = [tag("p", now["text"], "archive-text")] if now else [tag("p", _("还没有通过审核的情简介"), "quiet")]
    meta = []
    if now:
        when = _("第 {n} 版 · {time} 通过").format(n=now["version"], time=moment(now["decided_at"], found.now))
        meta = [chip(now["provenance"]), tag("span", when, "n as-of")]
    acts = [who(role, number), tag("div", _acts(found, role), "acts")] if role else [looks_on()]
    history = [_history(found)] if one.history else []
    return listing_card(_("情简介"), [*text, *_waiting(found), *acts, *history], meta, "archive-profile")


def _waiting(found: Archive) -> list[Safe]:
    row = found.profile.waiting
    if row is None:
        return []
    above = found.profile.above
    told = [tag("b", _("第 {n} 版").format(n=row["version"])), tag("span", _(PROFILES["proposed"]), "mark mark-late")]
    told += [tag("small", " · ".join(filter(None, (row["proposed_by"], moment(row["proposed_at"], found.now)))))]
    told += [tag("small", _("由{place}审核").format(place=above))] if above else []
    return [tag("div", [tag("p", told, "archive-waits"), tag("p", row["text"], "archive-text")], "archive-waiting")]


def _acts(found: Archive, role: str) -> list[Safe]:
    forms = [_propose(found)] if role in EDITORS else []
    waits = found.profile.waiting
    if waits is not None and role in DECIDERS:
        forms += [_decide(found, waits, "approve", _("通过")), _decide(found, waits, "refuse", _("不通过"))]
    return forms or [tag("p", _("网格员、值班员和领导修改情简介"), "quiet")]


def _propose(found: Archive) -> Safe:
    last = found.profile.waiting or found.profile.current
    text = area("text", last["text"] if last else "", rows=6, maxlength=str(LONGEST), required="")
    given = [
        *_hidden(found, "propose"),
        field("text", _("情简介"), text),
        field("reason", _("修改原因"), entry("reason", maxlength=str(REASON), required="")),
    ]
    hint = tag("p", _("提交后由上一级审核，通过前仍显示原文"), "quiet")
    return _form("propose", _("修改情简介"), [hint, *given], _("提交审核"))


def _decide(found: Archive, row: Row, act: str, words: str) -> Safe:
    must = {"required": ""} if act == "refuse" else {}
    label = _("不通过的原因") if act == "refuse" else _("说明（可不填）")
    version = void("input", type="hidden", name="version", value=str(row["version"]))
    given = [*_hidden(found, act), version, field("answer", label, entry("answer", maxlength=str(REASON), **must))]
    return _form(act, words, given, _("确认{move}").format(move=words))


def _hidden(found: Archive, act: str) -> list[Safe]:
    told = {"act": act, "region": found.here.code}
    return [void("input", type="hidden", name=name, value=value) for name, value in told.items()]


def _form(act: str, title: str, given: list[Safe], send: str) -> Safe:
    button = tag("div", tag("button", send, "button primary", type="submit"), "act-send")
    say = tag("p", None, "act-say", role="alert")
    form = tag("form", [*given, button, say], "act-form", data_listing_move="archive")
    classes = "button primary" if act == "approve" else "button"
    return tag("details", [tag("summary", title, classes), form], "act", data_act=f"profile-{act}", name="profile-act")


def _history(found: Archive) -> Safe:
    """Every text that was proposed, the newest first."""
    rows = [_version(row, found) for row in found.profile.history]
    words = _("修改记录 {n} 版").format(n=len(rows))
    return tag("details", [tag("summary", words, "button small"), tag("ol", rows, "list-steps")], "archive-history")


def _version(row: Row, found: Archive) -> Safe:
    head = [tag("b", _("第 {n} 版").format(n=row["version"])), tag("span", _(PROFILES[row["state"]]), "mark")]
    told = [
        _("{who} {time} 提交：{why}").format(
            who=row["proposed_by"], time=moment(row["proposed_at"], found.now), why=row["reason"]
        )
    ]
    if row["decided_at"]:
        told.append(
            _("{who} {time} 审核").format(who=row["decided_by"] or "", time=moment(row["decided_at"], found.now))
        )
    said = [tag("p", row["answer"])] if row["answer"] else []
    return tag(
        "li", [tag("div", head, "list-step-head"), tag("p", row["text"]), *said, *(tag("small", one) for one in told)]
    )
