"""How a telephone proves that it stands beside the presenter: six digits that his screen shows, then a signed pass.

Neither is kept: both come from the house's own key and a number of the show, which a new PIN changes.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

DIGITS = 6
SALT = "briefing-remote"


def pin_of(show: Mapping[str, Any]) -> str:
    """What the presenter's screen shows."""
    said = f"{SALT}|{show['code']}|{show['pin']}".encode()
    digest = hmac.new(_key().encode(), said, hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8]) % 10**DIGITS:0{DIGITS}d}"


def fits(show: Mapping[str, Any], given: str) -> bool:
    return hmac.compare_digest(pin_of(show).encode(), given.strip().encode())


def pass_for(show: Mapping[str, Any]) -> str:
    return str(_signer().dumps([show["code"], show["pin"]]))


def passes(show: Mapping[str, Any], given: str) -> bool:
    """Whether this pass is for this show, and for the PIN that counts now."""
    try:
        return bool(_signer().loads(given) == [show["code"], show["pin"]])
    except (BadData, ValueError, TypeError):
        return False


def _key() -> str:
    return str(current_app.config["SECRET_KEY"])


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(_key(), salt=SALT)
