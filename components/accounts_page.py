"""/accounts: the accounts of an administrator's own regions; and the one that is made or changed beside them."""

from collections.abc import Sequence
from datetime import UTC, datetime

from components.document import form, said
from components.fields import choice, entry, field, void
from components.markup import Safe, tag
from components.on_duty_part import here_mark, here_note
from components.role_matrix import role_matrix
from components.sign_in_page import CLEARANCES, framed, script
from data.accounts.account import EVERYWHERE, Account
from data.accounts.presence import is_here
from data.doors.plain_page import Page
from data.language import gettext as _
from data.queries.accounts import Known
from data.times import local
from data.words import ROLES, SEATS

DAY = {"inputmode": "numeric", "placeholder": "2027-12-31", "maxlength": "12", "autocomplete": "off"}  # ISO 8601
HEADS = ("账号", "姓名", "角色", "区划", "部门", "知悉范围", "有效期至", "状态", "在线")
STEPS = {"disable": "停用", "enable": "启用", "unlock": "解锁", "password": "重置密码"}


def accounts(page: Page, known: Sequence[Known], chosen: Known | None, password: str) -> str:
    """`chosen`: the one to change; None: a new one. `password`: one just drawn, shown this once."""
    title = _("账号管理")
    heads = [_(words) for words in HEADS]
    table = tag("table", [_heads(heads), tag("tbody", [_row(page, one) for one in known])], "ledger carded")
    told = _told(password) if password else said(page.said, "good" if page.good else "bad")
    inside = [tag("h1", title), *told, tag("div", table, "ledger-box"), here_note(), role_matrix()]
    list_card = tag("section", inside, "seat-card seat-table")
    return framed(page, title, "/accounts", [list_card, _form(page, chosen), script("51-region-pick.js")], wide=True)


def _told(password: str) -> list[Safe]:
    words = tag("p", _("初始密码，只显示这一次；首次登录须修改："))
    return [tag("div", [words, tag("p", password, "seat-password")], "seat-say good", role="status")]


def _heads(words: Sequence[str]) -> Safe:
    return tag("thead", tag("tr", [tag("th", one) for one in words]))


def _row(page: Page, one: Known) -> Safe:
    who = one.account
    mark = [" ", tag("span", _("演示身份"), "chip chip-simulated")] if who.demo else []
    cells = [
        [tag("a", who.login, href=page.there("/accounts", login=who.login)), *mark],
        who.name,
        _(ROLES[who.role]),
        who.region_name,
        _departments(one),
        _(CLEARANCES[who.scope.clearance]),
        f"{local(who.expires_at):%Y-%m-%d}" if who.expires_at else _("长期"),
        tag("span", _state(one), "mark" if _state(one) == _("在用") else "mark mark-over"),
        here_mark(one.seen_at, here=is_here(one.seen_at, datetime.now(UTC))),
    ]
    named = zip(HEADS, cells, strict=True)
    return tag("tr", [tag("td", one, data_label=_(words)) for words, one in named])


def _departments(one: Known) -> str:
    return _("全部") if one.account.departments == EVERYWHERE else "、".join(one.account.departments)


def _state(one: Known) -> str:
    if one.disabled:
        return _("已停用")
    if one.over:
        return _("已到期")
    return _("锁定中") if one.locked else _("在用")


def _form(page: Page, one: Known | None) -> Safe:
    """Add or change; `expires` is a day of the city, to its end."""
    who = one.account if one else None
    roles = [(role, _(ROLES[role])) for role in SEATS]
    cleared = [("", _("按角色")), *((str(n), _(words)) for n, words in CLEARANCES.items())]
    until = f"{local(who.expires_at):%Y-%m-%d}" if who and who.expires_at else ""
    departments = ",".join(who.departments) if who and who.departments != EVERYWHERE else ""
    fixed = {"readonly": ""} if who else {"required": ""}
    inside = [
        field("login", _("账号"), entry("login", value=who.login if who else "", autocomplete="off", **fixed)),
        field("name", _("姓名"), entry("name", value=who.name if who else "", maxlength="64", required="")),
        field("role", _("角色"), choice("role", roles, who.role if who else "duty_officer")),
        _regions(who),
        field("departments", _("部门代码"), entry("departments", value=departments), hint=_("用逗号分开，不填为全部")),
        field("clearance", _("知悉范围"), choice("clearance", cleared, str(who.scope.clearance) if who else "")),
        field("expires", _("有效期至"), entry("expires", value=until, **DAY), hint=_("年-月-日，不填为长期")),
        tag("button", _("保存") if who else _("新建账号"), "button primary", type="submit"),
    ]
    there = page.there("/accounts/change" if who else "/accounts/add")
    head = tag("h2", _("修改 {login}").format(login=who.login) if who else _("新建账号"))
    more = [_steps(page, one), tag("a", _("新建账号"), "button", href=page.there("/accounts"))] if one else []
    return tag("section", [head, form(there, page.token, inside, "seat-form"), *more], "seat-card")


def _regions(who: Account | None) -> Safe:
    hint = tag("small", _("名称、拼音或代码，可选多个，首个为默认页面；不选为自己的区划"), "field-hint")
    inside = [tag("span", _("区划"), "field-label"), _region(who), hint]
    return tag("div", inside, "field", role="group", aria_label=_("区划"))


def _region(who: Account | None) -> Safe:
    """Those it has, ticked; more are found by `assets/js/51-region-pick.js`; without a script, by what is typed."""
    box = entry(
        "region_text",
        role="combobox",
        autocomplete="off",
        aria_autocomplete="list",
        aria_expanded="false",
        aria_controls="region-options",
        aria_label=_("区划"),
    )
    ticked = [_ticked(one.code, one.name) for one in (who.regions if who else ())]
    chosen = tag("div", ticked, "pick-chosen", data_region_chosen="1")
    none = _("没有匹配的区划")
    found = tag(
        "ul", None, "pick-list", id="region-options", role="listbox", hidden="", data_none=none, aria_label=none
    )
    return tag("div", [chosen, box, found], "pick", data_region_pick="1")


def _ticked(code: str, name: str) -> Safe:
    box = void("input", type="checkbox", name="region", value=code, checked="")
    return tag("label", [box, tag("span", name)], title=code)


def _steps(page: Page, one: Known) -> Safe:
    """What fits its state now."""
    fits = {
        "disable": not one.disabled,
        "enable": one.disabled,
        "unlock": one.locked,
        "password": one.account.by_password,
    }
    buttons = [
        tag("button", _(words), "button", type="submit", name="step", value=step)
        for step, words in STEPS.items()
        if fits[step]
    ]
    login = entry("login", "hidden", one.account.login)
    return form(page.there("/accounts/step"), page.token, [login, *buttons], "seat-steps")
