"""The parts of a warning's page, as HTML: what it says and why, the numbers it rests on, what has been done."""

from datetime import UTC, datetime
from typing import Any

from components.event_words import actor_text, moment
from components.marks import chip, level_shape
from components.markup import Safe, tag
from components.numbers import NONE, number, stay
from components.tables import head_row, num, row, text
from components.warning_words import coloured, state_mark
from data.language import gettext as _
from data.queries.warning_sheet import Row, WarningSheet
from data.risk_words import QUANTITIES, STATION_KINDS, WARNING_COLOURS
from data.times import local
from data.warn.life import VERDICTS
from data.words import ROLES

CHANGES = {"colour": "颜色 {value}", "words": "依据 {value}", "expires_at": "有效至 {value}", "judged": "评判 {value}"}
NUMBERS = 24  # that the page shows of those a warning rests on


def head(one: WarningSheet) -> list[Any]:
    """Its title, colour in shape and word, and where it stands."""
    state = one.row
    title = tag("h2", [level_shape(state["colour"], numeral=True), tag("span", state["title"])], "event-title")
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
    return [tag("b", one.rule["name"]), " ", version, tag("small", f" · {one.rule['source']}")]


def why(one: WarningSheet) -> list[Any]:
    """The reason in words, then the numbers that decided, each beside the bar it was held to."""
    numbers = one.evidence.get("numbers") if isinstance(one.evidence, dict) else None
    rows = [_number(number, one.now) for number in numbers or []][:NUMBERS]
    heads = head_row(["测站", "要素", "数值", "界限", "时间"])
    table = [tag("div", [heads, *rows], "table evidence-table")] if rows else []
    return [tag("p", one.row["words"], "why-text"), *table]


def _number(told: dict[str, Any], now: datetime) -> Safe:
    """One line a number. How long a station has been silent is told in minutes."""
    quantity = QUANTITIES.get(str(told.get("quantity")))
    what, unit = (_(quantity.word), _(quantity.unit)) if quantity else (_("未上报"), _("分钟"))
    if quantity and told.get("minutes"):
        what = f"{what} {stay(told['minutes'])}"
    at = told.get("at")
    name = str(told.get("station") or NONE)
    return row(
        [
            tag("span", name, title=name),
            text(what),
            num(f"{number(told.get('value'))} {unit}", "strong"),
            num(f"{number(told.get('bar'))} {unit}"),
            num(moment(datetime.fromtimestamp(at, UTC), now) if isinstance(at, int) else NONE),
        ]
    )


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
        inside.append(tag("p", step["reason"], "step-reason"))
    if decided := _decided(one, step["change"]):
        inside.append(tag("p", decided, "step-change"))
    return tag("li", [when, tag("div", inside)], f"past-step past-{step['move']}")


def _decided(one: WarningSheet, change: Row) -> list[Any]:
    spoken: dict[str, Any] = {
        "colour": lambda value: _(WARNING_COLOURS[value]),
        "judged": lambda value: _(VERDICTS[value]),
        "expires_at": lambda value: moment(value, one.now),
    }
    told = [
        _(words).format(value=spoken.get(name, str)(change[name]))
        for name, words in CHANGES.items()
        if change.get(name) is not None
    ]
    return [tag("span", words) for words in told]
