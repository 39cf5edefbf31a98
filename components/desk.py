"""What the desk pages of events share: the bar above, their view, the designed failures."""

from collections.abc import Mapping, Sequence

from dash import dcc, html
from dash.development.base_component import Component

from components.ids import FOLLOWS, VIEW
from components.titlebar import clock, looks
from data.accounts.seat import seated
from data.acting import looking
from data.errors import CockpitError, NotReady
from data.house import House
from data.language import gettext as _
from data.queries.assessment import may_assess
from data.scope import EVERY_CELL
from data.sitter import sitting
from data.view import View

PLACES = (
    ("/", "一张图"),
    ("/events", "事件中心"),
    ("/dispatch", "调度台"),
    ("/risk", "风险预警"),
    ("/things", "台账"),
    ("/report", "事件上报"),
    ("/accountability", "问效"),
)
HOME = ("/home", "工作台")
TASKS = ("/tasks", "我的任务")  # among the first for desks below the city
MORE = {  # behind one entry, by what people come for
    "基层治理": (
        HOME,
        TASKS,
        ("/lists", "三清单"),
        ("/archive", "一镇一村一档"),
        ("/grids", "网格"),
        ("/forms", "一张表"),
        ("/documents", "资料"),
        ("/visits", "走访"),
    ),
    "经济与考核": (
        ("/economy", "经济运行"),
        ("/indicators", "指标工坊"),
        ("/assessment", "考核评价"),
        ("/catalogue", "数据与场景"),
        ("/returns", "退回数源"),
        ("/coordination/inspection", "涉企检查"),
        ("/coordination/campus", "进校园"),
    ),
    "研判预警": (
        ("/studies", "研判"),
        ("/themes", "专题"),
        ("/events/digest", "通报"),
        ("/events/bundle", "打包处置"),
        ("/videos", "视频"),
        ("/signals", "线索"),
        ("/warnings", "预警流"),
        ("/stations", "测站"),
        ("/rules", "预警模型"),
    ),
    "汇报会商": (
        ("/briefing", "汇报"),
        ("/drafts", "一键简报"),
        ("/reports", "自助报告"),
        ("/screens", "大屏"),
        ("/rooms", "会商"),
    ),
    "系统": (
        ("/dispatch/messages", "消息"),
        ("/callouts", "联络"),
        ("/quarantine", "隔离区"),
        ("/exercises", "演练"),
        ("/accounts", "账号"),
        ("/audit", "审计"),
    ),
}
OF_THE_CITY = (  # what lies nowhere in particular: for those who see all of it
    "/dispatch/messages",
    "/quarantine",
    "/exercises",
)
OF_ROLES = {"/accounts": "administrator", "/audit": "auditor"}


def desk_bar(house: House, view: View, here: str, title: str, *inside: Component) -> Component:
    """Where one can go, what is shown, and the city's clock."""
    first = PLACES if looking(house).covers(*EVERY_CELL) else (*PLACES, TASKS)
    ways = [_way(here, path, words) for path, words in first]
    more = {name: [one for one in some if one not in first and _open(house, one[0])] for name, some in MORE.items()}
    simulated = [html.Span(_("演示数据 · 模拟"), className="chip chip-simulated")] if house.settings.demo else []
    past = _past(view, here) if view.at else []
    now = clock(view.at or house.clock.now(), still=view.at is not None)
    right = html.Div([*simulated, *past, looks(view, here), now], className="desk-right")
    nav = html.Nav([*ways, _more(here, more)], className="desk-ways", **{"aria-label": _("页面")})
    return html.Header([nav, html.H1(title), *inside, right], className="page-bar desk-bar")


def ways_of(house: House) -> dict[str, list[tuple[str, str]]]:
    """All pages that this asker would be shown, by what people come for."""
    every = {"指挥": PLACES, **MORE}
    return {name: [one for one in some if one != HOME and _open(house, one[0])] for name, some in every.items()}


def _way(here: str, path: str, words: str) -> Component:
    on = {"data-carry": "view"} | ({"aria-current": "page"} if path == here else {})
    return html.A(_(words), href=path, className="desk-way on" if path == here else "desk-way", **on)


def _more(here: str, more: Mapping[str, Sequence[tuple[str, str]]]) -> Component:
    """What is used less often: opened by a click or by Enter, left by Escape. The page that is shown names itself."""
    shown = next((words for ways in more.values() for path, words in ways if path == here), "")
    name = html.Summary(
        _(shown) if shown else _("更多"), className="desk-way on" if shown else "desk-way", title=_("更多")
    )
    groups = [
        html.Div([html.P(_(word)), *(_way(here, path, words) for path, words in ways)])
        for word, ways in more.items()
        if ways
    ]
    return html.Details(
        [name, html.Div(groups, className="desk-more-ways")], className="desk-more", **{"data-more": "1"}
    )


def _open(house: House, path: str) -> bool:
    """Whether this asker would be shown the page."""
    if path in OF_THE_CITY:
        return looking(house).covers(*EVERY_CELL)
    if path == "/assessment":
        return may_assess(sitting(house))
    one = seated()
    return path not in OF_ROLES or (one is not None and one.role == OF_ROLES[path])


def _past(view: View, here: str) -> list[Component]:
    """A past moment says so, and leads back to now."""
    back = html.A(_("回到现在"), href=f"{here}{view.but(at=None).query()}", className="segment on to-now")
    return [html.Span(_("回看"), className="chip chip-past"), back]


def pulse(view: View) -> list[Component]:
    """The view and what follows it, for a page without panels."""
    return [dcc.Store(id=VIEW, data=view.query()), dcc.Store(id=FOLLOWS, data={})]


def failed(error: Exception) -> Component:
    """A page that cannot be shown now, in one plain sentence, and a way to try again."""
    words = _("城市数据尚未装入") if isinstance(error, NotReady) else _("暂时取不到数据")
    told = str(error) if isinstance(error, CockpitError) and error.status == 400 else words
    retry = html.A(_("重试"), href="", className="button", **{"data-reload": "1"})
    return html.Main([html.P(told), retry], className="missing")


def refused(error: Exception) -> Component:
    """A page that is not for this asker: why, and the way back."""
    return html.Main(
        [html.P(str(error)), html.A(_("回到全市一张图"), href="/", className="button", **{"data-carry": "view"})],
        className="missing",
    )


def kept_ids(page: Component, stores: Sequence[Component]) -> Component:
    """A page that cannot be shown, with what its callbacks name: Dash learns at its first look which ids there are."""
    still = [dcc.Store(id=VIEW), dcc.Store(id=FOLLOWS, data={})]
    return html.Div([page, html.Div([*still, *stores], hidden=True)])
