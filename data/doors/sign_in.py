"""Signing in and out, and one's own account: /login, /logout, /account. Pages are drawn by who is passed in."""

from typing import Protocol

from flask import Blueprint, Response, request, session

from data.accounts.account import Account
from data.accounts.demo import IDENTITIES, identity, offered
from data.accounts.passwords import LONGEST
from data.accounts.seat import seated
from data.accounts.sessions import sittings
from data.accounts.signing import sign_in, sign_in_as, sign_out
from data.acting import open_to_visitors
from data.commands.accounts import change_password
from data.doors.plain_page import Page, answer_plainly, back, check_token, given, go, page, shown, spoken
from data.engine import writing
from data.errors import BadInput, CockpitError, LockedOut, SignInNeeded
from data.house import house
from data.language import gettext as _


class Failing(Protocol):
    """Who draws what went wrong."""

    def failed(self, page: Page, status: int) -> str: ...


class Drawn(Failing, Protocol):
    """Who draws these pages."""

    def login(self, page: Page, *, demo: tuple[str, ...], visit: bool, sso: str) -> str: ...
    def account(self, page: Page, one: Account) -> str: ...


def sign_in_door(drawn: Drawn) -> Blueprint:
    door = Blueprint("sign_in", __name__)
    answer_plainly(door, drawn.failed)

    def login_page(said: str = "", status: int = 200) -> Response:
        home = house()
        sso = (home.settings.oidc_name or _("统一认证")) if home.settings.oidc_issuer else ""
        demo = tuple(IDENTITIES) if offered(home, request) else ()
        text = drawn.login(page(said), demo=demo, visit=open_to_visitors(home), sso=sso)
        return shown(text, status)

    @door.get("/login")
    @spoken
    def asked() -> Response:
        if "_user_id" in session and seated() is None:
            session.clear()  # what is over is over
        return login_page()

    @door.post("/login")
    @spoken
    def entered() -> Response:
        check_token()
        try:
            sign_in(house(), given("login"), request.form.get("password", "")[: LONGEST + 1])
        except LockedOut as error:
            answer = login_page(str(error), error.status)
            answer.headers["Retry-After"] = str(error.seconds)
            return answer
        except CockpitError as error:
            return login_page(str(error), error.status)
        return go(back())

    @door.post("/login/demo")
    @spoken
    def taken() -> Response:
        check_token()
        sign_in_as(house(), identity(house(), given("identity"), request), "demo")
        return go(back())

    @door.post("/logout")
    @spoken
    def left() -> Response:
        check_token()
        sign_out(house())
        return go(page().there("/login"))

    @door.get("/account")
    @spoken
    def own() -> Response:
        changed = _("密码已修改") if "changed" in request.args else ""
        return shown(drawn.account(page(changed, good=True), _one()))

    @door.post("/account/password")
    @spoken
    def chosen() -> Response:
        check_token()
        one = _one()
        try:
            _change(one)
        except BadInput as error:
            return shown(drawn.account(page(str(error)), one), error.status)
        return go(page().there("/account", changed="1"))

    return door


def _one() -> Account:
    if (one := seated()) is None:
        raise SignInNeeded(_("请先登录"))
    return one


def _change(one: Account) -> None:
    """Every session is over; the one that asked goes on as a new one."""
    old, new, again = (request.form.get(name, "")[: LONGEST + 1] for name in ("old", "new", "again"))
    if new != again:
        raise BadInput(_("两次输入的新密码不一致"))
    with writing(house().engine) as connection:
        change_password(connection, one, old, new)
    sittings().forget()
    sign_in_as(house(), one.id, "password_change")
