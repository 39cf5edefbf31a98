"""Kept forms: each a way to fill it again here, what it was filled with by itself, and the form that keeps one more."""

import json
from typing import Any
from urllib.parse import urlencode

from components.event_words import moment
from components.fields import choice, entry, field, link, void
from components.markup import Safe, tag
from components.numbers import number
from data.acting import may_act
from data.commands.form_screens import SHARED
from data.commands.forms import EVERY, LONGEST
from data.house import house
from data.language import gettext as _
from data.queries.saved_forms import stamp
from data.view import View
from data.words import ROLES

SHARABLE = ("leader", "department_head", "duty_officer", "grid_staff", "agency")
Row = dict[str, Any]


def saved_card(rows: list[Row], view: View) -> Safe:
    head = tag(
        "header", [tag("h2", _("表样库"), "panel-title"), tag("div", number(len(rows)), "panel-meta n")], "panel-head"
    )
    none = tag("p", _("还没有保存的表样"), "quiet")
    listed = tag("ul", [_form(row, view) for row in rows], "forms-kept") if rows else none
    keep = [_keep()] if may_act(house()) else []
    return tag(
        "section", [head, *keep, listed, tag("p", None, "quiet", data_listing_said="1", role="status")], "panel card"
    )


def _form(row: Row, view: View) -> Safe:
    asked = json.loads(row["asked"])
    told = {"ledger": asked["ledger"], "fields": ",".join(asked["fields"]), "title": row["title"]}
    told |= {"where": json.dumps(asked["where"], ensure_ascii=False)} if asked["where"] else {}
    carried = view.query().removeprefix("?")
    way = link(row["title"], "/forms?" + "&".join(filter(None, (carried, urlencode(told)))), "list-link")
    by = " · ".join(
        filter(None, (row["department"], row["owner_name"], _(EVERY[row["every"]]) if row["every"] else ""))
    )
    runs = [_run(row["code"], one) for one in row["runs"]]
    drop = [_drop(row["code"])] if row["mine"] and may_act(house()) else []
    return tag("li", [tag("div", [way, tag("small", by)], "two"), *drop, *([tag("ul", runs)] if runs else [])])


def _run(code: str, one: Row) -> Safe:
    when = moment(one["at"], house().clock.now())
    if one["fault"]:
        return tag("li", [tag("span", when, "n"), " ", tag("span", one["fault"], "act-say")])
    words = [tag("span", when, "n"), " ", tag("b", number(one["n"]), "n"), " ", _("条")]
    return tag("li", link(words, f"/api/v1/forms/runs/{code}/{stamp(one['at'])}.xlsx", "list-link", download=""))


def _drop(code: str) -> Safe:
    hidden = [
        void("input", type="hidden", name=name, value=value) for name, value in (("act", "remove"), ("code", code))
    ]
    gone = tag("button", "×", "button small", type="submit", aria_label=_("删除表样"), title=_("删除表样"))
    return tag("form", [*hidden, gone, tag("span", None, "act-say", role="alert")], data_listing_move="form")


def _keep() -> Safe:
    """`assets/js/54-forms.js` gives it what the form on the page asks."""
    hidden = [
        void("input", type="hidden", name=name, data_form_asked="1") for name in ("ledger", "fields", "where", "region")
    ]
    act = void("input", type="hidden", name="act", value="save")
    roles = [
        tag(
            "label",
            [void("input", type="checkbox", name=f"{SHARED}{role}", value="1"), tag("span", _(ROLES[role]))],
            "radio",
        )
        for role in SHARABLE
    ]
    inside = [
        act,
        *hidden,
        field("title", _("表名"), entry("title", maxlength=str(LONGEST), required="")),
        field("department", _("使用部门"), entry("department", maxlength=str(LONGEST))),
        field("every", _("定时填表"), choice("every", [(code, _(word)) for code, word in EVERY.items()])),
        tag("fieldset", [tag("legend", _("共享给"), "field-label"), tag("div", roles, "radios")], "field"),
        tag("p", None, "act-say", role="alert"),
        tag("div", tag("button", _("保存"), "button primary", type="submit"), "act-send"),
    ]
    form = tag("form", inside, "act-form", data_listing_move="form", data_form_keep="1")
    return tag("details", [tag("summary", _("把当前表保存为表样"), "button"), form], "act")
