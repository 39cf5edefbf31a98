"""The parts of a warning's page, as HTML: what it says and why, the numbers it rests on, what has been done."""

from datetime import UTC, datetime
from typing import Any

from components.event_words import actor_text, moment
from components.fields import link
from components.marks import chip, level_shape
from components.markup import Safe, tag
from components.numbers import NONE, number, stay
from components.tables import head_row, num, row
from components.warning_words import coloured, state_mark
from data.language import gettext as _
from data.queries.warning_sheet import Row, WarningSheet
from data.risk_words import QUANTITIES, STATION_KINDS, WARNING_COLOURS, WARNING_FIELDS
from data.times import local
from data.warn import retold
from data.warn.life import VERDICTS
from data.warn.words_place import events_of
from data.words import ROLES

CHANGES = {"colour": "颜色 {value}", "words": "依据 {value}", "expires_at": "有效至 {value}", "judged": "评判 {value}"}
DERIVED_BY = {"readings": "单次读数", "sums": "五分钟汇总", "kept": "存证"}  # what it is derived again from
NUMBERS = 24  # that the page shows of those a warning rests on


def head(one: WarningSheet) -> list[Any]:
    """Its title, colour in shape and word, and where it stands."""
    state = one.row
    name = retold.title(state["title"], one.said)
    title = tag("h2", [level_shape(state["colour"], numeral=True), tag("span", name)], "event-title")
    marks = [coloured(state), state_mark(state["state"]), chip(state["provenance"])]
    if state["judged"]:
        marks.insert(2, tag("span", _(VERDICTS[state["judged"]]), "mark"))
    return [title, tag("div", marks, "marks"), facts(one)]


def facts(one: WarningSheet) -> Safe:
    state = one.row
    listed: list[tuple[str, Any]] = [
        (_("编号"), tag("span", state["code"], "n")),
        (_("范围"), " › ".join(region.name for region in one.way)),
        *([(_("覆盖"), "、".join(one.covered))] if one.covered else []),
        *([(_("测站"), _station(one.station))] if one.station else []),
        (_("发布时间"), tag("span", moment(state["raised_at"], one.now), "n")),
        (_("最近变化"), tag("span", moment(state["changed_at"], one.now), "n")),
        *([(_("有效至"), tag("span", moment(state["expires_at"], one.now), "n"))] if state["expires_at"] else []),
        *([(_("解除时间"), tag("span", moment(state["ended_at"], one.now), "n"))] if state["ended_at"] else []),
        (_("最高曾到"), [tag("i", None, f"lv lv-{state['peak']}"), " ", _(WARNING_COLOURS[state["peak"]])]),
        (_("预警规则"), _rule(one)),
    ]
    return tag("dl", [tag("div", [tag("dt", name), tag("dd", value)]) for name, value in listed], "event-facts")


def _station(station: Row) -> str:
    return f"{station['name']} · {_(STATION_KINDS[station['kind']])}"


def _rule(one: WarningSheet) -> Any:
    if one.rule is None:
        return _("外来或人工发布：{origin}").format(origin=actor_text(one.row["origin"]))
    version = tag("small", _("第 {n} 版").format(n=one.rule["version"]))
    return [
        tag("b", link(_(one.rule["name"]), f"/rules/{one.rule['code']}", data_carry="view")),
        " ",
        version,
        tag("small", f" · {one.rule['source']}"),
    ]


def why(one: WarningSheet) -> list[Any]:
    """The reason in words, then the numbers that decided, each beside the bar it was held to."""
    numbers = one.evidence.get("numbers") if isinstance(one.evidence, dict) else None
    rows = [_number(number, one.now) for number in numbers or []][:NUMBERS]
    heads = head_row(["测站", "要素", "数值", "界限", "时间"])
    table = [tag("div", [heads, *rows], "table evidence-table")] if rows else []
    return [tag("p", retold.reason(one.row["words"], one.said), "why-text"), *table, *_again(one)]


def _again(one: WarningSheet) -> list[Safe]:
    """Whether the stored readings and the rule still lead to the colour that was found then."""
    again = one.again
    if again is None:
        return []
    if again.by == "gone":
        return [tag("p", _("当时的读数已清理，无法重新推导"), "quiet")]
    facts = {"at": moment(again.at, one.now), "by": _(DERIVED_BY[again.by]), "colour": _colour(again.colour)}
    if again.same:
        return [tag("p", _("按 {at} 的{by}重新推导：{colour}，与当时一致").format(**facts), "quiet why-again")]
    words = _("按 {at} 的{by}重新推导：{colour}，与当时的{then}不一致")
    return [tag("p", words.format(then=_colour(again.found), **facts), "why-again over", role="alert")]


def _colour(colour: int | None) -> str:
    return _(WARNING_COLOURS[colour]) if colour else _("不发布")


def _number(told: dict[str, Any], now: datetime) -> Safe:
    """One line a number: what was measured or counted, where, and the bar it was held to."""
    what, value, bar = _measured(told)
    at = told.get("at")
    name = str(told.get("station") or NONE)
    return row(
        [
            tag("span", name, title=name),
            tag("span", what, title=what),
            num(value, "strong"),
            num(bar),
            num(moment(datetime.fromtimestamp(at, UTC), now) if isinstance(at, int) else NONE),
        ]
    )


def _measured(told: dict[str, Any]) -> tuple[str, str, str]:
    """(what, its value, the bar), with units. How long a station has been silent is told in minutes."""
    kind, about, quantity = told.get("kind"), told.get("about") or {}, QUANTITIES.get(str(told.get("quantity")))
    if kind == "warned":
        colours = [
            _(WARNING_COLOURS[n]) if (n := told.get(name)) in WARNING_COLOURS else NONE for name in ("value", "bar")
        ]
        return _("{field}官方预警").format(field=_(WARNING_FIELDS[about["field"]])), colours[0], colours[1]
    what, unit = (_(quantity.word), _(quantity.unit)) if quantity else (_("未上报"), _("分钟"))
    if kind in ("events", "surge"):
        what, unit = _("{what}事件").format(what=events_of(about)), _("件")
    if kind == "forecast":
        what = _("预报{word}").format(word=what)
    if kind != "silence" and told.get("minutes"):
        what = f"{what} {stay(told['minutes'])}"
    return what, f"{number(told.get('value'))} {unit}", f"{number(told.get('bar'))} {unit}"


def timeline(one: WarningSheet) -> Safe:
    """Every step, oldest first."""
    return tag("ol", [_step(one, step) for step in one.steps], "timeline")


def _step(one: WarningSheet, step: Row) -> Safe:
    when = tag("time", moment(step["at"], one.now), "n", datetime=local(step["at"]).isoformat())
    role = _(ROLES[step["role"]]) if step["role"] in ROLES else ""
    name = actor_text(step["actor"])
    who = name if name.startswith(role) else f"{name} · {role}"
    inside = [tag("b", _(step["label"])), tag("span", who if step["role"] != "system" else role, "step-who")]
    if step["reason"]:
        told = (
            step["reason"]
            if step["role"] != "system"
            else retold.reason(step["reason"], step["said"], step["move"] == "clear")
        )
        inside.append(tag("p", told, "step-reason"))
    if decided := _decided(one, step["change"], step["said"]):
        inside.append(tag("p", decided, "step-change"))
    return tag("li", [when, tag("div", inside)], f"past-step past-{step['move']}")


def _decided(one: WarningSheet, change: Row, said: str | None) -> list[Any]:
    spoken: dict[str, Any] = {
        "colour": lambda value: _(WARNING_COLOURS[value]),
        "words": lambda value: retold.reason(value, said),
        "judged": lambda value: _(VERDICTS[value]),
        "expires_at": lambda value: moment(value, one.now),
    }
    told = [
        _(words).format(value=spoken.get(name, str)(change[name]))
        for name, words in CHANGES.items()
        if change.get(name) is not None
    ]
    return [tag("span", words) for words in told]
