"""What changed since a briefing was frozen: panel by panel, the figure then beside the figure now."""

from dataclasses import replace
from typing import Any

from components.listing import listing_card
from components.markup import Safe, tag
from components.numbers import NONE, number, signed
from components.paper_rows import spoken
from components.scene_panels import answers, kept_answers, shown
from data.answer import Answer, Value
from data.briefer import Briefer
from data.briefing.changes import Change, Changes, changes
from data.briefing.scene import Scene
from data.errors import CockpitError
from data.house import House
from data.language import gettext as _

MOST = 12  # figures of a panel that are listed
HEADS = ("项目", "指标", "冻结时", "现在", "变化")


def changed_scenes(house: House, row: dict[str, Any], scenes: dict[int, Scene], me: Briefer) -> list[Any]:
    return [_scene(house, n, number_, scene, me) for n, (number_, scene) in enumerate(scenes.items(), 1)]


def _scene(house: House, n: int, number_: int, scene: Scene, me: Briefer) -> Any:
    title = f"{n}. {scene.plain_title}"
    try:
        then = kept_answers(house, number_, scene)
        now = answers(house, scene, me.scope)
    except CockpitError as error:  # this scene alone cannot be compared
        return listing_card(title, [tag("p", str(error), "act-say")])
    found = {one: changes(_worded(one.key, then[one.key]), _worded(one.key, now[one.key])) for one in shown(scene)}
    past = [tag("p", _("这一幕看的是过去的时刻，数字不再变化"), "quiet")] if scene.view.at else []
    body = [_panel(_(panel.title), one) for panel, one in found.items() if one]
    same = [_(panel.title) for panel, one in found.items() if not one]
    if same:
        body.append(tag("p", _("没有变化：{names}").format(names=_("、").join(same)), "quiet"))
    many = sum(len(one.figures) for one in found.values())
    meta = [tag("span", _("{n} 个数字有变化").format(n=number(many)), "n")]
    return listing_card(title, [*past, *body], meta)


def _worded(key: str, answer: Answer) -> Answer:
    """Rows by the names that people read."""
    return replace(answer, rows=[_named(key, row) for row in answer.rows])


def _named(key: str, row: Any) -> Any:
    told = spoken(key, row)
    return row | {name: told[name] for name in ("label", "name", "title", "what") if name in told}


def _panel(title: str, one: Changes) -> Safe:
    heads = [tag("th", _(name), "num" if n > 1 else "") for n, name in enumerate(HEADS)]
    rows = [_row(change) for change in one.figures[:MOST]]
    table = tag("table", [tag("thead", tag("tr", heads)), tag("tbody", rows)], "ledger") if rows else None
    more = [tag("p", _("另有 {n} 个数字有变化").format(n=len(one.figures) - MOST), "quiet")]
    lists = [_names(_("新增"), one.came), _names(_("减少"), one.went)]
    inside = [tag("h3", title), tag("div", table, "ledger-box") if table else None]
    inside += [*(more if len(one.figures) > MOST else []), *(words for words in lists if words is not None)]
    return tag("section", [part for part in inside if part is not None], "handout-panel")


def _names(word: str, names: tuple[str, ...]) -> Safe | None:
    if not names:
        return None
    listed = _("、").join(name for name in names[:6] if name)
    told = f"{word} {number(len(names))}：{listed}{'…' if len(names) > 6 else ''}"
    return tag("p", told, "handout-rows")


def _row(one: Change) -> Safe:
    gap = "" if one.gap is None else signed(one.gap, 0 if float(one.gap).is_integer() else 1)
    unit = _(one.unit) if one.unit else ""
    cells = [
        tag("td", _(one.row) if one.row else NONE),
        tag("td", _(one.column)),
        tag("td", _told(one.then, unit), "n num"),
        tag("td", _told(one.now, unit), "n num"),
        tag("td", f"{gap} {unit}".strip() if gap else NONE, "n num handout-gap"),
    ]
    return tag("tr", cells)


def _told(value: Value, unit: str) -> str:
    return f"{number(value)} {unit}".strip() if isinstance(value, int | float) else NONE
