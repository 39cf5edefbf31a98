"""The parts of an event's page, as HTML: who, where, what has happened, what the clock says, what belongs to it."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from components.event_words import (
    GRADE_LEVEL,
    actor_text,
    category_text,
    flags,
    grade_text,
    left_text,
    loop_text,
    moment,
    source_text,
    stage_text,
    stewards_text,
)
from components.fields import link, void
from components.marks import chip, level_shape
from components.markup import Safe, tag
from components.numbers import NONE, share, stay
from data.language import gettext as _
from data.life.limits import HANDLING_LEVEL
from data.life.worktime import between, calendar_known
from data.queries.duplicates import Suggestion
from data.queries.event_detail import Clock, Detail, Row
from data.times import local
from data.words import CLOCKS, LEVELS, ROLES, SIDINGS

MINUTE = timedelta(minutes=1)
MERGE = "并案"
UNITS = "天|时|分|秒"  # of the clock that counts down
CHANGES = {  # what a step of the history decided, in words
    "agency": "责任单位 {value}",
    "grade": "等级 {value}",
    "deadline_at": "时限 {value}",
    "called_agency": "吹哨 {value}",
    "rating": "评分 {value}",
    "visited": "回访 {value}",
    "reports": "合计上报 {value}",
}


def head(one: Detail) -> list[Any]:
    """Its title, where it stands, and what stands out."""
    row = one.row
    marks = [tag("span", stage_text(row["stage"]), "mark mark-stage"), tag("span", grade_text(row["grade"]), "mark")]
    marks += [tag("span", words, f"mark mark-{kind}") for kind, words in flags(row, one.clock)]
    title = tag("h2", [level_shape(GRADE_LEVEL[row["grade"]], numeral=True), tag("span", row["title"])], "event-title")
    return [title, tag("div", [*marks, chip(row["provenance"])], "marks"), facts(one)]


def facts(one: Detail) -> Safe:
    row = one.row
    place = " › ".join(region.name for region in one.regions[1:5])
    held = one.agencies.get(row["agency"] or "", row["agency"])
    listed = [
        (_("编号"), tag("span", row["code"], "n")),
        (_("类别"), category_text(one.categories, row)),
        (_("事件来源"), source_text(row, one.line)),
        (_("上报时间"), tag("span", moment(row["reported_at"], one.now), "n")),
        (_("地点"), [tag("b", row["place"]), " ", tag("small", place)]),
        (_("位置"), [tag("span", f"{row['lon']:.5f}, {row['lat']:.5f}", "n"), " ", tag("small", _placed(row))]),
        (_("处置层级"), _(LEVELS[HANDLING_LEVEL[row["grade"]]])),
        (_("责任单位"), f"{held} · {loop_text(row['loop'])}" if held else _("未派遣")),
        (_("管家"), stewards_text(one.stewards)),
        *([(_("走访"), tag("span", one.visit["code"], "n"))] if one.visit else []),
        (_("评价"), _("{n} 分").format(n=row["rating"]) if row["rating"] else NONE),
    ]
    pairs = [tag("div", [tag("dt", name), tag("dd", value)]) for name, value in listed]
    text = [tag("p", row["text"], "event-text")] if row["text"] else []
    return tag("div", [tag("dl", pairs, "event-facts"), *text])


def _placed(row: Row) -> str:
    return _("按区划定位，不是实际位置") if row["placed"] == "region" else ""


def clocks(one: Detail) -> list[Any]:
    """Deadline, what is left of it, how it is used up; who was called to the place."""
    row, clock = one.row, one.clock
    if row["stage"] in SIDINGS:  # neither kept nor broken: it was never to be closed
        return [tag("b", _("{stage}，不再计时").format(stage=stage_text(row["stage"])), "clock-left")]
    whole = between(row["restarted_at"] or row["reported_at"], clock.deadline, clock.counts)
    ticking = clock.state in ("running", "near", "overdue") and between(one.now, one.now + MINUTE, clock.counts) > 0
    over = clock.state in ("overdue", "broken", "near")
    left = tag("b", left_text(clock), "clock-left over" if over else "clock-left", **_counting(one, ticking))
    used = share(whole - clock.left, whole)
    bar = tag("span", tag("i", None, style=f"width:{used}"), "clock-bar over" if over else "clock-bar")
    due = [
        tag("dt", _("时限")),
        tag(
            "dd",
            [
                tag("span", moment(clock.deadline, one.now), "n"),
                " ",
                tag("small", [_(CLOCKS[clock.counts]), *_unsure(clock)]),
            ],
        ),
    ]
    called = _called(one) if row["called_agency"] else []
    return [left, bar, tag("dl", [tag("div", due), *called], "event-facts")]


def _unsure(clock: Clock) -> list[str]:
    """Beyond the years whose holidays have been announced the calendar is a guess, and says so."""
    known = clock.counts != "working" or calendar_known(local(clock.deadline).date())
    return [] if known else [" · ", _("{year} 年放假安排未公布，暂按周一至五").format(year=local(clock.deadline).year)]


def _counting(one: Detail, ticking: bool) -> dict[str, str]:
    """What `assets/js/41-event.js` needs to count down between two drawings."""
    if not ticking:
        return {}
    words = left_text(one.clock).replace(stay(abs(one.clock.left) / 60), "#")
    return {
        "data_left": str(one.clock.left),
        "data_words": words,
        "data_units": _(UNITS),
    }


def _called(one: Detail) -> list[Safe]:
    row = one.row
    late = row["arrived_at"] is None and one.now > row["called_due_at"]
    arrived = _("{time} 报到").format(time=moment(row["arrived_at"], one.now)) if row["arrived_at"] else _("未报到")
    name = one.agencies.get(row["called_agency"], row["called_agency"])
    due = _("须 {time} 前到").format(time=moment(row["called_due_at"], one.now))
    told = tag("dd", [name, " ", tag("small", due), " ", tag("b", arrived, "over" if late else "")])
    return [tag("div", [tag("dt", _("吹哨报到")), told])]


def timeline(one: Detail) -> Safe:
    """Every step, oldest first; what was written down late says so."""
    return tag("ol", [_step(one, step) for step in one.steps], "timeline")


def _step(one: Detail, step: Row) -> Safe:
    at = local(step["at"])
    when = tag("time", moment(step["at"], one.now), "n", datetime=at.isoformat())
    who = " · ".join(dict.fromkeys((actor_text(step["actor"]), *_role(step))))
    inside = [tag("b", _(step["label"])), tag("span", who, "step-who")]
    if step["late"]:
        inside.append(tag("span", _("补录 {time}").format(time=moment(step["recorded_at"], one.now)), "mark mark-late"))
    if step["reason"]:
        inside.append(tag("p", step["reason"], "step-reason"))
    if decided := _decided(one, step):
        inside.append(tag("p", " · ".join(decided), "step-change"))
    return tag("li", [when, tag("div", inside)], f"past-step past-{step['move']}")


def _role(step: Row) -> list[str]:
    """In which capacity, unless the name says so."""
    role = ROLES.get(step["role"], "")
    return [_(role)] if role and not step["actor"].startswith(role) else []


def _decided(one: Detail, step: Row) -> list[str]:
    change = step["change"]
    spoken: dict[str, Callable[[Any], str]] = {
        "agency": lambda code: one.agencies.get(code, code),
        "called_agency": lambda code: one.agencies.get(code, code),
        "grade": grade_text,
        "deadline_at": lambda at: moment(at, one.now),
        "visited": lambda reached: _("接通") if reached else _("未接通"),
    }
    return [
        _(words).format(value=spoken.get(name, str)(change[name]))
        for name, words in CHANGES.items()
        if change.get(name) is not None and not (step["move"] in ("report", "import") and name in ("grade", "reports"))
    ]


def stays(one: Detail) -> Safe:
    """How long it stayed before each stage."""
    rows = [
        tag("div", [tag("span", f"{stage_text(before)} → {stage_text(after)}"), tag("b", stay(minutes), "n")], "stay")
        for before, after, minutes in one.stays
    ]
    return tag("div", rows or tag("p", _("还没有走完一个环节"), "quiet"), "stays")


def photos(one: Detail) -> Safe:
    if not one.photos:
        return tag("p", _("没有照片"), "quiet")
    shown = []
    for n, photo in enumerate(one.photos, 1):
        words = _("现场照片 {n}").format(n=n)
        size = {"width": str(photo["width"]), "height": str(photo["height"])}
        image = void("img", "", src=f"/photos/{photo['digest']}.jpg", alt=words, loading="lazy", **size)
        shown.append(link(image, f"/photos/{photo['digest']}.jpg", "photo", target="_blank", rel="noopener"))
    return tag("div", shown, "photos")


def links(one: Detail, like: Sequence[Suggestion], again: Sequence[Row], *, may_merge: bool) -> list[Any]:
    """What it was merged into and what was merged into it, what it may repeat, what comes again and again."""
    parts: list[Any] = []
    if one.into:
        parts.append(_group(_("已并入"), [_other(one, one.into)]))
    if one.merged:
        parts.append(_group(_("并入本件"), [_other(one, row) for row in one.merged]))
    if again:
        told = tag(
            "p",
            [tag("span", _("反复上报，建议治本"), "mark mark-over"), _("90 日内同类同地 {n} 次").format(n=len(again))],
        )
        others = [_other(one, row) for row in again if row["id"] != one.row["id"]]
        parts.append(_group(_("反复上报"), [told, *others]))
    if like:
        parts.append(_group(_("可能重复"), [suggestion(one.now, row, may_merge=may_merge) for row in like]))
    return parts or [tag("p", _("没有关联的事件"), "quiet")]


def suggestion(now: Any, found: Suggestion, *, may_merge: bool, merge_words: str = MERGE) -> Safe:
    """An event this one may repeat, why, and the way to merge: a person decides."""
    row = found.event
    way = link(
        [tag("b", row["title"]), tag("small", f"{row['code']} · {stage_text(row['stage'])}")], f"/events/{row['code']}"
    )
    why = tag("span", [tag("b", str(found.likeness.score), "n"), found.likeness.reason], "why")
    button = [tag("button", _(merge_words), "button small", type="button", data_merge=row["code"])] if may_merge else []
    return tag("div", [way, why, *button], "other")


def _other(one: Detail, row: Row) -> Safe:
    told = f"{row['code']} · {stage_text(row['stage'])} · {moment(row['reported_at'], one.now)}"
    return tag("div", link([tag("b", row["title"]), tag("small", told)], f"/events/{row['code']}"), "other")


def _group(title: str, rows: list[Safe]) -> Safe:
    return tag("section", [tag("h3", title), *rows], "group")
