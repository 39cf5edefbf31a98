"""事件复盘 "/review/<code>": an incident's course with a slider: what had happened and been done by any moment."""

import json
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.desk import desk_bar, pulse
from components.event_words import GRADE_LEVEL
from components.fields import link
from components.link import link_down
from components.listing import listing_card
from components.marks import chip
from components.markup import Safe, still, tag
from components.sheet_page import sheet_map
from components.wall import notice
from data.acting import looking
from data.answer import Answer, Row
from data.briefer import briefer
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.event_course import course
from data.times import local
from data.view import View
from data.words import STATES

DONE = (("order", "派遣"), ("accepted", "签收"), ("arrived", "到场"), ("finished", "办结"))


def review_page(house: House, view: View, refused: tuple[str, ...], code: str) -> Component:
    """The whole course is laid out; the slider begins at the view's moment, else at the end."""
    with speaking(view.lang):
        told = course(code, house, view.but(at=None), looking(house))
        one = told.parts["event"][0]
        head = [
            desk_bar(house, view, "/review", _("事件复盘")),
            link_down(),
            *notice(view, refused),
        ]
        makes = briefer(house).makes
        left = [still(_stands(one, simulated=house.clock.holds_demo(), makes=makes)), _map(one)]
        body = [still(_slider(told, view), className="review-slider"), html.Div(left, className="review-left")]
        main = html.Main([*body, still(_steps(told))], className="review-body")
        return html.Div(
            [still(head), main, *pulse(view)],
            className="page review-page",
            **{"data-live": "review", "data-testid": "review-page"},
        )


def _slider(told: Answer, view: View) -> Any:
    """Over the moments at which something happened, so that every step of the slider shows something new."""
    times = _times(told)
    at = view.at.isoformat() if view.at else ""
    start = next((n for n, time in enumerate(times) if at and _later(time, at)), len(times)) - 1
    stops = [_stop(time) for time in times]
    ends = tag("div", [tag("span", stops[0], "n"), tag("span", stops[-1], "n")], "review-ends")
    slider = tag(
        "input",
        None,
        type="range",
        min="0",
        max=str(len(times) - 1),
        value=str(max(start, 0)),
        step="1",
        data_review_stops=json.dumps(stops),
        aria_label=_("时间"),
    )
    keys = [_key("back", "‹", _("上一节点")), slider, _key("on", "›", _("下一节点")), _key("play", "▶", _("连续播放"))]
    now = tag("output", stops[max(start, 0)], "review-now n")
    return listing_card(_("时间"), [tag("div", keys, "review-keys"), ends], [now])


def _times(told: Answer) -> list[str]:
    return sorted({str(row["at"]) for row in told.rows})


def _key(name: str, sign: str, words: str) -> Safe:
    return tag("button", sign, "button small", type="button", data_review_key=name, title=words, aria_label=words)


def _later(time: str, at: str) -> bool:
    return datetime.fromisoformat(time) > datetime.fromisoformat(at)


def _stop(time: str) -> str:
    return f"{local(datetime.fromisoformat(time)):%m-%d %H:%M}"


def _stands(one: Row, *, simulated: bool, makes: bool) -> Any:
    """What stood at the slider's moment: filled by `assets/js/97-review.js` from the steps until then."""
    stages = json.dumps({code: _(word) for code, word in STATES.items()})
    facts = [(_("环节"), tag("b", None, data_review_stages=stages))]
    facts += [(_(word), tag("b", "0", "n", data_review_count=move)) for move, word in DONE]
    listed = [tag("div", [tag("small", label), value], "review-fact") for label, value in facts]
    ways = [link(_("打开事件"), f"/events/{one['code']}", "button small", data_carry="view")]
    said = tag("p", None, "act-say", role="alert", data_failed=_("没有生成，请重试"))
    key = tag("button", _("做成复盘汇报"), "button primary", type="button", data_review_make=str(one["code"]))
    words = " · ".join(filter(None, (str(one["code"]), str(one["place"]), _(str(one["grade"])), str(one["agency"]))))
    inside = [tag("p", words, "quiet"), tag("div", listed, "review-facts"), *([key] if makes else []), said]
    meta = [*([chip("simulated")] if simulated else []), *ways]
    return listing_card(str(one["title"]), inside, meta)


def _map(one: Row) -> Component:
    told = {name: one[name] for name in ("lon", "lat", "exact")}
    return sheet_map(told | {"level": GRADE_LEVEL[str(one["letter"])], "around": str(one["around"]).split(",")})


def _steps(told: Answer) -> Any:
    places = {time: n for n, time in enumerate(_times(told))}
    rows = [_step(row, places[str(row["at"])]) for row in told.rows]
    return listing_card(_("经过"), [tag("ol", rows, "course review-course")])


def _step(row: Row, place: int) -> Safe:
    """One line; `place` is the slider's stop at which it happened."""
    at = datetime.fromisoformat(str(row["at"]))
    who = str(row["who"] or "")
    when = tag("time", f"{local(at):%m-%d %H:%M:%S}", "n", datetime=local(at).isoformat())
    words = tag("span", [tag("b", _(str(row["what"]))), " ", tag("span", who), tag("small", str(row["words"] or ""))])
    told = {"data_review_at": str(place), "data_of": str(row["of"]), "data_move": str(row["move"])}
    return tag("li", [when, words], f"course-step of-{row['of']}", data_stage=str(row["stage"]), **told)
