"""/login and /account: who signs in, who one is, and one's own password. Plain pages, without script."""

from urllib.parse import quote

from components.document import document, form, looks, said
from components.fields import entry, field
from components.markup import Safe, tag
from data.accounts.account import Account
from data.accounts.demo import IDENTITIES
from data.accounts.passwords import SHORTEST
from data.accounts.seat import seated
from data.doors.plain_page import Page
from data.language import gettext as _
from data.settings import ROOT
from data.times import local
from data.words import ROLES

CLEARANCES = {0: "不含个人信息", 1: "含姓名和文字", 2: "含联系电话"}


def login(page: Page, *, demo: tuple[str, ...], visit: bool, sso: str) -> str:
    """Name and password; in a demo on this machine its identities too, each one click."""
    title = _("登录")
    name = entry("login", autocomplete="username", autocapitalize="none", spellcheck="false", required="", autofocus="")
    secret = entry("password", "password", autocomplete="current-password", required="")
    send = tag("button", _("登录"), "button primary", type="submit")
    inside = [field("login", _("账号"), name), field("password", _("密码"), secret), send]
    there = page.there("/login", next=page.next if page.next != "/" else "")
    parts = [tag("h1", title), *said(page.said), form(there, page.token, inside, "seat-form")]
    if sso:
        parts.append(tag("a", _("用{name}登录").format(name=sso), "button", href=page.there("/oidc", next=page.next)))
    if visit:
        parts.append(tag("p", tag("a", _("不登录，先看演示"), href=page.next), "quiet"))
    cards = [tag("section", parts, "seat-card")]
    if demo:
        cards.append(_identities(page, demo))
    more = f"&next={quote(page.next)}" if page.next != "/" else ""
    return framed(page, title, "/login", cards, more=more)


def _identities(page: Page, demo: tuple[str, ...]) -> Safe:
    head = tag("h2", [tag("span", _("演示身份"), "chip chip-simulated"), " ", _("一键登录")])
    told = tag("p", _("仅限本机的演示环境，数据全部为模拟。"), "quiet")
    there = page.there("/login/demo", next=page.next if page.next != "/" else "")
    buttons = [
        tag(
            "button",
            [tag("b", _(IDENTITIES[key].name)), tag("span", _(IDENTITIES[key].what))],
            "button seat-one",
            type="submit",
            name="identity",
            value=key,
        )
        for key in demo
    ]
    return tag("section", [head, told, form(there, page.token, buttons, "seat-ones")], "seat-card")


def account(page: Page, one: Account) -> str:
    """Who one is here, a new password, and the way out."""
    title = _("我的账号")
    first = _("请先修改初始密码") if one.must_change else ""
    parts = [tag("h1", title), *said(first or page.said, "good" if page.good and not first else "bad"), _who(one)]
    out = tag("button", _("退出登录"), "button", type="submit")
    parts.append(form(page.there("/logout"), page.token, [out], "seat-out"))
    cards = [tag("section", parts, "seat-card")]
    if one.by_password:
        cards.append(_password(page, one))
    return framed(page, title, "/account", cards)


def _who(one: Account) -> Safe:
    until = f"{local(one.expires_at):%Y-%m-%d %H:%M}" if one.expires_at else _("长期")
    departments = _("全部") if "*" in one.departments else "、".join(one.departments)
    mark = [" ", tag("span", _("演示身份"), "chip chip-simulated")] if one.demo else []
    facts = [
        (_("姓名"), [one.name, *mark]),
        (_("账号"), one.login),
        (_("角色"), _(ROLES[one.role])),
        (_("区划"), one.region_name),
        (_("部门"), departments),
        (_("知悉范围"), _(CLEARANCES[one.scope.clearance])),
        (_("有效期至"), until),
    ]
    return tag("dl", [tag("div", [tag("dt", name), tag("dd", value)]) for name, value in facts], "event-facts")


def _password(page: Page, one: Account) -> Safe:
    hint = _("至少 {n} 个字符，不要用容易猜到的").format(n=SHORTEST)
    new = {"autocomplete": "new-password", "required": "", "minlength": str(SHORTEST)}
    inside = [
        entry("username", value=one.login, autocomplete="username", hidden=""),  # for who keeps passwords
        field("old", _("原密码"), entry("old", "password", autocomplete="current-password", required="")),
        field("new", _("新密码"), entry("new", "password", **new), hint=hint),
        field("again", _("再输一次新密码"), entry("again", "password", **new)),
        tag("p", _("修改后，在其他地方的登录全部失效。"), "quiet"),
        tag("button", _("修改密码"), "button primary", type="submit"),
    ]
    asked = form(page.there("/account/password"), page.token, inside, "seat-form")
    return tag("section", [tag("h2", _("修改密码")), asked], "seat-card")


def failed(page: Page, status: int) -> str:
    """What happened, and the way back."""
    back = tag("a", _("返回"), "button", href=page.there("/login" if status == 401 else "/"))
    parts = [tag("h1", str(status)), tag("p", page.said, role="alert"), back]
    return document(str(status), tag("main", parts, "missing"), lang=page.lang, skin=page.skin, exercise=page.exercise)


def _bar(page: Page, path: str, more: str) -> Safe:
    """Only the ways that are open to who is signed in."""
    one = seated()
    ways = [tag("b", _("全市一张图"), "seat-name")]
    if one and not one.must_change:
        known = [("/account", _("我的账号"), None), ("/accounts", _("账号管理"), "administrator")]
        known += [("/keys", _("接口密钥"), "administrator"), ("/audit", _("审计日志"), "auditor")]
        ways = [tag("a", ["‹ ", _("全市一张图")], "page-back", href=page.there("/"))]
        ways += [_way(page, path, there, words) for there, words, role in known if role in (None, one.role)]
    return tag("header", [tag("nav", ways, "desk-ways"), looks(path, page.lang, page.skin, more)], "page-bar seat-bar")


def _way(page: Page, here: str, there: str, words: str) -> Safe:
    current = {"aria_current": "page"} if here == there else {}
    return tag("a", words, "desk-way on" if here == there else "desk-way", href=page.there(there), **current)


def script(name: str) -> Safe:
    """One of `assets/js`, for a page that works without it too."""
    source = ROOT / "assets" / "js" / name
    return Safe(f'<script src="/assets/js/{name}?m={source.stat().st_mtime:.0f}" defer></script>')


def framed(page: Page, title: str, path: str, cards: list[Safe], *, more: str = "", wide: bool = False) -> str:
    """A page of cards under a bar that leads to the others."""
    body = [_bar(page, path, more), tag("main", cards, "seat-cards seat-wide" if wide else "seat-cards")]
    inside = tag("div", body, "page seat-page")
    return document(title, inside, lang=page.lang, skin=page.skin, exercise=page.exercise)
