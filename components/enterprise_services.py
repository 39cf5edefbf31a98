"""What is done for one enterprise: policies that fit or nearly do, grants, projects, what it asked for."""

from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components.economy_words import worth
from components.event_forms import who
from components.event_words import moment, stage_text
from components.fields import area, choice, entry, field, link, void
from components.listing import listing_card
from components.marks import chip
from components.markup import Safe, tag
from components.numbers import number
from components.seat import looks_on
from data.commands.appeals import APPEALS, MAY
from data.commands.things import EDITORS
from data.economy.words import AMOUNT_UNIT, GRANTS
from data.language import gettext as _
from data.queries.enterprise_file import EnterpriseFile
from data.queries.policies import Policy

Row = dict[str, Any]


def policies_card(one: EnterpriseFile, role: str) -> Component:
    """Those that fit, with every condition and what is known of it; then those that lack one, with what."""
    fit = [pair for pair in one.policies if not pair[1]["missing"]]
    near = [pair for pair in one.policies if pair[1]["near"]]
    rows = [_policy(policy, row, one.seen.code, role) for policy, row in (*fit, *near)]
    none = [] if rows else [tag("p", _("没有符合或差一项的政策"), "quiet")]
    told = _("符合 {n} 项，差一项 {m} 项").format(n=number(len(fit)), m=number(len(near)))
    return listing_card(_("适配政策"), [tag("ul", rows, "economy-policies"), *none], [tag("span", told)])


def _policy(policy: Policy, row: Row, code: str, role: str) -> Safe:
    reasons = [reason_line(one) for one in row["reasons"]]
    amount = tag("b", [number(row["amount"]), " ", _(AMOUNT_UNIT)], "n") if not row["lacks"] else None
    way = link(policy.named, f"/economy/policies?policy={policy.code}", "", data_carry="beside")
    state = [tag("span", _(GRANTS[row["state"]]), "mark")] if row["state"] else []
    head = tag("header", [way, amount, *state])
    lacks = [tag("p", _("缺：{what}").format(what="；".join(row["lacks"])), "economy-lacks")] if row["lacks"] else []
    open_ = row["state"] in (None, "", "refused", "withdrawn")
    act = [offer_form(policy.code, code)] if role in EDITORS and not row["lacks"] and open_ else []
    about = tag("small", policy.amount_words())
    return tag("li", [head, about, *lacks, tag("ul", reasons, "economy-conditions"), *act])


def reason_line(one: Row) -> Safe:
    words = _("符合") if one["holds"] else _("不符合")
    mark = tag("i", "✓" if one["holds"] else "✗", "holds" if one["holds"] else "fails", role="img", aria_label=words)
    said = one["holds"] and one["held"] in one["wanted"]  # the wish says it already
    held = [tag("small", one["held"])] if one["held"] and not said else []
    return tag("li", [mark, tag("span", one["wanted"]), *held])


def offer_form(policy: str, enterprise: str) -> Safe:
    hidden = {"act": "offer", "policy": policy, "enterprise": enterprise}
    inside = [void("input", type="hidden", name=name, value=value) for name, value in hidden.items()]
    button = tag("button", _("推送"), "button small primary", type="submit")
    return tag(
        "form", [*inside, button, tag("p", None, "act-say", role="alert")], "act-form", data_listing_move="economy"
    )


def grants_card(one: EnterpriseFile, now: datetime) -> Component:
    words = {policy.code: policy.named for policy, _row in one.policies}
    rows = [
        tag(
            "li",
            [
                tag("span", moment(row["at"], now), "n"),
                tag("b", words.get(row["policy"], row["policy"])),
                tag("span", [_(GRANTS[row["state"]]), " ", number(row["amount"]), " ", _(AMOUNT_UNIT)], "n"),
                tag("small", " · ".join(filter(None, (row["actor"], row["reason"])))),
                chip(row["provenance"]),
            ],
        )
        for row in one.grants
    ]
    inside = tag("ol", rows, "economy-steps") if rows else tag("p", _("还没有推送过政策"), "quiet")
    return listing_card(_("兑现记录"), inside)


def projects_card(one: EnterpriseFile) -> Component:
    rows = [
        tag(
            "li",
            [
                link(
                    str(row["name"] or row["code"]), f"/economy/projects?project={row['code']}", "", data_carry="beside"
                ),
                tag("span", str(row["stage"])),
                tag("span", worth(row["total"]), "n"),
            ],
        )
        for row in one.projects
    ]
    inside = tag("ul", rows, "trade-list") if rows else tag("p", _("没有参与招商项目"), "quiet")
    return listing_card(_("投资项目"), inside)


def appeals_card(one: EnterpriseFile, now: datetime, role: str, n: int) -> Component:
    """What it asked for, as cases of the event engine, and the form for one more."""
    rows = [
        tag(
            "li",
            [
                link(row["code"], f"/events/{row['code']}", "n", data_carry="beside"),
                tag("span", row["title"]),
                tag("span", stage_text(row["stage"]), "mark"),
                tag("small", moment(row["reported_at"], now), "n"),
            ],
        )
        for row in one.appeals
    ]
    none = [] if rows else [tag("p", _("还没有诉求"), "quiet")]
    act = [who(role, n), _appeal_form(one.seen.code)] if role in MAY else [who(role, n)] if role else [looks_on()]
    return listing_card(_("企业诉求"), [*act, tag("ul", rows, "trade-list economy-appeals"), *none])


def _appeal_form(code: str) -> Safe:
    kinds = [("", _("请选择")), *((kind, _(words)) for kind, words in APPEALS.items())]
    given = [
        void("input", type="hidden", name="act", value="appeal"),
        void("input", type="hidden", name="enterprise", value=code),
        field("kind", _("诉求类别"), choice("kind", kinds, "", required="")),
        field("title", _("诉求"), entry("title", maxlength="60", required="")),
        field("text", _("具体情况"), area("text", rows=3, maxlength="400")),
        tag("p", None, "act-say", role="alert"),
        tag("div", tag("button", _("受理诉求"), "button primary", type="submit"), "act-send"),
    ]
    form = tag("form", given, "act-form", data_listing_move="economy")
    return tag("details", [tag("summary", _("登记诉求"), "button primary"), form], "act", data_act="appeal")
