"""How an enterprise comes to a link of a chain or leaves one, and how that was changed before."""

from datetime import datetime
from typing import Any

from components.economy_forms import Row, form, opened
from components.economy_words import data_word
from components.event_words import moment
from components.fields import choice, field, void
from components.markup import Safe, tag
from data.language import gettext as _
from data.queries.enterprise_file import EnterpriseFile


def member_form(one: EnterpriseFile) -> Safe:
    """Links that it leaves are ticked, one that it comes to is chosen."""
    boxes = [
        tag("label", [void("input", type="checkbox", name=f"off-{row['id']}", value="1"), _name(row)], "radio")
        for row in one.links
    ]
    leave = [tag("h3", _("移出")), tag("div", boxes, "radios")] if boxes else []
    stands = {row["id"] for row in one.links}
    ways = [(str(row["id"]), _name(row)) for row in one.every_link if row["id"] not in stands]
    come = field("on", _("加入环节"), choice("on", [("", _("不加入")), *ways]))
    hidden = {"enterprise": one.seen.code, "seq": str(one.seen_links)}
    return opened(_("修改所在环节"), form("member", hidden, [*leave, come], _("保存所在环节")), name="member")


def _name(row: Row) -> str:
    return f"{data_word(row['chain_word'], row['chain'])} · {data_word(row['word'], row['code'])}"


def member_history(one: EnterpriseFile, now: datetime) -> Any:
    """What it left and came to, newest first."""
    names = {f"{row['chain']}/{row['code']}": _name(row) for row in one.every_link}
    rows = [_step(step, names, now) for step in one.moved if step["before"]]
    return tag("ol", rows, "indicator-history") if rows else None


def _step(step: Row, names: dict[str, str], now: datetime) -> Safe:
    before, after = (set(state["links"]) for state in (step["before"], step["told"]))
    told = [_("加入 {name}").format(name=names.get(one, one)) for one in sorted(after - before)]
    told += [_("移出 {name}").format(name=names.get(one, one)) for one in sorted(before - after)]
    head = [tag("span", moment(step["at"], now), "n"), " ", "，".join(told)]
    return tag("li", [tag("span", head), tag("small", " · ".join(filter(None, (step["actor"], step["reason"]))))])
