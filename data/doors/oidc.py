"""Sign-in by OpenID Connect: the code flow with PKCE, state and nonce.

https://openid.net/specs/openid-connect-core-1_0.html

Made by Authlib, which looks at signature, issuer, audience, expiry and nonce of the ID token.
"""

import structlog
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Blueprint, Flask, Response, request, session, url_for
from joserfc.errors import JoseError
from requests import RequestException

from data.accounts.signing import sign_in_as
from data.accounts.vouched import vouched
from data.doors.plain_page import answer_plainly, back, go, local_path, spoken
from data.doors.sign_in import Failing
from data.errors import SignInRefused, UnknownThing
from data.house import house
from data.language import gettext as _
from data.settings import Settings

log = structlog.get_logger()
NEXT = "oidc_next"  # in the session: where the sign-in leads
OTHER = "other"
SCOPE = "openid profile"


def oidc_door(server: Flask, settings: Settings, failing: Failing) -> Blueprint:
    """`/oidc` leads to the other sign-in, `/oidc/back` is where it leads back; 404 where none is set."""
    door = Blueprint("oidc", __name__, url_prefix="/oidc")
    answer_plainly(door, failing.failed)
    others = OAuth(server)
    others.register(
        OTHER,
        client_id=settings.oidc_client,
        client_secret=settings.oidc_secret,
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": SCOPE, "code_challenge_method": "S256", "timeout": 10},
    )

    @door.get("")
    @spoken
    def sent() -> Response:
        if not settings.oidc_issuer:
            raise UnknownThing(_("没有设置其他登录方式"))
        session[NEXT] = back()
        try:
            answer: Response = others.other.authorize_redirect(url_for("oidc.came", _external=True))
        except (RequestException, OAuthError) as error:
            raise _refused(error) from None
        return answer

    @door.get("/back")
    @spoken
    def came() -> Response:
        if not settings.oidc_issuer:
            raise UnknownThing(_("没有设置其他登录方式"))
        there = local_path(str(session.pop(NEXT, "/")))
        try:
            claims = others.other.authorize_access_token().get("userinfo")
        except (RequestException, OAuthError, JoseError) as error:
            raise _refused(error) from None
        if not claims:
            raise SignInRefused(_("登录没有完成，请重试"))
        sign_in_as(house(), vouched(house(), settings.oidc_issuer, claims), "oidc")
        return go(there)

    return door


def _refused(error: Exception) -> SignInRefused:
    """What went wrong is for the log, not for who asks."""
    log.warning("sign-in elsewhere failed", error=repr(error), path=request.path)
    return SignInRefused(_("登录没有完成，请重试"))
