"""火情处置记录: fires by kind, then each with when it was found, reached and closed, numbered as on the map."""

from datetime import datetime

from dash.development.base_component import Component

from components.event_words import moment
from components.frame import part
from components.markup import Safe, tag
from components.numbers import NONE, number, stay
from components.registry import Panel, Props
from components.tables import head_row, num, row, text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.fires import answer
from data.view import View
from data.words import SOURCES, STATES, WINDOWS

KEY = "fires"
LISTED = 20
HEADS = ("火情", "类型", "来源", "发现", "到场", "结案", "环节")
RULE = "发现到到场：派出单位最早到场；中位数只计已到场、已结案的；并案和不予立案的不计"


def body() -> list[Component]:
    return [
        part(KEY, "types", className="fire-types"),
        part(KEY, "told", className="study-say"),
        part(KEY, "rows", className="table fires-table", tabIndex=0),
        part(KEY, "rule", className="rule"),
    ]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    types = answer.parts.get("types", [])
    total = sum(int(one["found"] or 0) for one in types)
    words = _("{window}发现 {n} 起").format(window=_(WINDOWS[view.window]), n=number(total))
    now = answer.as_of
    lines = [_row(one, n, now) for n, one in enumerate(answer.rows[:LISTED], start=1)]
    return {
        "sub": {"children": words},
        "types": {"children": [_type(one) for one in types]},
        "told": {"children": _told(answer, total)},
        "rows": {"children": [head_row(HEADS), *lines] if lines else None},
        "rule": {"children": _(RULE)},
    }


def _type(one: Row) -> Safe:
    """A tile that narrows the list to its kind; a second click leads back."""
    figure = tag("b", [number(one["found"]), tag("small", _("起"))], "n")
    about = _("在办 {open} · 无人机发现 {drone}").format(open=number(one["open"]), drone=number(one["drone"]))
    spent = _("到场中位 {arrive} · 结案中位 {close}").format(arrive=stay(one["to_arrive"]), close=stay(one["to_close"]))
    href = "?slice=" if one["on"] else f"?slice=leaf:{one['leaf']}"
    inside = [tag("span", _(str(one["label"]))), figure, tag("small", about), tag("small", spent)]
    return tag("a", inside, "tile on" if one["on"] else "tile", href=href)


def _told(answer: Answer, total: int) -> list[Safe]:
    """Beside what the city has published, whatever the window."""
    told = next(iter(answer.parts.get("told", [])), None)
    whole = all(one["whole"] for one in answer.parts.get("read", []))
    lines = [] if whole else [tag("p", _("件数多，只看最近的"))]
    if told:
        words = _("本表 {n} 起 · 公布累计发现处置 {value} 余起").format(n=number(total), value=number(told["value"]))
        lines.append(tag("p", words, title=str(told["source"])))
    return lines


def _row(one: Row, n: int, now: datetime | None) -> Safe:
    name = [tag("b", [tag("i", str(n), "fire-no n"), " ", str(one["title"])]), tag("small", str(one["place"] or NONE))]
    told = f"{one['title']} · {one['label']}"
    at = {"data_hot": str(n), "data_lon": str(one["lon"]), "data_lat": str(one["lat"]), "data_told": told}
    href = f"/events/{one['code']}"
    cells = [
        tag("a", name, "two", href=href, data_carry="view", data_to=href, **at),
        text(_(str(one["label"]))),
        text(_(SOURCES.get(str(one["source"]), NONE))),
        num(_when(one["found_at"], now)),
        num(_after(one["to_arrive"])),
        num(_after(one["to_close"])),
        text(_(STATES.get(str(one["stage"]), ""))),
    ]
    return row(cells)


def _after(minutes: object) -> str:
    """How long after it was found."""
    return f"+{stay(minutes)}" if isinstance(minutes, int | float) else NONE


def _when(told: object, now: datetime | None) -> str:
    at = datetime.fromisoformat(str(told)) if told else None
    return moment(at, now or at) if at else NONE


panel = Panel(
    key=KEY,
    title="火情处置记录",
    slot="theme",
    order=620,
    topics=("events", "dispatch", "indicators"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "window", "at", "lang", "slice"),
    nothing="没有火情",
)
