"""The facts of a draft: each is a figure that a panel shows here and now, in words, with the page that shows it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from components.event_words import moment as moment_text
from components.numbers import number, percent, scaled, stay
from components.registry import panels
from components.scene_panels import answer_of
from components.to_list import to_list
from data.answer import Answer, Row
from data.briefing.drafting import Fact, Facts, Template
from data.house import House
from data.language import gettext as _
from data.queries.event_course import course
from data.queries.indicators import target_of
from data.scope import Scope
from data.view import View

GRIDS = "5"  # the level of grids, as totals name it
SMALL = 10  # events below which nothing is compared
Found = Iterator[tuple[str, Fact]]


class Gatherer:
    """Asks each panel once, for one view."""

    def __init__(self, house: House, view: View, scope: Scope, template: Template) -> None:
        self.house, self.view, self.scope, self.template = house, view, scope, template

    def facts(self, event: str = "") -> Facts:
        found: dict[str, Fact] = {}
        for rule in RULES:
            found.update((name, fact) for name, fact in rule(self) if fact.value is not None)
        return found | dict(_incident(self, event) if event else ())

    def told(self, key: str, **changes: Any) -> Answer:
        return answer_of(self.house, panels()[key], self.view.but(**changes), self.scope)

    def panel(self, key: str) -> str:
        """The page of a panel with this view."""
        return f"/panel/{key}{self.view.query()}"

    def count(self, label: str, value: Any, way: str) -> Fact:
        return Fact(label=label, value=value, words=number(value), way=way)

    def share(self, label: str, value: Any, way: str) -> Fact:
        return Fact(label=label, value=value, words=percent(value), way=way)


def _flow(g: Gatherer) -> Found:
    """What came, beside the period before and the same days of last year."""
    change, way = g.told("trend").parts["change"][0], to_list(g.view)
    yield "reported", g.count(_("上报（件）"), change["reported"], way)
    yield "closed", g.count(_("已结案（件）"), change["closed"], to_list(g.view, state="done"))
    yield "reported_change", moved(_("上报变化"), change["percent"], g.panel("trend"))
    now = g.view.at or g.house.clock.now()
    year = _year_before(now)
    before = g.told("trend", at=year).parts["change"][0]["reported"]
    if isinstance(before, int | float) and before >= SMALL:
        there = g.view.but(at=year)
        yield "reported_year", g.count(_("去年同期上报（件）"), before, to_list(there))
        same = round(100 * (float(change["reported"] or 0) - before) / before, 1)
        yield "year_change", moved(_("上报同比"), same, g.panel("trend"))


def _year_before(now: datetime) -> datetime:
    try:
        return now.replace(year=now.year - 1)
    except ValueError:  # the 29th of February
        return now - timedelta(days=365)


def moved(label: str, value: Any, way: str) -> Fact:
    """A change in percent, in words."""
    if not isinstance(value, int | float):
        return Fact(label=label, value=None, words="", way=way)
    words = _("增加 {n}") if value > 0 else _("减少 {n}") if value < 0 else _("持平（{n}）")
    return Fact(label=label, value=value, words=words.format(n=percent(abs(value))), way=way)


def _standing(g: Gatherer) -> Found:
    totals = g.told("backlog").parts["totals"][0]
    labels = {"open": _("在办（件）"), "overdue": _("超期（件）"), "soon": _("即将到期（件）")}
    labels |= {"suspended": _("挂账（件）"), "supervised": _("督办中（件）")}
    for key, label in labels.items():
        yield key, g.count(label, totals[key], to_list(g.view, state=key))
    late = max(g.told("units").rows, key=lambda row: int(row["overdue"] or 0), default=None)
    if late and late["overdue"]:
        way = to_list(g.view, state="overdue", agency=str(late["code"]))
        yield "agency_late", named(_("超期最多的单位"), late["name"], way)
        yield "agency_late_n", g.count(_("该单位超期（件）"), late["overdue"], way)


def named(label: str, name: Any, way: str) -> Fact:
    return Fact(label=label, value=str(name), words=str(name), way=way)


def _places(g: Gatherer) -> Found:
    """Which region has most, and which moved most."""
    rows = g.told("ranking").rows
    if not rows or not rows[0]["reported"]:
        return
    way = g.panel("ranking")
    yield "region_most", named(_("上报最多的区划"), rows[0]["name"], way)
    yield "region_most_n", g.count(_("该区划上报（件）"), rows[0]["reported"], to_list(g.view, str(rows[0]["code"])))
    changed = [row for row in rows if isinstance(row["change"], int | float) and row["change"]]
    if not changed:
        return
    one = max(changed, key=lambda row: abs(float(row["change"] or 0)))
    place = Fact(label=_("变化最大的区划"), value=(str(one["code"]),), words=str(one["name"]), way=way)
    yield "region_moved", place
    yield "region_moved_change", moved(_("该区划变化"), one["change"], way)
    yield "region_moved_n", g.count(_("该区划上报（件）"), one["reported"], to_list(g.view, str(one["code"])))


def _kinds(g: Gatherer) -> Found:
    rows = [row for row in g.told("breakdown").rows if row["dim"] == "category"]
    if not rows:
        return
    one = max(rows, key=lambda row: int(row["reported"] or 0))
    way = to_list(g.view, category=str(one["key"]))
    yield "category_most", named(_("最多的类别"), _(str(one["label"])), way)
    yield "category_most_n", g.count(_("该类上报（件）"), one["reported"], way)
    yield "category_most_share", g.share(_("该类占比"), one["share"], g.panel("breakdown"))


def _spots(g: Gatherer) -> Found:
    rows, way = g.told("repeated").rows, g.panel("repeated")
    yield "spots", g.count(_("反复上报（处）"), len(rows), way)
    if rows:
        yield "spot_most", named(_("反复最多的地点"), rows[0]["place"], way)
        yield "spot_most_n", g.count(_("反复（次）"), rows[0]["times"], way)


def _rates(g: Gatherer) -> Found:
    """Beside what the template aims at."""
    for row in g.told("rates").rows:
        key, value, way = f"rate_{row['key']}", row["value"], g.panel("rates")
        if not isinstance(value, int | float) or row["thin"]:
            continue
        yield key, g.share(_(str(row["label"])), value, way)
        if (target := g.template.targets.get(str(row["key"]))) is not None:
            yield f"{key}_target", g.share(_("{name}目标").format(name=_(str(row["label"]))), target, way)
            gap = round(value - target, 1)
            label = _("{name}与目标之差").format(name=_(str(row["label"])))
            yield f"{key}_gap", Fact(label=label, value=gap, words=points(gap), way=way)


def _speed(g: Gatherer) -> Found:
    row = next((row for row in g.told("speed").rows if (row["dim"], row["key"]) == ("link", "answered")), None)
    if row is None or row["p50"] is None:
        return
    way = g.panel("speed")
    told = (("closing", "p50", _("处置到反馈中位")), ("closing_before", "before_p50", _("上期处置到反馈中位")))
    for name, key, label in (*told, ("closing_year", "year_p50", _("去年同期处置到反馈中位"))):
        if row[key] is not None:
            yield name, Fact(label=label, value=row[key], words=stay(row[key]), way=way)
    yield "closing_change", moved(_("中位变化"), row["before_change"], way)


def _risks(g: Gatherer) -> Found:
    counts, way = g.told("warnings").parts["counts"][0], g.panel("warnings")
    red, orange = int(counts["c1"] or 0), int(counts["c2"] or 0)
    yield "red", g.count(_("红色预警（条）"), red, way)
    yield "orange", g.count(_("橙色预警（条）"), orange, way)
    yield "grave", g.count(_("红色、橙色预警（条）"), red + orange, way)
    yield "warnings", g.count(_("生效预警（条）"), counts["total"], way)
    if rows := g.told("warning_regions").rows:
        yield "place_graver", named(_("预警最重的区划"), rows[0]["name"], g.panel("warning_regions"))
        yield "place_graver_n", g.count(_("该区划预警（条）"), rows[0]["total"], g.panel("warning_regions"))
    above = sum(int(row["above"] or 0) for row in g.told("stations").parts["kinds"])
    yield "stations_above", g.count(_("超限测站（站）"), above, g.panel("stations"))
    for row in g.told("typhoon").rows[:1]:
        yield "storm", named(_("台风"), row["name"], g.panel("typhoon"))
        yield "storm_km", g.count(_("当前距离（公里）"), row["km"], g.panel("typhoon"))
        yield "storm_wind", g.count(_("中心风速（米每秒）"), row["wind_ms"], g.panel("typhoon"))


def _economy(g: Gatherer) -> Found:
    rows: Mapping[str, Row] = {str(row["code"]): row for row in g.told("economy").rows}
    named_here = {"power": "industrial_power_growth", "output": "industrial_value_added_growth"}
    named_here |= {"revenue": "public_budget_revenue_growth"}
    way = g.panel("economy")
    for name, code in named_here.items():
        if row := rows.get(code):
            yield name, g.share(_(str(row["name"])), row["value"], way)
    power = rows.get(named_here["power"], {})
    yield from _plan(g, power, way)
    if power.get("versus_province") is not None:
        gap = float(power["versus_province"] or 0)
        yield "power_lead", Fact(label=_("工业用电与全省之差"), value=gap, words=points(gap), way=way)
    if power.get("rank") is not None:
        yield "power_rank", g.count(_("全省位次"), power["rank"], way)


def _plan(g: Gatherer, power: Row, way: str) -> Found:
    """Beside the year's plan, where one is laid down."""
    with g.house.engine.connect() as connection:
        plan = target_of(connection, str(power.get("code") or ""))
    if plan is None or not isinstance(power.get("value"), int | float):
        return
    yield "power_plan", g.share(_("工业用电计划"), plan, way)
    gap = round(float(power["value"] or 0) - plan, 1)
    yield "power_plan_gap", Fact(label=_("工业用电与计划之差"), value=gap, words=points(gap), way=way)


def _base(g: Gatherer) -> Found:
    """What stands behind the platform, who is there, and what is at hand: the strip of key figures, and the grids."""
    for row in g.told("kpi").rows:
        words = "".join(scaled(row["value"]))
        label = _("{name}（{unit}）").format(name=_(str(row["label"])), unit=_(str(row["unit"])))
        yield f"kpi_{row['key']}", Fact(label=label, value=row["value"], words=words, way=g.panel("kpi"))
    grids = next((row["value"] for row in g.told("grid").parts["totals"] if row["key"] == GRIDS), None)
    yield "kpi_grids", g.count(_("网格（个）"), grids, g.panel("grid"))


def points(gap: float) -> str:
    words = _("高 {n} 个百分点") if gap >= 0 else _("低 {n} 个百分点")
    return words.format(n=number(abs(gap), 1))


RULES: tuple[Callable[[Gatherer], Found], ...] = (
    *(_flow, _standing, _places, _kinds, _spots, _rates, _speed, _risks, _economy, _base),
)


def _incident(g: Gatherer, code: str) -> Found:
    """UnknownThing for an event that is not there, or not for this asker."""
    told = course(code, g.house, g.view, g.scope)
    one, way = told.parts["event"][0], f"/events/{code}"
    now = g.view.at or g.house.clock.now()
    at = datetime.fromisoformat(str(one["reported_at"]))
    moves = [str(row["move"]) for row in told.rows if row["of"] == "order"]
    texts = {"code": one["code"], "title": one["title"], "place": one["place"], "agency": one["agency"]}
    texts |= {"grade": _(str(one["grade"])), "stage": _(str(one["stage"])), "at": moment_text(at, now)}
    texts["age"] = stay((now - at).total_seconds() / 60)
    labels = {"code": _("编号"), "title": _("事件"), "place": _("地点"), "agency": _("责任单位")}
    labels |= {"grade": _("等级"), "stage": _("环节"), "at": _("上报时间"), "age": _("历时")}
    for name, text in texts.items():
        if text:
            yield f"event_{name}", named(labels[name], text, way)
    yield "event_steps", g.count(_("节点（个）"), len(told.rows), way)
    yield "orders", g.count(_("派遣（次）"), moves.count("order"), way)
    yield "arrivals", g.count(_("到场（次）"), moves.count("arrived"), way)
