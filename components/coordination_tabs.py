"""The other tabs: overlaps with what had best be done, hidden dangers, hot problems, demands."""

from datetime import date

from dash.development.base_component import Component

from components.coordination_words import Desk, Row, act_form, cell, day_text, folded, short_day, simulated, table
from components.event_words import moment
from components.fields import area, choice, entry, field, link
from components.listing import listing_card, picked
from components.markup import Safe, tag
from components.numbers import number
from data.coordination.overlap import Suggestion
from data.coordination.words import DANGER_STATES, DEMAND_STATES, SUGGESTIONS
from data.language import gettext as _
from data.queries.coordination_dangers import Hot


def overlaps_card(desk: Desk, found: list[Suggestion], decides: bool) -> Component:
    """Proposals with their reasons; the centre follows one with a click, or opens the visit and decides otherwise."""
    rows = [_suggestion(desk, one, decides) for one in found]
    heads = (_("对象"), _("日期"), _("部门"), _("事项"), _("建议"), _("原因"), "")
    none = _("未来 30 天没有重叠，也没有需要调整的计划")
    told = tag("span", _("未来 30 天 · {n} 条建议").format(n=number(len(found))), "n")
    rule = _("{days} 天内、同一{word}、事项相同或文字相似 {share}% 以上为重叠").format(
        days=desk.kind.near.days, word=_(desk.kind.subject.word), share=desk.kind.near.words
    )
    return listing_card(
        _("重叠与建议"), [tag("p", rule, "quiet"), *table("overlaps", _("重叠与建议"), heads, rows, none)], [told]
    )


def _suggestion(desk: Desk, one: Suggestion, decides: bool) -> Safe:
    call = one.call
    given = {"code": call["code"], "seq": str(call["seq"]), "reason": one.why}
    given |= {"into": one.into} if one.into else {}
    label = _(SUGGESTIONS[one.what])
    now = act_form(desk.kind, one.what, _("照此办理"), look="button small", **given) if one.what != "change" else ""
    cells = [
        cell(_("对象"), call["name"], "coord-name"),
        cell(_("日期"), short_day(call["day"]), "n"),
        cell(_("部门"), call["agency_name"] or call["agency"]),
        cell(_("事项"), desk.kind.items_name(call["items"])),
        cell(_("建议"), tag("span", label, "mark mark-late")),
        cell(_("原因"), one.why, "visit-found"),
        cell(
            "", [link(_("详情"), f"?tab=calls&call={call['code']}", "button small"), now if decides else ""], "coord-do"
        ),
    ]
    return tag("tr", cells, data_suggested=call["code"])


def dangers_card(desk: Desk, counts: dict[str, int], rows: list[Row]) -> Component:
    state = desk.chosen.get("danger", "")
    ways = [picked("danger", name, _(words), counts[name], state == name) for name, words in DANGER_STATES.items()]
    heads = (_("编号"), _("对象"), _("事项"), _("发现的问题"), _("整改期限"), _("状态"), "")
    body = table("dangers", _("隐患清单"), heads, [_danger(desk, row) for row in rows], _("没有待办的隐患"))
    return listing_card(_("隐患清单"), [tag("div", ways, "kept-filters coord-ways"), *body])


def _danger(desk: Desk, row: Row) -> Safe:
    late = row["state"] != "closed" and row["due_day"] is not None and row["due_day"] < desk.today
    due = f"▲ {day_text(row['due_day'])}" if late else day_text(row["due_day"])
    words = [row["words"], *([tag("small", _("整改：{words}").format(words=row["mended"]))] if row["mended"] else [])]
    event = (
        [" ", link(row["event"], f"/events/{row['event']}", "n list-link", data_carry="view")] if row["event"] else []
    )
    cells = [
        cell(_("编号"), [tag("span", row["code"], "n"), *simulated(row)]),
        cell(_("对象"), [tag("b", row["name"]), tag("small", row["agency_name"] or row["agency"])], "two"),
        cell(_("事项"), desk.kind.item_name(row["item"])),
        cell(_("发现的问题"), words, "visit-found"),
        cell(_("整改期限"), due, "n over" if late else "n"),
        cell(_("状态"), [tag("span", _(DANGER_STATES[row["state"]]), "mark"), *event]),
        cell("", _danger_acts(desk, row), "coord-do"),
    ]
    return tag("tr", cells, data_danger=row["code"])


def _danger_acts(desk: Desk, row: Row) -> list[Safe]:
    known = {"code": row["code"], "seq": str(row["seq"])}
    if desk.actor is None or row["state"] == "closed":
        return []
    acts = []
    if desk.files and row["state"] == "fixed":
        acts.append(act_form(desk.kind, "recheck", _("复查销号"), look="button small primary", passed="1", **known))
        acts.append(act_form(desk.kind, "recheck", _("退回整改"), look="button small", passed="0", **known))
    if not row["event"]:
        acts.append(act_form(desk.kind, "event", _("转事件"), look="button small", **known))
    return acts


def hot_card(desk: Desk, found: list[Hot], pushed: list[Row], trades: dict[str, str], decides: bool) -> list[Component]:
    kind = desk.kind
    rule = _("{days} 天内同行业 {n} {unit}以上发现同一事项的问题").format(
        days=kind.hot.days, n=kind.hot.times, unit=_(kind.subject.unit)
    )
    heads = (_("事项"), _("行业"), _("涉及"), _("问题举例"), _("上次推送"), "")
    rows = [_hot(desk, one, trades, decides) for one in found]
    first = listing_card(
        _("热点问题"), [tag("p", rule, "quiet"), *table("hot", _("热点问题"), heads, rows, _("没有热点问题"))]
    )
    columns = (_("编号"), _("事项"), _("行业"), _("推送"), _("已读"), _("已自查"), _("提示"), _("时间"))
    told = [_pushed(desk, row, trades) for row in pushed]
    return [first, listing_card(_("推送与回执"), table("pushes", _("推送与回执"), columns, told, _("还没有推送过")))]


def _hot(desk: Desk, one: Hot, trades: dict[str, str], decides: bool) -> Safe:
    now, kind = desk.house.clock.now(), desk.kind
    hint = _("同行业已有 {n} {unit}发现“{item}”问题，请对照自查").format(
        n=one.n, unit=_(kind.subject.unit), item=kind.item_name(one.item)
    )
    fields = [field("words", _("自查提示"), area("words", hint, rows=2, maxlength="500"))]
    whom = _("推送给同类{word}").format(word=_(kind.subject.word))
    form = act_form(kind, "push", whom, fields, region=desk.here.code, item=one.item, trade=one.trade)
    cells = [
        cell(_("事项"), tag("b", kind.item_name(one.item))),
        cell(_("行业"), trades.get(one.trade, one.trade)),
        cell(_("涉及"), _("{n} {unit}").format(n=number(one.n), unit=_(kind.subject.unit)), "n"),
        cell(_("问题举例"), one.words, "visit-found"),
        cell(_("上次推送"), moment(one.pushed, now) if one.pushed else "—", "n"),
        cell("", folded(whom, form, name="coord-hot") if decides else "", "coord-do"),
    ]
    return tag("tr", cells)


def _pushed(desk: Desk, row: Row, trades: dict[str, str]) -> Safe:
    unit = _(desk.kind.subject.unit)
    cells = [
        cell(_("编号"), [tag("span", row["code"], "n"), *simulated(row)]),
        cell(_("事项"), desk.kind.item_name(row["item"])),
        cell(_("行业"), trades.get(row["trade"], row["trade"])),
        *(
            cell(label, f"{number(row[name])} {unit}", "n")
            for label, name in ((_("推送"), "told"), (_("已读"), "read"), (_("已自查"), "checked"))
        ),
        cell(_("提示"), row["words"], "visit-found"),
        cell(_("时间"), moment(row["at"], desk.house.clock.now()), "n"),
    ]
    return tag("tr", cells)


def demands_card(
    desk: Desk, counts: dict[str, int], rows: list[Row], agencies: list[tuple[str, str]], decides: bool
) -> Component:
    state = desk.chosen.get("demand", "")
    ways = [picked("demand", name, _(words), counts[name], state == name) for name, words in DEMAND_STATES.items()]
    heads = (_("编号"), _("对象"), _("需求"), _("主题与对口部门"), _("响应"), _("状态"), "")
    body = table(
        "demands", _("需求对接"), heads, [_demand(desk, row, agencies, decides) for row in rows], _("没有待响应的需求")
    )
    return listing_card(_("需求对接"), [tag("div", ways, "kept-filters coord-ways"), *body])


def _demand(desk: Desk, row: Row, agencies: list[tuple[str, str]], decides: bool) -> Safe:
    kind, names = desk.kind, dict(agencies)
    topic = kind.topics.get(row["topic"])
    to = (
        [tag("small", _("已转交 {name}").format(name=names.get(row["forwarded"], row["forwarded"])))]
        if row["forwarded"]
        else []
    )
    answers = [
        tag("small", f"{one['agency_name']} · {short_day(one['day'])} · {one['words']}") for one in row["offers"]
    ]
    cells = [
        cell(_("编号"), [tag("span", row["code"], "n"), *simulated(row)]),
        cell(_("对象"), row["name"], "coord-name"),
        cell(
            _("需求"),
            [tag("b", _(kind.wants.get(row["want"], row["want"]))), tag("small", row["words"])],
            "two visit-found",
        ),
        cell(
            _("主题与对口部门"),
            [
                tag("b", _(topic.name) if topic else row["topic"]),
                tag("small", "、".join(row["matched"].values()) or "—"),
                *to,
            ],
            "two visit-found",
        ),
        cell(_("响应"), answers or "—", "two visit-found"),
        cell(_("状态"), tag("span", _(DEMAND_STATES[row["state"]]), "mark")),
        cell("", _demand_acts(desk, row, agencies, decides), "coord-do"),
    ]
    return tag("tr", cells, data_demand=row["code"])


def _demand_acts(desk: Desk, row: Row, agencies: list[tuple[str, str]], decides: bool) -> list[Safe]:
    known = {"code": row["code"], "seq": str(row["seq"])}
    if row["state"] not in ("open", "offered"):
        return []
    if decides:
        whom = [field("to", _("转交哪个部门"), choice("to", agencies))]
        return [folded(_("转交"), act_form(desk.kind, "forward", _("转交"), whom, **known), name="coord-demand")]
    mine = [one for one in agencies if one[0] in row["matched"] or one[0] == row["forwarded"]]
    if not desk.files or not mine:
        return []
    day = f"{date.fromordinal(desk.today + 7):%Y-%m-%d}"
    fields = [
        field("agency", _("部门"), choice("agency", mine)),
        field("day", _("上门日期"), entry("day", "date", day, required="")),
        field("words", _("响应内容"), area("words", rows=2, maxlength="500", required="")),
    ]
    return [folded(_("响应"), act_form(desk.kind, "offer", _("提交响应"), fields, **known), name="coord-demand")]
