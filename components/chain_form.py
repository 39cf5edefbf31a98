"""How a chain is changed: its links a row each, judged by hand or by the rules; what was changed."""

from collections.abc import Sequence
from datetime import datetime

from dash.development.base_component import Component

from components.economy_forms import Listed, Row, form, history, office, opened, pick, text
from components.fields import entry, field, void
from components.markup import Safe, tag
from data.economy.words import MARKS, TIERS
from data.language import gettext as _

SPARE = 2  # rows for what is new


def chain_form(row: Row | None, links: Sequence[Row], seen: int | None, offices: Sequence[str]) -> Safe:
    """`row` None: of a chain that is not there yet."""
    code, word = (str(row[name]) if row else "" for name in ("code", "word"))
    fixed = {"readonly": "readonly"} if row else {}
    told = [
        field("word", _("产业链"), entry("word", "text", word, maxlength="64")),
        field(
            "code",
            _("代码"),
            entry("code", "text", code, maxlength="32", **fixed),
            hint=_("英文名称由代码而来，建后不改"),
        ),
        office(str(row["department"]) if row else "", offices, f"chain-{code or 'new'}"),
    ]
    heads = [tag("span", words) for words in (_("层次"), _("环节"), _("代码"), _("强弱"), _("认定依据"), _("删除"))]
    spare: list[Row] = [{}] * (SPARE if row else 2 * SPARE)
    rows = [_link(n, one) for n, one in enumerate([*links, *spare])]
    table = tag("div", [tag("div", heads, "economy-row economy-heads"), *rows], "economy-rows economy-links")
    send = _("保存产业链")
    hidden = {"seen": "" if seen is None else str(seen)}
    inside = form("define_chain", hidden, [tag("div", told, "indicator-fields"), table], send)
    if row is None:
        return opened(_("新建产业链"), inside, "button primary", "chain_new")
    return opened(_("修改产业链"), inside, "button", "chain_change")


def _link(n: int, one: Row) -> Safe:
    name, fixed = f"link-{n}", {"readonly": "readonly"} if one else {}
    tiers = [(code, _(words)) for code, words in TIERS.items()]
    marks: Listed = [("", _("按规则")), *((code, _(words)) for code, words in MARKS.items())]
    box = void("input", type="checkbox", name=f"{name}-off", value="1", aria_label=_("删除"))
    off = tag("label", [box, tag("span", _("删除"))], "economy-off")
    cells = [
        pick(f"{name}-tier", _("层次"), tiers, str(one.get("tier") or "upper")),
        text(f"{name}-word", _("环节"), str(one.get("word") or "")),
        text(f"{name}-code", _("代码"), str(one.get("code") or ""), **fixed),
        pick(f"{name}-mark", _("强弱"), marks, str(one.get("mark") or "")),
        text(f"{name}-why", _("认定依据"), str(one.get("why") or "")),
        off if one else tag("span", None),
    ]
    return tag("div", cells, "economy-row")


def chain_history(steps: Sequence[Row], now: datetime) -> Component:
    return history(_("修改历史"), steps, now, _changed)


def _changed(before: Row, after: Row) -> list[str]:
    told = [f"{words}：{before[name]} → {after[name]}" for name, words in _named() if before[name] != after[name]]
    was, now = ({one["code"]: one for one in state["links"]} for state in (before, after))
    told += [_("新增环节 {name}").format(name=now[code]["word"]) for code in now if code not in was]
    told += [_("删除环节 {name}").format(name=was[code]["word"]) for code in was if code not in now]
    for code in now:
        if code in was and was[code] != now[code]:
            told.append(_link_changed(was[code], now[code]))
    return told


def _named() -> list[tuple[str, str]]:
    return [("word", _("产业链")), ("department", _("责任部门"))]


def _link_changed(was: Row, now: Row) -> str:
    told = [f"{was['word']} → {now['word']}"] if was["word"] != now["word"] else [str(now["word"])]
    if was["tier"] != now["tier"]:
        told.append(f"{_(TIERS[was['tier']])} → {_(TIERS[now['tier']])}")
    if (was["mark"], was["why"]) != (now["mark"], now["why"]):
        judged = _("认定为{mark}：{why}").format(mark=_(MARKS[now["mark"]]), why=now["why"]) if now["mark"] else ""
        told.append(judged or _("改为按规则"))
    return _("环节 {told}").format(told="，".join(told))
