"""An OpenID provider as a process of its own, of Authlib's server classes; everybody who comes is the one it is told.

`python tests/accounts/provider.py PORT`. `/as?sub=…&dept=…` says who comes next; `/spoil?what=nonce` spoils his token.
"""

import os
import sys
import time
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode, UserInfo
from flask import Flask, jsonify, request
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "cockpit", "a-secret-of-the-provider"
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
who: dict[str, Any] = {}
spoilt: set[str] = set()
codes: dict[str, "Code"] = {}


class User(dict):
    def get_user_id(self) -> str:
        return self["sub"]


class Client(ClientMixin):
    client_id = CLIENT

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> None:
        return None

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, uri: str) -> bool:
        return uri.startswith(("http://127.0.0.1", "http://localhost")) and uri.endswith("/oidc/back")

    def check_client_secret(self, secret: str) -> bool:
        return secret == SECRET

    def check_endpoint_auth_method(self, method: str, _endpoint: str) -> bool:
        return method in ("client_secret_basic", "client_secret_post")

    def check_response_type(self, kind: str) -> bool:
        return kind == "code"

    def check_grant_type(self, kind: str) -> bool:
        return kind == "authorization_code"


class Code:
    def __init__(self, code: str, asked: Any) -> None:
        told = asked.payload
        self.code, self.user, self.scope, self.at = code, User(who), told.scope, int(time.time())
        self.redirect_uri, self.nonce = told.redirect_uri, told.data.get("nonce")
        self.code_challenge = told.data.get("code_challenge")
        self.code_challenge_method = told.data.get("code_challenge_method")

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return "another" if "nonce" in spoilt else self.nonce

    def get_auth_time(self) -> int:
        return self.at

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


class CodeGrant(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]

    def save_authorization_code(self, code: str, asked: Any) -> None:
        codes[code] = Code(code, asked)

    def query_authorization_code(self, code: str, _client: Any) -> Code | None:
        return codes.get(code)

    def delete_authorization_code(self, code: Code) -> None:
        del codes[code.code]

    def authenticate_user(self, code: Code) -> User:
        return code.user


class Token(OpenIDCode):
    def exists_nonce(self, _nonce: str, _asked: Any) -> bool:
        return False

    def get_client_algorithm(self, _client: Any) -> str:
        return "RS256"

    def get_client_claims(self, client: Any) -> dict[str, Any]:
        issuer = "http://127.0.0.1:1" if "issuer" in spoilt else request.host_url.rstrip("/")
        now = int(time.time())
        return {"iss": issuer, "aud": [client.client_id], "iat": now, "exp": now + 60}

    def resolve_client_private_key(self, _client: Any) -> RSAKey:
        return RSAKey.generate_key(2048, {"kid": "one"}) if "key" in spoilt else KEY

    def generate_user_info(self, user: User, _scope: str) -> UserInfo:
        return UserInfo(user)


def provider() -> Flask:
    app = Flask("provider")
    server = AuthorizationServer(app, query_client=lambda _id: Client(), save_token=lambda _token, _asked: None)
    server.register_grant(CodeGrant, [Token(require_nonce=True), CodeChallenge(required=True)])

    @app.get("/.well-known/openid-configuration")
    def described() -> Any:
        here = request.host_url.rstrip("/")
        ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        more = {"issuer": here, "id_token_signing_alg_values_supported": ["RS256"]}
        return jsonify({name: f"{here}/{path}" for name, path in ends.items()} | more)

    @app.get("/keys")
    def keys() -> Any:
        return jsonify({"keys": [KEY.as_dict(private=False)]})

    @app.get("/authorize")
    def authorize() -> Any:
        grant = server.get_consent_grant(end_user=User(who))
        return server.create_authorization_response(grant_user=User(who), grant=grant)

    @app.post("/token")
    def token() -> Any:
        return server.create_token_response()

    @app.get("/as")
    def as_() -> Any:
        who.clear()
        spoilt.clear()
        who.update(request.args.to_dict())
        return ""

    @app.get("/spoil")
    def spoil() -> Any:
        spoilt.add(request.args["what"])
        return ""

    return app


if __name__ == "__main__":
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    make_server("127.0.0.1", int(sys.argv[1]), provider(), threaded=True).serve_forever()
