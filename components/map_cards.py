"""What stands over the map: the way up, the neighbours, the legend with its layer switch, the storm, the notes."""

from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.frame import part, title
from components.ids import MAP
from components.marks import as_of_text, chip
from components.markup import still
from components.numbers import NONE, number, scaled
from components.registry import Panel
from components.storms import force
from data.answer import Answer, Row
from data.language import gettext as _
from data.risk_words import STATION_STATES
from data.times import local
from data.view import DEFAULT_LAYERS, FOLDED_LAYERS, View
from data.view import LAYERS as ORDER
from data.words import LAYERS, LEVELS, METRICS

ROOM = 38.0  # how many characters wide the row of neighbours may be
PADDING = 1.6  # of each of them, in characters


def siblings(answer: Answer) -> list[Component] | None:
    """Neighbours under the same parent, around this one; at the city, the level below."""
    line = answer.parts.get("siblings", [])
    here = answer.region
    if len(line) < 2:
        line, here = [row for row in answer.rows if row["code"] != answer.region], ""
    if not line:
        return None
    place = next((n for n, row in enumerate(line) if row["code"] == here), 0)
    first, last = _around([len(str(row["name"])) + PADDING for row in line], place)
    chips: list[Component] = [
        html.A(
            str(row["name"]),
            href=f"?region={row['code']}",
            className="segment on" if row["code"] == here else "segment",
            **{"data-region-code": row["code"]},
        )
        for row in line[first:last]
    ]
    if last - first < len(line):
        chips.append(html.Span(f"{place + 1} / {len(line)}", className="n segment-count"))
    return chips or None


def _around(widths: list[float], place: int) -> tuple[int, int]:
    """The longest run around `place` that fits, growing on both sides in turn."""
    first, last, room = place, place + 1, ROOM - widths[place]
    while True:
        left = first > 0 and widths[first - 1] <= room
        right = last < len(widths) and widths[last] <= room
        if not left and not right:
            return first, last
        if left and (not right or place - first <= last - 1 - place):
            first -= 1
            room -= widths[first]
        else:
            room -= widths[last]
            last += 1


def legend(panel: Panel) -> Component:
    """Head of the map panel, ramp of the metric, and the layer switch."""
    chooser = html.Summary(title=_("换一个指标"), **{"aria-label": _("换一个指标")})
    choice = html.Details([chooser, part(MAP, "choice", className="metric-list")], className="metric-choice")
    head_line = html.Header(
        [
            title(panel, part(MAP, "metric", tag=html.Span)),
            choice,
            part(MAP, "meta", className="panel-meta"),
        ],
        className="panel-head",
    )
    known: dict[str, Any] = {"data-layers": ",".join(ORDER), "data-default": ",".join(DEFAULT_LAYERS)}
    switches = part(MAP, "layers", className="layers", **known)
    scale = html.Div([part(MAP, "ramp", className="ramp"), part(MAP, "sub", tag=html.Span, className="panel-sub")])
    folds = html.Div([_more(), _storms()], className="legend-folds")
    ponding = part(MAP, "ponding", className="ponding-legend")
    return still([head_line, scale, switches, ponding, folds], className="legend")


def _more() -> Component:
    """What few look at every day."""
    inside = part(MAP, "more", className="metric-list")
    return html.Details([html.Summary(_("更多图层")), inside], className="layer-choice")


def _storms() -> Component:
    """Any storm of the pack: the list is filled by `assets/js/storms.js` when it is opened."""
    now = html.A(html.Span(_("当前台风")), href="?storm=", className="metric")
    return html.Details([html.Summary(_("历史台风")), html.Div(now, className="metric-list")], className="storm-choice")


def layers(answer: Answer, folded: bool = False) -> list[Component]:
    """A switch a layer, with how many things it holds here; the browser says which are on."""
    found = {str(row["layer"]): "".join(scaled(row["n"])) for row in answer.parts.get("layers", [])}
    listed = [(n, layer) for n, layer in enumerate(ORDER, 1) if (layer in FOLDED_LAYERS) is folded]
    return [_layer(n, layer, found.get(layer, "")) for n, layer in listed]


def _layer(n: int, layer: str, count: str) -> Component:
    inside = [html.I(className=f"sym sym-{layer}"), html.Span(_(LAYERS[layer])), html.B(count, className="n")]
    keys = {"aria-keyshortcuts": str(n)} if n < 10 else {}
    return html.Button(inside, className="layer", **{"data-layer": layer, **keys})


def ramp(answer: Answer) -> list[Component]:
    """Five fixed classes with their four breaks between them."""
    steps = [html.I(className=f"step r{n}") for n in range(1, 6)]
    breaks = [html.Span(number(row["value"]), className="n") for row in answer.parts.get("breaks", [])]
    return [html.Div(steps, className="steps"), html.Div(breaks, className="breaks")]


def ponding(answer: Answer) -> list[Component]:
    """The classes of depth, shown while their layer is on: shape, bound, what it means; where they come from.

    Gauges that say nothing and those that are doubted have no depth, and signs of their own.
    """
    rows = answer.parts.get("ponding", [])
    bounds = [f"≥{number(one['since'])}" for one in rows[:-1]] + [f"<{number(one['since'])}" for one in rows[-2:-1]]
    lines = [
        html.Li(
            [
                html.I(className=f"sym sym-ponding ponding-{one['grade']}"),
                html.B(bound, className="n"),
                html.Span(_(str(one["name"]))),
            ],
            title=_(str(one["about"])),
        )
        for one, bound in zip(rows, bounds, strict=True)
    ]
    rest = [
        html.Li(
            [html.I(className=f"sym sym-station station-{state}"), html.B(NONE), html.Span(_(STATION_STATES[state]))]
        )
        for state in ("silent", "doubted")
    ]
    source = [html.Small(_("分级依据：{source}").format(source=_(str(rows[0]["source"]))))] if rows else []
    return [html.H3(_("积水深度 cm")), html.Ol([*lines, *rest]), *source]


def metric_choice(view: View) -> list[Component]:
    return [
        html.A(
            [_(name), html.Small(_(unit))],
            href=f"?metric={metric}",
            className="metric on" if metric == view.metric else "metric",
        )
        for metric, (name, unit) in METRICS.items()
    ]


def note(answer: Answer) -> str:
    """Which of the lines drawn are not legal boundaries."""
    if answer.level >= 6:
        return _("{level}界为示意 · 非法定界线").format(level=_(LEVELS[6]))
    drawn = max(answer.level + 1, 3)
    return _("{level}界为示意 · 非法定界线").format(level=_(LEVELS[drawn]))


def storm_card(answer: Answer) -> list[Component] | None:
    rows = answer.parts.get("storm", [])
    return _storm(rows[0], answer) if rows else None


def _storm(row: Row, answer: Answer) -> list[Component]:
    at = datetime.fromisoformat(str(row["at"]))
    now = answer.as_of or at
    wind, pressure = row["wind_ms"], row["pressure"]
    facts = [
        (_("中心"), f"{force(wind)} {number(wind)} m/s" if wind is not None else "—"),
        (_("气压"), f"{number(pressure, 0)} hPa" if pressure is not None else "—"),
        (_("距{city}").format(city=_city(answer)), f"{number(row['km'])} km"),
        (_("位置"), f"{number(row['lat'], 1)}°N {number(row['lon'], 1)}°E"),
    ]
    line = [
        html.B([_("台风"), " ", str(row["name"])]),
        html.Span(str(row["season"]), className="n"),
        chip("published"),
        html.Span(as_of_text(at, now), className="n as-of"),
    ]
    nearest = local(datetime.fromisoformat(str(row["nearest_at"])))
    closest = html.P(
        [
            html.B(f"{nearest:%m-%d %H}{_('时')}", className="n"),
            _("中心经过") if row["nearest_km"] == 0 else _("最近 {km} km").format(km=number(row["nearest_km"])),
        ]
    )
    listed = html.Div(
        [html.Span([name, html.B(value, className="n")]) for name, value in facts], className="storm-facts"
    )
    after = _("事后最佳路径，非预报")  # the pack holds best tracks: what lies ahead was known to nobody then
    return [html.Header(line), closest, listed, html.Small(f"{after} · {row['source']}")]


def _city(answer: Answer) -> str:
    line = answer.parts.get("crumbs", [])
    return str(line[0]["name"]) if line else ""
