"""The gate in front of everything: who is not signed in comes in only where the city is simulated, or with a key.

Pages lead to /login and back; what a page asks of itself is answered 401, and `assets/js/50-seat.js` tells the person.
"""

from urllib.parse import parse_qs, quote, urlsplit

import structlog
from flask import Flask, Response, current_app, g, redirect, request, session
from flask_login import LoginManager
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.middleware.proxy_fix import ProxyFix

from data.accounts.account import Account
from data.accounts.kiosk import KIOSK
from data.accounts.seat import SENDER, seated
from data.accounts.secret import secret_key
from data.accounts.sessions import sittings
from data.acting import open_to_visitors
from data.doors.exports import note_export
from data.doors.keys import Unauthorized, by_key
from data.doors.limits import over_limit, set_limits
from data.doors.origin import SAFE, from_elsewhere, names_origin
from data.doors.problem import problem
from data.doors.screens_gate import open_to_screens
from data.house import House, house
from data.language import gettext as _
from data.language import speaking

log = structlog.get_logger()
EVERYONE = (
    *("/healthz", "/metrics", "/login", "/assets", "/_dash-component-suites", "/_favicon.ico", "/oidc", "/field"),
    *("/kiosk", "/subject"),  # by a token
)
BY_PIN = ("/briefing/remote",)
SHOWN = "yitu_shown"  # in flask.g: the answer is for an account
OWN = ("/account", "/logout")  # what an account may do before it has chosen its password
DOORS = ("/api", "/open311")
DATA = (
    *DOORS,
    "/_dash-",
    "/_reload",
    "/photos",
    "/things/import",
    "/forms/data",
    "/documents/data",
    "/catalogue/data",
    "/tables/data",
    "/briefing/data",
    "/reports/data",
)  # asked by programs and pages, not by people
PUBLIC = ("/api/v1/openapi.json", "/open311/v2/services", "/open311/v2/discovery")  # nothing of what happens


def open_gate(server: Flask, home: House) -> None:
    """Sessions in a signed cookie, and the gate in front of all doors of `server`."""
    name = f"yitu_{home.settings.exercise or 'session'}".replace("-", "_")  # cookies know no ports, only hosts
    server.config.update(
        SECRET_KEY=secret_key(home.settings),
        SESSION_COOKIE_NAME=name,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=home.settings.https,
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
    )
    set_limits(server, home.settings)
    if home.settings.proxies:
        n = home.settings.proxies
        server.wsgi_app = ProxyFix(server.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    manager = LoginManager(server)
    manager.user_loader(_seated)
    server.before_request(_gate)
    server.after_request(note_export)
    server.after_request(_private)


def _seated(token: str) -> Account | None:
    """The account of a session; an identity of the demo is one nowhere else."""
    one = sittings().account(token)
    return None if one is not None and one.demo and not house().settings.demo else one


def _gate() -> Response | None:
    """Where the database cannot say who it is, nobody is turned away: he is told that it is away, and tries again."""
    try:
        return _passed()
    except SQLAlchemyError as error:
        log.warning("nobody knows who asks", error=str(error))
        return _away()


def _passed() -> Response | None:
    _note_key()
    if (over := over_limit(current_app)) is not None:
        return over
    if _among(EVERYONE) or _among(BY_PIN):
        return _elsewhere() if from_elsewhere(request) else None
    one = seated()
    if from_elsewhere(request) or (one and _unnamed()):
        return _elsewhere()
    if one is not None:
        setattr(g, SHOWN, True)
        if one.role == KIOSK and not open_to_screens(request):
            return _data(403, "大屏只看不办")
        return _chosen(one)
    if "_user_id" in session and not _by_key():
        return _refused("登录已失效，请重新登录")
    if _by_key() or request.path.startswith(PUBLIC) or open_to_visitors(house()):
        return None
    return _refused("请先登录")


def _unnamed() -> bool:
    """What changes something for who sits at a screen comes from a browser; the doors go by keys alone."""
    return request.method not in SAFE and not _among(DOORS) and not names_origin(request)


def _private(response: Response) -> Response:
    """No cache between us and the browser keeps what was shown to an account, and the browser asks again."""
    if g.get(SHOWN):
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def _chosen(one: Account) -> Response | None:
    """Whose password another has set chooses one first."""
    if not one.must_change or _among(OWN):
        return None
    return _data(403, "请先修改初始密码") if _among(DATA) else _to("/account")


def _note_key() -> None:
    """Whose key came with the request, for whoever asks later. A wrong one is left to the door."""
    g.pop(SENDER, None)  # a context may outlive its request
    scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
    key = key if scheme.lower() == "bearer" else ""
    if not key and request.path.startswith("/open311/"):
        key = request.args.get("api_key", "")
    if key and _among(DOORS):
        try:
            setattr(g, SENDER, by_key(house(), key.strip()))
        except Unauthorized:
            setattr(g, SENDER, None)


def _by_key() -> bool:
    """A valid key. At Open311 a POST carries it in the form, and the door itself looks; a GET may name it api_key."""
    return g.get(SENDER) is not None or (request.path.startswith("/open311/") and request.method == "POST")


def _elsewhere() -> Response:
    return _data(403, "请求来自其他网站，已拒绝")


def _refused(words: str) -> Response:
    return _data(401, words) if _among(DATA) or request.method not in SAFE else _to_sign_in()


def _data(status: int, words: str) -> Response:
    """A problem document, in the language of the page that asks."""
    page = parse_qs(urlsplit(request.referrer or "").query)
    with speaking("en" if page.get("lang") == ["en"] else "zh"):
        more = {"sign_in": _("重新登录")} if status == 401 else {}
        answer = problem(status, _(words), **more)
    if status == 401 and _among(DOORS):
        answer.headers["WWW-Authenticate"] = 'Bearer realm="yitu"'
    return answer


def _away() -> Response:
    if _among(DATA) or request.method not in SAFE:
        return problem(503, "the database does not answer")
    with speaking("en" if request.args.get("lang") == "en" else "zh"):
        answer = Response(_("数据库没有应答，本页会自己再试"), status=503, mimetype="text/plain")
    answer.headers["Refresh"] = answer.headers["Retry-After"] = "5"
    return answer


def _to_sign_in() -> Response:
    there = request.full_path.rstrip("?")
    return _to(f"/login?next={quote(there, safe='/')}" if there != "/" else "/login")


def _to(path: str) -> Response:
    answer = redirect(path)
    answer.headers["Cache-Control"] = "no-store"
    return answer  # type: ignore[return-value]


def _among(paths: tuple[str, ...]) -> bool:
    """Whether this request is for one of these addresses, or below it."""
    here = request.path
    return any(here == one or here.startswith(f"{one}/") or (one[-1] == "-" and here.startswith(one)) for one in paths)
